"""What a page is headed when an error of the checkout ends there: never that a checkout is closed which is open."""

from __future__ import annotations

import pytest
from flask import Flask

from services.errors import (
    CartChangeError,
    CheckoutExpiredError,
    CheckoutRefusedError,
    EmptyCartError,
    PaymentDeclinedError,
    PaymentUncertainError,
    ReservationExpiredError,
    SlotTakenError,
    SoldOutError,
    StorefrontError,
    TicketChoiceError,
)
from tests.browsing import Browser
from tests.conftest import SHOP_URL


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (CheckoutExpiredError(), 409, "The checkout is closed"),
        (EmptyCartError(), 409, "Your cart is empty"),
        (SoldOutError(), 409, "Somebody else was quicker"),
        (SlotTakenError(), 409, "Somebody else was quicker"),
        (ReservationExpiredError(), 409, "Your reservation is over"),
        (CheckoutRefusedError(), 409, "That was not accepted"),
        (PaymentDeclinedError(), 409, "The payment did not go through"),
        (PaymentUncertainError(), 409, "We do not know yet whether you have paid"),
        (CartChangeError("No."), 422, "Your cart was not changed"),
        (TicketChoiceError("No."), 422, "Nothing was reserved"),
    ],
)
def test_the_heading_says_what_happened(app: Flask, error: StorefrontError, status: int, heading: str) -> None:
    @app.get("/fails")
    def fail() -> str:
        raise error

    page = Browser(app, SHOP_URL).open("/fails")
    assert (page.status, page.heading) == (status, heading)
    assert str(error) in page.words
    assert any(link.endswith("/cart") for link in page.links())


def test_whoever_may_have_paid_is_never_told_to_check_out_again(app: Flask) -> None:
    @app.get("/fails")
    def fail() -> str:
        raise PaymentUncertainError

    assert "check out again" not in Browser(app, SHOP_URL).open("/fails").words
