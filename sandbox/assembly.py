"""Puts the sandbox together: database, seed, clock, faults, journal and the WSGI applications."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask

from sandbox.bigcommerce.api import BigCommerceDoor
from sandbox.bigcommerce.api import create_api as create_bigcommerce_api
from sandbox.bigcommerce.cart_store import delete_cart as delete_bigcommerce_carts
from sandbox.bigcommerce.cart_store import find_cart as find_bigcommerce_cart
from sandbox.bigcommerce.checkout_store import delete_record, expire_cart
from sandbox.bigcommerce.hooks import keep_hook
from sandbox.bigcommerce.order_settling import change_status
from sandbox.bigcommerce.order_store import find_order
from sandbox.bigcommerce.outbox import messages
from sandbox.bigcommerce.pages import add_pages as add_bigcommerce_pages
from sandbox.bigcommerce.seed import seed_store
from sandbox.bigcommerce.site import GENEROUS_QUOTA, Store
from sandbox.bigcommerce.troubles import TROUBLES as BIGCOMMERCE_TROUBLES
from sandbox.bigcommerce.webhook_delivery import Send, deliver_due, post, start_delivering
from sandbox.bigcommerce.webhook_messages import Message
from sandbox.clock import Clock, iso, parse_iso
from sandbox.control import create_control
from sandbox.faults import Faults
from sandbox.gateway import Door, Gateway
from sandbox.home import create_home
from sandbox.journal import Call, Journal
from sandbox.nightly import Nightly
from sandbox.one_origin import OneOrigin
from sandbox.platforms import Platforms
from sandbox.seed import OPENED_AT, SEED_FOLDER, seed_catalog
from sandbox.seed.events import seed_events
from sandbox.seed.plans import seed_plans
from sandbox.seed.rows import minor_units
from sandbox.seed.services import seed_services
from sandbox.shelf import remove_product, set_price, set_stock, set_visible
from sandbox.state import Database
from sandbox.troubles import Troubles
from sandbox.when_called import WhenCalled
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
from sandbox.wix.troubles import TROUBLES as WIX_TROUBLES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FINGERPRINT_KEY = "fingerprint"
SEEDED_ON_KEY = "seeded_on"
FOLDER = Path(__file__).parent
TROUBLES = {"wix": WIX_TROUBLES, "bigcommerce": BIGCOMMERCE_TROUBLES}
PRICE = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)
SCHEMAS = (
    FOLDER / "schema.sql",
    FOLDER / "wix" / "schema.sql",
    FOLDER / "wix" / "events.sql",
    FOLDER / "wix" / "members.sql",
    FOLDER / "wix" / "plans.sql",
    FOLDER / "wix" / "bookings.sql",
    FOLDER / "wix" / "payment_requests.sql",
    FOLDER / "bigcommerce" / "schema.sql",
    FOLDER / "bigcommerce" / "checkouts.sql",
)


class Sandbox:
    """One imitated shop, on both platforms at once, shared by all processes that open the same database file.

    `api` answers paths under /wix and /bigcommerce and is called in process; `pages` is what a browser opens (hosted
    pages and pictures under the same two, and /control unless that is switched off) and may be mounted anywhere; `app`
    is both.
    `product_count` makes the shop bigger than the catalog of `seed`, with variations of its products. `wix_catalog` is
    the generation of the catalog that the Wix site has: v3 or v1. `bigcommerce_quota` is how many calls BigCommerce
    answers in 30 seconds, `webhook_url` where it sends all its webhooks to, once delivering is started.
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
        bigcommerce_quota: int = GENEROUS_QUOTA,
        webhook_url: str | None = None,
    ) -> None:
        self._seed = seed
        self._product_count = product_count
        self._database = Database(Path(database), [path.read_text(encoding="utf-8") for path in SCHEMAS])
        self.clock = Clock(self._database)
        self.faults = Faults(self._database)
        self.troubles = {name: Troubles(self.faults, table) for name, table in TROUBLES.items()}
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
        self._store = Store(
            database=self._database,
            clock=self.clock,
            public_url=self._site.public_url,
            storefront_url=next(iter(allowed_redirect_domains), self._site.public_url).rstrip("/"),
            images_folder=seed / "images",
            requests_quota=bigcommerce_quota,
        )
        self._webhook_url = webhook_url
        self._fill_if_new()
        self.api = self._apis()
        pages = WhenCalled(lambda: self._create_pages(has_control=control))
        self.pages = pages
        self.app = OneOrigin(api=self.api, pages=pages)
        if reseeds_nightly:
            self.api, self.pages = self._nightly(self.api), self._nightly(self.pages)
            self.app = self._nightly(self.app)
        # Nothing open may be carried into worker processes forked from here.
        self._database.close()

    def _apis(self) -> WSGIApplication:
        wix, store = WixDoor(self._site), BigCommerceDoor(self._store)
        return Platforms(
            {
                wix.mount: self._behind(wix, lambda: create_api(self._site)),
                store.mount: self._behind(store, lambda: create_bigcommerce_api(self._store)),
            }
        )

    def _behind(self, door: Door, make_api: Callable[[], Flask]) -> WSGIApplication:
        return Gateway(WhenCalled(make_api), door, self.faults, self._journal)

    def _create_pages(self, *, has_control: bool) -> Flask:
        pages = create_pages(self._site)
        add_bigcommerce_pages(pages, self._store)
        pages.register_blueprint(create_home(self._site.public_url))
        if has_control:
            pages.register_blueprint(create_control(self))
        return pages

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

    def bigcommerce_set_order_status(self, order_id: int, status_id: int, *, payment_status: str | None = None) -> None:
        """Change an order of BigCommerce as merchant or bank would; 11 or 6 also decide a payment that is pending.

        Raises: KeyError for an unknown id, ValueError for a status, OutOfStockError for goods that are gone.
        """
        with self._database.change() as db:
            order = find_order(db, order_id)
            if order is None:
                raise KeyError(order_id)
            change_status(db, self._store, order, status_id, payment_status)

    def bigcommerce_expire_cart(self, cart_id: str) -> None:
        """Let a cart of BigCommerce be as old as if nobody had touched it for 30 days. Raises: KeyError."""
        with self._database.change() as db:
            _found(expire_cart(db, cart_id, self.clock.now()), cart_id)

    def bigcommerce_delete_cart(self, cart_id: str) -> None:
        """Delete a cart of BigCommerce without a word to the shop. Raises: KeyError for an unknown id."""
        with self._database.change() as db:
            if find_bigcommerce_cart(db, cart_id, self.clock.now()) is None:
                raise KeyError(cart_id)
            delete_bigcommerce_carts(db, cart_id)
            delete_record(db, cart_id)

    def webhooks(self) -> list[Message]:
        """Return what BigCommerce had to tell, oldest first; `Message.signed` makes a request of it."""
        with self._database.read() as db:
            return messages(db)

    def deliver_webhooks(self, send: Send = post) -> int:
        """Send every webhook that is due, once, and return how many were taken."""
        return deliver_due(self._store, send)

    def start_delivering_webhooks(self) -> threading.Event:
        """Send webhooks from a thread from now on; setting the event that is returned ends it."""
        return start_delivering(self._store)

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
        """Delete the carts of one visitor, or of all. BigCommerce knows no visitors: its carts go with all."""
        with self._database.change() as db:
            delete_cart(db, visitor_id)
            forget_open_carts(db, visitor_id)
            if visitor_id is None:
                delete_bigcommerce_carts(db)

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
        """Seed an empty file, and one that was made from other tables, another catalog or for another address."""
        with self._database.change() as db:
            if _setting(db, FINGERPRINT_KEY) != self._fingerprint():
                self._fill(db)
            self._keep_hook(db)

    def _keep_hook(self, db: sqlite3.Connection) -> None:
        if self._webhook_url:
            keep_hook(db, self._webhook_url, iso(datetime.now(UTC)))

    def _fill(self, db: sqlite3.Connection) -> None:
        self._database.recreate_tables(db)
        now = datetime.now(UTC)
        seed_catalog(db, self._seed, now, self._product_count)
        seed_events(db, self._seed, parse_iso(_setting(db, OPENED_AT) or iso(now)))
        seed_plans(db, self._seed, now)
        seed_services(db, self._seed, now)
        seed_members(db, self._site, self._seed, now)
        seed_bookings(db, self._seed, now)
        seed_store(db, self._seed, now)
        self._keep_hook(db)
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
        # Purchases of the past hold whole addresses of pictures.
        made_from = f"{self._database.schema_fingerprint()} {self._product_count or ''} {self._site.public_url}"
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
