"""The table of pages and the states they can be in: one walk for each part of the shop, state after state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.browser.walk import State, Walk, at

WHEEL_EVENT = "/events/evening-on-the-wheel"
RESERVATION = f"{WHEEL_EVENT}/reservation"
CLASS, TASTING = "/services/saturday-hand-building", "/services/tea-tasting"
PRODUCT = "/products/orchard-mug"
DECLINED_CARD = "4000 0000 0000 0002"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def then(*steps: Callable[[Walk], None]) -> Callable[[Walk], None]:
    """One step after the other."""

    def go(walk: Walk) -> None:
        for step in steps:
            step(walk)

    return go


def put_into_cart(walk: Walk) -> None:
    walk.go("/products")
    walk.press("main a[href*='/products/harbour-mug']")
    add(walk)


def add(walk: Walk) -> None:
    walk.page.locator("form[data-adds-to-cart]").evaluate("form => form.submit()")
    walk.page.wait_for_url("**/cart")


def start_checkout(walk: Walk) -> None:
    walk.go("/cart")
    walk.send("/checkout")


def paid(walk: Walk) -> None:
    put_into_cart(walk)
    start_checkout(walk)
    walk.complete()


def left_as(action: str) -> Callable[[Walk], None]:
    def leave(walk: Walk) -> None:
        put_into_cart(walk)
        start_checkout(walk)
        walk.leave(action)

    return leave


def open_drawer(walk: Walk) -> None:
    walk.go(PRODUCT)
    walk.page.locator("form[data-adds-to-cart] button:not([formaction])").click()
    walk.page.locator("[data-cart-drawer] li").first.wait_for()


def open_whole_picture(walk: Walk) -> None:
    walk.go(PRODUCT)
    walk.page.locator("[data-row] a").first.click()
    walk.page.locator(".gallery-whole img").wait_for()


def refuse_product_form(walk: Walk) -> None:
    walk.go("/products/initials-mug")
    walk.page.locator("form[data-adds-to-cart]").evaluate("form => { form.noValidate = true }")
    walk.fill(quantity="0")
    with walk.page.expect_navigation():
        walk.page.locator("form[data-adds-to-cart]").evaluate("form => form.submit()")


BROWSING = (
    at("home", "/"),
    at("list", "/products"),
    at("category", "/products?category=mugs-and-cups"),
    at("narrowed list", "/products?category=mugs-and-cups&price-to=60&in-stock=1&on-sale=1"),
    at("list in an order", "/products?sort=price-low"),
    at("search", "/products?q=teapot"),
    at("search that finds nothing", "/products?q=zzzzzz"),
    at("nearly a hit", "/products?q=tepot"),
    at("product", "/products/harbour-mug"),
    at("product with versions", PRODUCT),
    at("product with choices", "/products/initials-mug"),
    State("product whose quantity was refused", refuse_product_form),
    at("product on sale", "/products/seconds-mug"),
    at("sold-out product", "/products/red-clay-kyusu"),
    at("product in part sold out", "/products/hillside-teapot"),
    State("product with a picture open", open_whole_picture),
    State("product with the cart beside it", open_drawer),
)


def refuse_quantity(walk: Walk) -> None:
    walk.go("/cart")
    walk.page.locator("input.quantity-field").first.fill("0")
    walk.send("/cart/items/")


def coupon(code: str) -> Callable[[Walk], None]:
    def apply(walk: Walk) -> None:
        walk.go("/cart")
        walk.page.locator("#coupon").evaluate("fold => { fold.open = true }")
        walk.fill(code=code)
        walk.send("/cart/coupon")

    return apply


def unfolded_cart(walk: Walk) -> None:
    walk.go("/cart")
    walk.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def estimate(walk: Walk) -> None:
    unfolded_cart(walk)
    walk.send("/cart/destination")


def spoil_cart(walk: Walk) -> None:
    walk.go("/products/dusk-tea-bowl")
    add(walk)
    walk.sandbox.remove_product("dusk-tea-bowl")
    walk.go("/cart")


CART = (
    at("empty cart", "/cart"),
    State("cart", put_into_cart),
    State("cart with all its folds open", unfolded_cart),
    State("cart with a refused quantity", refuse_quantity),
    State("cart with a refused coupon", coupon("BYGONE")),
    State("cart with a coupon", coupon("WELCOME10")),
    State("cart with delivery estimated", estimate),
    at("no order yet", "/order-confirmation"),
    State("order paid", paid),
    State("order pending", left_as("pay-later")),
    State("order declined", left_as("decline")),
    State("cart waiting", left_as("abandon")),
    at("unknown order", f"/order-confirmation?orderId={UNKNOWN}"),
    State("cart with something gone", spoil_cart),
)


def reserve(walk: Walk) -> None:
    walk.go(WHEEL_EVENT)
    walk.page.locator(".ticket-form input[type=number]").first.fill("2")
    walk.send("/reservations")


def hold(walk: Walk) -> None:
    reserve(walk)
    walk.leave("abandon")


def refuse_tickets(walk: Walk) -> None:
    walk.go("/events/community-clay-night")
    walk.page.locator(".ticket-form input[type=text]").first.fill("3")
    walk.page.locator(".ticket-form input[type=number]").first.fill("2")
    walk.send("/reservations")


def choose_no_ticket(walk: Walk) -> None:
    walk.go(WHEEL_EVENT)
    for field in walk.page.locator(".ticket-form input[type=number]").all():
        field.fill("0")
    walk.send("/reservations")


def let_hold_lapse(walk: Walk) -> None:
    walk.sandbox.clock.advance(timedelta(hours=1))
    walk.go(RESERVATION)


def refuse_card(walk: Walk) -> None:
    walk.page.locator("form[data-primary] [name='number'], form[data-primary] [name*='card' i]").first.fill("1234")
    walk.complete()


def answer(event: str, **fields: str) -> Callable[[Walk], None]:
    def put_down(walk: Walk) -> None:
        walk.go(f"/events/{event}")
        walk.fill(**fields)
        walk.send("/rsvps")

    return put_down


NAME = {"first_name": "Ada", "last_name": "Ek", "email": "ada@example.com"}
EVENTS = (
    at("events", "/events"),
    at("past events", "/events?past=1"),
    at("event", WHEEL_EVENT),
    at("event with versions of a ticket", "/events/glaze-lab"),
    at("event at one's own price", "/events/community-clay-night"),
    at("sold-out event", "/events/raku-at-dusk"),
    at("event elsewhere", "/events/azulejo-days"),
    at("event online", "/events/teapot-talk-online"),
    at("past event", "/events/first-flush-supper"),
    at("invitation", "/events/morning-tea-tasting"),
    at("full invitation", "/events/matcha-and-moon-jars"),
    State("tickets refused", refuse_tickets),
    State("no ticket chosen", choose_no_ticket),
    State("answer refused", answer("morning-tea-tasting", first_name="Ada")),
    State("answer given", answer("morning-tea-tasting", **NAME)),
    State("answer on the waiting list", answer("matcha-and-moon-jars", **NAME)),
    at("no tickets held", RESERVATION),
    State("hosted page of tickets", reserve),
    State("hosted page of tickets, refused", refuse_card),
    State("tickets held", hold),
    at("event with tickets held", WHEEL_EVENT),
    at("held, seen from the thank-you page", "/thank-you"),
    State("hold over", let_hold_lapse),
    State("tickets paid", then(reserve, Walk.complete)),
    at("tickets booked, seen from the event", RESERVATION),
)


def join(walk: Walk) -> None:
    walk.go("/plans/tea-circle")
    walk.send("/checkout")


def sign_up(walk: Walk) -> None:
    form = "form:has(input[name=mode][value=sign-up])"
    walk.page.locator(f"{form} [name=email]").fill("ada@example.com")
    walk.page.locator(f"{form} [name=password]").fill("correct horse battery")
    walk.press(f"{form} button[type=submit]")


def join_to_the_end(walk: Walk) -> None:
    join(walk)
    walk.complete()


PLANS = (
    at("thank-you page that knows of nothing", "/thank-you"),
    at("memberships", "/plans"),
    at("membership", "/plans/tea-circle"),
    at("membership with a trial", "/plans/open-studio"),
    at("free membership", "/plans/studio-friends"),
    State("hosted sign-in to a membership", join),
    State("hosted page of a membership", sign_up),
    State("hosted page of a membership, refused", refuse_card),
    State("membership bought", join_to_the_end),
    at("own memberships", "/account/plans"),
)


def take_slot_first(walk: Walk) -> None:
    walk.go(f"{TASTING}?from=2027-05-19")
    walk.sandbox.take_slot("tea-tasting", "2027-05-19T12:00:00")
    walk.press("form.slot-days button[formaction]:has-text('12:00')")


def choose_slot(walk: Walk) -> None:
    walk.go(f"{CLASS}?from=2027-07-03")
    walk.press("form.slot-days button[formaction]")


def fill_session(walk: Walk) -> None:
    walk.sandbox.take_slot("saturday-hand-building", "2027-07-10T10:00:00", people=6)
    walk.go(f"{CLASS}?from=2027-07-09")


SERVICES = (
    at("services", "/services"),
    at("appointments", "/services/wheel-throwing"),
    at("appointments in another zone", "/services/wheel-throwing?zone=Asia/Tokyo"),
    at("free appointments", TASTING),
    at("class", CLASS),
    at("course", "/services/six-week-wheel-course"),
    at("for members", "/services/open-studio-session"),
    at("no times on these days", "/services/wheel-throwing?from=2029-05-01"),
    State("full session", fill_session),
    State("time taken in between", take_slot_first),
    State("hosted page of a booking", choose_slot),
    State("booking paid", Walk.complete),
    State("booking to be paid at the studio", then(choose_slot, lambda walk: walk.leave("pay-later"))),
)


def start_sign_in(walk: Walk) -> None:
    walk.go("/auth/login?next=/account")
    walk.complete()


def refuse_password(walk: Walk) -> None:
    walk.page.locator("[name=password]").first.fill("wrong")
    walk.complete()


def sign_in(walk: Walk) -> None:
    start_sign_in(walk)
    walk.complete()
    walk.page.wait_for_url("**/account*")


def open_order(walk: Walk) -> None:
    walk.go("/account/orders")
    walk.press("main a[href*='/account/orders/']")


def sign_out(walk: Walk) -> None:
    walk.go("/account")
    walk.send("/auth/logout")


def look_up(number: str, email: str) -> Callable[[Walk], None]:
    def find(walk: Walk) -> None:
        walk.go("/find-order")
        walk.fill(number=number, email=email)
        walk.send("/find-order")

    return find


ACCOUNT = (
    at("asked to sign in", "/account"),
    State("hosted sign-in", start_sign_in),
    State("hosted sign-in, refused", refuse_password),
    State("account", sign_in),
    at("own orders", "/account/orders"),
    State("own order", open_order),
    at("own tickets", "/account/tickets"),
    at("own bookings, none", "/account/bookings"),
    at("own memberships", "/account/plans"),
    at("shop, signed in", "/"),
    State("signed out", sign_out),
    at("look up an order", "/find-order"),
    State("order not found", look_up("9001", "mary@example.com")),
    State("fields of a look-up refused", look_up("", "nobody")),
    State("order found", look_up("9001", "jane@example.com")),
)


def post_from_elsewhere(walk: Walk) -> None:
    walk.page.goto("about:blank")
    walk.page.set_content(f'<form method="post" action="{walk.shop.url}{walk.prefix}/cart/items"><button>Go</button>')
    walk.press("button")


def guess_often(walk: Walk) -> None:
    for _ in range(11):
        answered = walk.page.request.post(f"{walk.shop.url}/find-order", form={"number": "1", "email": "a@example.com"})
        if answered.status == 429:
            break
    walk.visitor.context.clear_cookies()
    look_up("9001", "jane@example.com")(walk)


def platform(kind: str, **options: object) -> Callable[[Walk], None]:
    def break_it(walk: Walk) -> None:
        walk.sandbox.faults.clear()
        walk.sandbox.faults.add(path="/*", kind=kind, times=None, **options)
        walk.go(f"/products/{kind.replace('_', '-')}-{options.get('status', '')}")

    return break_it


ERRORS = (
    at("not found", "/nowhere"),
    at("wrong method", "/cart/items"),
    at("bad request", "/auth/callback?code=x&state=y"),
    State("forbidden", post_from_elsewhere),
    State("too many requests", guess_often),
    State("refused by the platform", platform("status", status=400)),
    State("nonsense from the platform", platform("html")),
    State("platform down", platform("status", status=503)),
)


def throw_switch(walk: Walk) -> None:
    walk.go("/switchboard")
    walk.send("/switchboard")


def unfold_tour(walk: Walk) -> None:
    put_into_cart(walk)
    walk.go("/tour")
    walk.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


DEMO = (
    at("tour of nothing", "/tour"),
    State("tour", then(put_into_cart, lambda walk: walk.go("/tour"))),
    State("tour with all commands open", unfold_tour),
    State("hosted checkout", start_checkout),
    State("hosted checkout, refused", refuse_card),
    at("switchboard", "/switchboard"),
    State("switchboard with trouble", throw_switch),
    State("home of the sandbox", lambda walk: walk.page.goto(sandbox_url(walk))),
    State("control of the sandbox", lambda walk: walk.page.goto(sandbox_url(walk, "/control"))),
    State("missing page of the sandbox", lambda walk: walk.page.goto(sandbox_url(walk, "/nowhere"))),
)


def sandbox_url(walk: Walk, path: str = "/") -> str:
    return f"{walk.shop.url.replace('127.0.0.1', 'localhost')}/sandbox{path}"


ADDRESS = {
    "email": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line_1": "555 Main Street",
    "city": "Austin",
    "postal_code": "78701",
}


def give_address(walk: Walk) -> None:
    for name, text in ADDRESS.items():
        walk.page.locator(f"[name='billing.{name}']").fill(text)
    walk.page.locator("[name='billing.region']").select_option("TX")
    walk.complete()


def choose_delivery(walk: Walk) -> None:
    walk.page.get_by_role("radio").first.check()
    walk.complete()


def two_addresses(walk: Walk) -> None:
    start_checkout(walk)
    walk.page.locator("main input[type=checkbox]").first.uncheck()


def pay_with(number: str) -> Callable[[Walk], None]:
    def pay(walk: Walk) -> None:
        walk.fill(number=number, holder="Ada Lovelace", code="917")
        walk.page.locator("[name=month]").select_option("12")
        walk.page.locator("[name=year]").select_option("2034")
        walk.complete()

    return pay


def lose_answer(walk: Walk) -> None:
    walk.sandbox.faults.add("/stores/sandbox/payments", kind="reset")
    pay_with("5555 5555 5555 4444")(walk)


def pay_in_the_end(walk: Walk) -> None:
    walk.sandbox.clock.advance(timedelta(seconds=61))
    walk.press("main a[href*='/payment']")
    pay_with("5555 5555 5555 4444")(walk)


DIRECT = (
    State("cart", put_into_cart),
    State("address", lambda walk: walk.send("/checkout")),
    State("two addresses", two_addresses),
    State("addresses refused", Walk.complete),
    State("delivery", then(start_checkout, give_address)),
    State("review", choose_delivery),
    State("payment", Walk.complete),
    State("card refused", Walk.complete),
    State("card declined", pay_with(DECLINED_CARD)),
    State("payment uncertain", lose_answer),
    State("order paid", pay_in_the_end),
)


def open_hosted_cart(walk: Walk) -> None:
    walk.go("/cart")
    walk.send("/cart/hosted")


def enter(email: str, password: str) -> Callable[[Walk], None]:
    def sign_in_there(walk: Walk) -> None:
        walk.page.locator("[name=email]").fill(email)
        walk.page.locator("[name=password]").fill(password)
        walk.complete()

    return sign_in_there


BIGCOMMERCE = (
    State("cart", put_into_cart),
    State("hosted cart", open_hosted_cart),
    State("hosted checkout", start_checkout),
    State("hosted checkout, refused", refuse_card),
    State("hosted confirmation", then(put_into_cart, start_checkout, Walk.complete)),
    State("hosted sign-in", lambda walk: walk.page.goto(sandbox_url(walk, "/bigcommerce/login.php"))),
    State("hosted sign-in, refused", enter("nobody@example.com", "wrong")),
    State("hosted account", enter("jane@example.com", "correct horse")),
)

CHOSEN_FEW = (
    at("home", "/"),
    at("list", "/products"),
    at("search that finds nothing", "/products?q=zzzzzz"),
    State("product whose quantity was refused", refuse_product_form),
    State("product with a picture open", open_whole_picture),
    State("product with the cart beside it", open_drawer),
    State("cart with all its folds open", unfolded_cart),
    at("event", WHEEL_EVENT),
    State("answer refused", answer("morning-tea-tasting", first_name="Ada")),
    at("memberships", "/plans"),
    at("appointments", "/services/wheel-throwing"),
    at("look up an order", "/find-order"),
    at("not found", "/nowhere"),
    at("switchboard", "/switchboard"),
)
