"""What the handlers need to know of the imitated BigCommerce store: credentials, database, addresses, quota."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from sandbox.clock import Clock
from sandbox.state import Database

STORE_HASH = "sandbox"
STORE_ID = 1001
ACCESS_TOKEN = "sandbox-token"  # noqa: S105 - the published token of the sandbox
CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-client-secret-0123456789abcdef"  # noqa: S105 - as above
CHANNEL_ID = 1
SITE_ID = 1000
STORE_NAME = "Kiln & Kettle"
STORE_EMAIL = "hello@kilnandkettle.example"
MOUNT = "/bigcommerce"
EXTENSION = "bigcommerce_store"
GENEROUS_QUOTA = 20_000
WINDOW_MILLISECONDS = 30_000


@dataclass(frozen=True, slots=True)
class Store:
    """The imitated store. `public_url` is where a browser finds the mount, without a slash at the end.

    `storefront_url` is the shop that hosted pages lead back to until the channel's site says otherwise.
    `requests_quota` is how many calls the API answers in 30 seconds (150 on BigCommerce's Plus plan).
    """

    database: Database
    clock: Clock
    public_url: str
    storefront_url: str
    images_folder: Path
    requests_quota: int = GENEROUS_QUOTA

    def page_url(self, path: str) -> str:
        """Return the absolute address of a hosted page."""
        return f"{self.public_url}{MOUNT}{path}"


def current_store() -> Store:
    """Return the store the current request belongs to."""
    return cast(Store, current_app.extensions[EXTENSION])
