"""The fields by which a hosted page lets somebody sign in or sign up. Whose browser that is, is not known here.

They are drawn by templates/sign_in_fields.html, once for each mode.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.wix.member_hurdles import REQUIRE_EMAIL_VERIFICATION, find_hurdle
from sandbox.wix.member_store import EmailTakenError, Member, check_password, create_member

SIGN_IN, SIGN_UP = "sign-in", "sign-up"
DEMO = {"email": "jane@example.com", "password": "correct horse"}
NAMES = ("email", "password", "firstName", "lastName")
LONGEST = 200
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What was tried, and how it ended: a member, or a message for each field that does not fit."""

    member: Member | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    mode: str = SIGN_IN
    values: Mapping[str, str] = field(default_factory=dict)

    def value(self, mode: str, name: str) -> str:
        """Return what stands in a field of the form of a mode."""
        return self.values.get(name, "") if mode == self.mode else ""

    def error(self, mode: str, name: str) -> str:
        """Return what is wrong with a field, empty if nothing is."""
        return self.errors.get(name, "") if mode == self.mode else ""


def first_sign_in(db: sqlite3.Connection) -> SignIn:
    """Return the form as it is shown first: with the demo credentials in it, where the seed has them."""
    return SignIn(values=DEMO if check_password(db, DEMO["email"], DEMO["password"]) else {})


def read_sign_in(db: sqlite3.Connection, form: Mapping[str, str], now: str) -> SignIn:
    """Sign somebody in or up with what was posted: `mode`, email, password, firstName, lastName.

    `now` is an ISO time. Signing up writes the new member, so `db` has to be inside a change.
    """
    mode = SIGN_UP if form.get("mode") == SIGN_UP else SIGN_IN
    values = {name: form.get(name, "")[: LONGEST + 1] for name in NAMES}
    values |= {name: values[name].strip() for name in NAMES if name != "password"}
    errors = _errors(values, mode)
    member = None
    if not errors:
        member, errors = _signed_up(db, values, now) if mode == SIGN_UP else _signed_in(db, values)
    return SignIn(member, errors, mode, {**values, "password": ""})


def _errors(values: Mapping[str, str], mode: str) -> dict[str, str]:
    errors = {name: f"Use at most {LONGEST} characters." for name, value in values.items() if len(value) > LONGEST}
    if not EMAIL.fullmatch(values["email"]):
        errors["email"] = "Enter an e-mail address such as jane@example.com."
    if not values["password"]:
        errors["password"] = "Choose a password." if mode == SIGN_UP else "Enter your password."
    return errors


def _signed_in(db: sqlite3.Connection, values: Mapping[str, str]) -> tuple[Member | None, dict[str, str]]:
    member = check_password(db, values["email"], values["password"])
    if member is None:
        return None, {"password": "This e-mail address and this password do not belong together."}
    hurdle = find_hurdle(db, member.id)
    if hurdle is None:
        return member, {}
    if hurdle["state"] == REQUIRE_EMAIL_VERIFICATION:
        return None, {"email": "This e-mail address is not verified yet."}
    return None, {"email": "The owner of the site has not approved this account yet."}


def _signed_up(db: sqlite3.Connection, values: Mapping[str, str], now: str) -> tuple[Member | None, dict[str, str]]:
    try:
        member = create_member(
            db,
            values["email"],
            values["password"],
            now,
            first_name=values["firstName"],
            last_name=values["lastName"],
        )
    except EmailTakenError:
        return None, {"email": "There is an account with this e-mail address. Sign in instead."}
    return member, {}
