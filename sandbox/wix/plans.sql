-- Pricing plans and what members bought of them. A plan order keeps the terms it was bought on.

CREATE TABLE wix_plans (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  description TEXT NOT NULL, terms_and_conditions TEXT NOT NULL, perks TEXT NOT NULL, image TEXT, image_alt TEXT NOT NULL,
  terms TEXT NOT NULL, most_purchases INTEGER NOT NULL, visibility TEXT NOT NULL DEFAULT 'PUBLIC',
  archived INTEGER NOT NULL DEFAULT 0, buyable INTEGER NOT NULL DEFAULT 1, buyer_can_cancel INTEGER NOT NULL DEFAULT 1,
  revision INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);

-- `status` is what was last set; where an order stands by now follows from the clock. A hosted page makes one order.
CREATE TABLE wix_plan_orders (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, plan_id TEXT NOT NULL, plan_name TEXT NOT NULL,
  plan_description TEXT NOT NULL, member_id TEXT NOT NULL, contact_id TEXT NOT NULL, session_id TEXT UNIQUE,
  terms TEXT NOT NULL, status TEXT NOT NULL, payment_status TEXT NOT NULL, subscription_id TEXT,
  wix_pay_order_id TEXT, started_at TEXT NOT NULL, ends_at TEXT, cancellation TEXT,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);
CREATE INDEX wix_plan_orders_of_member ON wix_plan_orders (member_id, number);

-- `checkoutData` the sandbox has given to a shop's list of plans, and where the visitor goes on after buying one.
CREATE TABLE wix_plan_detours (
  token TEXT PRIMARY KEY, continue_url TEXT NOT NULL, created_at TEXT NOT NULL
) WITHOUT ROWID;
