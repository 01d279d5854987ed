"""What may be kept of a call, and what must never be."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.masking import CLOSE, OPEN, mask_form, mask_json, mask_pairs, mask_text, mask_url, mask_value, shown

SECRET = "s3cr3t-Zq7p1vX"
GUID = "66666666-7777-4888-9999-aaaaaaaaaaaa"
NAMES = [
    *("accessToken", "refresh_token", "Authorization", "code", "codeVerifier", "state", "client_secret", "password"),
    *("redirectSession", "formToken", "X-Auth-Token", "Cookie", "email", "firstName", "cardNumber", "cvv", "note"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_called_a_secret_is_never_kept(name: str) -> None:
    assert SECRET not in shown(mask_value(name, SECRET))
    assert SECRET not in json.dumps(mask_json({"any": [{name: SECRET}]}))
    assert SECRET not in str(mask_pairs([(name, SECRET)]))
    assert SECRET not in mask_url(f"https://shop.example/path?{name}={SECRET}#{name}={SECRET}")


@pytest.mark.parametrize(
    "secret",
    [
        "ada@example.com",
        "ada%40example.com",
        "JWS.eyJraWQiOiJx.abc",
        "OauthNG.JWS.eyJraWQiOiJx",
        "IST.sandbox",
        "eyJhbGciOiJIUzI1NiJ9.e30.sig",
        "4242 4242 4242 4242",
        "4242424242424242",
        "OLhYxBW1aSv_m2j6Z1ft35e8j11pMisoU4ZT2bRq5pQ",
    ],
)
@pytest.mark.parametrize("place", ["plain", "in words {} here", "/a/path/{}", "https://shop.example/{}?a={}"])
def test_what_looks_like_a_secret_is_never_kept(secret: str, place: str) -> None:
    text = place.format(*[secret] * 2) if "{}" in place else secret
    assert secret not in mask_text(text)
    assert secret not in str(mask_json({"harmless": text}))
    assert secret not in mask_url(text)


CARD_BODY = {
    "payment": {
        "instrument": {
            "type": "card",
            "number": "5555555555554444",
            "cardholder_name": "Ada Lovelace",
            "expiry_month": 12,
            "expiry_year": 2034,
            "verification_value": "917",
        },
        "payment_method_id": "authorizenet.card",
    }
}


@pytest.mark.parametrize("body", [CARD_BODY, {"title": json.dumps(CARD_BODY)}, {json.dumps(CARD_BODY): "refused"}])
def test_of_a_card_nothing_is_kept_wherever_it_is_repeated(body: object) -> None:
    kept = json.dumps(mask_json(body))
    for secret in ("5555555555554444", "917"):
        assert secret not in kept


def test_of_a_cards_own_request_neither_name_nor_date_is_kept() -> None:
    kept = json.dumps(mask_json(CARD_BODY))
    assert "Lovelace" not in kept
    assert "2034" not in kept
    assert "authorizenet.card" in kept


def test_an_address_is_not_kept_under_any_platforms_names() -> None:
    address = {"address1": "555 Main Street", "city": "Austin", "state_or_province": "Texas", "postal_code": "78701"}
    kept = json.dumps(mask_json([{"address": address}, {"street_1": "555 Main Street", "zip": "78701"}]))
    for text in ("Main Street", "Austin", "Texas", "78701"):
        assert text not in kept


@given(where=JSON, name=st.sampled_from(NAMES))
def test_a_secret_is_found_wherever_it_lies(where: object, name: str) -> None:
    body = {"deeper": [where, {"still": {name: SECRET}}]}
    assert SECRET not in json.dumps(mask_json(body), ensure_ascii=False)


@pytest.mark.parametrize("place", ["contactDetails", "buyerInfo", "guests", "formSubmission", "inputValues"])
def test_what_a_person_typed_is_masked_whatever_it_is_called(place: str) -> None:
    body = {place: [{"label": "Nickname", "value": "Adder", "size": 47, "agreed": True, "id": GUID}]}
    masked = mask_json(body)
    assert "Adder" not in str(masked)
    assert "47" not in str(masked)
    assert masked[place][0]["agreed"] is True
    assert masked[place][0]["id"] == GUID


def test_no_part_of_a_card_or_of_an_address_is_kept() -> None:
    card = {"type": "card", "number": "4111", "expiry_month": 7, "verification_value": "737", "cardholder_name": "A B"}
    address = {"first_name": "Ada", "address1": "12 Lane", "postal_code": "04101", "city": "Portland"}
    body = {"payment": {"instrument": card, "save_instrument": False}, "consignments": [{"address": address}]}
    told = json.dumps(mask_json(body))
    for typed in ("4111", "7,", "737", "A B", "Ada", "Lane", "04101", "Portland"):
        assert typed not in told


def test_of_a_form_only_harmless_fields_are_kept() -> None:
    fields = [
        ("quantity", "2"),
        ("option.size", "Large"),
        ("guest_name", "Ada"),
        ("answer_3", "no nuts"),
        ("empty", ""),
    ]
    kept = dict(mask_form(fields))
    assert (kept["quantity"], kept["option.size"], kept["empty"]) == ("2", "Large", "")
    assert shown(kept["guest_name"]) == "$GUEST_NAME"
    assert shown(kept["answer_3"]) == "$ANSWER_3"


def test_what_makes_a_call_worth_reading_stays() -> None:
    body = {"catalogItems": [{"quantity": 2, "catalogReference": {"catalogItemId": GUID}}], "slug": "beginners-wheel"}
    assert mask_json(body) == body
    refusal = {"details": {"applicationError": {"code": "INSUFFICIENT_INVENTORY"}}}
    assert mask_json(refusal) == refusal
    address = f"http://127.0.0.1:8000/order-confirmation?orderId={GUID}&wixMemberLoggedIn=false"
    assert mask_url(address) == address


@given(identifier=st.uuids(version=4))
def test_an_id_stays_whatever_digits_are_in_it(identifier: object) -> None:
    path = f"/ecom/v1/orders/{identifier}"
    assert mask_url(path) == path
    assert mask_json({"buyerInfo": {"memberId": str(identifier)}}) == {"buyerInfo": {"memberId": str(identifier)}}


def test_an_id_full_of_digits_is_no_card() -> None:
    assert mask_text("0df996c9-7ba4-4242-8242-424242424242") == "0df996c9-7ba4-4242-8242-424242424242"


@given(text=st.text())
def test_nothing_that_was_sent_can_pass_for_a_placeholder(text: str) -> None:
    forged = f"{OPEN}TOKEN{CLOSE}{text}"
    assert mask_text(forged).count(OPEN) <= mask_text(f"TOKEN{text}").count(OPEN)


@given(text=st.text(min_size=0, max_size=3000))
def test_any_text_can_be_masked_and_stays_bounded(text: str) -> None:
    mask_text(text).encode()
    mask_url(text).encode()
    assert len(mask_text(text)) <= 1000
