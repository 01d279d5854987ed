"""Puts the sandbox together: database, seed, clock, faults, journal and the WSGI applications."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from sandbox.clock import Clock, iso, parse_iso
from sandbox.control import create_control
from sandbox.faults import Faults
from sandbox.gateway import Gateway
from sandbox.journal import Call, Journal
from sandbox.nightly import Nightly
from sandbox.one_origin import OneOrigin
from sandbox.seed import OPENED_AT, SEED_FOLDER, seed_catalog
from sandbox.seed.events import seed_events
from sandbox.seed.plans import seed_plans
from sandbox.seed.rows import minor_units
from sandbox.seed.services import seed_services
from sandbox.shelf import remove_product, set_price, set_stock, set_visible
from sandbox.state import Database
from sandbox.troubles import Troubles
from sandbox.wix.api import WixDoor, create_api
from sandbox.wix.booking_seed import seed_bookings, take_slot
from sandbox.wix.booking_store import set_booking_status
from sandbox.wix.cart_store import delete_cart
from sandbox.wix.checkout_store import forget_open_carts
from sandbox.wix.event_order_store import set_event_order_status
from sandbox.wix.event_orders import set_visitors_read
from sandbox.wix.event_store import cancel_event, set_tickets_left
from sandbox.wix.member_seed import seed_members
from sandbox.wix.member_store import delete_member, find_member_by_email
from sandbox.wix.order_store import set_order_status
from sandbox.wix.pages import create_pages
from sandbox.wix.plan_order_store import set_plan_order_status
from sandbox.wix.plan_store import set_plan_hidden
from sandbox.wix.reservation_store import expire_reservations
from sandbox.wix.service_store import set_service_hidden
from sandbox.wix.site import Site, Subject, origins
from sandbox.wix.tokens import expire_access_tokens, forget_tokens, revoke_refresh_tokens
from sandbox.wix.troubles import TROUBLES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FINGERPRINT_KEY = "fingerprint"
SEEDED_ON_KEY = "seeded_on"
FOLDER = Path(__file__).parent
PRICE = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)
SCHEMAS = (
    FOLDER / "schema.sql",
    FOLDER / "wix" / "schema.sql",
    FOLDER / "wix" / "events.sql",
    FOLDER / "wix" / "members.sql",
    FOLDER / "wix" / "plans.sql",
    FOLDER / "wix" / "bookings.sql",
    FOLDER / "wix" / "payment_requests.sql",
)


class Sandbox:
    """One imitated site, shared by all processes that open the same database file.

    `api` answers paths under /wix and is called in process; `pages` is what a browser opens (hosted pages and
    pictures under /wix, and /control unless that is switched off) and may be mounted anywhere; `app` is both.
    `product_count` makes the shop bigger than the catalog of `seed`, with variations of its products. `wix_catalog` is
    the generation of the catalog that the Wix site has: v3 or v1.
    """

    api: WSGIApplication
    pages: WSGIApplication
    app: WSGIApplication

    def __init__(
        self,
        database: Path,
        *,
        public_url: str,
        allowed_redirect_domains: Sequence[str],
        allowed_redirect_uris: Sequence[str] = (),
        control: bool = True,
        reseeds_nightly: bool = False,
        seed: Path = SEED_FOLDER,
        product_count: int | None = None,
        wix_catalog: str = "v3",
    ) -> None:
        self._seed = seed
        self._product_count = product_count
        self._database = Database(Path(database), [path.read_text(encoding="utf-8") for path in SCHEMAS])
        self.clock = Clock(self._database)
        self.faults = Faults(self._database)
        self.troubles = Troubles(self.faults, [TROUBLES])
        self._journal = Journal(self._database, self.clock)
        self._site = Site(
            database=self._database,
            clock=self.clock,
            public_url=_checked_public_url(public_url),
            allowed_redirect_origins=origins(allowed_redirect_domains),
            allowed_redirect_uris=frozenset(allowed_redirect_uris),
            images_folder=seed / "images",
            catalog=wix_catalog,
        )
        self._fill_if_new()
        self.api = Gateway(create_api(self._site), WixDoor(self._site), self.faults, self._journal)
        pages = create_pages(self._site)
        if control:
            pages.register_blueprint(create_control(self))
        self.pages = pages
        self.app = OneOrigin(api=self.api, pages=pages)
        if reseeds_nightly:
            self.api, self.pages = self._nightly(self.api), self._nightly(self.pages)
            self.app = self._nightly(self.app)
        # Nothing open may be carried into worker processes forked from here.
        self._database.close()

    def reset(self) -> None:
        """Forget everything - carts, orders, tokens, faults, journal, the clock's offset - and seed again."""
        with self._database.change() as db:
            self._fill(db)

    def journal(self) -> list[Call]:
        """Return the last API calls, oldest first."""
        return self._journal.calls()

    def set_stock(self, sku: str, stock: int) -> None:
        """Set how many pieces of a variant there are. Raises: KeyError for an unknown SKU."""
        with self._database.change() as db:
            _found(set_stock(db, sku, stock), sku)

    def set_price(self, sku: str, price: str) -> None:
        """Set what a variant costs, as a decimal string. Raises: KeyError, ValueError for something else."""
        with self._database.change() as db:
            _found(set_price(db, sku, _checked_price(price), iso(self.clock.now())), sku)

    def remove_product(self, slug: str) -> None:
        """Delete a product. Raises: KeyError for an unknown slug."""
        with self._database.change() as db:
            _found(remove_product(db, slug), slug)

    def hide_product(self, slug: str, *, hidden: bool = True) -> None:
        """Hide a product from visitors, or show it again. Raises: KeyError for an unknown slug."""
        with self._database.change() as db:
            _found(set_visible(db, slug, visible=not hidden), slug)

    def set_order_status(self, order_id: str, *, status: str | None = None, payment_status: str | None = None) -> None:
        """Change an order as merchant or bank would. Raises: KeyError for an unknown id, ValueError for a status."""
        with self._database.change() as db:
            _found(set_order_status(db, order_id, status, payment_status, iso(self.clock.now())), order_id)

    def set_ticket_stock(self, event_slug: str, ticket_name: str, left: int) -> None:
        """Let so many tickets be left. Raises: KeyError for an unknown event or ticket, ValueError below zero."""
        if left < 0:
            raise ValueError("stock cannot be negative")
        with self._database.change() as db:
            done = set_tickets_left(db, event_slug, ticket_name, left, iso(self.clock.now()))
            _found(done, f"{event_slug} {ticket_name}")

    def cancel_event(self, slug: str) -> None:
        """Call an event off. Raises: KeyError for an unknown slug."""
        with self._database.change() as db:
            _found(cancel_event(db, slug, iso(self.clock.now())), slug)

    def expire_reservations(self) -> None:
        """Let every hold on tickets that is not paid lapse now."""
        with self._database.change() as db:
            expire_reservations(db, iso(self.clock.now()))

    def set_event_order_status(self, order_number: str, status: str) -> None:
        """Change an order of an event. Raises: KeyError for an unknown number, ValueError for a status."""
        with self._database.change() as db:
            _found(set_event_order_status(db, order_number, status, iso(self.clock.now())), order_number)

    def set_visitors_read_event_orders(self, allowed: bool) -> None:
        """Say whether a buyer's own token reads the buyer's own event order; at first it does not."""
        with self._database.change() as db:
            set_visitors_read(db, allowed=allowed)

    def hide_plan(self, slug: str, *, hidden: bool = True) -> None:
        """Hide a plan from visitors, or show it again. Raises: KeyError for an unknown slug."""
        with self._database.change() as db:
            _found(set_plan_hidden(db, slug, iso(self.clock.now()), hidden=hidden), slug)

    def set_plan_order_status(
        self, order_id: str, *, status: str | None = None, payment_status: str | None = None
    ) -> None:
        """Change an order of a plan as merchant or bank would. Raises: as `set_order_status`."""
        now = self.clock.now()
        with self._database.change() as db:
            _found(set_plan_order_status(db, order_id, status, payment_status, now), order_id)

    def hide_service(self, slug: str, *, hidden: bool = True) -> None:
        """Hide a service, or show it again. Raises: KeyError for an unknown slug."""
        with self._database.change() as db:
            _found(set_service_hidden(db, slug, iso(self.clock.now()), hidden=hidden), slug)

    def take_slot(self, service_slug: str, start_local: str, *, people: int | None = None) -> None:
        """Let others book a slot, all of it or for so many people of a class.

        `start_local` is a wall-clock time of the studio such as 2027-05-20T10:00. Raises: KeyError for an unknown
        slug, ValueError where the service has no such time.
        """
        with self._database.change() as db:
            start = datetime.fromisoformat(start_local)
            _found(take_slot(db, service_slug, start, self.clock.now(), people), service_slug)

    def set_booking_status(
        self, booking_id: str, *, status: str | None = None, payment_status: str | None = None
    ) -> None:
        """Change a booking as the studio would. Raises: as `set_order_status`."""
        with self._database.change() as db:
            _found(set_booking_status(db, booking_id, status, payment_status, iso(self.clock.now())), booking_id)

    def expire_tokens(self, visitor_id: str | None = None) -> None:
        """Let the access tokens of one visitor, or of all, expire now."""
        expire_access_tokens(self._site, visitor_id)

    def revoke_refresh_tokens(self, visitor_id: str | None = None) -> None:
        """Let the refresh tokens of one visitor, or of all, be unknown from now on."""
        revoke_refresh_tokens(self._site, visitor_id)

    def delete_carts(self, visitor_id: str | None = None) -> None:
        """Delete the carts of one visitor, or of all."""
        with self._database.change() as db:
            delete_cart(db, visitor_id)
            forget_open_carts(db, visitor_id)

    def revoke_member_tokens(self, email: str) -> None:
        """Let all tokens of a member be unknown from now on. Raises: KeyError for an unknown address."""
        with self._database.change() as db:
            forget_tokens(db, _member_subject(db, email))

    def delete_member(self, email: str) -> None:
        """Delete an account and its tokens; orders stay. Raises: KeyError for an unknown address."""
        with self._database.change() as db:
            subject = _member_subject(db, email)
            forget_tokens(db, subject)
            delete_member(db, subject.id)

    def _nightly(self, wsgi_app: WSGIApplication) -> WSGIApplication:
        return Nightly(wsgi_app, lambda: self.clock.now().date(), self._reseed_before)

    def _reseed_before(self, day: date) -> None:
        """Seed again what was seeded on another day; of several processes the first one does it."""
        with self._database.change() as db:
            if _setting(db, SEEDED_ON_KEY) != day.isoformat():
                self._fill(db)

    def close(self) -> None:
        """Close idle connections to the database."""
        self._database.close()

    def _fill_if_new(self) -> None:
        """Seed an empty file, and one that was made from other tables or another catalog."""
        with self._database.change() as db:
            if _setting(db, FINGERPRINT_KEY) != self._fingerprint():
                self._fill(db)

    def _fill(self, db: sqlite3.Connection) -> None:
        self._database.recreate_tables(db)
        now = datetime.now(UTC)
        seed_catalog(db, self._seed, now, self._product_count)
        seed_events(db, self._seed, parse_iso(_setting(db, OPENED_AT) or iso(now)))
        seed_plans(db, self._seed, now)
        seed_services(db, self._seed, now)
        seed_members(db, self._site, self._seed, now)
        seed_bookings(db, self._seed, now)
        values = {
            FINGERPRINT_KEY: self._fingerprint(),
            SEEDED_ON_KEY: now.date().isoformat(),
            "catalog_id": str(uuid4()),
            "catalog_revision": "0",
            "price_revision": "0",
            "stock_revision": "0",
        }
        db.executemany("INSERT INTO settings (key, value) VALUES (?, ?)", values.items())

    def _fingerprint(self) -> str:
        seeds = b"".join(file.read_bytes() for file in sorted(self._seed.glob("*.toml")))
        made_from = f"{self._database.schema_fingerprint()} {self._product_count or ''}"
        return hashlib.sha256(made_from.encode() + seeds).hexdigest()


def _setting(db: sqlite3.Connection, key: str) -> str | None:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone():
        return None
    row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return row["value"] if row else None


def _member_subject(db: sqlite3.Connection, email: str) -> Subject:
    member = find_member_by_email(db, email)
    if member is None:
        raise KeyError(email)
    return Subject("MEMBER", member.id)


def _checked_public_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"public_url must be an absolute http or https URL: {url!r}")
    return url.rstrip("/")


def _checked_price(price: str) -> int:
    if not PRICE.fullmatch(price):
        raise ValueError(f"a price is a decimal string such as 12.00: {price!r}")
    return minor_units(price)


def _found(done: bool, key: str) -> None:
    if not done:
        raise KeyError(key)
