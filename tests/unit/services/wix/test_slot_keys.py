"""What stands for a time in a form says all that is needed to find it again, and nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import NotFoundError
from services.wix.slot_keys import LONGEST_KEY, SlotKey

AN_ID = "7d2b240c-5c60-4580-8bc3-948bca6b4e4e"
STARTS = datetime(2027, 5, 18, 14, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=1)
IDS = st.text("abcXYZ019_-", min_size=1, max_size=36)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (SlotKey(STARTS, ENDS, "BUSINESS", AN_ID), f"20270518T140000.20270518T150000.b{AN_ID}.a"),
        (SlotKey(STARTS, ENDS, "CUSTOM", resource_id=AN_ID), f"20270518T140000.20270518T150000.c.s{AN_ID}"),
        (SlotKey(STARTS, ENDS, "CUSTOMER", event_id="4Ad-2027"), "20270518T140000.20270518T150000.u.e4Ad-2027"),
    ],
)
def test_a_key_is_short_and_can_be_read_back(key: SlotKey, written: str) -> None:
    assert str(key) == written
    assert SlotKey.parse(written) == key


@given(starts_at=MOMENTS, minutes=st.integers(1, 600), place_id=st.just("") | IDS, whom=IDS, is_event=st.booleans())
def test_every_key_of_ours_can_be_read_back(
    starts_at: datetime, minutes: int, place_id: str, whom: str, is_event: bool
) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    names = {"event_id": whom} if is_event else {"resource_id": whom}
    key = SlotKey(starts_at, ends_at, "BUSINESS", place_id, **names)
    assert len(str(key)) <= LONGEST_KEY
    assert SlotKey.parse(str(key)) == key


@given(text=st.text(max_size=300))
def test_nothing_else_is_one(text: str) -> None:
    with pytest.raises(NotFoundError):
        SlotKey.parse(text)


def test_a_moment_in_any_zone_is_written_as_the_same_moment() -> None:
    east = STARTS.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert str(SlotKey(east, ENDS, "BUSINESS")) == str(SlotKey(STARTS, ENDS, "BUSINESS"))
