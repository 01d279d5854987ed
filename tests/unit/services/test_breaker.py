"""The breaker alone: when it opens, who may probe, and that old news changes nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.breaker import CircuitBreaker


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker(clock=clock)


def _calls(breaker: CircuitBreaker, *outcomes: bool) -> None:
    for failed in outcomes:
        permit = breaker.ask()
        assert permit is not None
        breaker.report(permit, failed=failed)


def test_it_opens_at_the_fifth_failure_in_a_row(breaker: CircuitBreaker) -> None:
    _calls(breaker, *[True] * 4)
    assert not breaker.is_open
    _calls(breaker, True)
    assert breaker.is_open
    assert breaker.ask() is None


def test_a_success_breaks_the_row(breaker: CircuitBreaker) -> None:
    _calls(breaker, *[True] * 4, False, *[True] * 4)
    assert not breaker.is_open


def test_it_opens_when_half_of_twenty_calls_failed(breaker: CircuitBreaker) -> None:
    _calls(breaker, *[True, False] * 9, False)
    assert not breaker.is_open
    _calls(breaker, True)
    assert breaker.is_open


def test_fewer_failures_than_half_do_not_open_it(breaker: CircuitBreaker) -> None:
    _calls(breaker, *[True, False, False] * 100)
    assert not breaker.is_open


def test_calls_older_than_the_window_do_not_count(breaker: CircuitBreaker, clock: Clock) -> None:
    _calls(breaker, *[True, False] * 9)
    clock.now += 31
    _calls(breaker, *[True, False, False] * 10)
    assert not breaker.is_open


def test_one_call_may_probe_after_ten_seconds(breaker: CircuitBreaker, clock: Clock) -> None:
    _calls(breaker, *[True] * 5)
    clock.now += 9.5
    assert breaker.seconds_until_probe() == 0.5
    assert breaker.ask() is None
    clock.now += 0.5
    assert breaker.ask() is not None
    assert breaker.ask() is None


def test_of_fifty_waiting_threads_exactly_one_probes(breaker: CircuitBreaker, clock: Clock) -> None:
    _calls(breaker, *[True] * 5)
    clock.now += 10
    together = threading.Barrier(50)

    def ask() -> int | None:
        together.wait(5)
        return breaker.ask()

    with ThreadPoolExecutor(50) as pool:
        permits = [future.result() for future in [pool.submit(ask) for _ in range(50)]]
    assert sum(permit is not None for permit in permits) == 1


def test_a_good_probe_closes_it_with_a_clean_slate(breaker: CircuitBreaker, clock: Clock) -> None:
    _calls(breaker, *[True] * 5)
    clock.now += 10
    _calls(breaker, False, *[True] * 4)
    assert not breaker.is_open


def test_a_failed_probe_keeps_it_open_for_another_ten_seconds(breaker: CircuitBreaker, clock: Clock) -> None:
    _calls(breaker, *[True] * 5)
    clock.now += 10
    _calls(breaker, True)
    assert breaker.seconds_until_probe() == 10
    assert breaker.ask() is None


def test_the_outcome_of_a_call_from_before_it_opened_changes_nothing(breaker: CircuitBreaker, clock: Clock) -> None:
    early = [breaker.ask() for _ in range(2)]
    _calls(breaker, *[True] * 5)
    for permit, failed in zip(early, (False, True), strict=True):
        assert permit is not None
        breaker.report(permit, failed=failed)
    assert breaker.is_open
    clock.now += 10
    assert breaker.ask() is not None


def test_many_calls_may_run_at_once(breaker: CircuitBreaker) -> None:
    permits = [breaker.ask() for _ in range(10)]
    assert None not in permits
