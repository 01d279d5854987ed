"""The front page: what the sandbox is, and how each platform is reached."""

from __future__ import annotations

from tests.sandbox.cast import CLIENT_ID, PUBLIC_URL, Browser


def test_the_front_page_tells_the_credentials_of_both_platforms(browser: Browser):
    page = browser.open("http://localhost:8000/sandbox/")
    assert page.status_code == 200
    for told in (f"{PUBLIC_URL}/wix", CLIENT_ID, f"{PUBLIC_URL}/bigcommerce", "sandbox-token", "sandbox-client-secret"):
        assert told in page.text
