"""The form that answers an invitation: what was typed, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.models import NewRsvp, RsvpAnswer
from services.sentences import sentence

LONGEST_NAME = 50
LONGEST_EMAIL = 254
NO_FIRST_NAME = sentence("Please fill in your first name.")
NO_LAST_NAME = sentence("Please fill in your last name.")
LONG_FIRST_NAME = sentence("The first name can have %(longest)s characters.", longest=LONGEST_NAME)
LONG_LAST_NAME = sentence("The last name can have %(longest)s characters.", longest=LONGEST_NAME)
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)+\Z")


@dataclass(frozen=True, slots=True)
class RsvpForm:
    """What was typed; `problems` are sentences by field, `problem` is about the answer as a whole."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    answer: RsvpAnswer = RsvpAnswer.YES
    problems: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    has_waiting_list: bool = False

    @property
    def has_problem(self) -> bool:
        return bool(self.problem or self.problems)

    @property
    def field_to_correct(self) -> str:
        """The field where the visitor should go on, empty where nothing is wrong."""
        return next(iter(self.problems), "email" if self.problem else "")

    def to_rsvp(self) -> NewRsvp:
        return NewRsvp(self.first_name, self.last_name, self.email, self.answer)


def read_rsvp_form(form: Mapping[str, str]) -> RsvpForm:
    """The form as it was sent, with every problem at its field."""
    first_name, last_name, email = (read_line(form, name) for name in ("first_name", "last_name", "email"))
    problems = {
        "first_name": find_name_problem(first_name, NO_FIRST_NAME, LONG_FIRST_NAME),
        "last_name": find_name_problem(last_name, NO_LAST_NAME, LONG_LAST_NAME),
        "email": find_email_problem(email),
    }
    return RsvpForm(
        first_name[:LONGEST_NAME],
        last_name[:LONGEST_NAME],
        email[:LONGEST_EMAIL],
        RsvpAnswer.WAITING_LIST if form.get("answer") == RsvpAnswer.WAITING_LIST else RsvpAnswer.YES,
        {name: said for name, said in problems.items() if said},
    )


def read_line(form: Mapping[str, str], name: str) -> str:
    """One line of readable letters with single spaces."""
    readable = "".join(letter if letter.isprintable() else " " for letter in form.get(name, ""))
    return " ".join(readable.split())


def find_name_problem(name: str, missing: str, too_long: str) -> str:
    if not name:
        return missing
    return too_long if len(name) > LONGEST_NAME else ""


def find_email_problem(email: str) -> str:
    if not email:
        return sentence("Please fill in your e-mail address.")
    if email.count("@") != 1 or not EMAIL.match(email) or len(email) > LONGEST_EMAIL:
        return sentence("An e-mail address has one @ with something on both sides, such as ada@example.com.")
    return ""
