"""What the codes of a refused payment mean to whoever paid. The words of the payment host stay in the log."""

from __future__ import annotations

from services.errors import PaymentDeclinedError, PlatformRejectedError
from services.sentences import sentence

AT_SHOP = sentence("The shop cannot take this card at the moment. Nothing was charged, and your order is kept.")
ORDER_STALE = sentence("Your order does not fit your cart any more. Nothing was charged; please place it again.")
# Code: our word for the reason, and the sentence.
# Source: https://developer.bigcommerce.com/docs/store-operations/payments#error-codes
DECLINES = {
    "10001": (
        "details",
        sentence("Some details of the card are wrong. Nothing was charged; please check them."),
    ),
    "30000": ("method", AT_SHOP),
    "30001": ("method", AT_SHOP),
    "30002": ("method", AT_SHOP),
    "30003": ("order", ORDER_STALE),
    "30004": ("order", ORDER_STALE),
    "30050": ("method", AT_SHOP),
    "30051": ("method", AT_SHOP),
    "30100": ("method", AT_SHOP),
    "30101": ("order", ORDER_STALE),
    "30102": (
        "details",
        sentence("Your bank could not verify the card. Nothing was charged; please check all details."),
    ),
    "30103": ("expired", sentence("This card has expired. Nothing was charged; another card may work.")),
    "30104": ("declined", sentence("Your bank declined the payment. Nothing was charged; your bank can say why.")),
    "30106": ("funds", sentence("There is not enough money on this card. Nothing was charged; another card may work.")),
    "30107": ("declined", sentence("The permission to charge this account was taken back. Nothing was charged.")),
}
# After these nobody knows whether money moved: a lost connection to the bank, and a payment that looks like another.
UNKNOWN = ("10000", "30105")
# Refusals of a request that was not carried out; after any other the order is read before anything is said.
REFUSALS = (400, 402, 404, 406, 413, 415, 422)


def is_refusal(error: PlatformRejectedError) -> bool:
    """Whether it is certain that this attempt charged nothing."""
    return error.code not in UNKNOWN and (error.code in DECLINES or error.status in REFUSALS)


def decline_of(error: PlatformRejectedError) -> PaymentDeclinedError:
    """The sentence for a refusal; a code we do not know is a plain "declined"."""
    reason, said = DECLINES.get(error.code or "", ("declined", ""))
    return PaymentDeclinedError(said, reason=reason)
