"""The parity table: what each platform offers, as the contract tests report it. A plugin of pytest, and no test.

A claim marked `capability(name)` says that the platform it ran on offers that; one marked `absent(name)`, that it does
not. The platform is that of the storefront among the claim's fixtures.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = Path(__file__).parent
TABLE = ROOT / "docs" / "parity.md"
PROPERTY = "parity"
COUNT = re.compile(r" \(\d+ claims?\)")

CAPABILITIES = (
    "Catalog: products, categories and search",
    "Catalog: narrowing by price, stock and sale",
    "Catalog: counts beside the filters",
    "Product: options, modifiers and stock",
    "Cart: lines and quantities",
    "Cart: a quantity beyond the stock is lowered to it",
    "Cart: coupons",
    "Cart: why a coupon is refused",
    "Cart: a note to the seller",
    "Cart: an estimate of shipping and tax",
    "Cart: the platform's own page of it",
    "Checkout: on the platform's page",
    "Checkout: on the shop's own pages",
    "Checkout: one product at once, beside the cart",
    "Orders: read when the visitor comes back",
    "Orders: found by number and e-mail address",
    "Account: signing in on the platform's page",
    "Account: what a customer has bought",
    "Events",
    "Memberships",
    "Bookings",
    "Links to products and services on the hosted site",
    "Webhooks",
)
COLUMNS = ("Wix", "BigCommerce, hosted checkout", "BigCommerce, own checkout pages")
LEGEND = """# What each platform offers

Made by `make parity` from what the contract tests (`tests/contract/`) report, and not written by hand. A claim is one
test, held against the imitation of the platform in the sandbox; most are held against every platform from one source.

- **yes**: all claims with that subject hold on this platform. Their number is that of the last `make parity`.
- **no**: the platform has no API for it, or the shop is set up to do without. That is claimed, too: the storefront has
  `None` there, or says no. Pages that would need it answer 404, and nothing links to them (`tests/journeys/`).

A run of all contract tests fails where this table says anything else.
"""


@dataclass
class Reports:
    """What the claims have reported so far: their names by capability, column and whether it is offered."""

    claims: dict[tuple[str, str, bool], set[str]] = field(default_factory=dict)
    has_failed: bool = False

    def add(self, capability: str, column: str, is_offered: bool, claim: str) -> None:
        self.claims.setdefault((capability, column, is_offered), set()).add(claim)

    def cell(self, capability: str, column: str) -> str:
        """What stands in a cell. Raises: ValueError, where claims contradict each other, or nobody claims anything."""
        held, denied = (len(self.claims.get((capability, column, offered), ())) for offered in (True, False))
        if bool(held) == bool(denied):
            reason = "is claimed both to be there and not" if held else "is claimed by no test"
            raise ValueError(f"{capability!r} on {column} {reason}")
        return f"yes ({held} claim{'s' if held > 1 else ''})" if held else "no"

    def table(self) -> str:
        """The page. Raises: ValueError, as above."""
        rows = [("Capability", *COLUMNS), ("---",) * (len(COLUMNS) + 1)]
        rows += [(name, *(self.cell(name, column) for column in COLUMNS)) for name in CAPABILITIES]
        return LEGEND + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def answers_of(page: str) -> list[str]:
    """The page without the numbers of claims, which change with every test that is written."""
    return [COUNT.sub("", line) for line in page.splitlines()]


def column_of(storefront: Any) -> str:
    if storefront.platform == "wix":
        return COLUMNS[0]
    return COLUMNS[2 if storefront.direct_checkout else 1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--parity", metavar="FILE", type=Path, help="write the parity table to this file")


def pytest_configure(config: pytest.Config) -> None:
    for line in (
        "platforms(*names): a claim about what only these platforms offer, or about their wire",
        "capability(name): a claim about a row of the parity table",
        "absent(name): a claim that a row of the parity table is not offered",
    ):
        config.addinivalue_line("markers", line)
    if not hasattr(config, "workerinput"):  # the others hand their reports to the process that started them
        config.pluginmanager.register(Collector(config), "parity collector")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        report.user_properties += [(PROPERTY, row) for row in rows_of(item)]
    return report


def rows_of(item: pytest.Item) -> list[list[Any]]:
    """What a claim says if it holds: capability, column, whether it is offered. Its own marks win over its module's."""
    found = next(
        ([mark for mark in node.own_markers if mark.name in ("capability", "absent")] for node in _outwards(item)), []
    )
    storefront = next(
        (value.storefront for value in getattr(item, "funcargs", {}).values() if hasattr(value, "storefront")), None
    )
    if storefront is None:
        return []
    for mark in found:
        if mark.args[0] not in CAPABILITIES:
            raise pytest.UsageError(f"{item.nodeid}: {mark.args[0]!r} is no row of the parity table")
    return [[mark.args[0], column_of(storefront), mark.name == "capability"] for mark in found]


def _outwards(item: pytest.Item) -> Iterable[pytest.Item | pytest.Collector]:
    """The test and what it is in, as far as they have such marks."""
    for node in reversed(item.listchain()):
        if any(mark.name in ("capability", "absent") for mark in node.own_markers):
            yield node


class Collector:
    """Gathers the reports of all processes in the one that was started."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.reports = Reports()
        self._complaint = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid.startswith("tests/contract/"):
            self.reports.has_failed = True
        if report.when == "call" and report.passed:
            claim = report.nodeid.partition("[")[0]
            for name, row in report.user_properties:
                if name == PROPERTY:
                    self.reports.add(*row, claim)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        wanted = self._config.getoption("--parity")
        has_ended_by_itself = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if not has_ended_by_itself or not (wanted or is_whole_contract(session)):
            return
        self._complaint = self.write(wanted) if wanted else self._compare()
        if self._complaint:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._complaint:
            terminalreporter.write_line(self._complaint, red=True)

    def write(self, path: Path) -> str:
        """Write the table, and return the sentence that says why not."""
        if self.reports.has_failed:
            return f"{path} was not written: a claim failed."
        try:
            path.write_text(self.reports.table(), encoding="utf-8")
        except ValueError as error:
            return f"{path} was not written: {error}."
        return ""

    def _compare(self) -> str:
        if self.reports.has_failed:
            return ""
        return difference(self.reports, TABLE)


def difference(reports: Reports, path: Path) -> str:
    """The sentence that says how a file differs from what was reported; empty if it does not."""
    try:
        table = reports.table()
    except ValueError as error:
        return f"The parity table cannot be made: {error}."
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if answers_of(written) == answers_of(table):
        return ""
    return f"docs/{path.name} is not what the contract tests reported: run `make parity`."


def is_whole_contract(session: pytest.Session) -> bool:
    """Whether every contract test was to run, and did."""
    option, config = session.config.option, session.config
    chosen_by = ("keyword", "markexpr", "deselect", "collectonly", "lf", "ignore", "ignore_glob")
    is_chosen = any(getattr(option, name, None) for name in chosen_by)  # "lf" belongs to a plugin that may be off
    if is_chosen or session.shouldstop or session.shouldfail:
        return False
    places = [(config.invocation_params.dir / str(arg).partition("::")[0]).resolve() for arg in config.args]
    return any(
        "::" not in str(arg) and CONTRACT.is_relative_to(place) for arg, place in zip(config.args, places, strict=True)
    )
