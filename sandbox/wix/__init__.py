"""The imitation of a Wix site: its API (api.py) and its hosted pages (pages.py)."""
