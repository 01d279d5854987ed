"""What is kept of visitors' hops: bounded, and each visitor's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.hops import Hop
from demo.store import KEPT_SECONDS, MOST_HOPS_OF_ONE, PURGE_EVERY_HOPS, WAY_SECONDS, TraceStore


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[TraceStore]:
    made = TraceStore(tmp_path / "tour.sqlite3", now=clock)
    yield made
    made.close()


def hop(path: str) -> Hop:
    return Hop(datetime(2026, 5, 20, 14, 3, tzinfo=UTC), "shop", "GET", path, (), (), 200, 1.5, "", ())


def test_hops_come_back_as_they_were_in_order_and_only_to_their_visitor(store: TraceStore) -> None:
    store.keep("ada", hop("/cart"))
    store.keep("bo", hop("/account"))
    store.keep("ada", hop("/checkout"))
    assert store.hops_of("ada") == [hop("/cart"), hop("/checkout")]
    assert store.hops_of("cy") == []


def test_only_the_last_hops_of_a_visitor_are_kept(store: TraceStore) -> None:
    for number in range(MOST_HOPS_OF_ONE + 5):
        store.keep("ada", hop(f"/{number}"))
    kept = store.hops_of("ada")
    assert len(kept) == MOST_HOPS_OF_ONE
    assert kept[-1].path == f"/{MOST_HOPS_OF_ONE + 4}"


def test_an_old_hop_is_not_shown_and_is_thrown_away_in_time(store: TraceStore, clock: Clock) -> None:
    store.keep("ada", hop("/checkout"))
    clock.now += KEPT_SECONDS + 1
    assert store.hops_of("ada") == []
    for _ in range(PURGE_EVERY_HOPS):
        store.keep("bo", hop("/cart"))
    clock.now -= KEPT_SECONDS + 1
    assert store.hops_of("ada") == []


def test_what_is_forgotten_is_gone_for_one_visitor_alone(store: TraceStore) -> None:
    store.keep("ada", hop("/cart"))
    store.keep("bo", hop("/cart"))
    store.forget("ada")
    assert store.hops_of("ada") == []
    assert store.hops_of("bo") == [hop("/cart")]


def test_a_way_tells_whose_it_is_for_a_short_while(store: TraceStore, clock: Clock, tmp_path: Path) -> None:
    store.remember_way("/sandbox/wix/checkout?redirectSession=once", "ada")
    assert store.whose_way("/sandbox/wix/checkout?redirectSession=once") == "ada"
    assert store.whose_way("/sandbox/wix/checkout?redirectSession=other") is None
    assert not any(b"redirectSession" in path.read_bytes() for path in tmp_path.glob("tour.sqlite3*"))
    clock.now += WAY_SECONDS + 1
    assert store.whose_way("/sandbox/wix/checkout?redirectSession=once") is None
