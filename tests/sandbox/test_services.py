"""Services, their places and their staff, as a shop reads them."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.booking_cast import APP_ID, SERVICES, SLOTS, service_named
from tests.sandbox.cast import SHOP, SMALL_SHOP, Browser, Caller, build, error_code, new_visitor, violated_field

SLUGS = [
    "wheel-throwing",
    "tea-tasting",
    "glaze-consultation",
    "open-studio-session",
    "saturday-hand-building",
    "six-week-wheel-course",
]


def query(caller: Caller, **wanted: Any) -> list[str]:
    reply = caller.post(f"{SERVICES}/query", {"query": wanted})
    assert reply.status_code == 200, reply.json
    return [service["mainSlug"]["name"] for service in reply.json["services"]]


def test_the_services_are_listed_in_their_order_under_both_paths(ada: Caller):
    body = {"query": {"filter": {"hidden": False}, "paging": {"limit": 4, "offset": 0}}}
    replies = [ada.post(f"{path}/query", body).json for path in (SERVICES, f"/_api{SERVICES}")]
    assert replies[0] == replies[1]
    assert [service["mainSlug"]["name"] for service in replies[0]["services"]] == SLUGS[:4]
    assert replies[0]["pagingMetadata"] == {
        "count": 4,
        "offset": 0,
        "total": 6,
        "tooManyToCount": False,
        "cursors": {},
        "hasNext": True,
    }
    assert query(ada, paging={"limit": 4, "offset": 4}) == SLUGS[4:]


@pytest.mark.parametrize(
    ("wanted", "slugs"),
    [
        ({"mainSlug.name": "tea-tasting"}, ["tea-tasting"]),
        ({"type": "CLASS"}, SLUGS[3:5]),
        ({"type": {"$in": ["COURSE"]}}, ["six-week-wheel-course"]),
        ({"category.name": "At the wheel"}, ["wheel-throwing", "glaze-consultation"]),
        ({"hidden": True}, []),
    ],
)
def test_a_filter_finds_services(ada: Caller, wanted: dict[str, Any], slugs: list[str]):
    assert query(ada, filter=wanted) == slugs


def test_a_filter_by_an_unknown_field_is_refused(ada: Caller):
    reply = ada.post(f"{SERVICES}/query", {"query": {"filter": {"colour": "red"}}})
    assert (reply.status_code, error_code(reply)) == (400, "INVALID_FILTER")


def test_an_appointment_has_the_shape_of_the_contract(ada: Caller):
    service = service_named(ada, "wheel-throwing")
    assert (service["appId"], service["type"], service["revision"]) == (APP_ID, "APPOINTMENT", "1")
    assert service["payment"] == {
        "rateType": "FIXED",
        "fixed": {"price": {"value": "65.00", "currency": "USD"}},
        "options": {"online": True, "inPerson": False, "deposit": False, "pricingPlan": False},
        "pricingPlanIds": [],
    }
    assert service["schedule"]["availabilityConstraints"] == {"sessionDurations": [60], "timeBetweenSessions": 0}
    assert [place["business"]["name"] for place in service["locations"]] == ["Kiln & Kettle studio", "The Ferry House"]
    assert service["locations"][0]["business"]["default"] is True
    assert service["bookingPolicy"]["limitLateBookingPolicy"] == {"enabled": True, "latestBookingInMinutes": 120}
    for name, path in (
        ("servicePage", "service-page"),
        ("bookingPage", "book-online"),
        ("calendarPage", "booking-calendar"),
    ):
        assert service["urls"][name]["relativePath"] == f"/{path}/wheel-throwing"
    assert service["media"]["mainMedia"]["image"]["url"].startswith("http://localhost:8000/sandbox/wix/media/service-")


def test_the_ways_to_pay_differ(ada: Caller):
    payments = {slug: service_named(ada, slug)["payment"] for slug in SLUGS}
    assert payments["tea-tasting"]["rateType"] == "NO_FEE"
    assert payments["glaze-consultation"]["custom"] == {"description": "From $20, by the number of tests"}
    plan = payments["open-studio-session"]
    assert plan["options"] == {"online": False, "inPerson": False, "deposit": False, "pricingPlan": True}
    reply = ada.post("/pricing-plans/v3/plans/query", {"query": {"filter": {"slug": "open-studio"}}})
    assert plan["pricingPlanIds"] == [reply.json["plans"][0]["id"]]
    assert payments["saturday-hand-building"]["options"]["inPerson"] is True


def test_a_service_is_read_by_its_id(ada: Caller):
    service = service_named(ada, "tea-tasting")
    for path in (SERVICES, f"/_api{SERVICES}"):
        assert ada.get(f"{path}/{service['id']}?serviceId={service['id']}").json["service"] == service
    reply = ada.get(f"{SERVICES}/11111111-1111-4111-8111-111111111111")
    assert (reply.status_code, error_code(reply)) == (404, "SERVICE_NOT_FOUND")


def test_nobody_reads_services_without_a_token(api: Client):
    assert Caller(api, {}).post(f"{SERVICES}/query").status_code == 403


def test_a_hidden_service_says_so(sandbox: Sandbox, ada: Caller):
    sandbox.hide_service("tea-tasting")
    assert "tea-tasting" not in query(ada, filter={"hidden": False})
    assert service_named(ada, "tea-tasting")["hidden"] is True
    sandbox.hide_service("tea-tasting", hidden=False)
    assert query(ada, filter={"hidden": False}) == SLUGS
    with pytest.raises(KeyError):
        sandbox.hide_service("nope")


def test_the_places_are_listed(ada: Caller):
    for path in (SERVICES, f"/_api{SERVICES}"):
        found = ada.post(f"{path}/locations/query", {"filter": {}}).json
        names = [place["business"]["name"] for place in found["businessLocations"]["locations"]]
        assert names == ["Kiln & Kettle studio", "The Ferry House"]
        assert found["customLocations"] == {"exists": False}
    found = ada.post(f"{SERVICES}/locations/query", {"filter": {"mainSlug.name": "tea-tasting"}}).json
    assert len(found["businessLocations"]["locations"]) == 1


def test_the_staff_are_for_the_api_key_and_services_name_their_resources(ada: Caller, merchant: Caller):
    for path, key in (
        ("/bookings/v1/staff-members/query", "staffMembers"),
        ("/bookings/v2/resources/query", "resources"),
    ):
        reply = ada.post(path, {"query": {}})
        assert (reply.status_code, error_code(reply)) == (403, "PERMISSION_DENIED")
        assert [person["name"] for person in merchant.post(path, {"query": {}}).json[key]] == [
            "Mara Quinn",
            "Teo Almeida",
            "Ines Okafor",
        ]
    staff = merchant.post("/bookings/v1/staff-members/query", {"query": {"filter": {"name": "Teo Almeida"}}}).json
    (teo,) = staff["staffMembers"]
    ids = service_named(ada, "wheel-throwing")["staffMemberIds"]
    assert teo["resourceId"] in ids
    assert teo["id"] not in ids


def test_a_shop_without_the_file_has_no_services(tmp_path: Any):
    made = build(tmp_path, seed=SMALL_SHOP)
    visitor = new_visitor(Client(made.api))
    assert query(visitor) == []
    stretch = {"fromLocalDate": "2027-05-20T00:00:00", "toLocalDate": "2027-05-21T00:00:00"}
    assert visitor.post(f"{SLOTS}/event", stretch).json["timeSlots"] == []
    made.close()


def test_the_page_of_services_shows_all_or_those_of_one_of_the_staff(ada: Caller, browser: Browser):
    body = {"bookingsBook": {}, "callbacks": {"bookingsServiceListUrl": f"{SHOP}/services"}}
    session = ada.post("/headless/v1/redirect-session", body).json["redirectSession"]
    page = browser.enter(session).reply.text
    assert "Wheel throwing, one to one" in page
    assert "Tea tasting for two" in page
    assert f'href="{SHOP}/services?wixMemberLoggedIn=false"' in page
    body["bookingsBook"] = {"resourceId": service_named(ada, "tea-tasting")["staffMemberIds"][0]}
    session = ada.post("/headless/v1/redirect-session", body).json["redirectSession"]
    page = browser.enter(session).reply.text
    assert "Services with Ines Okafor" in page
    assert "Wheel throwing" not in page


def test_the_page_of_services_refuses_unknown_staff(ada: Caller):
    unknown = {"bookingsBook": {"resourceId": "11111111-1111-4111-8111-111111111111"}}
    reply = ada.post("/headless/v1/redirect-session", unknown)
    assert (reply.status_code, error_code(reply)) == (404, "RESOURCE_NOT_FOUND")
    reply = ada.post("/headless/v1/redirect-session", {"bookingsBook": {"resourceId": "teo"}})
    assert (reply.status_code, violated_field(reply)) == (400, "resourceId")


def test_the_page_of_a_product_shows_it_and_leads_back(sandbox: Sandbox, ada: Caller, browser: Browser):
    body = {
        "storesProduct": {"productSlug": "harbour-mug"},
        "callbacks": {"postFlowUrl": f"{SHOP}/products/harbour-mug"},
    }
    page = browser.enter(ada.post("/headless/v1/redirect-session", body).json["redirectSession"])
    for text in ("<h1>Harbour mug</h1>", "$38.00", f'href="{SHOP}/products/harbour-mug?wixMemberLoggedIn=false"'):
        assert text in page.reply.text
    assert Browser(sandbox).open(page.url).status_code == 404
    sandbox.hide_product("harbour-mug")
    assert browser.open(page.url).status_code == 404
    reply = ada.post("/headless/v1/redirect-session", body)
    assert (reply.status_code, error_code(reply)) == (404, "PRODUCT_NOT_FOUND")
    reply = ada.post("/headless/v1/redirect-session", {"storesProduct": {}})
    assert (reply.status_code, violated_field(reply)) == (400, "storesProduct.productSlug")
