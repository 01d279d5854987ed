"""What each switch of the switchboard is called, does and is met by; which ones work, the sandbox says."""

from __future__ import annotations

from dataclasses import dataclass

from services.sentences import sentence


@dataclass(frozen=True, slots=True)
class Switch:
    """One kind of trouble in words for people. `name` is the sandbox's own for it."""

    name: str
    title: str
    what: str
    where: str


SWITCHES = (
    Switch(
        "sold-out",
        sentence("Sold out"),
        sentence(
            "Every piece and every ticket is gone, for you: the platform refuses more, and what you have is sold out."
        ),
        sentence("Met by the next piece you put into your cart, your cart page, and the next tickets you reserve."),
    ),
    Switch(
        "slot-taken",
        sentence("Time taken"),
        sentence("Whatever time you choose, somebody else was quicker."),
        sentence("Met when you choose a time of a service and go on to book it."),
    ),
    Switch(
        "hold-expired",
        sentence("Hold expired"),
        sentence("The platform says that your reservation of tickets has lapsed."),
        sentence("Met on the page of your reservation, and when you go back to pay for it."),
    ),
    Switch(
        "payments-off",
        sentence("Payments off"),
        sentence("The site behind this shop takes no payments: nobody has connected a way to pay."),
        sentence("Met at the next checkout, and the next tickets you reserve."),
    ),
    Switch(
        "domain-not-allowed",
        sentence("Domain not allowed"),
        sentence(
            "The platform will not send anybody back to this shop: it is not on the list of allowed redirect domains."
        ),
        sentence("Met by the next step to a hosted page: checkout, sign-in, tickets, membership, booking."),
    ),
    Switch(
        "too-many-requests",
        sentence("Too many requests (429)"),
        sentence("The platform asks to be left alone for half a minute."),
        sentence("Met by your next call: cart, checkout, reservation, account."),
    ),
    Switch(
        "slow",
        sentence("Slow"),
        sentence("Every answer that is meant for you takes two seconds longer."),
        sentence("Met by your next call: cart, checkout, reservation, account."),
    ),
    Switch(
        "failing",
        sentence("Failing (500)"),
        sentence("The platform answers that something went wrong on its side."),
        sentence("Met by your next call: cart, checkout, reservation, account."),
    ),
)
