-- Events of the Wix sandbox: tickets, holds, orders, answers. What is left is counted from holds, never written down.

CREATE TABLE wix_events (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  short_description TEXT NOT NULL, detailed_description TEXT NOT NULL, image TEXT NOT NULL,
  starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, zone TEXT NOT NULL, location TEXT NOT NULL,
  registration TEXT NOT NULL, canceled INTEGER NOT NULL DEFAULT 0,
  hold_minutes INTEGER NOT NULL, ticket_limit INTEGER NOT NULL,
  rsvp_limit INTEGER, rsvp_before INTEGER NOT NULL, rsvp_opens_at TEXT, has_waitlist INTEGER NOT NULL,
  takes_no INTEGER NOT NULL, most_guests INTEGER NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);

-- Prices are minor units: one price, or the least a guest gives, or options as JSON.
CREATE TABLE wix_ticket_definitions (
  id TEXT PRIMARY KEY, event_id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  description TEXT NOT NULL, policy TEXT NOT NULL, price INTEGER, least_price INTEGER, options TEXT NOT NULL,
  fee_type TEXT NOT NULL, capacity INTEGER NOT NULL, sold_before INTEGER NOT NULL,
  limit_per_checkout INTEGER NOT NULL, sale_starts_at TEXT, sale_ends_at TEXT,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX wix_definitions_of_event ON wix_ticket_definitions (event_id, position);

CREATE TABLE wix_ticket_reservations (
  id TEXT PRIMARY KEY, event_id TEXT NOT NULL, subject_id TEXT NOT NULL, subject_kind TEXT NOT NULL,
  status TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, expires_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE wix_reserved_tickets (
  reservation_id TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, definition_id TEXT NOT NULL,
  quantity INTEGER NOT NULL, name TEXT NOT NULL, price INTEGER NOT NULL, option_id TEXT, option_name TEXT,
  fee_type TEXT NOT NULL, PRIMARY KEY (reservation_id, number)
) WITHOUT ROWID;
CREATE INDEX wix_reserved_by_definition ON wix_reserved_tickets (definition_id);

CREATE TABLE wix_event_orders (
  number INTEGER PRIMARY KEY, order_number TEXT NOT NULL UNIQUE, event_id TEXT NOT NULL, reservation_id TEXT NOT NULL,
  subject_id TEXT NOT NULL, subject_kind TEXT NOT NULL, member_id TEXT NOT NULL, email TEXT NOT NULL,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, status TEXT NOT NULL, method TEXT NOT NULL,
  total INTEGER NOT NULL, secret TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);
CREATE INDEX wix_event_orders_by_reservation ON wix_event_orders (reservation_id);
CREATE INDEX wix_event_orders_by_member ON wix_event_orders (member_id);

CREATE TABLE wix_event_tickets (
  ticket_number TEXT PRIMARY KEY, order_number TEXT NOT NULL, position INTEGER NOT NULL, definition_id TEXT NOT NULL,
  name TEXT NOT NULL, option_name TEXT, price INTEGER NOT NULL, guest_name TEXT NOT NULL, secret TEXT NOT NULL UNIQUE
) WITHOUT ROWID;
CREATE INDEX wix_event_tickets_of_order ON wix_event_tickets (order_number, position);

CREATE TABLE wix_rsvps (
  id TEXT PRIMARY KEY, event_id TEXT NOT NULL, subject_id TEXT NOT NULL, subject_kind TEXT NOT NULL,
  email TEXT NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL, status TEXT NOT NULL,
  guest_count INTEGER NOT NULL, guest_names TEXT NOT NULL, answers TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX wix_rsvps_of_event ON wix_rsvps (event_id);
