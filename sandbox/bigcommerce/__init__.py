"""The imitation of BigCommerce: its management API and its hosted pages."""
