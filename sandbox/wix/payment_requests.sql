-- Requests for payment that belong to an order. `status` is what was last set: UNPAID, PAID or VOIDED; one that is
-- not paid expires by the clock.

CREATE TABLE wix_payment_requests (
  id TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, title TEXT NOT NULL,
  description TEXT NOT NULL, source TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'UNPAID', expires_at TEXT,
  gateway_order_id TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;
