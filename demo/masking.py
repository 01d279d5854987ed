"""What of a call may be kept: secrets and personal data become placeholders before anything is written down.

A placeholder is a name between two characters that nothing else here may contain, so that it can never be mistaken for
something that was really sent. Where in doubt, a value is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

OPEN, CLOSE = "\ue000", "\ue001"
PLACEHOLDER = re.compile(f"{OPEN}([A-Z_][A-Z0-9_]*){CLOSE}")
LONGEST_TEXT = 1000
MOST_ENTRIES = 60
DEEPEST = 12

SECRET_ENDINGS = ("token", "secret", "password", "verifier", "challenge", "signature", "cookie", "apikey", "jwt")
SECRET_NAMES = {"code", "state", "nonce", "sid", "redirectsession", "session", "xauthtoken", "key"}
PERSONAL_NAMES = {
    *("email", "mail", "loginid", "username", "phone", "firstname", "lastname", "fullname", "company", "ipaddress"),
    *("addressline", "addressline1", "addressline2", "address1", "address2", "street", "street1", "street2", "city"),
    *("postalcode", "zip", "zipcode", "stateorprovince", "stateorprovincecode"),
    *("note", "buyernote", "customermessage", "comment"),
    *("card", "cardnumber", "cvv", "cvc", "verificationvalue", "expiry", "expirymonth", "expiryyear"),
}
# Whatever is said inside of these is about a person, or was typed by one.
PERSONAL_PLACES = (
    *("contact", "buyer", "guest", "billing", "recipient", "customerinfo", "cardholder", "address", "shippingaddress"),
    # All of a card: a code of three digits looks like nothing, and a bare number is masked by its place alone.
    "instrument",
    *("formresponse", "formsubmission", "inputvalues", "customtextfields", "additionalfields"),
)
# A platform's own word for an outcome, such as INSUFFICIENT_INVENTORY, also stands under "code".
OUTCOME = re.compile(r"[A-Z][A-Z_]{3,60}\Z")

EMAIL = re.compile(r"[^\s@<>\"'(){},;:?&=/]+(?:@|%40)[^\s@<>\"'(){},;:?&=/]+\.[^\s@<>\"'(){},;:?&=/]+")
TOKEN = re.compile(r"(?:[A-Za-z]+\.)?(?:JWS|IST)\.[\w.~+/=-]+|eyJ[\w-]{6,}(?:\.[\w-]*)*")
GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# An id is looked at first: there may be a card's worth of digits in it.
CARD = re.compile(rf"({GUID})|(?<![\d-])\d(?:[ -]?\d){{12,18}}(?![\d-])")
SHORT_NUMBER = re.compile(r"(?<!\w)\d{3,4}(?!\w)")
LONG = re.compile(r"[A-Za-z0-9_~+-]{28,}={0,2}")
HARMLESS_LONG = re.compile(rf"{GUID}|[a-z0-9]{{1,20}}([-_][a-z0-9]{{1,20}})+|[A-Z_]+")

# Of a form only these are kept; everything else in a form may have been typed by a person.
KEPT_FIELDS = {"action", "country", "next", "plan", "product", "quantity", "variant", "wait", "zone"}
KEPT_BEGINNINGS = ("quantity.", "option.")

Pairs = tuple[tuple[str, str], ...]


def placeholder(name: str) -> str:
    """The stand-in for what was called so: `refreshToken` becomes REFRESH_TOKEN."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    plain = re.sub(r"[^A-Z0-9]+", "_", words.upper()).strip("_")[:40]
    return f"{OPEN}{plain if plain and not plain[0].isdigit() else 'VALUE'}{CLOSE}"


def shown(text: str) -> str:
    """The text for people: a placeholder as a variable of a shell."""
    return PLACEHOLDER.sub(r"$\1", text)


