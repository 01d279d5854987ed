-- What only the BigCommerce sandbox remembers of checkouts, orders, payments, browsers and webhooks.
-- Money is whole minor units (cents), times are ISO 8601 in UTC with milliseconds. No card number is kept anywhere.

-- A row for each cart somebody has begun to check out; `billing` is an address, `manual_discount` was given by the shop.
CREATE TABLE bigcommerce_checkouts (
  cart_id TEXT PRIMARY KEY, billing TEXT, customer_message TEXT NOT NULL DEFAULT '',
  manual_discount INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- `items` are pairs of a line's id and a quantity, which is null for all of the line. `option_id` is the chosen way to
-- send it; it is good only while it is among those on offer.
CREATE TABLE bigcommerce_consignments (
  id TEXT PRIMARY KEY, cart_id TEXT NOT NULL, position INTEGER NOT NULL, address TEXT NOT NULL, items TEXT NOT NULL,
  option_id TEXT
) WITHOUT ROWID;
CREATE INDEX bigcommerce_consignments_of_cart ON bigcommerce_consignments (cart_id, position);

CREATE TABLE bigcommerce_checkout_tokens (
  token TEXT PRIMARY KEY, cart_id TEXT NOT NULL, uses_left INTEGER NOT NULL, expires_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE bigcommerce_checkout_settings (channel_id INTEGER PRIMARY KEY, document TEXT NOT NULL);

-- `document` is what was ordered and does not change; `paid` is what has been received, `awaited` what a bank may still send.
CREATE TABLE bigcommerce_orders (
  id INTEGER PRIMARY KEY, cart_id TEXT NOT NULL, channel_id INTEGER NOT NULL, customer_id INTEGER NOT NULL,
  email TEXT NOT NULL, status_id INTEGER NOT NULL, payment_status TEXT NOT NULL DEFAULT '',
  payment_method TEXT NOT NULL DEFAULT '', total INTEGER NOT NULL, paid INTEGER NOT NULL DEFAULT 0,
  awaited INTEGER NOT NULL DEFAULT 0, gift INTEGER NOT NULL DEFAULT 0, store_credit INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX bigcommerce_orders_of_cart ON bigcommerce_orders (cart_id);

CREATE TABLE bigcommerce_transactions (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, document TEXT NOT NULL
);
CREATE INDEX bigcommerce_transactions_of_order ON bigcommerce_transactions (order_id);

CREATE TABLE bigcommerce_payment_tokens (
  id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, expires_at TEXT NOT NULL, spent_at TEXT
) WITHOUT ROWID;

CREATE TABLE bigcommerce_gift_certificates (code TEXT PRIMARY KEY, balance INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE bigcommerce_customers (
  id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
  password_hash TEXT NOT NULL, store_credit INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL
);

-- A browser on the hosted pages: the cart and the order it may see, and who is signed in.
CREATE TABLE bigcommerce_browsers (
  secret TEXT PRIMARY KEY, form_token TEXT NOT NULL, cart_id TEXT, order_id INTEGER, customer_id INTEGER
) WITHOUT ROWID;

CREATE TABLE bigcommerce_spent_logins (id TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE bigcommerce_hooks (
  id INTEGER PRIMARY KEY, scope TEXT NOT NULL, destination TEXT NOT NULL, is_active INTEGER NOT NULL,
  headers TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);

CREATE TABLE bigcommerce_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, scope TEXT NOT NULL, body TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE bigcommerce_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, event_id INTEGER NOT NULL, hook_id INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, due_at TEXT, delivered_at TEXT
);
CREATE INDEX bigcommerce_deliveries_due ON bigcommerce_deliveries (due_at);
