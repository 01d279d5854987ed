"""Addresses as people type them, in every country."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.address_forms import FIELDS, LENGTHS, AddressForm, form_of, parse_address, read_form
from routes.address_rules import address_countries, rules_for
from services.models import PostalAddress

ADA = {
    "email": "ada@example.com",
    "country": "US",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line_1": "555 Main Street",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78701",
}


def typed(**changes: str) -> AddressForm:
    return read_form("billing", {f"billing.{name}": text for name, text in (ADA | changes).items()}, "US")


def problems_of(form: AddressForm) -> dict[str, str]:
    parsed = parse_address(form)
    assert isinstance(parsed, dict), parsed
    return parsed


def test_a_whole_address_is_taken_as_it_was_typed() -> None:
    parsed = parse_address(typed(line_2="Flat 2", company="Engines", phone="+1 555 010 0123"))
    assert parsed == PostalAddress(
        first_name="Ada",
        last_name="Lovelace",
        email="ada@example.com",
        line_1="555 Main Street",
        line_2="Flat 2",
        company="Engines",
        city="Austin",
        country="US",
        region="Texas",
        region_code="TX",
        postal_code="78701",
        phone="+1 555 010 0123",
    )


def test_all_that_is_missing_is_said_at_once_and_in_the_order_of_the_page() -> None:
    form = read_form("billing", {"billing.country": "US"}, "US")
    needed = ["email", "first_name", "last_name", "line_1", "postal_code", "city", "region"]
    assert list(problems_of(form)) == needed


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", "ada"),
        ("email", "ada@"),
        ("first_name", " . "),
        ("line_1", "---"),
        ("region", "Atlantis"),
        ("postal_code", "7870"),
        ("postal_code", "04101"),  # a good one, of another state
        ("postal_code", "<script>"),
        ("phone", "call me"),
        ("phone", "+1 -- --"),
        *((name, "x" * (longest + 1)) for name, longest in LENGTHS.items()),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(field: str, text: str) -> None:
    assert list(problems_of(typed(**{field: text}))) == [field]


@pytest.mark.parametrize(("text", "code"), [("tx", "TX"), ("Texas", "TX"), ("TEXAS", "TX")])
def test_a_region_is_known_by_code_and_by_name(text: str, code: str) -> None:
    parsed = parse_address(typed(region=text))
    assert isinstance(parsed, PostalAddress)
    assert parsed.region_code == code


@pytest.mark.parametrize(
    ("country", "changes"),
    [
        ("GB", {"region": "", "city": "London", "postal_code": "ec1y 8sy"}),
        ("DE", {"region": "", "city": "Jena", "postal_code": "07743"}),
        ("IE", {"region": "", "city": "Cork", "postal_code": ""}),
        ("HK", {"region": "Kowloon", "city": "Mong Kok", "postal_code": ""}),
        ("JP", {"region": "Hokkaido", "city": "Sapporo", "postal_code": "060-0001"}),
        ("CA", {"region": "ON", "city": "Ottawa", "postal_code": "K1A 0B1"}),
        ("AE", {"region": "Dubai", "city": "Dubai", "postal_code": ""}),
    ],
)
def test_each_country_asks_for_what_it_has(country: str, changes: dict[str, str]) -> None:
    parsed = parse_address(typed(country=country, **changes))
    assert isinstance(parsed, PostalAddress), parsed
    assert parsed.country == country


def test_a_country_without_regions_and_postal_codes_forgets_those_typed_for_another() -> None:
    parsed = parse_address(typed(country="HK", region="Kowloon", postal_code="78701"))
    assert isinstance(parsed, PostalAddress)
    assert parsed.postal_code == ""


def test_an_unknown_country_becomes_that_of_the_shop() -> None:
    assert typed(country="ZZ").rules.country == "US"
    assert typed(country="<b>").typed["country"] == "US"


@pytest.mark.parametrize("country", [code for code, _ in address_countries()])
def test_every_country_has_rules_that_its_own_example_fits(country: str) -> None:
    rules = rules_for(country)
    region = rules.regions[0][0] if rules.regions else ""
    form = typed(country=country, region=region, postal_code=rules.postal_example if not region else "")
    parsed = parse_address(form)
    missing = set(parsed) if isinstance(parsed, dict) else set()
    assert missing <= ({"postal_code"} if region or not rules.postal_example else set())


def test_a_known_address_stands_in_its_form_and_is_read_back_as_the_same() -> None:
    known = parse_address(typed())
    assert isinstance(known, PostalAddress)
    assert parse_address(form_of("billing", known, "DE")) == known
    by_name = replace(known, region_code="")
    assert form_of("billing", by_name, "DE").typed["region"] == "TX"


def test_the_second_address_of_a_page_needs_no_mail_of_its_own() -> None:
    parsed = parse_address(typed(email=""), email="ada@example.com")
    assert isinstance(parsed, PostalAddress)
    assert parsed.email == "ada@example.com"


@given(st.dictionaries(st.sampled_from([f"shipping.{name}" for name in FIELDS]), st.text(max_size=400)))
def test_whatever_is_typed_is_either_an_address_or_said_to_be_wrong(form: dict[str, str]) -> None:
    read = read_form("shipping", form, "US")
    parsed = parse_address(read)
    assert all(len(text) <= 300 and "\n" not in text for text in read.typed.values())
    if isinstance(parsed, dict):
        assert parsed
        assert set(parsed) <= set(FIELDS)
    else:
        assert all(len(getattr(parsed, name)) <= longest for name, longest in LENGTHS.items())


@given(
    st.sampled_from([code for code, _ in address_countries()]),
    st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -", max_size=14),
)
def test_a_postal_code_never_breaks_a_country(country: str, postal_code: str) -> None:
    parsed = parse_address(typed(country=country, region="", postal_code=postal_code))
    assert isinstance(parsed, dict | PostalAddress)
