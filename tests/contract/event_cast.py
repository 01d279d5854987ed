"""Holding and buying tickets, for the claims about events."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from sandbox.wix.member_store import create_member, find_member_by_email
from sandbox.wix.site import CLIENT_ID, Subject
from sandbox.wix.tokens import issue_tokens
from services.models import Customer, Event, NewRsvp, Reservation, ReturnUrls, RsvpAnswer, TicketOrder, WantedTicket
from services.wix.auth import KEPT_AS
from tests.browsing import Page
from tests.conftest import SHOP_URL
from tests.contract.conftest import MemoryVisitor, World

WHEEL = "evening-on-the-wheel"
FREE_ENTRY = "kiln-opening"
PAY_WHAT_YOU_CAN = "community-clay-night"
PRICE_OPTIONS = "glaze-lab"
FEW_LEFT = "kintsugi-afternoon"
SOLD_OUT = "raku-at-dusk"
SALE_TO_COME = "studio-picnic"
INVITATION = "morning-tea-tasting"
FULL_WITH_LIST = "matcha-and-moon-jars"
OPENS_LATER = "teapot-talk-online"
UNKNOWN_ID = "00000000-0000-4000-8000-00000000dead"
URLS = ReturnUrls(
    thank_you_url=f"{SHOP_URL}/thank-you",
    post_flow_url=f"{SHOP_URL}/events/{WHEEL}/reservation",
)


def event(world: World, slug: str) -> Event:
    assert world.storefront.events is not None
    return world.storefront.events.get_event(slug)


def hold(world: World, slug: str, quantity: int = 1, visitor: MemoryVisitor | None = None) -> Reservation:
    """Hold tickets of the event's first type."""
    assert world.storefront.events is not None
    found = event(world, slug)
    wanted = WantedTicket(found.ticket_types[0].id, quantity)
    return world.storefront.events.create_reservation(visitor or world.visitor, found, (wanted,))


def checkout_page(world: World, held: Reservation, slug: str, visitor: MemoryVisitor | None = None) -> str:
    assert world.storefront.events is not None
    return world.storefront.events.create_redirect_session(visitor or world.visitor, held.id, slug, URLS).full_url


def finish(world: World, full_url: str, action: str = "pay") -> Page:
    """Open the hosted page and end it in one of its ways."""
    browser = world.hosted_browser()
    page = browser.open(full_url)
    form = next(form for form in page.forms() if has_action(form, action))
    return browser.submit(form)


def has_action(form: object, action: str) -> bool:
    return any(field.get("value") == action for field in form.iter("input") if field.get("name") == "action")  # type: ignore[attr-defined]


def returned(page: Page) -> dict[str, str]:
    """What the platform added to the address that it sent the browser back to."""
    assert page.url.startswith(SHOP_URL), page.url
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def buy(world: World, slug: str = WHEEL, quantity: int = 1, action: str = "pay") -> tuple[Reservation, TicketOrder]:
    assert world.storefront.events is not None
    held = hold(world, slug, quantity)
    came_with = returned(finish(world, checkout_page(world, held, slug), action))
    order = world.storefront.events.get_order(world.visitor, came_with["eventId"], came_with["orderNumber"])
    return held, order


def guest(email: str = "ada@example.com", answer: RsvpAnswer = RsvpAnswer.YES) -> NewRsvp:
    return NewRsvp("Ada", "Lovelace", email, answer)


def sign_in(world: World, visitor: MemoryVisitor, email: str) -> Customer:
    """Make this visitor a customer, with an account if there is none; the shop's own way there is not in question."""
    now = world.sandbox.clock.now()
    with world.sandbox._database.change() as db:
        member = find_member_by_email(db, email) or create_member(db, email, "correct horse", now.isoformat())
        access, refresh = issue_tokens(db, now, CLIENT_ID, Subject("MEMBER", member.id))
    kept = {"access": access, "refresh": refresh, "renew_at": now.timestamp() + 3600}
    visitor.keep(KEPT_AS, kept)
    return Customer(member.id, email)
