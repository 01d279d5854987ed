"""The memory of webhooks that were taken: shared by processes, bounded, and not for ever."""

from __future__ import annotations

from pathlib import Path

from web.seen_notices import SeenNotices


def test_the_first_to_claim_a_key_has_it_in_every_process(tmp_path: Path) -> None:
    one, other = SeenNotices(tmp_path / "notices.sqlite3"), SeenNotices(tmp_path / "notices.sqlite3")
    assert one.claim("a")
    assert not other.claim("a")
    other.release("a")
    assert one.claim("a")
    one.close()
    other.close()


def test_a_key_is_forgotten_after_some_days_and_the_oldest_of_too_many_before(tmp_path: Path) -> None:
    now = [1000.0]
    seen = SeenNotices(tmp_path / "notices.sqlite3", now=lambda: now[0], kept_seconds=100, most=2)
    for key in ("a", "b", "c"):
        assert seen.claim(key)
        now[0] += 1
    assert not seen.claim("c")
    assert seen.claim("a")
    now[0] += 200
    assert seen.claim("c")
    seen.close()


def test_no_key_stands_in_the_file(tmp_path: Path) -> None:
    seen = SeenNotices(tmp_path / "notices.sqlite3")
    seen.claim("order-of-ada")
    seen.close()
    assert not any(b"order-of-ada" in path.read_bytes() for path in tmp_path.iterdir())
