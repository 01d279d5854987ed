"""What each switch of the switchboard is called, does and is met by; which ones work, the sandbox says."""

from __future__ import annotations

from dataclasses import dataclass


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
        "Sold out",
        "Every piece and every ticket is gone, for you: the platform refuses what you add and calls what you have "
        "out of stock.",
        "Met by the next piece you put into your cart, your cart page, and the next tickets you reserve.",
    ),
    Switch(
        "slot-taken",
        "Time taken",
        "Whatever time you choose, somebody else was quicker.",
        "Met when you choose a time of a service and go on to book it.",
    ),
    Switch(
        "hold-expired",
        "Hold expired",
        "The platform says that your reservation of tickets has lapsed.",
        "Met on the page of your reservation, and when you go back to pay for it.",
    ),
    Switch(
        "payments-off",
        "Payments off",
        "The site behind this shop takes no payments: nobody has connected a way to pay.",
        "Met at the next checkout, and the next tickets you reserve.",
    ),
    Switch(
        "domain-not-allowed",
        "Domain not allowed",
        "The platform will not send anybody back to this address: it is not on the list of allowed redirect domains.",
        "Met by the next step to a hosted page: checkout, sign-in, tickets, membership, booking.",
    ),
    Switch(
        "too-many-requests",
        "Too many requests (429)",
        "The platform asks to be left alone for half a minute.",
        "Met by your next call: cart, checkout, reservation, account.",
    ),
    Switch(
        "slow",
        "Slow",
        "Every answer that is meant for you takes two seconds longer.",
        "Met by your next call: cart, checkout, reservation, account.",
    ),
    Switch(
        "failing",
        "Failing (500)",
        "The platform answers that something went wrong on its side.",
        "Met by your next call: cart, checkout, reservation, account.",
    ),
)
