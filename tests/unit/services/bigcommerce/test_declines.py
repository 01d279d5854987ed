"""Refused payments: every code has its own word and its own sentence, and none claims what nobody knows."""

from __future__ import annotations

import pytest

from services.bigcommerce.declines import DECLINES, UNKNOWN, decline_of, is_refusal
from services.errors import PlatformRejectedError
from services.sentences import Sentence

REASONS = {"declined", "funds", "expired", "details", "method", "order"}
# The whole table of the payments guide.
DOCUMENTED = {
    *("10000", "10001", "30000", "30001", "30002", "30003", "30004", "30050", "30051", "30100", "30101", "30102"),
    *("30103", "30104", "30105", "30106", "30107"),
}


def refusal(status: int = 422, code: str | None = None) -> PlatformRejectedError:
    return PlatformRejectedError("refused", status=status, code=code)


def test_every_documented_code_is_either_a_refusal_or_unknown() -> None:
    assert set(DECLINES) | set(UNKNOWN) == DOCUMENTED
    assert not set(DECLINES) & set(UNKNOWN)


@pytest.mark.parametrize("code", DECLINES)
def test_a_refusal_says_that_nothing_was_charged(code: str) -> None:
    error = decline_of(refusal(code=code))
    assert is_refusal(refusal(code=code))
    assert error.reason in REASONS
    assert "othing was charged" in error.shopper_message
    assert code not in error.shopper_message
    assert isinstance(error.shopper_message, Sentence), "it stands in no catalog of translations"


@pytest.mark.parametrize("code", UNKNOWN)
def test_a_code_that_leaves_the_outcome_open_is_no_refusal(code: str) -> None:
    assert not is_refusal(refusal(code=code))


@pytest.mark.parametrize(("status", "is_certain"), [(400, True), (422, True), (408, False), (409, False), (423, False)])
def test_without_a_code_the_status_tells(status: int, is_certain: bool) -> None:
    assert is_refusal(refusal(status)) is is_certain
    assert decline_of(refusal(status)).reason == "declined"
