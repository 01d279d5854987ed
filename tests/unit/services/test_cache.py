"""What the catalog memory remembers, for how long, for how many, and what it does when the platform fails."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.background import DaemonThreads
from services.cache import CatalogCache, _Turn
from services.errors import NotFoundError, PlatformAnswerError, PlatformError, PlatformUnavailableError
from services.http import current_request_id

DAY_SECONDS = 24 * 60 * 60


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Shelf:
    """A platform of one product: counts its readers, and fails when told to."""

    def __init__(self) -> None:
        self.read_count = 0
        self.failure: Exception | None = None

    def read(self) -> str:
        self.read_count += 1
        if self.failure is not None:
            raise self.failure
        return f"mug {self.read_count}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def jobs() -> list[Callable[[], None]]:
    """Refreshes that were started; a test runs them when it likes."""
    return []


@pytest.fixture
def cache(clock: Clock, jobs: list[Callable[[], None]]) -> CatalogCache:
    def accept(job: Callable[[], None]) -> bool:
        jobs.append(job)
        return True

    return CatalogCache(clock=clock, runner=accept)


def test_a_value_is_read_once_while_it_is_fresh_and_returned_as_it_is(cache: CatalogCache, clock: Clock) -> None:
    value = object()
    assert cache.get("k", lambda: value) is value
    clock.now += 60
    assert cache.get("k", object) is value


def test_a_value_may_be_none(cache: CatalogCache, shelf: Shelf) -> None:
    assert cache.get("k", lambda: None) is None
    assert cache.get("k", shelf.read) is None


def test_keys_do_not_mix(cache: CatalogCache) -> None:
    assert [cache.get(key, lambda key=key: key * 2) for key in ("a", "b", "a")] == ["aa", "bb", "aa"]


def test_a_stale_value_is_returned_at_once_while_one_refresh_runs(
    cache: CatalogCache, clock: Clock, shelf: Shelf, jobs: list[Callable[[], None]]
) -> None:
    cache.get("k", shelf.read)
    clock.now += 61
    assert [cache.get("k", shelf.read) for _ in range(5)] == ["mug 1"] * 5
    assert (len(jobs), shelf.read_count) == (1, 1)
    jobs[0]()
    assert cache.get("k", shelf.read) == "mug 2"
    assert (len(jobs), shelf.read_count) == (1, 2)


def test_a_refresh_that_no_one_can_run_is_tried_by_the_next_reader(clock: Clock, shelf: Shelf) -> None:
    offered = []

    def refuse(job: Callable[[], None]) -> bool:
        offered.append(job)
        return False

    cache = CatalogCache(clock=clock, runner=refuse)
    cache.get("k", shelf.read)
    clock.now += 61
    assert [cache.get("k", shelf.read) for _ in range(2)] == ["mug 1"] * 2
    assert len(offered) == 2


@pytest.mark.parametrize(
    ("failure", "level"), [(PlatformUnavailableError("down"), "WARNING"), (PlatformAnswerError("$.price"), "ERROR")]
)
def test_a_failed_refresh_keeps_the_stale_value_for_a_day(
    cache: CatalogCache,
    clock: Clock,
    shelf: Shelf,
    jobs: list[Callable[[], None]],
    caplog: pytest.LogCaptureFixture,
    failure: PlatformError,
    level: str,
) -> None:
    cache.get("k", shelf.read)
    shelf.failure = failure
    clock.now += DAY_SECONDS - 10
    with caplog.at_level(logging.WARNING, "foyer.cache"):
        assert cache.get("k", shelf.read) == "mug 1"
        jobs.pop()()
    assert [record.levelname for record in caplog.records] == [level]
    assert cache.get("k", shelf.read) == "mug 1"
    clock.now += 11
    with pytest.raises(type(failure)):
        cache.get("k", shelf.read)


def test_after_a_failed_refresh_the_platform_is_left_alone_for_a_moment(
    cache: CatalogCache, clock: Clock, shelf: Shelf, jobs: list[Callable[[], None]]
) -> None:
    cache.get("k", shelf.read)
    shelf.failure = PlatformUnavailableError("down")
    clock.now += 61
    cache.get("k", shelf.read)
    jobs.pop()()
    clock.now += 4
    assert cache.get("k", shelf.read) == "mug 1"
    assert jobs == []
    clock.now += 2
    shelf.failure = None
    assert cache.get("k", shelf.read) == "mug 1"
    jobs.pop()()
    assert cache.get("k", shelf.read) == "mug 3"


def test_with_nothing_remembered_a_failure_is_raised_and_not_remembered(cache: CatalogCache, shelf: Shelf) -> None:
    shelf.failure = PlatformUnavailableError("down")
    for _ in range(2):
        with pytest.raises(PlatformUnavailableError):
            cache.get("k", shelf.read)
    shelf.failure = None
    assert cache.get("k", shelf.read) == "mug 3"


def test_any_other_error_is_raised_and_the_key_stays_usable(cache: CatalogCache, shelf: Shelf) -> None:
    shelf.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        cache.get("k", shelf.read)
    shelf.failure = None
    assert cache.get("k", shelf.read) == "mug 2"


def test_an_absence_is_remembered_for_a_minute(cache: CatalogCache, clock: Clock, shelf: Shelf) -> None:
    shelf.failure = NotFoundError("product", "mug")
    errors = []
    for _ in range(3):
        with pytest.raises(NotFoundError) as caught:
            cache.get("k", shelf.read)
        errors.append(caught.value)
    assert shelf.read_count == 1
    assert {(error.kind, error.identifier) for error in errors} == {("product", "mug")}
    assert len({id(error) for error in errors}) == 3, "an error raised twice would drag its first traceback along"
    clock.now += 61
    shelf.failure = None
    assert cache.get("k", shelf.read) == "mug 2"


def test_a_refresh_that_finds_the_product_gone_ends_its_life(
    cache: CatalogCache, clock: Clock, shelf: Shelf, jobs: list[Callable[[], None]]
) -> None:
    cache.get("k", shelf.read)
    clock.now += 61
    cache.get("k", shelf.read)
    shelf.failure = NotFoundError("product")
    jobs.pop()()
    with pytest.raises(NotFoundError):
        cache.get("k", shelf.read)
    assert cache.key_count == 1


def test_the_number_of_keys_is_bounded_and_the_least_used_goes_first(clock: Clock) -> None:
    cache = CatalogCache(clock=clock, max_values=3)
    for key in "abc":
        cache.get(key, lambda: "old")
    cache.get("a", lambda: "new")
    cache.get("d", lambda: "old")
    assert cache.key_count == 3
    assert [cache.get(key, lambda: "new") for key in "acdb"] == ["old", "old", "old", "new"]


def test_made_up_slugs_push_out_no_product_and_do_not_grow_the_memory(clock: Clock, shelf: Shelf) -> None:
    cache = CatalogCache(clock=clock, max_values=3, max_absences=5)
    cache.get("mug", shelf.read)

    def find_nothing() -> str:
        raise NotFoundError("product")

    for number in range(1000):
        with pytest.raises(NotFoundError):
            cache.get(f"made-up-{number}", find_nothing)
    assert cache.key_count == 6
    assert cache.get("mug", shelf.read) == "mug 1"
    gc.collect()
    assert sum(isinstance(thing, _Turn) for thing in gc.get_objects()) < 50, "the locks of keys go too"


def test_a_key_of_any_length_and_any_characters_works(cache: CatalogCache, shelf: Shelf) -> None:
    long = "\ud800x" * 10_000
    assert cache.get(long, shelf.read) == cache.get(long, shelf.read) == "mug 1"
    assert cache.get(long + "y", shelf.read) == "mug 2"


def test_clear_forgets_everything_also_what_a_running_refresh_will_bring(
    cache: CatalogCache, clock: Clock, shelf: Shelf, jobs: list[Callable[[], None]]
) -> None:
    cache.get("k", shelf.read)
    clock.now += 61
    cache.get("k", shelf.read)
    cache.clear()
    assert cache.key_count == 0
    jobs.pop()()
    assert cache.get("k", shelf.read) == "mug 3"


# Threads


def test_a_refresh_under_way_does_not_hold_up_the_end_of_the_process() -> None:
    program = (
        "import time; from services.cache import CatalogCache\n"
        "cache = CatalogCache(fresh_seconds=-1); cache.get('k', int); cache.get('k', lambda: time.sleep(30))"
    )
    ended = subprocess.run([sys.executable, "-c", program], timeout=10, capture_output=True, check=True)
    assert ended.stderr == b""


def test_fifty_threads_on_a_cold_key_read_once(clock: Clock) -> None:
    reads = []
    cache = CatalogCache(clock=clock)
    assert _ask_from_fifty_threads(cache, _slow_read(reads, lambda: "mug")) == ["mug"] * 50
    assert len(reads) == 1


def test_threads_that_waited_for_a_failing_read_share_its_failure(clock: Clock) -> None:
    reads = []
    cache = CatalogCache(clock=clock)

    def fail() -> str:
        raise PlatformUnavailableError("down")

    answers = _ask_from_fifty_threads(cache, _slow_read(reads, fail))
    assert {type(answer) for answer in answers} == {PlatformUnavailableError}
    assert len(reads) == 1


def test_different_keys_do_not_wait_for_each_other(clock: Clock) -> None:
    cache = CatalogCache(clock=clock)
    both = threading.Barrier(2, timeout=5)
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(cache.get, key, both.wait) for key in "ab"]
        assert sorted(future.result() for future in futures) == [0, 1]


def test_a_refresh_belongs_to_no_request_wherever_it_runs(
    cache: CatalogCache, clock: Clock, jobs: list[Callable[[], None]]
) -> None:
    cache.get("k", lambda: "old")
    clock.now += 61
    token = current_request_id.set("r-1")
    try:
        cache.get("k", current_request_id.get)
        jobs.pop()()
        assert cache.get("k", current_request_id.get) == ""
    finally:
        current_request_id.reset(token)


def test_the_real_refresh_runs_in_a_daemon_thread_that_belongs_to_no_request(clock: Clock) -> None:
    cache = CatalogCache(clock=clock)
    cache.get("k", lambda: "old")
    clock.now += 61
    done = threading.Event()
    seen: list[tuple[bool, str]] = []

    def read() -> str:
        seen.append((threading.current_thread().daemon, current_request_id.get()))
        done.set()
        return "new"

    token = current_request_id.set("r-1")
    try:
        assert cache.get("k", read) == "old"
    finally:
        current_request_id.reset(token)
    assert done.wait(5)
    assert seen == [(True, "")]


def test_background_jobs_are_few_at_once() -> None:
    run = DaemonThreads(limit=2)
    go, ran = threading.Event(), threading.Semaphore(0)

    def job() -> None:
        go.wait(5)
        ran.release()

    assert [run(job) for _ in range(3)] == [True, True, False]
    go.set()
    assert ran.acquire(timeout=5)


def _slow_read(reads: list[int], outcome: Callable[[], str]) -> Callable[[], str]:
    def read() -> str:
        reads.append(1)
        threading.Event().wait(0.1)  # long enough for the other threads to arrive
        return outcome()

    return read


def _ask_from_fifty_threads(cache: CatalogCache, read: Callable[[], str]) -> list[object]:
    together = threading.Barrier(50)

    def ask() -> object:
        together.wait(5)
        try:
            return cache.get("k", read)
        except PlatformError as error:
            return error

    with ThreadPoolExecutor(50) as pool:
        return [future.result() for future in [pool.submit(ask) for _ in range(50)]]


@pytest.mark.parametrize("key", ["event:wheel", "x" * 3000])
def test_what_is_forgotten_is_read_anew_and_nothing_else(cache: CatalogCache, shelf: Shelf, key: str) -> None:
    assert (cache.get(key, shelf.read), cache.get("mug", shelf.read)) == ("mug 1", "mug 2")
    cache.forget(key)
    cache.forget("never heard of")
    assert (cache.get(key, shelf.read), cache.get("mug", shelf.read)) == ("mug 3", "mug 2")
