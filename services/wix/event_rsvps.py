"""Answering an invitation at Wix Events: the request, and the sentence for every refusal."""

from __future__ import annotations

from services.errors import NotFoundError, PlatformRejectedError, RsvpRefusedError
from services.models import Event, NewRsvp, RsvpAnswer
from services.sentences import sentence
from services.wix.setup import app_missing, is_not_installed

ANSWERS = {RsvpAnswer.YES: "YES", RsvpAnswer.WAITING_LIST: "WAITLIST"}
FULL_CODES = {"RSVP_LIMIT_EXCEEDED", "GUEST_LIMIT_EXCEEDED", "UNEXPECTED_RSVP_STATUS"}
REFUSALS = {
    "INVALID_FORM_RESPONSE": sentence(
        "The organiser asks for something more, or something else, than was filled in here."
    ),
    "UNEXPECTED_RSVP_STATUS": sentence("This event does not take that answer now. Look again at what it offers."),
    "INVALID_EVENT_TYPE": sentence("This event takes no answers: it has tickets, or nothing to sign up for."),
    "MEMBER_ALREADY_REGISTERED": sentence("You have answered this invitation already."),
    "MEMBER_EMAIL_ALREADY_REGISTERED": sentence(
        "Somebody with this e-mail address has answered this invitation already."
    ),
    "RSVP_LIMIT_EXCEEDED": sentence("All places are taken."),
    "GUEST_LIMIT_EXCEEDED": sentence("There are not enough places left."),
    "RSVPS_CLOSED": sentence("This event takes no more answers."),
    "RSVPS_NOT_STARTED": sentence("This event does not take answers yet."),
    "WAITING_LIST_UNAVAILABLE": sentence("This event has no waiting list."),
    "ADDITIONAL_GUESTS_MUST_HAVE_NAMES": sentence("Give the name of everybody you bring."),
}
FULL_WITH_LIST = sentence("All places are taken. You can put your name on the waiting list.")
GENERAL_REFUSAL = sentence("Your answer was not taken. Check your name and your e-mail address and try again.")


def rsvp_to_wix(event: Event, rsvp: NewRsvp) -> dict[str, object]:
    """The body of Create RSVP. Nothing is queued by itself: who wants to wait says so."""
    return {
        "rsvp": {
            "eventId": event.id,
            "firstName": rsvp.first_name,
            "lastName": rsvp.last_name,
            "email": rsvp.email,
            "status": ANSWERS[rsvp.answer],
        }
    }


def may_be_full(error: PlatformRejectedError) -> bool:
    """Whether a waiting list could help."""
    return error.code in FULL_CODES


def refused_rsvp(error: PlatformRejectedError, event: Event, *, has_waiting_list: bool) -> Exception:
    """What the visitor can do about a refusal. Without a code it is a 400 about a field."""
    if is_not_installed(error):
        return app_missing(error, "Wix Events & Tickets")
    if error.status == 404:
        return NotFoundError("event", event.slug)
    if has_waiting_list and may_be_full(error):
        return RsvpRefusedError(FULL_WITH_LIST, has_waiting_list=True)
    if error.code in REFUSALS:
        return RsvpRefusedError(REFUSALS[error.code])
    if error.status in (400, 409, 428):
        return RsvpRefusedError(GENERAL_REFUSAL)
    return error
