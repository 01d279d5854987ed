"""What a browser opens of the imitated BigCommerce store: hosted pages and pictures, under /bigcommerce."""

from __future__ import annotations

from flask import Blueprint, Flask, Response

from sandbox.bigcommerce.hosted_pages import HOSTED
from sandbox.bigcommerce.site import EXTENSION, MOUNT, Store, current_store
from sandbox.media import picture_file

pictures = Blueprint("bigcommerce_pictures", __name__)


def add_pages(app: Flask, store: Store) -> None:
    """Add the hosted pages to the application that serves those of all platforms."""
    app.extensions[EXTENSION] = store
    for blueprint in (pictures, *HOSTED):
        app.register_blueprint(blueprint, url_prefix=MOUNT)


@pictures.get("/media/<name>")
def picture(name: str) -> Response:
    """Serve a picture of the catalog, for any site to show."""
    return picture_file(current_store().images_folder, name)
