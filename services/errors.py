"""Every error raised on purpose, and nothing else.

StorefrontError                    every error raised on purpose
├─ PlatformError                   the platform did not do what we asked
│  ├─ PlatformUnavailableError     no answer, deadline, 5xx                  retryable
│  ├─ PlatformRateLimitedError     429; retry_after_seconds                  retryable
│  ├─ PlatformAuthError            our credentials were refused
│  ├─ PlatformSetupError           the site is not set up for this; `fix` says what to change
│  ├─ PlatformRejectedError        a 4xx we did not foresee; `code` is the platform's own
│  └─ PlatformAnswerError          2xx, but not the documented shape
├─ NotFoundError                   `kind` of thing: product, category, cart, order, event, plan, service, time slot...
├─ CartChangeError                 the shopper can fix it: sold out, quantity, variant
├─ TicketChoiceError               the buyer can fix it: how many, which price
├─ RsvpRefusedError                the platform did not take the answer: full, closed, answered before
├─ SignInError                     a sign-in did not end well
│  ├─ SignInCancelledError         the person changed their mind: normal
│  ├─ SignInExpiredError           too old, used before, or begun in another browser
│  └─ StateMismatchError           nobody here began this: suspicious
├─ WebhookRefusedError             a call that claims to come from the platform, and does not prove it
├─ SignedOutError                  the platform ended a customer's sign-in; what they had in the cart is to be saved
└─ CheckoutError                   the way to the order is closed
   ├─ EmptyCartError
   ├─ CheckoutExpiredError
   ├─ SoldOutError
   ├─ SlotTakenError
   ├─ ReservationExpiredError
   ├─ CheckoutRefusedError        an address, a way of delivery or an order that the platform did not take
   └─ PaymentError                a payment on our own page that did not go through; nothing was charged
      ├─ PaymentDeclinedError     `reason` tells which field or card it was
      └─ PaymentUncertainError    no answer: it may have been charged, so nobody pays again before it is known

Two voices: `str(error)` is for logs (operation, status, request id) and never holds a header, a token or a body;
`shopper_message` is for people. Templates get only the second. `routes/errors.py` maps classes to pages.
"""

from __future__ import annotations

from services.sentences import sentence


class StorefrontError(Exception):
    """Base of every error raised on purpose."""

    shopper_message: str = sentence("Something went wrong on our side. Nothing was charged and nothing was lost.")
    retryable = False


class PlatformError(StorefrontError):
    """The platform did not do what we asked."""

    def __init__(
        self,
        reason: str,
        *,
        platform: str = "",
        operation: str = "",
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
    ) -> None:
        self.reason = reason
        self.platform = platform
        self.operation = operation
        self.status = status
        self.code = code
        self.request_id = request_id
        super().__init__(reason)

    def __str__(self) -> str:
        facts = {"status": self.status, "code": self.code, "request_id": self.request_id}
        known = " ".join(f"{name}={value}" for name, value in facts.items() if value is not None)
        where = " ".join(part for part in (self.platform, self.operation) if part)
        return ": ".join(part for part in (where, self.reason) if part) + (f" ({known})" if known else "")


class PlatformUnavailableError(PlatformError):
    """No answer in time, a broken connection, an open breaker or a 5xx."""

    shopper_message = sentence(
        "Our shop system is not answering right now. Nothing was lost; please try again in a moment."
    )
    retryable = True
    retry_after_seconds: int | None = None


class PlatformRateLimitedError(PlatformError):
    """The platform asked us to slow down (429)."""

    shopper_message = sentence("The shop is very busy right now. Nothing was lost; please try again in a moment.")
    retryable = True

    def __init__(self, reason: str, *, retry_after_seconds: int | None = None, **facts: object) -> None:
        super().__init__(reason, **facts)  # type: ignore[arg-type]
        self.retry_after_seconds = retry_after_seconds


class PlatformAuthError(PlatformError):
    """The platform refused our credentials, after one renewal where that is possible."""


class PlatformSetupError(PlatformError):
    """The platform's site is not set up for what we asked; `fix` names what the deployer should change."""

    shopper_message = sentence("This part of the shop is not ready yet. Nothing was charged and nothing was lost.")

    def __init__(self, reason: str, *, fix: str, **facts: object) -> None:
        super().__init__(reason, **facts)  # type: ignore[arg-type]
        self.fix = fix


class PlatformRejectedError(PlatformError):
    """A 4xx that no caller foresaw; `code` is the platform's application code, if it gave one."""


class PlatformAnswerError(PlatformError):
    """A 2xx whose body is not the documented shape; `reason` names the JSON path."""

    shopper_message = sentence(
        "Our shop system gave an answer we could not read. Nothing was lost; please try again in a moment."
    )


