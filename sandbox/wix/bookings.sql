-- Services, who gives them and where, and what was booked of them. Free times are not stored: they follow from the
-- working hours, the weekly sessions of classes, and the bookings.
CREATE TABLE wix_places (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  address TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL, zone TEXT NOT NULL
);
CREATE TABLE wix_staff (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, resource_id TEXT NOT NULL UNIQUE, schedule_id TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, description TEXT NOT NULL, hours TEXT NOT NULL
);
CREATE TABLE wix_services (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, schedule_id TEXT NOT NULL, slug TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, name TEXT NOT NULL, tag_line TEXT NOT NULL, description TEXT NOT NULL, image TEXT,
  image_alt TEXT NOT NULL, category_id TEXT NOT NULL, category TEXT NOT NULL, minutes INTEGER NOT NULL,
  capacity INTEGER NOT NULL, rate_type TEXT NOT NULL, price INTEGER NOT NULL, currency TEXT NOT NULL,
  price_words TEXT NOT NULL, pays_online INTEGER NOT NULL, pays_in_person INTEGER NOT NULL, plan_ids TEXT NOT NULL,
  needs_approval INTEGER NOT NULL, takes_online INTEGER NOT NULL, place_ids TEXT NOT NULL, staff_ids TEXT NOT NULL,
  sessions TEXT NOT NULL, policy TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);
-- A hosted page makes one booking. `zone` is the one the times are written in for the person who booked.
CREATE TABLE wix_bookings (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, service_id TEXT NOT NULL, title TEXT NOT NULL,
  subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, session_id TEXT UNIQUE, event_id TEXT, resource_id TEXT,
  place_id TEXT NOT NULL, starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, zone TEXT NOT NULL,
  participants INTEGER NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT NOT NULL,
  phone TEXT NOT NULL, status TEXT NOT NULL, payment_status TEXT NOT NULL, payment_option TEXT NOT NULL,
  plan_order_id TEXT, order_id TEXT, revision INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX wix_bookings_by_time ON wix_bookings (starts_at, ends_at);
CREATE INDEX wix_bookings_of_subject ON wix_bookings (subject_id, starts_at);
-- By such a token anybody reads one booking, as a link in a mail does.
CREATE TABLE wix_booking_tokens (token TEXT PRIMARY KEY, booking_id TEXT NOT NULL) WITHOUT ROWID;
