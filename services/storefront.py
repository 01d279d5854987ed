"""The contract: what a platform can do for our pages, exactly as wide as the pages. No platform is named here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from services.models import (
    Booking,
    Card,
    Cart,
    CartChange,
    Category,
    Checkout,
    CheckoutDetails,
    Customer,
    Destination,
    Event,
    EventQuery,
    Findings,
    NewLine,
    NewRsvp,
    Order,
    Page,
    PaymentMethod,
    PaymentState,
    Plan,
    PlanOrder,
    PostalAddress,
    Product,
    ProductQuery,
    RedirectSession,
    Reservation,
    ReturnUrls,
    Rsvp,
    Service,
    Slot,
    SlotQuery,
    StartedSignIn,
    TicketOrder,
    WantedTicket,
    WebhookNotice,
)


class Visitor(Protocol):
    """One visitor's memory on our server, where a platform keeps its tokens and cart ids between requests.

    Values are plain data (str, int, float, bool, None, list, dict). `keep` and `forget` are durable when they return.
    """

    def recall(self, name: str) -> Any:
        """The value last kept under this name, or None."""

    def keep(self, name: str, value: Any) -> None:
        """Remember a value; it is replaced whole, never changed in place."""

    def forget(self, name: str) -> None:
        """Drop a value; unknown names are fine."""

    def lease(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Hold this visitor's named lease: one holder in all threads and processes; `recall` is fresh inside.

        `seconds` is the longest that the work inside may take; the lease of a killed holder ends then.
        """


class Catalog(Protocol):
    """What is sold; the same for every visitor, so none is asked for."""

    def list_categories(self) -> tuple[Category, ...]:
        """All visible categories in the shop's order."""

    def search_products(self, query: ProductQuery) -> Findings:
        """A page of visible products, without variants. Raises: NotFoundError, for a cursor that leads nowhere."""

    def get_product(self, slug: str) -> Product:
        """One visible product with its variants, modifiers and stock. Raises: NotFoundError.

        The product's own slug may be another than the one that was asked for; then that is its address.
        """


class Carts(Protocol):
    """A visitor's cart; the platform keeps it and computes every price.

    `estimates_delivery`: whether it can tell what shipping and tax would come to before there is a checkout.
    """

    estimates_delivery: bool

    def find_cart(self, visitor: Visitor, destination: Destination | None = None) -> Cart | None:
        """The cart with totals, or None if there is none: never made, paid, expired or deleted.

        With a destination the totals hold the platform's estimate of shipping and tax, where it `estimates_delivery`.
        """

    def add_line(self, visitor: Visitor, line: NewLine) -> CartChange:
        """Put something in the cart, making the cart first if needed.

        Raises: CartChangeError, if the platform did not take the line (then nothing changed).
        """

    def change_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> CartChange:
        """Set the quantity of a line. Raises: NotFoundError (no cart or no such line), CartChangeError."""

    def remove_line(self, visitor: Visitor, line_id: str) -> CartChange:
        """Take a line out. Raises: NotFoundError (no cart)."""

    def apply_coupon(self, visitor: Visitor, code: str) -> None:
        """Put a coupon on the cart, in place of another. Raises: NotFoundError (no cart), CartChangeError (refused)."""

    def remove_coupon(self, visitor: Visitor) -> None:
        """Take the coupon off the cart, if there is one. Raises: NotFoundError (no cart)."""

    def change_note(self, visitor: Visitor, note: str) -> None:
        """Leave a note to the seller; empty text takes it back. Raises: NotFoundError (no cart), CartChangeError."""


class Checkouts(Protocol):
    """The way from a cart to the platform's hosted payment page."""

    def create_checkout(self, visitor: Visitor) -> Checkout:
        """Make a checkout of the visitor's cart. Raises: EmptyCartError."""

    def create_checkout_of(self, visitor: Visitor, line: NewLine) -> Checkout:
        """Make a checkout of one line, leaving the cart alone ("buy now"). Raises: CartChangeError."""

    def get_checkout(self, visitor: Visitor, checkout_id: str) -> Checkout:
        """Read a checkout of this visitor. Raises: NotFoundError."""

    def create_redirect_session(self, visitor: Visitor, checkout_id: str, urls: ReturnUrls) -> RedirectSession:
        """Make the single-use way to the hosted page. Raises: CheckoutExpiredError, PlatformSetupError."""


