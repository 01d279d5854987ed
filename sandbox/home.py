"""The front page of the sandbox: what it is, and the credentials of each platform."""

from __future__ import annotations

from flask import Blueprint, render_template

from sandbox.bigcommerce import site as bigcommerce
from sandbox.wix import site as wix
from sandbox.wix.sign_in_form import DEMO

WIX = {
    "Client id": wix.CLIENT_ID,
    "API key": wix.API_KEY,
    "Site id": wix.SITE_ID,
    "Member": " / ".join(DEMO.values()),
}
BIGCOMMERCE = {
    "Store hash": bigcommerce.STORE_HASH,
    "Access token": bigcommerce.ACCESS_TOKEN,
    "Channel id": str(bigcommerce.CHANNEL_ID),
    "Client id": bigcommerce.CLIENT_ID,
    "Client secret": bigcommerce.CLIENT_SECRET,
}


def create_home(public_url: str) -> Blueprint:
    """Make the blueprint; `public_url` is where a browser finds the mount."""
    home = Blueprint("home", __name__)
    platforms = [
        {"name": "Wix", "address": f"{public_url}/wix", "credentials": WIX},
        {"name": "BigCommerce", "address": f"{public_url}{bigcommerce.MOUNT}", "credentials": BIGCOMMERCE},
    ]

    def index() -> str:
        return render_template("home.html", platforms=platforms)

    home.add_url_rule("/", "index", index)
    return home
