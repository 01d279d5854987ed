"""The parity table is what the claims said: nothing is guessed, and a file that says something else is found out."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.contract.parity import (
    CAPABILITIES,
    COLUMNS,
    PROPERTY,
    ROOT,
    Collector,
    Reports,
    answers_of,
    difference,
    is_whole_contract,
    rows_of,
)


@pytest.fixture
def reports() -> Reports:
    """A run in which everything was claimed of everybody."""
    made = Reports()
    for capability in CAPABILITIES:
        for column in COLUMNS:
            made.add(capability, column, True, "test_one")
    return made


def test_a_cell_tells_how_many_claims_hold(reports: Reports) -> None:
    reports.add("Events", "Wix", True, "test_another")
    reports.add("Events", "Wix", True, "test_another")
    assert reports.cell("Events", "Wix") == "yes (2 claims)"
    assert reports.cell("Bookings", "Wix") == "yes (1 claim)"


def test_what_is_not_offered_is_a_no() -> None:
    reports = Reports()
    reports.add("Events", COLUMNS[1], False, "test_one")
    assert reports.cell("Events", COLUMNS[1]) == "no"


def test_nothing_is_guessed() -> None:
    with pytest.raises(ValueError, match="claimed by no test"):
        Reports().cell("Events", "Wix")


def test_a_contradiction_is_no_answer(reports: Reports) -> None:
    reports.add("Events", "Wix", False, "test_one")
    with pytest.raises(ValueError, match="both"):
        reports.table()


def test_every_capability_is_a_row_with_a_cell_for_each_column(reports: Reports) -> None:
    rows = [line for line in reports.table().splitlines() if line.startswith("| ")][2:]
    assert len(rows) == len(CAPABILITIES)
    assert all(row.count("yes (1 claim)") == len(COLUMNS) for row in rows)


def test_another_number_of_claims_is_no_difference(reports: Reports, tmp_path: Path) -> None:
    file = tmp_path / "parity.md"
    file.write_text(reports.table(), encoding="utf-8")
    reports.add("Events", "Wix", True, "test_another")
    assert answers_of(reports.table()) == answers_of(file.read_text(encoding="utf-8"))
    assert difference(reports, file) == ""


def test_a_file_that_says_something_else_is_found_out(reports: Reports, tmp_path: Path) -> None:
    file = tmp_path / "parity.md"
    assert "make parity" in difference(reports, file)
    file.write_text(reports.table().replace("yes", "no", 1), encoding="utf-8")
    assert "make parity" in difference(reports, file)


def reported(config: pytest.Config, nodeid: str, outcome: str, *rows: list[object]) -> pytest.TestReport:
    """A claim's report as it arrives from another process."""
    made = pytest.TestReport(
        nodeid, ("", 1, ""), {}, outcome, None, "call", user_properties=[(PROPERTY, row) for row in rows]
    )
    sent = json.dumps(config.hook.pytest_report_to_serializable(config=config, report=made))
    return config.hook.pytest_report_from_serializable(config=config, data=json.loads(sent))


def test_reports_of_other_processes_are_gathered(request: pytest.FixtureRequest) -> None:
    collector, row = Collector(request.config), ["Events", "Wix", True]
    for nodeid in ("test_one[a]", "test_one[b]", "test_two"):
        collector.pytest_runtest_logreport(reported(request.config, nodeid, "passed", row))
    assert collector.reports.cell("Events", "Wix") == "yes (2 claims)"


def test_a_claim_that_does_not_hold_says_nothing_and_no_table_is_written(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    collector, file = Collector(request.config), tmp_path / "parity.md"
    failed = reported(request.config, "tests/contract/test_a.py::test_one", "failed", ["Events", "Wix", True])
    collector.pytest_runtest_logreport(failed)
    assert not collector.reports.claims
    assert "a claim failed" in collector.write(file)
    assert not file.exists()


def test_the_row_of_a_claim_is_that_of_its_own_marks(request: pytest.FixtureRequest) -> None:
    platform = SimpleNamespace(platform="bigcommerce", direct_checkout=object())
    module = SimpleNamespace(own_markers=[pytest.mark.capability("Events").mark])
    own = SimpleNamespace(own_markers=[pytest.mark.absent("Bookings").mark])
    for inner, expected in ((own, ["Bookings", COLUMNS[2], False]), (SimpleNamespace(own_markers=[]), None)):
        item = SimpleNamespace(
            listchain=lambda inner=inner: [module, inner], funcargs={"world": SimpleNamespace(storefront=platform)}
        )
        assert rows_of(item) == [expected or ["Events", COLUMNS[2], True]]


def test_a_row_that_nobody_knows_is_a_mistake() -> None:
    item = SimpleNamespace(
        nodeid="test_one",
        listchain=lambda: [SimpleNamespace(own_markers=[pytest.mark.capability("Evnets").mark])],
        funcargs={"world": SimpleNamespace(storefront=SimpleNamespace(platform="wix"))},
    )
    with pytest.raises(pytest.UsageError, match="Evnets"):
        rows_of(item)


@pytest.mark.parametrize(
    ("args", "changes", "is_whole"),
    [
        (["tests"], {}, True),
        (["tests/contract", "tests/unit"], {}, True),
        (["tests/unit"], {}, False),
        (["tests/contract/test_carts.py"], {}, False),
        (["tests"], {"keyword": "cart"}, False),
        (["tests"], {"shouldfail": "stopping after 1 failures"}, False),
    ],
    ids=str,
)
def test_only_a_run_of_all_contract_tests_is_compared(args: list[str], changes: dict[str, str], is_whole: bool) -> None:
    names = ("keyword", "markexpr", "deselect", "collectonly", "lf", "ignore", "ignore_glob")
    config = SimpleNamespace(
        option=SimpleNamespace(**(dict.fromkeys(names) | changes)),
        args=args,
        invocation_params=SimpleNamespace(dir=ROOT),
    )
    session = SimpleNamespace(config=config, shouldstop=False, shouldfail=changes.get("shouldfail", False))
    assert is_whole_contract(session) is is_whole
