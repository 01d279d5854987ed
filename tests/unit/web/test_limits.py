"""How often one address may ask, with a clock that is set and not waited for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client

from web.limits import LIMITS, USUAL_RATE, Limit, init_limits

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def guess() -> str:
    return "no"


def guess_again() -> str:
    return "no"


def change() -> str:
    return "done"


def change_more() -> str:
    return "done"


def read() -> str:
    return "page"


VIEWS = (
    (guess, "/guess", ["POST"]),
    (guess_again, "/guess-again", ["POST"]),
    (change, "/change", ["POST"]),
    (change_more, "/change-more", ["POST"]),
    (read, "/read", ["GET"]),
)


def build(*limits: Limit, usual_rate: str = "3/minute", proxies: int = 0) -> Flask:
    app = Flask(__name__)
    for view, path, methods in VIEWS:
        app.add_url_rule(path, view_func=view, methods=methods)
    init_limits(app, limits, usual_rate)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies)  # type: ignore[method-assign]
    return app


GUESSES = Limit("guesses", "2/minute;3/hour", ("guess", "guess_again"))


def post(app: Flask, path: str, address: str = "192.0.2.1", **headers: str) -> Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(app, Response).post(path, headers=sent, environ_base={"REMOTE_ADDR": address})


def statuses(app: Flask, path: str, times: int, address: str = "192.0.2.1", **headers: str) -> list[int]:
    return [post(app, path, address, **headers).status_code for _ in range(times)]


def test_what_is_asked_too_often_is_refused_and_told_when_to_come_back(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    assert statuses(app, "/guess", 2) == [200, 200]
    clock.shift(timedelta(seconds=20))
    refused = post(app, "/guess")
    assert refused.status_code == 429
    assert 40 <= int(refused.headers["Retry-After"]) <= 41


def test_after_the_time_told_one_may_ask_again(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    statuses(app, "/guess", 2)
    wait = int(post(app, "/guess").headers["Retry-After"])
    clock.shift(timedelta(seconds=wait))
    assert statuses(app, "/guess", 1) == [200]


def test_the_longer_limit_counts_too(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    statuses(app, "/guess", 2)
    clock.shift(timedelta(minutes=2))
    assert statuses(app, "/guess", 2) == [200, 429]
    clock.shift(timedelta(minutes=2))
    assert statuses(app, "/guess", 1) == [429]
    clock.shift(timedelta(hours=1))
    assert statuses(app, "/guess", 1) == [200]


def test_views_of_one_limit_are_counted_together(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    statuses(app, "/guess", 2)
    assert statuses(app, "/guess-again", 1) == [429]


def test_what_is_posted_and_not_in_the_table_has_the_usual_limit(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    assert statuses(app, "/change", 2) == [200, 200]
    assert statuses(app, "/change-more", 2) == [200, 429]


def test_another_address_is_another_count(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    assert statuses(app, "/guess", 3) == [200, 200, 429]
    assert statuses(app, "/guess", 2, "192.0.2.2") == [200, 200]


def test_addresses_of_one_ipv6_network_are_one_count(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    assert statuses(app, "/guess", 2, "2001:db8::1") == [200, 200]
    assert statuses(app, "/guess", 1, "2001:db8::ffff:2") == [429]
    assert statuses(app, "/guess", 1, "2001:db8:0:1::1") == [200]


def test_mapped_ipv4_addresses_are_told_apart(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    assert statuses(app, "/guess", 3, "::ffff:192.0.2.1") == [200, 200, 429]
    assert statuses(app, "/guess", 1, "::ffff:192.0.2.2") == [200]
    assert statuses(app, "/guess", 1, "192.0.2.1") == [429]


def test_an_invented_forwarding_header_changes_nothing_without_a_proxy(clock: time_machine.Traveller) -> None:
    app = build(GUESSES)
    answered = [post(app, "/guess", X_Forwarded_For=f"203.0.113.{n}").status_code for n in range(3)]
    assert answered == [200, 200, 429]


def test_behind_a_proxy_only_what_the_proxy_adds_counts(clock: time_machine.Traveller) -> None:
    app = build(GUESSES, proxies=1)
    forged = [post(app, "/guess", "10.0.0.1", X_Forwarded_For=f"203.0.113.{n}, 198.51.100.7") for n in range(3)]
    assert [answer.status_code for answer in forged] == [200, 200, 429]
    assert post(app, "/guess", "10.0.0.1", X_Forwarded_For="198.51.100.8").status_code == 200


def test_reading_is_not_limited(clock: time_machine.Traveller) -> None:
    client = Client(build(GUESSES), Response)
    assert {client.get("/read").status_code for _ in range(20)} == {200}


def test_no_address_is_written_to_the_log(clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        statuses(build(GUESSES), "/guess", 3)
    assert any(record.name == "foyer.limits" for record in caplog.records)
    assert all("192.0.2.1" not in f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


def test_a_limit_for_a_view_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        build(Limit("typo", "1/minute", ("gess",)))


def test_apps_count_for_themselves(clock: time_machine.Traveller) -> None:
    one, other = build(GUESSES), build(GUESSES)
    assert statuses(one, "/guess", 3)[-1] == 429
    assert statuses(other, "/guess", 1) == [200]


def test_every_view_of_the_shop_that_is_posted_to_is_limited(app: Flask) -> None:
    rates = {limit.name: limit.rate for limit in LIMITS}
    assert rates["order look-up"] == "10/minute;40/hour"
    assert USUAL_RATE == "120/minute"
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {"cart.add_line", "checkout.start_checkout", "find_order.look_up", "sign_in.start_login"} <= posted
    assert [endpoint for endpoint in posted if not hasattr(app.view_functions[endpoint], "__wrapped__")] == []
