"""What is on: the events of the demo shop as Events V3 lists them, and their tickets as V1 and V3 do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from sandbox.seed import SEED_FOLDER
from sandbox.seed.events import next_clock_change
from tests.sandbox.cast import SMALL_SHOP, Caller, build, error_code, new_visitor, violated_field
from tests.sandbox.happenings import EVERYTHING, WHEEL, event, held, moment, move_to, tickets

QUERY = "/events/v3/events/query"
V3 = "/events-ticket-definitions/v3/ticket-definitions"
V1 = "/events/v1/checkout/available-tickets"
UNKNOWN = "00000000-0000-4000-8000-00000000dead"
ON = {"status": {"$in": ["UPCOMING", "STARTED"]}}
BY_DATE = [{"fieldName": "dateAndTimeSettings.startDate", "order": "ASC"}]


def query(caller: Caller, fields: list[str] | None = None, limit: int = 50, **parts: Any) -> dict[str, Any]:
    body = {"query": {"paging": {"limit": limit}, **parts}, "fields": fields or []}
    reply = caller.post(QUERY, body)
    assert reply.status_code == 200, reply.json
    return dict(reply.json)


def slugs(caller: Caller, **parts: Any) -> list[str]:
    return [found["slug"] for found in query(caller, **parts)["events"]]


def definitions_v3(caller: Caller, slug: str, *fields: str) -> dict[str, dict[str, Any]]:
    body = {"query": {"filter": {"eventId": event(caller, slug)["id"]}, "paging": {"limit": 10}}, "fields": fields}
    reply = caller.post(f"{V3}/available/query", body)
    assert reply.status_code == 200, reply.json
    return {definition["name"]: definition for definition in reply.json["ticketDefinitions"]}


def test_an_event_with_tickets_on_sale_comes_first(ada: Caller):
    first = slugs(ada, filter=ON, sort=BY_DATE)[0]
    assert first == WHEEL
    (one, two) = tickets(ada, first).values()
    assert (one["saleStatus"], one["limitPerCheckout"], one["price"]["value"]) == ("SALE_STARTED", 4, "48.00")
    assert two["orderIndex"] == 2


def test_without_a_limit_the_list_is_empty(ada: Caller):
    for paging in ({}, {"paging": {}}, {"paging": {"limit": 0}}):
        reply = ada.post(QUERY, {"query": paging})
        assert reply.json["events"] == []
        assert reply.json["pagingMetadata"]["total"] == 15


def test_pages_follow_each_other(ada: Caller):
    everything = slugs(ada)
    pages = [ada.post(QUERY, {"query": {"paging": {"limit": 4, "offset": offset}}}).json for offset in range(0, 16, 4)]
    assert [found["slug"] for page in pages for found in page["events"]] == everything
    assert pages[3]["pagingMetadata"] == {"count": 3, "offset": 12, "total": 15, "tooManyToCount": False}


def test_past_events_are_found_by_their_status(ada: Caller):
    assert slugs(ada, filter={"status": "ENDED"}) == ["open-studio-day", "first-flush-supper"]
    assert not {"open-studio-day", "first-flush-supper"} & set(slugs(ada, filter=ON))
    assert event(ada, "open-studio-day")["registration"]["status"] == "CLOSED_AUTOMATICALLY"


def test_events_are_filtered_by_slug_id_date_and_kind(ada: Caller):
    wheel = event(ada, WHEEL)
    assert slugs(ada, filter={"slug": WHEEL}) == [WHEEL]
    assert slugs(ada, filter={"id": {"$in": [wheel["id"], UNKNOWN]}}) == [WHEEL]
    start = wheel["dateAndTimeSettings"]["startDate"]
    assert WHEEL not in slugs(ada, filter={"dateAndTimeSettings.startDate": {"$gt": start}})
    assert WHEEL in slugs(ada, filter={"dateAndTimeSettings.startDate": {"$gte": start}})
    kinds = {found["registration"]["type"] for found in query(ada, ["REGISTRATION"])["events"]}
    assert kinds == {"TICKETING", "RSVP"}
    assert "morning-tea-tasting" in slugs(ada, filter={"registration.type": "RSVP"})


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"filter": {"colour": "red"}}, "FILTER_PARSER_ERROR"),
        ({"filter": {"status": {"$like": "UP"}}}, "FILTER_PARSER_ERROR"),
        ({"filter": {"dateAndTimeSettings.startDate": {"$gt": "soon"}}}, "FILTER_PARSER_ERROR"),
        ({"sort": [{"fieldName": "status"}]}, "INVALID_SORT"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(ada: Caller, part: dict[str, Any], code: str):
    reply = ada.post(QUERY, {"query": {"paging": {"limit": 5}, **part}})
    assert (reply.status_code, error_code(reply)) == (400, code)


@pytest.mark.parametrize("paging", [{"limit": 101}, {"limit": -1}, {"limit": "5"}, {"limit": 5, "offset": -1}])
def test_a_page_out_of_range_is_refused(ada: Caller, paging: dict[str, Any]):
    reply = ada.post(QUERY, {"query": {"paging": paging}})
    assert reply.status_code == 400
    assert violated_field(reply).startswith("paging.")


def test_parts_are_there_only_when_asked_for(ada: Caller):
    plain = ada.get(f"/events/v3/events/slug/{WHEEL}").json["event"]
    full = event(ada, WHEEL)
    parts = {
        *("shortDescription", "mainImage", "description", "detailedDescription", "registration", "calendarUrls"),
        *("eventPageUrl", "form"),
    }
    assert full.keys() - plain.keys() == parts
    assert plain.items() <= full.items()
    assert violated_field(ada.get(f"/events/v3/events/slug/{WHEEL}?fields=EVERYTHING")) == "fields"


def test_an_event_is_the_same_by_id_slug_and_in_the_list(ada: Caller):
    by_slug = event(ada, WHEEL)
    by_id = ada.get(f"/events/v3/events/{by_slug['id']}", query_string={"fields": EVERYTHING}).json["event"]
    (listed,) = query(ada, EVERYTHING, filter={"slug": WHEEL})["events"]
    assert by_slug == by_id == listed


def test_an_unknown_event_is_not_found(ada: Caller):
    for path in (UNKNOWN, "slug/no-such-event"):
        reply = ada.get(f"/events/v3/events/{path}")
        assert (reply.status_code, error_code(reply)) == (404, "EVENT_NOT_FOUND")


def test_nobody_reads_events_without_a_good_token(api: Client):
    assert api.post(f"/wix{QUERY}", json={}).status_code == 403
    assert api.post(f"/wix{QUERY}", json={}, headers={"Authorization": "nonsense"}).status_code == 401


def test_times_are_utc_with_the_wall_clock_of_the_place_beside_them(ada: Caller):
    zones = set()
    for found in query(ada)["events"]:
        times = found["dateAndTimeSettings"]
        zone = ZoneInfo(times["timeZoneId"])
        zones.add(zone.key)
        start, end = (moment(times[name]).astimezone(zone) for name in ("startDate", "endDate"))
        assert times["startDate"].endswith("Z")
        assert times["formatted"]["startTime"] == f"{start:%I:%M %p}".lstrip("0")
        assert times["formatted"]["dateAndTime"].endswith(str(end.tzname()))
        assert start < end
    assert zones == {"America/New_York", "Europe/Lisbon"}


def test_the_night_of_the_clock_change_has_an_hour_more_or_less(ada: Caller):
    times = event(ada, "night-firing")["dateAndTimeSettings"]
    zone = ZoneInfo(times["timeZoneId"])
    start, end = moment(times["startDate"]), moment(times["endDate"])
    assert (times["formatted"]["startTime"], times["formatted"]["endTime"]) == ("10:00 PM", "7:00 AM")
    assert end - start in (timedelta(hours=8), timedelta(hours=10))
    names = [str(time.astimezone(zone).tzname()) for time in (start, end)]
    assert sorted(names) == ["EDT", "EST"]
    assert all(name in times["formatted"]["dateAndTime"] for name in names)


def test_the_day_of_the_next_clock_change_is_found():
    new_york, lisbon = ZoneInfo("America/New_York"), ZoneInfo("Europe/Lisbon")
    assert next_clock_change(new_york, date(2026, 3, 1)) == date(2026, 3, 8)
    assert next_clock_change(new_york, date(2026, 3, 8)) == date(2026, 3, 8)
    assert next_clock_change(new_york, date(2026, 3, 9)) == date(2026, 11, 1)
    assert next_clock_change(lisbon, date(2026, 6, 1)) == date(2026, 10, 25)
    with pytest.raises(ValueError, match="never changed"):
        next_clock_change(ZoneInfo("Asia/Tokyo"), date(2026, 3, 1))


def test_the_state_of_an_event_follows_the_clock(sandbox: Sandbox, ada: Caller):
    times = event(ada, WHEEL)["dateAndTimeSettings"]
    assert event(ada, WHEEL)["status"] == "UPCOMING"
    move_to(sandbox, times["startDate"])
    late = new_visitor(ada.api)
    assert event(late, WHEEL)["status"] == "STARTED"
    assert slugs(late, filter={"status": "STARTED"}) == [WHEEL]
    assert event(late, WHEEL)["registration"]["status"] == "OPEN_TICKETS"
    move_to(sandbox, times["endDate"])
    ended = event(late, WHEEL)
    assert (ended["status"], ended["registration"]["status"]) == ("ENDED", "CLOSED_AUTOMATICALLY")
    assert tickets(late, WHEEL)["One seat"]["saleStatus"] == "SALE_ENDED"


def test_an_event_that_is_called_off_stays_readable(sandbox: Sandbox, ada: Caller):
    sandbox.cancel_event(WHEEL)
    canceled = event(ada, WHEEL)
    assert (canceled["status"], canceled["registration"]["status"]) == ("CANCELED", "CLOSED_AUTOMATICALLY")
    assert slugs(ada, filter={"status": "CANCELED"}) == [WHEEL]
    move_to(sandbox, canceled["dateAndTimeSettings"]["endDate"])
    assert event(new_visitor(ada.api), WHEEL)["status"] == "CANCELED"
    with pytest.raises(KeyError):
        sandbox.cancel_event("no-such-event")


def test_places_are_a_venue_online_or_still_unknown(ada: Caller):
    places = {found["slug"]: found["location"] for found in query(ada)["events"]}
    assert places[WHEEL]["address"]["city"] == "Portland"
    assert places[WHEEL]["address"]["formattedAddress"].startswith("14 Tannery Lane")
    assert places["azulejo-days"]["address"]["country"] == "PT"
    assert places["teapot-talk-online"]["type"] == "ONLINE"
    assert places["studio-picnic"]["locationTbd"] is True
    assert "address" not in places["studio-picnic"]


def test_the_description_is_html_and_rich_text(ada: Caller):
    wheel = event(ada, WHEEL)
    for tag in ("<p>", "<strong>", "<ul><li>", '<a href="'):
        assert tag in wheel["detailedDescription"]
    words = [node["nodes"][0]["textData"]["text"] for node in wheel["description"]["nodes"]]
    assert words[1] == "What happens"
    assert not any("<" in text for text in words)


def test_pictures_are_as_big_as_they_say(sandbox: Sandbox, ada: Caller):
    pages = Client(sandbox.pages)
    pictures = {found["mainImage"]["id"]: found["mainImage"] for found in query(ada, ["DETAILS"])["events"]}
    assert len(pictures) >= 6
    for picture in pictures.values():
        reply = pages.get(picture["url"].removeprefix("http://localhost:8000/sandbox"))
        assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
        size = re.search(r'width="(\d+)" height="(\d+)"', reply.text)
        assert size
        assert (int(size[1]), int(size[2])) == (picture["width"], picture["height"])


def test_prices_range_from_the_least_to_the_most(ada: Caller):
    ranges = {
        slug: [event(ada, slug)["registration"]["tickets"][name]["value"] for name in ("lowestPrice", "highestPrice")]
        for slug in (WHEEL, "glaze-lab", "kiln-opening", "community-clay-night")
    }
    assert ranges == {
        WHEEL: ["48.00", "88.00"],
        "glaze-lab": ["8.00", "38.00"],
        "kiln-opening": ["0.00", "0.00"],
        "community-clay-night": ["5.00", "5.00"],
    }


def test_both_generations_tell_the_same_prices(ada: Caller):
    lab, lab_v3 = tickets(ada, "glaze-lab")["Workbench"], definitions_v3(ada, "glaze-lab")["Workbench"]
    options = lab["pricing"]["pricingOptions"]["options"]
    details = lab_v3["pricingMethod"]["pricingOptions"]["optionDetails"]
    assert [option["name"] for option in options] == ["Adult", "Student", "Child"]
    assert [(option["id"], option["price"]["value"]) for option in options] == [
        (option["optionId"], option["price"]["value"]) for option in details
    ]
    clay = tickets(ada, "community-clay-night")["Pay what you can"]
    clay_v3 = definitions_v3(ada, "community-clay-night")["Pay what you can"]
    assert clay["pricing"] == {
        "minPrice": {"amount": "5.00", "value": "5.00", "currency": "USD"},
        "pricingType": "DONATION",
    }
    assert clay_v3["pricingMethod"]["guestPrice"] == {"value": "5.00", "currency": "USD"}
    assert clay_v3["pricingMethod"]["pricingType"] == "DONATION"
    free = definitions_v3(ada, "kiln-opening")["Free entry"]
    assert (free["pricingMethod"]["free"], free["feeType"]) == (True, "NO_FEE")
    assert tickets(ada, "kiln-opening")["Free entry"]["free"] is True


def test_fees_are_told_apart(ada: Caller):
    assert tickets(ada, "azulejo-days")["Both days"]["wixFeeConfig"] == {"type": "FEE_ADDED_AT_CHECKOUT"}
    assert definitions_v3(ada, "azulejo-days")["Both days"]["feeType"] == "FEE_ADDED_AT_CHECKOUT"
    assert tickets(ada, WHEEL)["One seat"]["wixFeeConfig"] == {"type": "FEE_INCLUDED"}


def test_a_sale_begins_and_ends_by_the_clock(sandbox: Sandbox, ada: Caller):
    assert {name: ticket["saleStatus"] for name, ticket in tickets(ada, "wheel-course").items()} == {
        "Early bird": "SALE_ENDED",
        "Full course": "SALE_STARTED",
        "Last minute": "SALE_SCHEDULED",
    }
    scheduled = definitions_v3(ada, "wheel-course")["Last minute"]
    assert scheduled["saleStatus"] == "SALE_SCHEDULED"
    move_to(sandbox, scheduled["salePeriod"]["startDate"])
    assert tickets(new_visitor(ada.api), "wheel-course")["Last minute"]["saleStatus"] == "SALE_STARTED"


def test_sold_out_is_a_limit_of_nothing(ada: Caller):
    assert event(ada, "raku-at-dusk")["registration"]["tickets"]["soldOut"] is True
    assert tickets(ada, "raku-at-dusk")["One jar"]["limitPerCheckout"] == 0
    sold_out = definitions_v3(ada, "raku-at-dusk", "SALES_DETAILS")["One jar"]
    assert sold_out["limitPerCheckout"] == 0
    assert sold_out["salesDetails"] == {"unsoldCount": 0, "soldCount": 8, "reservedCount": 0, "soldOut": True}
    assert "salesDetails" not in definitions_v3(ada, "raku-at-dusk")["One jar"]


def test_the_limit_is_what_is_left_where_that_is_less(sandbox: Sandbox, ada: Caller):
    assert tickets(ada, "kintsugi-afternoon")["A seat and a seam"]["limitPerCheckout"] == 2
    held(ada, "kintsugi-afternoon", "A seat and a seam")
    assert tickets(ada, "kintsugi-afternoon")["A seat and a seam"]["limitPerCheckout"] == 1
    sandbox.set_ticket_stock("kintsugi-afternoon", "A seat and a seam", 100)
    assert tickets(ada, "kintsugi-afternoon")["A seat and a seam"]["limitPerCheckout"] == 10
    sandbox.set_ticket_stock("kintsugi-afternoon", "A seat and a seam", 0)
    assert event(ada, "kintsugi-afternoon")["registration"]["tickets"]["soldOut"] is True


def test_stock_is_set_only_where_there_is_such_a_ticket(sandbox: Sandbox):
    for slug, name in ((WHEEL, "Balcony"), ("no-such-event", "One seat")):
        with pytest.raises(KeyError):
            sandbox.set_ticket_stock(slug, name, 1)
    with pytest.raises(ValueError, match="negative"):
        sandbox.set_ticket_stock(WHEEL, "One seat", -1)


def test_tickets_without_a_limit_are_only_counted(ada: Caller):
    event_id = event(ada, WHEEL)["id"]
    reply = ada.post(f"{V1}/query", {"filter": {"eventId": event_id}})
    assert reply.json == {"metaData": {"count": 0, "offset": 0, "total": 2}, "definitions": []}


def test_tickets_are_listed_by_get_and_post_alike_and_in_either_order(ada: Caller):
    event_id = event(ada, WHEEL)["id"]
    posted = ada.post(f"{V1}/query", {"limit": 10, "filter": {"eventId": event_id}}).json
    assert ada.get(f"{V1}?limit=10&eventId={event_id}").json == posted
    turned = ada.get(f"{V1}?limit=10&eventId={event_id}&sort=orderIndex:desc").json
    assert turned["definitions"] == posted["definitions"][::-1]
    page = ada.get(f"{V1}?limit=1&offset=1&eventId={event_id}").json
    assert page["definitions"] == posted["definitions"][1:]


def assert_refused(reply: TestResponse) -> None:
    assert reply.status_code == 400, reply.json


def test_tickets_of_no_event_are_not_listed(ada: Caller):
    for wanted in ({}, {"eventId": "x"}, {"eventId": 1}, {"eventId": UNKNOWN, "name": "x"}, {"eventId": []}):
        assert_refused(ada.post(f"{V1}/query", {"limit": 5, "filter": wanted}))
        assert_refused(ada.post(f"{V3}/available/query", {"query": {"filter": wanted}}))
    assert_refused(ada.get(f"{V1}?eventId={UNKNOWN}&limit=many"))
    assert_refused(ada.get(f"{V1}?eventId={UNKNOWN}&sort=price"))
    assert ada.get(f"{V1}?eventId={UNKNOWN}&limit=5").json["definitions"] == []


def test_the_plain_query_is_for_the_merchant(ada: Caller, merchant: Caller):
    body = {"query": {"filter": {"eventId": event(ada, WHEEL)["id"]}}}
    assert ada.post(f"{V3}/query", body).status_code == 403
    assert merchant.post(f"{V3}/query", body).json["metadata"]["count"] == 2


def test_the_form_asks_for_guests_only_where_they_may_be_brought(ada: Caller):
    kinds = {
        slug: [control["type"] for control in event(ada, slug)["form"]["controls"]]
        for slug in ("morning-tea-tasting", "matcha-and-moon-jars")
    }
    assert "GUEST_CONTROL" in kinds["morning-tea-tasting"]
    assert "GUEST_CONTROL" not in kinds["matcha-and-moon-jars"]


def test_the_calendar_entry_says_when(sandbox: Sandbox, ada: Caller):
    wheel = event(ada, WHEEL)
    address = wheel["calendarUrls"]["ics"].removeprefix("http://localhost:8000/sandbox")
    reply = Client(sandbox.pages).get(address)
    assert reply.mimetype == "text/calendar"
    start = moment(wheel["dateAndTimeSettings"]["startDate"])
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in reply.text
    assert Client(sandbox.pages).get(f"/wix/calendar/{UNKNOWN}.ics").status_code == 404


def test_a_shop_without_events_has_none(tmp_path: Path):
    small = build(tmp_path, seed=SMALL_SHOP)
    visitor = new_visitor(Client(small.api))
    assert query(visitor)["events"] == []
    small.close()


def test_other_events_are_another_seed(tmp_path: Path):
    seed = tmp_path / "seed"
    seed.mkdir()
    (seed / "catalog.toml").write_text("")
    (seed / "events.toml").write_text((SEED_FOLDER / "events.toml").read_text())
    first = build(tmp_path, seed=seed)
    first.cancel_event(WHEEL)
    first.close()
    kept = build(tmp_path, seed=seed)
    assert event(new_visitor(Client(kept.api)), WHEEL)["status"] == "CANCELED"
    kept.close()
    (seed / "events.toml").write_text((SEED_FOLDER / "events.toml").read_text() + "\n# changed\n")
    changed = build(tmp_path, seed=seed)
    assert event(new_visitor(Client(changed.api)), WHEEL)["status"] == "UPCOMING"
    changed.close()