class Orders(Protocol):
    """Purchases, read from the platform each time: a page never remembers that something was paid."""

    def is_order_id(self, text: str) -> bool:
        """Whether this could be an order's id at all; nothing else is worth a call."""

    def get_order(self, visitor: Visitor, order_id: str) -> Order:
        """Read an order. If it is not `is_visitors_own`, whose it is is the caller's question: compare `checkout_id`.

        Raises: NotFoundError, for a malformed id without a call, for an unknown id, and where nobody we can act for
        may read it.
        """

    def list_orders(self, visitor: Visitor, customer: Customer, cursor: str | None = None) -> Page[Order]:
        """A page of the orders of the customer who is signed in, the latest first.

        Raises: NotFoundError, for a cursor that leads nowhere.
        """

    def can_find_by_number(self) -> bool:
        """Whether an order can be looked up by somebody who is not signed in."""

    def find_order_by_number(self, number: str, email: str) -> Order | None:
        """The order with this number that was placed with this e-mail address, if there is one.

        Asks the platform the same, whatever is wrong.
        """

    def find_order_of_checkout(self, visitor: Visitor, checkout_id: str) -> Order | None:
        """The order that a checkout became, where the platform lets us look for it."""


class Events(Protocol):
    """Dated happenings: what is on is the same for everybody; holds, answers and orders are a visitor's."""

    def list_events(self, query: EventQuery) -> Page[Event]:
        """A page of events, without ticket types. Raises: NotFoundError, for a cursor that leads nowhere."""

    def get_event(self, slug: str) -> Event:
        """One event with its ticket types, as they are on sale now. Raises: NotFoundError."""

    def find_events(self, event_ids: Collection[str]) -> tuple[Event, ...]:
        """Those of these events that visitors may see, also when they are over, without ticket types. One call."""

    def create_reservation(self, visitor: Visitor, event: Event, tickets: tuple[WantedTicket, ...]) -> Reservation:
        """Hold tickets of one event for a while. Raises: SoldOutError, TicketChoiceError, PlatformSetupError."""

    def get_reservation(self, visitor: Visitor, reservation_id: str) -> Reservation:
        """Read a hold of this visitor, lapsed or not. Raises: NotFoundError."""

    def cancel_reservation(self, visitor: Visitor, reservation_id: str) -> None:
        """Let a hold go. One that is over already is fine. Raises: NotFoundError."""

    def create_redirect_session(
        self, visitor: Visitor, reservation_id: str, event_slug: str, urls: ReturnUrls
    ) -> RedirectSession:
        """Make the single-use way to the hosted page. Raises: ReservationExpiredError, PlatformSetupError."""

    def create_rsvp(self, visitor: Visitor, event: Event, rsvp: NewRsvp) -> Rsvp:
        """Answer an invitation. Raises: RsvpRefusedError, NotFoundError (the event is gone)."""

    def is_order_number(self, text: str) -> bool:
        """Whether this could be the number of a ticket order at all; nothing else is worth a call."""

    def is_event_id(self, text: str) -> bool:
        """Whether this could be an event's id at all."""

    def get_order(self, visitor: Visitor, event_id: str, order_number: str) -> TicketOrder:
        """Read a ticket order. Whether it is this visitor's is the caller's question: compare `reservation_id`.

        Raises: NotFoundError, for an unknown one and where nobody we can act for may read it.
        """

    def list_orders(self, customer: Customer, cursor: str | None = None) -> Page[TicketOrder]:
        """A page of a customer's ticket orders, the latest first; empty where nobody we can act for may read them.

        Raises: NotFoundError, for a cursor that leads nowhere.
        """


