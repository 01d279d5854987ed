"""What is the same for everybody travels compressed; what is somebody's own never does."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import SHOP_URL

FILE = "/static/css/site.css"


def ask(app: Flask, path: str, algorithms: str, **headers: str) -> TestResponse:
    headers = {"Accept-Encoding": algorithms} | {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_client().get(path, base_url=SHOP_URL, headers=headers) as answer:
        answer.get_data()
    return answer


@pytest.mark.parametrize("path", ["/", "/products", FILE, "/static/js/cart-count.js"])
def test_public_pages_and_files_travel_compressed(app: Flask, path: str) -> None:
    plain, packed = ask(app, path, "identity"), ask(app, path, "gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize("algorithm", ["zstd", "br", "gzip"])
def test_the_browser_chooses_how(app: Flask, algorithm: str) -> None:
    answer = ask(app, FILE, algorithm)
    assert answer.headers["Content-Encoding"] == algorithm
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize("path", ["/cart", "/order-confirmation", "/nowhere"])
def test_personal_pages_and_errors_are_sent_as_they_are(app: Flask, path: str) -> None:
    assert "Content-Encoding" not in ask(app, path, "gzip, br, zstd").headers


def test_a_file_that_is_already_there_is_not_sent_again(app: Flask) -> None:
    first = ask(app, FILE, "br")
    assert ask(app, FILE, "br", If_None_Match=first.headers["ETag"]).status_code == 304
