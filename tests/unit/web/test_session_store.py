"""What the session file promises to several threads and processes."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.web import session_workers
from web.session_store import (
    SessionBusyError,
    SessionStore,
    SessionStoreError,
    SessionTooLargeError,
    new_session_id,
)

spawn = multiprocessing.get_context("spawn")
JOIN_SECONDS = 60
DAY = 86400.0


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.seconds = time.time()  # other processes of these tests share the file and use the real clock

    def __call__(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sessions.sqlite3"


@pytest.fixture
def open_store(path: Path, clock: Clock) -> Iterator[Callable[..., SessionStore]]:
    opened: list[SessionStore] = []

    def open_one(**options: object) -> SessionStore:
        opened.append(SessionStore(path, **{"now": clock, "wait": clock.wait, **options}))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., SessionStore]) -> SessionStore:
    return open_store()


def session_with(store: SessionStore, **values: bytes) -> str:
    session_id = new_session_id()
    store.create(session_id, values)
    return session_id


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_only_its_owner_may_read_the_file_and_its_directory(store: SessionStore, path: Path) -> None:
    session_with(store, cart=b"1")
    modes = {found.name: found.stat().st_mode & 0o777 for found in path.parent.iterdir()}
    assert path.name in modes
    assert f"{path.name}-wal" in modes
    assert set(modes.values()) == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_id_itself_is_nowhere_in_the_file(store: SessionStore, path: Path) -> None:
    session_id = session_with(store, cart=b"1")
    files = [found.read_bytes() for found in path.parent.iterdir()]
    assert all(session_id.encode() not in content for content in files)


def test_ids_have_256_random_bits() -> None:
    ids = {new_session_id() for _ in range(100)}
    assert len(ids) == 100
    assert {len(one) for one in ids} == {43}


def test_a_merge_leaves_other_names_alone(store: SessionStore) -> None:
    session_id = session_with(store, cart=b"1", language=b"de")
    assert store.merge(session_id, {"cart": b"2", "plan": b"3"}, ["language"])
    assert store.read(session_id) == {"cart": b"2", "plan": b"3"}


def test_a_merge_never_makes_a_row(store: SessionStore) -> None:
    assert store.merge(new_session_id(), {"cart": b"1"}) is False
    assert store.purge() == 0


def test_a_deleted_session_cannot_be_written_back(store: SessionStore) -> None:
    session_id = session_with(store, cart=b"1")
    store.delete(session_id)
    assert store.merge(session_id, {"cart": b"2"}) is False
    assert store.read(session_id) is None


def test_an_id_that_is_taken_cannot_be_made_again(store: SessionStore) -> None:
    session_id = session_with(store, cart=b"1")
    with pytest.raises(SessionStoreError):
        store.create(session_id, {"cart": b"2"})
    assert store.read(session_id) == {"cart": b"1"}


def test_a_rotated_session_has_its_values_under_the_new_id_only(store: SessionStore) -> None:
    old_id = session_with(store, cart=b"1")
    new_id = new_session_id()
    assert store.rotate(old_id, new_id)
    assert store.read(old_id) is None
    assert store.read(new_id) == {"cart": b"1"}
    assert store.ended_lately(old_id)
    assert not store.ended_lately(new_session_id())


def test_a_session_that_ended_cannot_be_rotated(store: SessionStore) -> None:
    session_id = session_with(store, cart=b"1")
    store.delete(session_id)
    new_id = new_session_id()
    assert store.rotate(session_id, new_id) is False
    assert store.read(new_id) is None


def test_an_unused_session_ends_at_the_idle_limit(open_store: Callable[..., SessionStore], clock: Clock) -> None:
    store = open_store(idle_seconds=2 * DAY)
    session_id = session_with(store, cart=b"1")
    clock.wait(2 * DAY - 1)
    still_there = store.read(session_id)
    clock.wait(2 * DAY)
    assert still_there is not None
    assert store.read(session_id) is None
    assert store.merge(session_id, {"cart": b"2"}) is False


def test_a_used_session_ends_at_the_absolute_limit(open_store: Callable[..., SessionStore], clock: Clock) -> None:
    store = open_store(idle_seconds=2 * DAY, absolute_seconds=5 * DAY)
    session_id = session_with(store, cart=b"1")
    days_alive = 0
    while store.read(session_id) is not None and store.merge(session_id, {"cart": b"2"}):
        clock.wait(DAY)
        days_alive += 1
    assert days_alive == 5


def test_reading_writes_nothing_more_often_than_once_an_hour(
    open_store: Callable[..., SessionStore], clock: Clock, path: Path
) -> None:
    store = open_store(idle_seconds=2 * DAY)
    session_id = session_with(store, cart=b"1")
    expiry = "SELECT expires_at FROM session"
    at_first = rows(path, expiry)
    clock.wait(3500)
    store.read(session_id)
    within_the_hour = rows(path, expiry)
    clock.wait(200)
    store.read(session_id)
    assert within_the_hour == at_first
    assert rows(path, expiry) > at_first


def test_purging_removes_what_expired_and_nothing_else(
    open_store: Callable[..., SessionStore], clock: Clock, path: Path
) -> None:
    store = open_store(idle_seconds=2 * DAY)
    for _ in range(300):
        session_with(store, cart=b"1")
    clock.wait(2 * DAY + 1)
    living_id = session_with(store, cart=b"2")
    assert store.purge() == 300
    assert store.read(living_id) == {"cart": b"2"}
    assert rows(path, "SELECT count(*) FROM session_value") == [(1,)]


def test_expired_rows_go_away_by_themselves_as_new_visitors_come(
    open_store: Callable[..., SessionStore], clock: Clock, path: Path
) -> None:
    store = open_store(idle_seconds=2 * DAY)
    for _ in range(100):
        session_with(store, cart=b"1")
    clock.wait(2 * DAY + 1)
    for _ in range(64):
        session_with(store, cart=b"2")
    assert rows(path, "SELECT count(*) FROM session") == [(64,)]


def test_no_living_session_is_evicted_by_many_others(store: SessionStore) -> None:
    first_id = session_with(store, cart=b"first")
    for _ in range(600):
        session_with(store, cart=b"1")
    assert store.read(first_id) == {"cart": b"first"}


def test_a_session_has_a_size_limit_and_keeps_what_it_had(store: SessionStore) -> None:
    session_id = session_with(store, cart=b"1")
    with pytest.raises(SessionTooLargeError):
        store.merge(session_id, {"cart": b"2", "essay": b"x" * 70_000})
    assert store.read(session_id) == {"cart": b"1"}


def fill(store: SessionStore) -> None:
    while True:
        session_with(store, filler=b"x" * 4000)


def test_a_full_disk_refuses_writes_aloud_and_still_reads(open_store: Callable[..., SessionStore]) -> None:
    store = open_store(max_pages=40)
    session_id = session_with(store, cart=b"1")
    with pytest.raises(SessionStoreError) as raised:
        fill(store)
    assert raised.value.code == 503
    with pytest.raises(SessionStoreError):
        store.merge(session_id, {"essay": b"x" * 20_000})
    assert store.read(session_id) == {"cart": b"1"}


def test_a_reader_is_served_although_its_use_cannot_be_noted(
    open_store: Callable[..., SessionStore], clock: Clock, path: Path
) -> None:
    store = open_store(idle_seconds=2 * DAY, busy_seconds=0.01)
    session_id = session_with(store, cart=b"1")
    clock.wait(DAY)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert store.read(session_id) == {"cart": b"1"}
    finally:
        other.close()


def test_a_locked_file_refuses_writes_aloud_and_recovers(open_store: Callable[..., SessionStore], path: Path) -> None:
    store = open_store(busy_seconds=0.01)
    session_id = session_with(store, cart=b"1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(SessionStoreError):
            store.merge(session_id, {"cart": b"2"})
    finally:
        other.close()
    assert store.merge(session_id, {"cart": b"3"})


def test_a_damaged_file_is_set_aside_and_a_new_one_made(store: SessionStore, path: Path) -> None:
    session_id = session_with(store, cart=b"1")
    store.close()
    path.write_bytes(b"not a database at all" * 1000)
    assert store.read(session_id) is None
    next_id = session_with(store, cart=b"2")
    assert store.read(next_id) == {"cart": b"2"}
    assert path.with_name(path.name + ".damaged").read_bytes().startswith(b"not a database")
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_file_torn_in_the_middle_is_set_aside_when_it_shows(store: SessionStore, path: Path) -> None:
    ids = [session_with(store, cart=b"x" * 2000) for _ in range(50)]
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert store.read(ids[0]) is None
    assert store.read(session_with(store, cart=b"2")) == {"cart": b"2"}


def test_two_stores_agree_on_the_new_file_after_damage(open_store: Callable[..., SessionStore], path: Path) -> None:
    here, there = open_store(), open_store()
    session_id = session_with(here, cart=b"1")
    there.read(session_id)
    here.close()
    there.close()
    path.write_bytes(b"damaged" * 1000)
    assert here.read(session_id) is None
    next_id = session_with(there, cart=b"2")
    assert here.read(next_id) == {"cart": b"2"}
    here.merge(next_id, {"cart": b"3"})
    assert there.read(next_id) == {"cart": b"3"}


def test_an_open_store_follows_when_another_process_sets_the_file_aside(
    open_store: Callable[..., SessionStore], path: Path
) -> None:
    here = open_store()
    session_with(here, cart=b"1")
    path.write_bytes(b"damaged" * 1000)
    path.with_name(path.name + "-wal").unlink()
    there = open_store()
    next_id = session_with(there, cart=b"2")
    assert here.read(next_id) == {"cart": b"2"}
    here.close()
    assert here.merge(next_id, {"cart": b"3"})
    assert there.read(next_id) == {"cart": b"3"}
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_was_removed_is_made_again(store: SessionStore, path: Path) -> None:
    session_id = session_with(store, cart=b"1")
    for found in path.parent.iterdir():
        found.unlink()
    assert store.read(session_id) is None
    assert store.read(session_with(store, cart=b"2")) == {"cart": b"2"}


def test_what_a_removed_file_left_behind_is_not_replayed_into_the_new_one(
    open_store: Callable[..., SessionStore], path: Path
) -> None:
    here = open_store()
    old_id = session_with(here, cart=b"1")
    path.unlink()
    there = open_store()
    assert there.read(old_id) is None
    assert there.read(session_with(there, cart=b"2")) == {"cart": b"2"}
    assert here.read(old_id) is None
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_file_of_another_layout_is_set_aside(store: SessionStore, path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE session (something_else)")
    connection.close()
    session_id = session_with(store, cart=b"1")
    assert store.read(session_id) == {"cart": b"1"}
    assert path.with_name(path.name + ".damaged").exists()


def test_a_directory_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a directory")
    store = SessionStore(tmp_path / "data" / "sessions.sqlite3")
    with pytest.raises(SessionStoreError):
        store.create(new_session_id(), {"cart": b"1"})


def test_only_one_holds_a_lease_and_the_next_waits_a_bounded_time(store: SessionStore, clock: Clock) -> None:
    session_id = session_with(store)
    began = clock()
    with (
        store.lease(session_id, "refresh", 60),
        pytest.raises(SessionBusyError),
        store.lease(session_id, "refresh", 60, wait_seconds=2),
    ):
        pytest.fail("two holders at once")
    assert clock() - began == pytest.approx(2, abs=0.2)


def test_a_released_lease_is_free_at_once_and_names_are_apart(store: SessionStore) -> None:
    session_id = session_with(store)
    with store.lease(session_id, "refresh", 60), store.lease(session_id, "other", 60, wait_seconds=0):
        pass
    with store.lease(session_id, "refresh", 60, wait_seconds=0):
        pass


def test_a_holder_that_was_too_slow_does_not_release_its_successors_lease(store: SessionStore, clock: Clock) -> None:
    session_id = session_with(store)
    slow = store.lease(session_id, "refresh", 5)
    slow.__enter__()
    clock.wait(6)
    with store.lease(session_id, "refresh", 5, wait_seconds=0):
        slow.__exit__(None, None, None)
        with pytest.raises(SessionBusyError), store.lease(session_id, "refresh", 5, wait_seconds=0):
            pytest.fail("two holders at once")


def test_the_lease_of_a_killed_process_runs_out(store: SessionStore, path: Path, clock: Clock) -> None:
    session_id = session_with(store)
    holder = spawn.Process(target=session_workers.die_holding_a_lease, args=(path, session_id, 5.0))
    holder.start()
    holder.join(JOIN_SECONDS)
    assert holder.exitcode == -9
    with pytest.raises(SessionBusyError), store.lease(session_id, "refresh", 5, wait_seconds=0):
        pytest.fail("the dead holder's lease was not there")
    clock.wait(JOIN_SECONDS + 5)
    with store.lease(session_id, "refresh", 5, wait_seconds=0):
        pass


def test_threads_under_one_lease_lose_no_update(path: Path) -> None:
    store = SessionStore(path, busy_seconds=20)
    session_id = session_with(store, count=b"0")
    threads = [threading.Thread(target=session_workers.count_under_lease, args=(path, session_id, 5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(JOIN_SECONDS)
    assert store.read(session_id) == {"count": b"20"}
    store.close()


def test_four_processes_that_merge_into_one_session_lose_nothing(store: SessionStore, path: Path) -> None:
    session_id = session_with(store)
    processes = [
        spawn.Process(target=session_workers.merge_many, args=(path, session_id, f"p{number}", 200))
        for number in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(JOIN_SECONDS)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    values = store.read(session_id)
    assert values is not None
    expected = {f"p{process}-{number}" for process in range(4) for number in range(200)}
    assert values.keys() == expected | {"shared"}


def test_processes_that_start_together_make_one_file(path: Path) -> None:
    processes = [spawn.Process(target=session_workers.create_some, args=(path, 20)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(JOIN_SECONDS)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert rows(path, "SELECT count(*) FROM session") == [(60,)]
    assert not path.with_name(path.name + ".damaged").exists()


def test_threads_that_start_together_make_one_file(tmp_path: Path) -> None:
    for attempt in range(5):
        path = tmp_path / str(attempt) / "sessions.sqlite3"
        line = threading.Barrier(6)
        threads = [threading.Thread(target=session_workers.create_after, args=(line, path)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(JOIN_SECONDS)
        assert rows(path, "SELECT count(*) FROM session") == [(6,)]
        assert not path.with_name(path.name + ".damaged").exists()


def test_killing_a_writer_leaves_the_file_whole(store: SessionStore, path: Path) -> None:
    session_id = session_with(store, left=b"-1", right=b"-1")
    for _ in range(2):
        before = store.read(session_id)
        writer = spawn.Process(target=session_workers.merge_until_killed, args=(path, session_id))
        writer.start()
        while store.read(session_id) == before and writer.is_alive():
            writer.join(0.01)
        writer.kill()
        writer.join(JOIN_SECONDS)
        values = store.read(session_id)
        assert values is not None
        assert values["left"] == values["right"]
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert store.merge(session_id, {"left": b"after"})


def test_a_forked_worker_leaves_its_parents_connections_alone(store: SessionStore) -> None:
    session_id = session_with(store, cart=b"1")
    forked = multiprocessing.get_context("fork").Process(target=store.merge, args=(session_id, {"cart": b"2"}))
    forked.start()
    forked.join(JOIN_SECONDS)
    assert forked.exitcode == 0
    assert store.read(session_id) == {"cart": b"2"}