class Plans(Protocol):
    """Paid memberships."""

    def list_plans(self) -> tuple[Plan, ...]:
        """All public plans in the shop's order."""

    def get_plan(self, slug: str) -> Plan:
        """One public plan. Raises: NotFoundError."""

    def is_plan_id(self, text: str) -> bool:
        """Whether this could be a plan's id, or a plan order's, at all."""

    def create_redirect_session(
        self, visitor: Visitor, plan_id: str, urls: ReturnUrls, checkout_data: str = ""
    ) -> RedirectSession:
        """Make the single-use way to the hosted page that sells a plan.

        `checkout_data` is what the platform sent along with a visitor who needs a plan; it is handed back unread.
        Raises: NotFoundError (no such plan), PlatformSetupError, CheckoutError (had as often as one may).
        """

    def get_order(self, visitor: Visitor, plan_order_id: str) -> PlanOrder:
        """Read a plan order. If it is not `is_visitors_own`, whether it is this visitor's is the caller's question.

        Raises: NotFoundError, for an unknown one and where nobody we can act for may read it.
        """

    def list_orders(self, visitor: Visitor, cursor: str | None = None) -> Page[PlanOrder]:
        """A page of the plans of the customer who is signed in, the latest first; empty for everybody else.

        Raises: NotFoundError, for a cursor that leads nowhere.
        """


class Bookings(Protocol):
    """Bookable services. What is offered is the same for everybody; bookings are a visitor's."""

    def list_services(self) -> tuple[Service, ...]:
        """All services that visitors may see, in the shop's order."""

    def get_service(self, slug: str) -> Service:
        """One service. Raises: NotFoundError."""

    def list_slots(self, service: Service, query: SlotQuery) -> tuple[Slot, ...]:
        """The times of a service in a span of at most a few weeks, free or not, the earliest first."""

    def get_slot(self, service: Service, key: str) -> Slot:
        """One time as it stands now, read past every memory.

        Raises: NotFoundError (a key that means none, or the service is gone), SlotTakenError (nobody has that time any
        more, or not who was chosen of the staff).
        """

    def create_redirect_session(
        self, visitor: Visitor, service: Service, slot: Slot, time_zone: str, urls: ReturnUrls
    ) -> RedirectSession:
        """Make the single-use way to the hosted page that books a slot; it shows times in `time_zone` (IANA).

        A slot with a waiting list leads there as well, to wait.
        Raises: SlotTakenError, PlatformSetupError, NotFoundError (the service is gone).
        """

    def list_bookings(self, visitor: Visitor, cursor: str | None = None) -> Page[Booking]:
        """A page of the bookings of the customer who is signed in; empty for everybody else.

        Raises: NotFoundError, for a cursor that leads nowhere.
        """


class SignIn(Protocol):
    """Signing in on the platform's hosted page: OAuth 2 with PKCE. Tokens live in the visitor's memory only.

    `hint_name` is the query parameter by which a hosted page tells, on every way back, whether somebody is signed in
    there. It is a hint: nothing is believed because of it.
    """

    hint_name: str

    def start(
        self, visitor: Visitor, redirect_uri: str, *, is_silent: bool = False, language: str = ""
    ) -> StartedSignIn:
        """Make the first leg; a silent one asks nobody anything and fails if nobody is signed in over there.

        `language` (such as `fr`) is the one the visitor chose for the hosted page.

        Raises: PlatformSetupError.
        """

    def finish(self, visitor: Visitor, started: StartedSignIn, code: str, redirect_uri: str) -> None:
        """Exchange the code; from now on this visitor's calls are those of the customer.

        Raises: SignInExpiredError, for a code that is used, too old, or not of this attempt.
        """

    def is_signed_in(self, visitor: Visitor) -> bool:
        """Whether this visitor's calls are those of a customer. Makes no call."""

    def get_customer(self, visitor: Visitor) -> Customer:
        """Who is signed in. Raises: NotFoundError, where the platform does not tell."""

    def forget(self, visitor: Visitor) -> None:
        """Drop the customer's tokens; the next need of some makes a new visitor."""

    def create_logout_session(self, visitor: Visitor, post_flow_url: str, language: str = "") -> RedirectSession:
        """Make the way to the hosted page that signs out over there. Raises: PlatformSetupError."""


