"""Steps of a checkout on the shop's own pages, as somebody at a browser takes them."""

from __future__ import annotations

from tests.browsing import Browser, Page
from tests.journeys.conftest import add_to_cart

ADDRESS = {
    "email": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line_1": "555 Main Street",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78701",
}
CARD = {"number": "5555 5555 5555 4444", "holder": "Ada Lovelace", "month": "12", "year": "2034", "code": "917"}
DECLINED, NO_FUNDS, EXPIRED = "4000 0000 0000 0002", "4000 0000 0000 9995", "4000 0000 0000 0069"
UNVERIFIED, PENDING = "4000 0000 0000 0127", "4000 0000 0000 0259"
ADDRESS_HEADING, DELIVERY_HEADING = "Your address", "How shall we send it?"
REVIEW_HEADING, PAYMENT_HEADING = "Is everything right?", "Pay by card"
UNCERTAIN_HEADING = "We do not know yet whether you have paid"


def begin(browser: Browser, product: str = "") -> Page:
    """Something in the cart, and from the cart page to the first step."""
    add_to_cart(browser, product)
    return browser.submit(browser.open("/cart").form(r"/checkout$"))


def parts(part: str, **fields: str) -> dict[str, str]:
    return {f"{part}.{name}": text for name, text in fields.items()}


def give_address(browser: Browser, page: Page, **changes: str) -> Page:
    return browser.submit(page.form(primary=True), **parts("billing", **(ADDRESS | changes)))


def choose_delivery(browser: Browser, page: Page, place: int = 0) -> Page:
    options = [field.get("value", "") for field in page.root.iter("input") if field.get("name") == "option"]
    return browser.submit(page.form(primary=True), option=options[place])


def to_review(browser: Browser, product: str = "") -> Page:
    return choose_delivery(browser, give_address(browser, begin(browser, product)))


def place_order(browser: Browser, page: Page) -> Page:
    return browser.submit(page.form(primary=True))


def to_payment(browser: Browser, product: str = "") -> Page:
    return place_order(browser, to_review(browser, product))


def pay(browser: Browser, page: Page, **changes: str) -> Page:
    return browser.submit(page.form(primary=True), **(CARD | changes))


def checkout_path(page: Page) -> str:
    """The address that all steps of this checkout begin with."""
    return page.path.rpartition("/")[0]


def value_of(page: Page, name: str) -> str:
    """What stands in a field."""
    field = next(field for field in page.root.iter() if field.get("name") == name)
    if field.tag != "select":
        return field.get("value", "")
    return next((option.get("value", "") for option in field.iter("option") if "selected" in option.attrib), "")


def problem_at(page: Page, name: str) -> str:
    """The sentence that a field is described by, and it is marked as wrong."""
    field = next(field for field in page.root.iter() if field.get("name") == name)
    assert field.get("aria-invalid") == "true", f"{name} is not marked"
    ids = field.get("aria-describedby", "").split()
    return " ".join("".join(one.itertext()) for one in page.root.iter() if one.get("id") in ids)
