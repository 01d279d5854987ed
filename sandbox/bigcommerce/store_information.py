"""What v2 says of the store itself, and what time it is there.

Source: https://developer.bigcommerce.com/docs/rest-management/store-information
"""

from __future__ import annotations

from flask import Blueprint

from sandbox.bigcommerce.shapes import Json
from sandbox.bigcommerce.site import STORE_EMAIL, STORE_HASH, STORE_NAME, current_store
from sandbox.products import shop_currency
from sandbox.seed import seed_id

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}

store_information = Blueprint("bigcommerce_store_information", __name__)


@store_information.get("/v2/store")
def read_store() -> Json:
    """Return the store; `secure_url` is where its hosted pages are.

    Source: https://developer.bigcommerce.com/docs/rest-management/store-information#get-store-information
    """
    store = current_store()
    with store.database.read() as db:
        currency = shop_currency(db)
    hosted = store.page_url("")
    return {
        "id": STORE_HASH,
        "account_uuid": seed_id("account", STORE_HASH),
        "domain": hosted.split("://", 1)[-1],
        "secure_url": hosted,
        "control_panel_base_url": hosted,
        "status": "live",
        "name": STORE_NAME,
        "first_name": "Jane",
        "last_name": "Doe",
        "address": "1 Quay Street\nPortland",
        "country": "United States",
        "country_code": "US",
        "infrastructure_region": "sandbox",
        "phone": "",
        "admin_email": STORE_EMAIL,
        "order_email": STORE_EMAIL,
        "favicon_url": "",
        "timezone": {
            "name": "Etc/UTC",
            "raw_offset": 0,
            "dst_offset": 0,
            "dst_correction": False,
            "date_format": {"display": "M jS Y", "export": "M jS Y", "extended_display": "M jS Y @ g:i A"},
        },
        "language": "en",
        "currency": currency,
        "currency_symbol": SYMBOLS.get(currency, currency),
        "decimal_separator": ".",
        "thousands_separator": ",",
        "decimal_places": 2,
        "currency_symbol_location": "left",
        "weight_units": "KGS",
        "dimension_units": "Centimeters",
        "dimension_decimal_places": 2,
        "dimension_decimal_token": ".",
        "dimension_thousands_token": ",",
        "plan_name": "Sandbox",
        "plan_level": "Plus",
        "plan_is_trial": False,
        "industry": "",
        "logo": [],
        "is_price_entered_with_tax": False,
        "active_comparison_modules": [],
        "features": {
            "stencil_enabled": False,
            "sitewidehttps_enabled": True,
            "facebook_catalog_id": "",
            "checkout_type": "optimized",
            "wishlists_enabled": False,
            "graphql_storefront_api_enabled": False,
            "shopper_consent_tracking_enabled": False,
            "multi_storefront_enabled": True,
        },
    }


@store_information.get("/v2/time")
def read_time() -> Json:
    """Return the store's time in seconds, by which the login tokens are judged.

    Source: https://developer.bigcommerce.com/docs/rest-management/store-information#get-system-timestamp
    """
    return {"time": int(current_store().clock.now().timestamp())}