class NotFoundError(StorefrontError):
    """The platform has no such thing, or not for this visitor."""

    shopper_message = sentence("We could not find that.")

    def __init__(self, kind: str, identifier: str = "") -> None:
        self.kind = kind
        self.identifier = identifier
        super().__init__(f"{kind} not found: {identifier[:80]!r}" if identifier else f"{kind} not found")


class CartChangeError(StorefrontError):
    """A change of the cart that the shopper can correct; the cart is as it was before."""

    def __init__(self, shopper_message: str) -> None:
        self.shopper_message = shopper_message
        super().__init__(shopper_message)


class TicketChoiceError(StorefrontError):
    """A choice of tickets that the buyer can correct; nothing is held."""

    def __init__(self, shopper_message: str) -> None:
        self.shopper_message = shopper_message
        super().__init__(shopper_message)


class RsvpRefusedError(StorefrontError):
    """An answer to an invitation that the platform did not take; `has_waiting_list` if it takes names to wait."""

    def __init__(self, shopper_message: str, *, has_waiting_list: bool = False) -> None:
        self.shopper_message = shopper_message
        self.has_waiting_list = has_waiting_list
        super().__init__(shopper_message)


class CheckoutError(StorefrontError):
    """The way from the cart to an order is closed; the message says what to do next."""

    def __init__(self, shopper_message: str = "") -> None:
        self.shopper_message = shopper_message or type(self).shopper_message
        super().__init__(self.shopper_message)


class EmptyCartError(CheckoutError):
    """A checkout was asked for a cart with nothing in it."""

    shopper_message = sentence("Your cart is empty, so there is nothing to check out yet.")


class CheckoutExpiredError(CheckoutError):
    """The checkout was already paid, or no longer exists."""

    shopper_message = sentence("This checkout is closed. Start again from your cart; nothing was charged twice.")


class SoldOutError(CheckoutError):
    """What was on offer a moment ago went to somebody else."""

    shopper_message = sentence("Somebody else was quicker: there are not enough tickets left. Nothing was charged.")


class SlotTakenError(CheckoutError):
    """A time that could be booked a moment ago went to somebody else, or is closed by now."""

    shopper_message = sentence(
        "Somebody else was quicker: this time is taken. Nothing was booked and nothing was charged."
    )


class ReservationExpiredError(CheckoutError):
    """The hold on tickets has lapsed, was let go, or was paid for already."""

    shopper_message = sentence("This reservation is over, and its tickets are free again. Nothing was charged.")


class CheckoutRefusedError(CheckoutError):
    """An address, a way of delivery or an order that the platform did not take; whoever typed it can correct it.

    `field` names what is wrong in the words of `PostalAddress`, where the platform tells.
    """

    shopper_message = sentence("The shop system did not accept this. Please check what you typed; nothing was charged.")

    def __init__(self, shopper_message: str = "", *, field: str = "") -> None:
        self.field = field
        super().__init__(shopper_message)


class PaymentError(CheckoutError):
    """A payment on our own page that did not go through."""

    shopper_message = sentence("The payment did not go through. Nothing was charged.")


class PaymentDeclinedError(PaymentError):
    """The card was refused; `reason` is our word for why: declined, funds, expired, details, method or order."""

    shopper_message = sentence("Your card was declined. Nothing was charged; another card may work.")

    def __init__(self, shopper_message: str = "", *, reason: str = "declined") -> None:
        self.reason = reason
        super().__init__(shopper_message)


class PaymentUncertainError(PaymentError):
    """The payment had no answer, and the platform does not show yet how it ended."""

    shopper_message = sentence(
        "We sent your payment, but got no answer yet. Please do not pay again: look here in a minute, and we will know."
    )


class WebhookRefusedError(StorefrontError):
    """A call that claims to come from the platform: unsigned, wrongly signed, too old, or unreadable."""

    shopper_message = sentence("This was not accepted.")


class SignInError(StorefrontError):
    """A sign-in that did not end well; whoever tried is the visitor they were before."""

    shopper_message = sentence("Signing in did not work this time. Please try again.")


class SignInCancelledError(SignInError):
    """The hosted page said that the person went back."""

    shopper_message = sentence("You are not signed in, and nothing has changed. You can shop without an account.")


class SignInExpiredError(SignInError):
    """The attempt is over: too old, finished before, or begun in another browser."""

    shopper_message = sentence(
        "This sign-in is no longer good: it was used before, took too long, or began in another browser."
    )


class StateMismatchError(SignInError):
    """An answer that belongs to no attempt of this visitor, or comes from somebody else than was asked."""

    shopper_message = sentence(
        "This sign-in was not started here, so we did not go on with it. Please start it from our shop."
    )


class SignedOutError(StorefrontError):
    """The platform no longer accepts a customer's sign-in; the tokens are dropped by now."""

    shopper_message = sentence("You were signed out. Please sign in again.")
