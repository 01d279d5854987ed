"""What a visitor's session promises to pages; the first seven tests are faults that session libraries have had."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask, abort, flash, get_flashed_messages, jsonify, render_template_string, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.errors import StorefrontError
from web.session_store import SessionStore, SessionStoreError, new_session_id
from web.sessions import ServerSession, init_sessions

COOKIE_ATTRIBUTES = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}


class Shop:
    """A small app on the real session, where a test can act in the middle of a running request."""

    def __init__(self, path: Path, *, secure: bool = True, **options: Any) -> None:
        self.path = path
        self.store = SessionStore(path, **options)
        self.in_the_middle: Callable[[], object] = lambda: None
        self.works: list[tuple[Callable[[ServerSession], object], int]] = []
        self.app = Flask("shop")
        self.app.testing = True
        init_sessions(self.app, self.store, secure=secure)

        @self.app.errorhandler(StorefrontError)
        def show(error: StorefrontError) -> tuple[str, int]:
            return error.shopper_message, getattr(error, "code", None) or 500

        @self.app.get("/plain")
        def plain() -> str:
            return render_template_string("no session here")

        @self.app.get("/read")
        def read() -> Any:
            values = dict(session)
            self.in_the_middle()
            return jsonify(values)

        @self.app.post("/write/<name>/<value>")
        def write(name: str, value: str) -> str:
            before = session.get(name)
            self.in_the_middle()
            session[name] = value
            return f"{before} -> {value}"

        @self.app.post("/sign-out")
        def sign_out() -> str:
            current_session().destroy()
            return "signed out"

        @self.app.post("/sign-in")
        def sign_in() -> str:
            current_session().rotate()
            session["customer"] = "ada"
            return "signed in"

        @self.app.post("/run/<int:number>")
        def run(number: int) -> tuple[str, int]:
            work, status = self.works[number]
            return str(work(current_session())), status

    def visitor(self) -> FlaskClient:
        return self.app.test_client()

    def run(self, work: Callable[[ServerSession], object], visitor: FlaskClient, status: int = 200) -> TestResponse:
        """Do `work` with the session inside a request of `visitor`."""
        self.works.append((work, status))
        return visitor.post(f"/run/{len(self.works) - 1}")

    def row_count(self) -> int:
        if not self.path.exists():
            return 0
        connection = sqlite3.connect(self.path)
        try:
            count: int = connection.execute("SELECT count(*) FROM session").fetchone()[0]
        finally:
            connection.close()
        return count


def current_session() -> ServerSession:
    opened = session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(opened, ServerSession)
    return opened


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Callable[..., Shop]]:
    opened: list[Shop] = []

    def open_one(**options: Any) -> Shop:
        opened.append(Shop(tmp_path / "data" / "sessions.sqlite3", **options))
        return opened[-1]

    yield open_one
    for shop in opened:
        shop.store.close()


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    return open_shop()


def cookie_in(answer: TestResponse) -> Morsel[str] | None:
    """The session cookie of an answer, which sets at most one."""
    lines = answer.headers.getlist("Set-Cookie")
    assert len(lines) <= 1
    return next(iter(SimpleCookie(lines[0]).values())) if lines else None


def id_of(visitor: FlaskClient) -> str:
    cookie = visitor.get_cookie("__Host-session")
    assert cookie is not None
    return cookie.value


def same_visitor(visitor: FlaskClient) -> FlaskClient:
    """Another tab: the same cookie, read apart."""
    tab = visitor.application.test_client()
    tab.set_cookie("__Host-session", id_of(visitor))
    return tab


def test_fault_1_a_slow_reader_does_not_erase_what_was_added_to_the_cart(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/language/de")
    tab = same_visitor(ada)
    shop.in_the_middle = lambda: shop.run(lambda opened: opened.update(cart="mug"), tab)
    assert ada.get("/read").json == {"language": "de"}
    shop.in_the_middle = lambda: None
    assert ada.get("/read").json == {"language": "de", "cart": "mug"}


def test_fault_2_two_writers_of_different_names_both_win(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/language/de")
    tab = same_visitor(ada)
    shop.in_the_middle = lambda: shop.run(lambda opened: opened.update(cart="mug"), tab)
    ada.post("/write/plan/tea")
    shop.in_the_middle = lambda: None
    assert ada.get("/read").json == {"language": "de", "cart": "mug", "plan": "tea"}


def test_fault_3_signing_out_is_not_undone_by_a_request_in_flight(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/customer/ada")
    tab = same_visitor(ada)
    shop.in_the_middle = lambda: tab.post("/sign-out")
    answer = ada.post("/write/cart/mug")
    shop.in_the_middle = lambda: None
    assert cookie_in(answer) is None
    assert shop.row_count() == 0
    assert ada.get("/read").json == {}


def test_fault_4_more_than_500_visitors_evict_nobody(shop: Shop) -> None:
    first = shop.visitor()
    first.post("/write/cart/first")
    for _ in range(520):
        shop.visitor().post("/write/cart/other")
    assert first.get("/read").json == {"cart": "first"}


def test_fault_5_a_full_disk_is_told_and_never_a_silent_loss(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(max_pages=20)
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    answers = [shop.visitor().post(f"/write/cart/{'x' * 900}") for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 503]
    kept = [answer for answer in answers if answer.status_code == 200]
    assert refused
    assert len(refused) + len(kept) == 60
    assert all(cookie_in(answer) is None for answer in refused)
    assert all(answer.text == SessionStoreError.shopper_message for answer in refused)
    assert all(answer.headers["Cache-Control"] == "no-store" for answer in refused)
    assert shop.row_count() == 1 + len(kept)
    assert ada.get("/read").json == {"cart": "mug"}


class Trap:
    """Pickled, this would empty a list in whoever unpickles it."""

    sprung: list[bool] = []  # noqa: RUF012

    def __reduce__(self) -> tuple[Callable[[bool], None], tuple[bool]]:
        return self.sprung.append, (True,)


def test_fault_6_a_planted_pickle_is_never_run(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    connection = sqlite3.connect(shop.path)
    for protocol in range(6):
        planted = pickle.dumps(Trap(), protocol=protocol)
        connection.execute(
            "INSERT OR REPLACE INTO session_value SELECT id_hash, ?, ? FROM session", (f"planted{protocol}", planted)
        )
    connection.commit()
    connection.close()
    assert ada.get("/read").json == {"cart": "mug"}
    assert Trap.sprung == []


def test_fault_7_the_cookie_is_deleted_with_the_attributes_it_was_set_with(shop: Shop) -> None:
    ada = shop.visitor()
    was_set, was_deleted = cookie_in(ada.post("/write/cart/mug")), cookie_in(ada.post("/sign-out"))
    assert was_set is not None
    assert was_deleted is not None
    for cookie in (was_set, was_deleted):
        assert cookie.key == "__Host-session"
        assert {name: cookie[name] for name in COOKIE_ATTRIBUTES} == COOKIE_ATTRIBUTES
    assert was_set["max-age"] == str(30 * 86400)
    assert was_deleted["max-age"] == "0"


def test_fault_7_a_damaged_file_makes_visitors_anonymous_and_nothing_worse(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    shop.store.close()
    shop.path.write_bytes(b"damaged" * 1000)
    answer = ada.get("/read")
    assert (answer.status_code, answer.json) == (200, {})
    ada.post("/write/cart/bowl")
    assert ada.get("/read").json == {"cart": "bowl"}


def test_a_page_that_ignores_the_session_touches_neither_file_nor_cookie_nor_caching(shop: Shop) -> None:
    ada = shop.visitor()
    ada.set_cookie("__Host-session", new_session_id())
    answer = ada.get("/plain")
    assert "Set-Cookie" not in answer.headers
    assert "Cache-Control" not in answer.headers
    assert "Vary" not in answer.headers
    assert not shop.path.parent.exists()


def test_reading_without_a_cookie_does_not_even_make_the_file(shop: Shop) -> None:
    answer = shop.visitor().get("/read")
    assert answer.json == {}
    assert "Set-Cookie" not in answer.headers
    assert not shop.path.parent.exists()


def test_an_answer_that_looked_into_the_session_is_not_stored_by_anyone(shop: Shop) -> None:
    answer = shop.visitor().get("/read")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Vary"] == "Cookie"


def test_asking_whether_a_name_is_there_counts_as_looking(shop: Shop) -> None:
    answer = shop.run(lambda opened: "cart" in opened, shop.visitor())
    assert answer.text == "False"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "value", ["", "x", "x" * 43, "x" * 44, "x" * 16_000, "../../etc/passwd", "%00%ff", '"quoted"', "\u00fc" * 43]
)
def test_a_cookie_that_we_did_not_give_is_never_adopted(shop: Shop, value: str) -> None:
    stranger = shop.app.test_client(use_cookies=False)  # so that the header goes out as it is written here
    planted = {"Cookie": f"__Host-session={value}"}
    looked = stranger.get("/read", headers=planted)
    assert (looked.status_code, looked.json) == (200, {})
    if len(value) != 43 or not value.isascii():
        assert not shop.path.exists(), "what cannot be an id is not even looked up"
    deleted = cookie_in(looked)
    assert deleted is not None
    assert deleted["max-age"] == "0"
    given = cookie_in(stranger.post("/write/cart/mug", headers=planted))
    assert given is not None
    assert given.value != value
    assert len(given.value) == 43


@pytest.mark.parametrize("header", ["=;=;;; =", "__Host-session", "a=b; " * 300, "__Host-session=\x7f\x01; x"])
def test_a_malformed_cookie_header_is_an_anonymous_visitor(shop: Shop, header: str) -> None:
    answer = shop.app.test_client(use_cookies=False).get("/read", headers={"Cookie": header})
    assert (answer.status_code, answer.json) == (200, {})


def test_on_plain_http_the_cookie_has_a_plain_name(open_shop: Callable[..., Shop]) -> None:
    cookie = cookie_in(open_shop(secure=False).visitor().post("/write/cart/mug"))
    assert cookie is not None
    assert cookie.key == "session"
    assert not cookie["secure"]
    assert cookie["httponly"]


def test_the_plain_cookie_name_is_ignored_on_https(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    other = shop.visitor()
    other.set_cookie("session", id_of(ada))
    assert other.get("/read").json == {}


def test_the_cookie_is_short_and_holds_nothing_of_the_session(shop: Shop) -> None:
    ada = shop.visitor()
    answer = ada.post("/write/token/marked-secret")
    assert "marked-secret" not in answer.headers["Set-Cookie"]
    assert len(answer.headers["Set-Cookie"]) < 200


def test_values_are_copies_and_only_assigning_changes_the_session(shop: Shop) -> None:
    ada = shop.visitor()

    def keep_a_list(opened: ServerSession) -> None:
        given = ["mug"]
        opened["orders"] = given
        given.append("bowl")
        opened["orders"].append("vase")

    shop.run(keep_a_list, ada)
    assert ada.get("/read").json == {"orders": ["mug"]}


def test_values_come_back_as_they_were(shop: Shop) -> None:
    values = {
        "text": "ü",
        "none": None,
        "list": [1, 2.5, True],
        "bytes": b"\x00\xff",
        "at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    ada = shop.visitor()
    shop.run(lambda opened: opened.update(values), ada)
    assert shop.run(lambda opened: dict(opened) == values, ada).text == "True"


def test_what_cannot_be_stored_is_refused_where_it_is_assigned(shop: Shop) -> None:
    with pytest.raises(TypeError):
        shop.run(lambda opened: opened.update(cart=object()), shop.visitor())
    assert shop.row_count() == 0


def test_names_can_be_removed(shop: Shop) -> None:
    ada = shop.visitor()
    shop.run(lambda opened: opened.update(cart="mug", plan="tea"), ada)
    shop.run(lambda opened: opened.pop("cart"), ada)
    assert ada.get("/read").json == {"plan": "tea"}


def test_messages_for_the_next_page_work(shop: Shop) -> None:
    ada = shop.visitor()
    shop.run(lambda _: flash("Added", "cart"), ada)
    assert shop.run(lambda _: get_flashed_messages(with_categories=True), ada).text == "[['cart', 'Added']]"
    assert shop.run(lambda _: get_flashed_messages(), ada).text == "[]"


def test_signing_in_changes_the_id_and_keeps_the_cart(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    old_tab = same_visitor(ada)
    old_id = id_of(ada)
    ada.post("/sign-in")
    assert id_of(ada) != old_id
    assert ada.get("/read").json == {"cart": "mug", "customer": "ada"}
    assert old_tab.get("/read").json == {}
    assert shop.row_count() == 1


def test_a_late_request_with_the_old_cookie_does_not_delete_the_new_one(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    late_tab = same_visitor(ada)
    ada.post("/sign-in")
    assert cookie_in(late_tab.get("/read")) is None


def test_a_writer_in_flight_cannot_follow_a_rotated_session(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    tab = same_visitor(ada)
    shop.in_the_middle = lambda: ada.post("/sign-in")
    answer = tab.post("/write/language/de")
    shop.in_the_middle = lambda: None
    assert cookie_in(answer) is None
    assert ada.get("/read").json == {"cart": "mug", "customer": "ada"}


def test_a_session_that_was_never_saved_has_nothing_to_rotate(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/sign-in")
    assert ada.get("/read").json == {"customer": "ada"}
    assert shop.row_count() == 1


def test_after_destroying_a_new_session_may_begin_in_the_same_request(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/customer/ada")
    old_id = id_of(ada)

    def leave_with_a_word(opened: ServerSession) -> None:
        opened.destroy()
        opened["notice"] = "bye"

    shop.run(leave_with_a_word, ada)
    assert id_of(ada) != old_id
    assert ada.get("/read").json == {"notice": "bye"}
    assert shop.row_count() == 1


def test_the_row_is_gone_before_the_answer_is_made(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/customer/ada")

    def count_after_destroying(opened: ServerSession) -> int:
        opened.destroy()
        return shop.row_count()

    assert shop.run(count_after_destroying, ada).text == "0"


def test_nothing_is_saved_when_the_view_fails_but_what_it_saved_itself(shop: Shop) -> None:
    shop.app.testing = False
    ada = shop.visitor()
    ada.post("/write/cart/mug")

    def fail(opened: ServerSession) -> NoReturn:
        opened["token"] = "new"
        opened.save()
        opened["cart"] = "half done"
        raise RuntimeError

    assert shop.run(fail, ada).status_code == 500
    assert ada.get("/read").json == {"cart": "mug", "token": "new"}


def test_a_new_session_saved_before_a_failure_reaches_the_browser(shop: Shop) -> None:
    shop.app.testing = False
    ada = shop.visitor()

    def fail(opened: ServerSession) -> NoReturn:
        opened["token"] = "new"
        opened.save()
        abort(503)

    assert shop.run(fail, ada).status_code == 503
    assert ada.get("/read").json == {"token": "new"}


def test_a_refused_form_keeps_the_session(shop: Shop) -> None:
    ada = shop.visitor()
    shop.run(lambda opened: opened.update(cart="mug"), ada, status=422)
    assert ada.get("/read").json == {"cart": "mug"}


def test_reloading_shows_others_writes_under_ones_own(shop: Shop) -> None:
    ada = shop.visitor()
    shop.run(lambda opened: opened.update(cart="mug", token="old"), ada)
    tab = same_visitor(ada)

    def reload(opened: ServerSession) -> str:
        opened["cart"] = "mine"
        shop.run(lambda other: other.update(cart="theirs", token="new"), tab)
        opened.reload()
        return f"{opened['cart']} {opened['token']}"

    assert shop.run(reload, ada).text == "mine new"


def test_saving_tells_when_the_session_was_ended_meanwhile(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/customer/ada")
    tab = same_visitor(ada)

    def refresh(opened: ServerSession) -> tuple[bool, bool, bool]:
        opened["token"] = "new"
        tab.post("/sign-out")
        opened.reload()
        return opened.save(), opened.exists, "customer" in opened

    assert shop.run(refresh, ada).text == "(False, False, False)"
    assert shop.row_count() == 0


def test_saving_again_after_the_session_was_ended_writes_nothing_either(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/customer/ada")
    tab = same_visitor(ada)

    def write_twice(opened: ServerSession) -> list[bool]:
        assert opened["customer"] == "ada"
        tab.post("/sign-out")
        opened["token"] = "new"
        saved = [opened.save()]
        opened["token"] = "newer"
        return [*saved, opened.save(), "token" in opened]

    assert shop.run(write_twice, ada).text == "[False, False, False]"
    assert shop.row_count() == 0


def test_what_was_saved_can_still_be_read_in_the_same_request(shop: Shop) -> None:
    def save_and_read(opened: ServerSession) -> dict[str, Any]:
        opened.update(cart="mug", plan="tea")
        opened.save()
        del opened["plan"]
        opened.save()
        return dict(opened)

    assert shop.run(save_and_read, shop.visitor()).text == "{'cart': 'mug'}"


def test_a_failed_save_does_not_hide_what_was_saved_before_it(shop: Shop) -> None:
    ada = shop.visitor()

    def save_then_fail(opened: ServerSession) -> None:
        opened["token"] = "new"
        opened.save()
        opened["essay"] = "x" * 70_000

    assert shop.run(save_then_fail, ada).status_code == 503
    assert ada.get("/read").json == {"token": "new"}


def test_signing_out_deletes_the_cookie_even_if_another_tab_was_first(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/customer/ada")
    tab = same_visitor(ada)
    ada.post("/sign-out")

    def look_and_leave(opened: ServerSession) -> None:
        opened.get("customer")
        opened.destroy()

    deleted = cookie_in(shop.run(look_and_leave, tab))
    assert deleted is not None
    assert deleted["max-age"] == "0"


def test_a_lease_shows_what_its_last_holder_saved(shop: Shop) -> None:
    ada = shop.visitor()
    ada.post("/write/token/old")
    tab = same_visitor(ada)

    def refresh(opened: ServerSession) -> list[str]:
        seen = [opened["token"]]
        shop.run(lambda other: other.update(token="new"), tab)
        with opened.lease("refresh", 5):
            seen.append(opened["token"])
        return seen

    assert shop.run(refresh, ada).text == "['old', 'new']"


def test_a_lease_without_a_session_makes_no_session(shop: Shop) -> None:
    def take(opened: ServerSession) -> bool:
        with opened.lease("refresh", 5):
            return opened.exists

    assert shop.run(take, shop.visitor()).text == "False"
    assert shop.row_count() == 0


def test_a_session_exists_as_soon_as_it_will_be_saved(shop: Shop) -> None:
    def write(opened: ServerSession) -> tuple[bool, bool]:
        before = opened.exists
        opened["cart"] = "mug"
        return before, opened.exists

    assert shop.run(write, shop.visitor()).text == "(False, True)"


def test_the_label_for_logs_is_stable_and_does_not_betray_the_id(shop: Shop) -> None:
    ada, bo = shop.visitor(), shop.visitor()
    ada.post("/write/cart/mug")
    bo.post("/write/cart/bowl")

    def label(opened: ServerSession) -> str:
        opened.get("cart")
        return f"{opened.label} {opened!r}"

    first = shop.run(label, ada).text
    assert shop.run(label, ada).text == first
    assert shop.run(label, bo).text != first
    assert id_of(ada)[:6] not in first


def test_a_locked_file_answers_503_to_writers(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(busy_seconds=0.01)
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    other = sqlite3.connect(shop.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = ada.post("/write/cart/bowl")
    reading = ada.get("/read")
    other.close()
    assert answer.status_code == 503
    assert reading.json == {"cart": "mug"}


def test_a_store_error_has_an_answer_without_any_error_page(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(busy_seconds=0.01)
    shop.app.error_handler_spec.clear()
    ada = shop.visitor()
    ada.post("/write/cart/mug")
    other = sqlite3.connect(shop.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = ada.post("/write/cart/bowl")
    other.close()
    assert answer.status_code == 503
    assert SessionStoreError.shopper_message in answer.text
    assert "sqlite" not in answer.text.lower()
    assert "locked" not in answer.text
