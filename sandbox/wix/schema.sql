-- What only the Wix sandbox remembers.

CREATE TABLE wix_tokens (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL, issued_at TEXT NOT NULL, expires_at TEXT
) WITHOUT ROWID;
CREATE INDEX wix_tokens_by_expiry ON wix_tokens (expires_at);

CREATE TABLE wix_carts (
  id TEXT PRIMARY KEY, subject_id TEXT NOT NULL UNIQUE, subject_kind TEXT NOT NULL, coupon_code TEXT,
  buyer_note TEXT, checkout_id TEXT, purchase_flow_id TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1, gift_card_code TEXT, delivery_address TEXT, delivery_method TEXT
) WITHOUT ROWID;

CREATE TABLE wix_cart_lines (
  cart_id TEXT NOT NULL, number INTEGER NOT NULL, product_id TEXT NOT NULL, variant_id TEXT NOT NULL,
  quantity INTEGER NOT NULL, options TEXT NOT NULL, name TEXT NOT NULL, price INTEGER NOT NULL,
  PRIMARY KEY (cart_id, number)
) WITHOUT ROWID;

CREATE TABLE wix_checkouts (
  id TEXT PRIMARY KEY, cart_id TEXT NOT NULL, subject_id TEXT NOT NULL, subject_kind TEXT NOT NULL,
  channel_type TEXT NOT NULL, coupon_code TEXT, gift_card_code TEXT, buyer_note TEXT, email TEXT, lines TEXT NOT NULL,
  completed INTEGER NOT NULL DEFAULT 0, order_id TEXT,
  purchase_flow_id TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE wix_orders (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, checkout_id TEXT NOT NULL, subject_id TEXT NOT NULL,
  subject_kind TEXT NOT NULL, email TEXT NOT NULL, status TEXT NOT NULL, payment_status TEXT NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX wix_orders_by_checkout ON wix_orders (checkout_id);
CREATE INDEX wix_orders_by_email ON wix_orders (email);
CREATE INDEX wix_orders_by_subject ON wix_orders (subject_id);

CREATE TABLE wix_coupon_uses (code TEXT NOT NULL, subject_id TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE wix_gift_card_uses (code TEXT NOT NULL, amount INTEGER NOT NULL, order_id TEXT NOT NULL);

CREATE TABLE wix_redirect_sessions (
  id TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, intent TEXT NOT NULL, target TEXT NOT NULL, details TEXT NOT NULL,
  subject_id TEXT NOT NULL, subject_kind TEXT NOT NULL, callbacks TEXT NOT NULL, language TEXT,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL, spent_at TEXT, browser TEXT, form_token TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE wix_members (
  id TEXT PRIMARY KEY, contact_id TEXT NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, nickname TEXT NOT NULL, photo TEXT, created_at TEXT NOT NULL
) WITHOUT ROWID;

-- Which browsers a member is signed in with on the hosted pages.
CREATE TABLE wix_signed_in_browsers (
  browser TEXT PRIMARY KEY, member_id TEXT NOT NULL, signed_in_at TEXT NOT NULL
) WITHOUT ROWID;
