-- What only the BigCommerce sandbox remembers of its store, its carts and the ways to the hosted cart.
-- Money is whole minor units (cents), times are ISO 8601 in UTC with milliseconds.

CREATE TABLE bigcommerce_calls (started_ms INTEGER NOT NULL, used INTEGER NOT NULL);

CREATE TABLE bigcommerce_sites (
  channel_id INTEGER PRIMARY KEY, url TEXT NOT NULL, checkout_url TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);

CREATE TABLE bigcommerce_routes (
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, matching TEXT NOT NULL, route TEXT NOT NULL, UNIQUE (type, matching)
);

-- The id is that of the checkout too. tax_rate is NULL until an address says where things go; contents counts the
-- changes after which a chosen way of shipping is void.
CREATE TABLE bigcommerce_carts (
  id TEXT PRIMARY KEY, customer_id INTEGER NOT NULL DEFAULT 0, channel_id INTEGER NOT NULL,
  email TEXT NOT NULL DEFAULT '', locale TEXT NOT NULL, coupon_code TEXT, tax_rate TEXT,
  version INTEGER NOT NULL DEFAULT 1, contents INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;

-- Ids of products and variants are BigCommerce's. name and price are from the moment of adding, for the day the product
-- is gone; list_price is one that the client has set itself.
CREATE TABLE bigcommerce_cart_lines (
  cart_id TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, product_id INTEGER NOT NULL,
  variant_id INTEGER NOT NULL, quantity INTEGER NOT NULL, selections TEXT NOT NULL, name TEXT NOT NULL,
  price INTEGER NOT NULL, is_digital INTEGER NOT NULL, list_price INTEGER, PRIMARY KEY (cart_id, number)
) WITHOUT ROWID;

CREATE TABLE bigcommerce_redirect_tokens (
  token TEXT PRIMARY KEY, cart_id TEXT NOT NULL, expires_at TEXT NOT NULL, spent_at TEXT
) WITHOUT ROWID;

CREATE TABLE bigcommerce_coupon_uses (code TEXT NOT NULL, customer_id INTEGER NOT NULL, email TEXT NOT NULL);
