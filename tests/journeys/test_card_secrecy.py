"""A card number and its code are nowhere to be found: after a whole run of everything that can happen to a payment."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import embed
from config.logging import configure_logging
from sandbox import Sandbox
from services.registry import build_storefront
from tests import headings
from tests.browsing import Browser, Page
from tests.journeys.direct_steps import CARD, PAYMENT_HEADING, UNCERTAIN_HEADING, checkout_path, pay, to_payment
from tests.tapped_line import TappedLine

# No test card that a page names, and a code that stands nowhere by chance.
NUMBER, CODE = "5200 8282 8282 8210", "8642"
# The number however it is written; the code where it is no part of an id, a time or another number.
SECRET = re.compile(r"5200[ -]?8282[ -]?8282[ -]?8210|(?<![0-9A-Za-z.-])8642(?![0-9A-Za-z-])")
TYPED = {"number": NUMBER, "code": CODE}
PAYMENTS = "sandbox/payments"


@dataclass
class Evidence:
    """All that a run leaves behind."""

    pages: list[str] = field(default_factory=list)
    lines: io.StringIO = field(default_factory=io.StringIO)

    def show(self, page: Page) -> Page:
        self.pages.append(f"{page.url}\n{page.headers}\n{page.text}")
        return page


@pytest.fixture
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[io.StringIO]:
    """Every logger at its most talkative, as written down by the shop's own formatter, and raw in `caplog`."""
    root = logging.getLogger()
    before = root.handlers[:]
    configure_logging("DEBUG", is_for_people=False)
    written = io.StringIO()
    root.handlers[0].stream = written  # type: ignore[attr-defined]
    root.handlers += before
    levels = {name: logging.getLogger(name).level for name in ("werkzeug", "urllib3", "authlib")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    yield written
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_a_card_is_found_nowhere_after_a_full_run(
    make_app: Callable[..., Flask],
    tmp_path: Path,
    everything_is_logged: io.StringIO,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = make_app(PLATFORM="bigcommerce", BIGCOMMERCE_CHECKOUT="api", LOG_LEVEL="DEBUG")
    line = tap(app)
    seen = Evidence()
    ada = Browser(app, "http://127.0.0.1:8000")
    page = to_payment(ada)
    for step in (mistype, misplace, be_declined, be_echoed, stumble, lose_the_answer, pay_at_last):
        for limiter in app.extensions["limiter"]:
            limiter.reset()  # a run that tries everything is quicker than anybody may be
        page = step(app, line, ada, page, seen)
    assert page.heading == headings.PAID
    assert "process payment" in page.words or "/payments" in seen.pages[-2], "the tour tells of the payment"
    assert sum(NUMBER.replace(" ", "") in json.dumps(asked.body) for asked in line.asked) > 1, "it was sent at all"

    app.extensions["session_store"].close()
    files = {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir() if path.is_file()}
    assert {"sessions.sqlite3", "sandbox.sqlite3"} <= set(files)
    records = "\n".join(told(record) for record in caplog.records)
    assert "platform call" in records
    assert "platform call" in everything_is_logged.getvalue()
    out, err = capfd.readouterr()
    assert not [name for name, content in files.items() if SECRET.search(content.decode("latin-1"))]
    assert not [text.partition("\n")[0] for text in seen.pages if SECRET.search(text)]
    for written in (records, everything_is_logged.getvalue(), out, err):
        assert SECRET.search(written) is None


def test_the_search_for_a_card_would_find_one() -> None:
    for text in (NUMBER, NUMBER.replace(" ", ""), f'"code": "{CODE}"', f"code={CODE}&", f"\x04{CODE}\x00"):
        assert SECRET.search(text)


def told(record: logging.LogRecord) -> str:
    """All that a record holds, except when it was made."""
    times = {"created", "msecs", "relativeCreated", "thread", "process"}
    return f"{record.getMessage()} { {name: value for name, value in record.__dict__.items() if name not in times} }"


def tap(app: Flask) -> TappedLine:
    sandbox = app.extensions["sandbox"]
    assert isinstance(sandbox, Sandbox)
    line = TappedLine(sandbox.api)
    # The demo's tour listens where it listens in the real shop: nearer to the shop than the platform.
    platform = replace(embed(sandbox), api=app.extensions["demo"].listen(line))
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)
    return line


def mistype(_app: Flask, _line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    """A good number with everything else wrong, a number in the wrong field, and one that is none."""
    for changes in ({"holder": "", "month": "", "year": "x"}, {"holder": NUMBER}, {"month": CODE, "year": CODE}):
        seen.show(pay(ada, page, **(TYPED | changes)))
    return seen.show(pay(ada, page, **(TYPED | {"number": NUMBER[:-1] + "1"})))


def misplace(_app: Flask, _line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    """The card sent where it does not belong: to other pages, from another site, and with far too much beside it."""
    path = checkout_path(page)
    card = CARD | TYPED | {"order": "1"}
    for address in (f"{path}/payment", f"{path}/address", f"{path}/review", f"{path}/none", "/cart", "/products"):
        seen.show(ada.post(address, card))
    seen.show(ada.post(f"{path}/payment", card, Sec_Fetch_Site="cross-site", Origin="https://evil.example"))
    seen.show(ada.post(f"{path}/payment", card | {"more": "x" * 3_000_000}))
    page = seen.show(ada.open(f"{path}/payment"))
    assert page.heading == PAYMENT_HEADING
    return page


def be_declined(_app: Flask, line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    line.answer(PAYMENTS, 422, {"status": 422, "title": "No", "type": "", "code": 30106})
    shown = seen.show(pay(ada, page, **TYPED))
    assert shown.status == 422
    line.be_silent()
    return shown


def be_echoed(_app: Flask, line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    """A host that repeats in its refusals what it was sent."""

    def echo(environ: dict[str, Any]) -> Any:
        sent = environ["wsgi.input"].read().decode()
        return {"status": 400, "title": sent, "detail": sent, "type": sent, "errors": {sent: sent}}

    path = checkout_path(page)
    for status in (400, 401, 422, 429):
        line.answer(PAYMENTS, status, echo)
        seen.show(pay(ada, seen.show(ada.open(f"{path}/payment")), **TYPED))
        line.be_silent()
    return seen.show(ada.open(f"{path}/payment"))


def stumble(app: Flask, line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    """A mistake of our own in the middle of a payment: the page of 500 and the traceback in the log."""

    def fail() -> None:
        raise RuntimeError("a mistake of our own")

    app.extensions["sandbox"].clock.advance(timedelta(minutes=2))
    line.before(PAYMENTS, fail)
    shown = seen.show(pay(ada, page, **TYPED))
    assert shown.status == 500
    line.be_silent()
    return seen.show(ada.open(f"{checkout_path(page)}/payment"))


def lose_the_answer(app: Flask, _line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    sandbox = app.extensions["sandbox"]
    assert page.heading == UNCERTAIN_HEADING
    sandbox.clock.advance(timedelta(seconds=61))
    page = seen.show(ada.open(page.url))
    sandbox.faults.add("/stores/sandbox/payments", kind="reset")
    page = seen.show(pay(ada, page, **TYPED))
    assert page.heading == UNCERTAIN_HEADING
    sandbox.clock.advance(timedelta(seconds=61))
    return seen.show(ada.open(page.url))


def pay_at_last(_app: Flask, _line: TappedLine, ada: Browser, page: Page, seen: Evidence) -> Page:
    shown = seen.show(pay(ada, page, **TYPED))
    for address in ("/cart", "/tour", "/switchboard"):
        seen.show(ada.open(address))
    return shown