class HostedPages(Protocol):
    """Pages of the hosted site beside our own, for links that open something over there."""

    def create_product_session(self, visitor: Visitor, slug: str, urls: ReturnUrls) -> RedirectSession:
        """Make the single-use way to a product's hosted page. Raises: NotFoundError, PlatformSetupError."""

    def create_services_session(self, visitor: Visitor, staff_id: str, urls: ReturnUrls) -> RedirectSession:
        """Make the single-use way to the hosted list of services, of one of the staff if an id is given.

        Raises: NotFoundError (no such person), PlatformSetupError.
        """


class HostedCart(Protocol):
    """The platform's own page of a visitor's cart, for whoever would rather change it there."""

    def create_session(self, visitor: Visitor) -> RedirectSession:
        """Make the single-use way to the hosted cart. Raises: EmptyCartError, PlatformSetupError."""


class DirectCheckout(Protocol):
    """The whole way from a checkout to a paid order on our own pages; where it is offered, no hosted page takes money.

    A checkout here belongs to the visitor whose memory knows it; of any other each method raises NotFoundError. Closed
    ones (paid, or gone) raise CheckoutExpiredError.
    """

    def get_details(self, visitor: Visitor, checkout_id: str) -> CheckoutDetails:
        """How far a checkout is, with the ways of delivery that are offered now."""

    def save_billing(self, visitor: Visitor, checkout_id: str, address: PostalAddress) -> CheckoutDetails:
        """Set who pays, as often as one likes. Raises: CheckoutRefusedError."""

    def save_shipping(self, visitor: Visitor, checkout_id: str, address: PostalAddress) -> CheckoutDetails:
        """Set where everything goes; a way of delivery chosen before is void. Raises: CheckoutRefusedError."""

    def choose_delivery(self, visitor: Visitor, checkout_id: str, option_id: str) -> CheckoutDetails:
        """Choose one of the ways offered now. Raises: CheckoutRefusedError, also for one that no longer is."""

    def create_order(self, visitor: Visitor, checkout_id: str) -> str:
        """Make the order and return its id: the same one again, however often, while the checkout is unchanged.

        Raises: CheckoutRefusedError (not ready, or sold out meanwhile), PaymentUncertainError (nobody knows yet whether
        an order made of it before was paid).
        """

    def list_payment_methods(self, visitor: Visitor, order_id: str) -> tuple[PaymentMethod, ...]:
        """The ways to pay by card that are accepted for an order of this visitor. Raises: NotFoundError."""

    def get_payment_state(self, visitor: Visitor, order_id: str) -> PaymentState:
        """What the platform shows of paying for an order of this visitor. Raises: NotFoundError."""

    def pay(self, visitor: Visitor, order_id: str, method_id: str, card: Card) -> PaymentState:
        """Pay for an order of this visitor, once: one that is paid or pending is not paid again, whoever asks.

        The card is sent to the platform's payment host and forgotten.
        Raises: PaymentDeclinedError, PaymentUncertainError, NotFoundError.
        """


class Webhooks(Protocol):
    """What the platform's server tells ours. It is never believed: it only makes us read."""

    def parse(self, headers: Mapping[str, str], body: bytes) -> WebhookNotice | None:
        """Check who sent this, and read it; None for what does not concern us. Raises: WebhookRefusedError."""

    def reread(self, notice: WebhookNotice) -> None:
        """Read what the notice is about, and forget what was remembered of it."""


@dataclass(frozen=True, slots=True)
class Storefront:
    """One platform through our contract. An optional capability that is None is not offered by this platform."""

    platform: str
    catalog: Catalog
    carts: Carts
    checkouts: Checkouts
    orders: Orders
    events: Events | None
    plans: Plans | None
    bookings: Bookings | None
    sign_in: SignIn | None
    hosted_origins: tuple[str, ...]
    image_origins: tuple[str, ...]
    frame_origins: tuple[str, ...] = ()
    hosted_pages: HostedPages | None = None
    hosted_cart: HostedCart | None = None
    direct_checkout: DirectCheckout | None = None
    webhooks: Webhooks | None = None