def mask_text(text: str) -> str:
    """A text without what looks like a secret or like personal data, whatever it is called."""
    cleaned = "".join(letter for letter in text if letter not in (OPEN, CLOSE) and not "\ud800" <= letter <= "\udfff")
    masked = EMAIL.sub(placeholder("EMAIL"), cleaned)
    masked = TOKEN.sub(placeholder("TOKEN"), masked)
    without_cards = CARD.sub(lambda found: found[1] or placeholder("CARD_NUMBER"), masked)
    # Where a card's number stands, its code may stand beside it, and that looks like nothing.
    masked = without_cards if without_cards == masked else SHORT_NUMBER.sub(placeholder("NUMBER"), without_cards)
    masked = LONG.sub(lambda found: found[0] if HARMLESS_LONG.fullmatch(found[0]) else placeholder("OPAQUE"), masked)
    return masked if len(masked) <= LONGEST_TEXT else placeholder("LONG_TEXT")


def mask_value(name: str, text: str) -> str:
    """What stands under a name: a placeholder where the name tells that it is secret or personal."""
    plain = _plain(name)
    if not text:
        return text
    if plain == "code" and OUTCOME.match(text):
        return text
    if plain == "authorization":
        return placeholder("API_KEY" if text.startswith("IST.") else "TOKEN")
    if plain in SECRET_NAMES | PERSONAL_NAMES or plain.endswith(SECRET_ENDINGS):
        return placeholder(name)
    return mask_url(text) if text.startswith(("http://", "https://", "/")) else mask_text(text)


def mask_json(value: Any, name: str = "", *, depth: int = 0, is_personal: bool = False) -> Any:
    """A JSON value of the same shape. Below a personal place every text and every number is masked."""
    if depth > DEEPEST:
        return placeholder("TOO_DEEP")
    is_personal = is_personal or any(place in _plain(name) for place in PERSONAL_PLACES)
    if isinstance(value, dict):
        entries = list(value.items())[:MOST_ENTRIES]
        return {
            mask_text(str(key)): mask_json(inner, str(key), depth=depth + 1, is_personal=is_personal)
            for key, inner in entries
        }
    if isinstance(value, list):
        return [mask_json(one, name, depth=depth + 1, is_personal=is_personal) for one in value[:MOST_ENTRIES]]
    if isinstance(value, str):
        return placeholder(name) if is_personal and value and not is_id(value) else mask_value(name, value)
    if isinstance(value, bool) or value is None:
        return value
    masked = placeholder(name) if is_personal else mask_value(name, str(value))
    return value if masked == str(value) else masked


def mask_pairs(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The parameters of a query."""
    return tuple((mask_text(name), mask_value(name, value)) for name, value in list(pairs)[:MOST_ENTRIES])


def mask_form(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The fields of a form that a person filled in."""
    return tuple(
        (mask_text(name), mask_value(name, value) if _is_kept(name) or not value else placeholder(name))
        for name, value in list(pairs)[:MOST_ENTRIES]
    )


def mask_url(url: str) -> str:
    """An address, whole or only its path, with the values of its query and of its fragment looked at one by one."""
    try:
        parts = urlsplit(url)
        query, fragment = _mask_query(parts.query), _mask_query(parts.fragment)
    except ValueError:
        return placeholder("ADDRESS")
    if "@" in parts.netloc:
        return placeholder("ADDRESS")
    masked = parts._replace(netloc=mask_text(parts.netloc), path=mask_path(parts.path), query=query, fragment=fragment)
    return mask_length(urlunsplit(masked))


def mask_path(path: str) -> str:
    """A path, segment by segment."""
    return "/".join(mask_text(segment) for segment in path.split("/"))


def mask_length(text: str) -> str:
    """A text that is not too long to be shown."""
    return text if len(text) <= 3 * LONGEST_TEXT else placeholder("LONG_TEXT")


def _mask_query(query: str) -> str:
    """Values stay readable: an address that is only looked at is not encoded again."""
    if "=" not in query:
        return mask_text(query)
    return "&".join(f"{name}={value}" for name, value in mask_pairs(parse_qsl(query, keep_blank_values=True)))


def is_id(text: str) -> bool:
    """Whether this is an id of something, which says nothing about anybody."""
    return re.fullmatch(GUID, text) is not None


def _is_kept(name: str) -> bool:
    return name in KEPT_FIELDS or name.startswith(KEPT_BEGINNINGS)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
