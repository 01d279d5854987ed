"""Settings: everything checked at once, nothing secret shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config.settings import SettingsError, load_settings, read_or_make_secret

STRONG_SECRET = "kV3-fQ9zLw7RtY2uPb6NcXe8MjHs4GdA"
LIVE = {
    "APP_MODE": "production",
    "BASE_URL": "https://shop.example",
    "SECRET_KEY": STRONG_SECRET,
    "WIX_CLIENT_ID": "1f0c6f3e-2222-4333-8444-0123456789ab",
    "WIX_HOSTED_ORIGINS": "https://shop.wixsite.example, https://www.wix.example",
}

LIVE_STORE = {name: LIVE[name] for name in ("APP_MODE", "BASE_URL", "SECRET_KEY")} | {
    "PLATFORM": "bigcommerce",
    "BIGCOMMERCE_STORE_HASH": "abc123",
    "BIGCOMMERCE_ACCESS_TOKEN": "marked-token",
    "BIGCOMMERCE_HOSTED_ORIGINS": "https://checkout.shop.example",
}


def problems_of(**environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ)
    return str(caught.value)


def test_nothing_is_needed_to_start() -> None:
    settings = load_settings({})
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.sandbox_public_url == "http://127.0.0.1:8000/sandbox"
    assert not settings.is_live


def test_the_port_moves_everything_that_hangs_on_it() -> None:
    settings = load_settings({"PORT": "8123"})
    assert settings.base_url == "http://127.0.0.1:8123"
    assert settings.sandbox_public_url == "http://127.0.0.1:8123/sandbox"
    assert "http://127.0.0.1:8123" in settings.sandbox_allowed_redirect_domains
    assert "http://127.0.0.1:8123/auth/callback" in settings.sandbox_allowed_redirect_uris


def test_empty_text_counts_as_unset() -> None:
    assert load_settings({"PORT": "", "WIX_CLIENT_ID": "  "}) == load_settings({})


def test_a_live_shop_reads_its_values() -> None:
    settings = load_settings(LIVE)
    assert settings.is_live
    assert settings.is_secure
    assert settings.indexable
    assert settings.wix_hosted_origins == ("https://shop.wixsite.example", "https://www.wix.example")


def test_every_problem_is_reported_at_once_with_where_to_find_the_value() -> None:
    told = problems_of(APP_MODE="production", PORT="x", INDEXABLE="yes", WIX_API_KEY="IST.abc", LOG_LEVEL="loud")
    for name in ("PORT", "INDEXABLE", "LOG_LEVEL", "WIX_CLIENT_ID", "BASE_URL", "SECRET_KEY", "WIX_SITE_ID"):
        assert name in told
    assert "dashboard" in told


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000.5", "eight", "٨٠٠٠"])
def test_a_port_is_a_port(port: str) -> None:
    assert "PORT" in problems_of(PORT=port)


@pytest.mark.parametrize("flag", ["true", "False", "yes", "2", "on"])
def test_a_flag_is_0_or_1(flag: str) -> None:
    assert "INDEXABLE must be 0 or 1" in problems_of(INDEXABLE=flag)


@pytest.mark.parametrize("secret", ["", "short", "change-me-change-me-change-me-change-me", "a" * 64])
@pytest.mark.parametrize("mode", ["demo", "production"])
def test_a_missing_weak_or_placeholder_secret_is_refused(mode: str, secret: str) -> None:
    assert "SECRET_KEY" in problems_of(**(LIVE | {"APP_MODE": mode, "SECRET_KEY": secret}))


def test_production_refuses_the_sandbox_and_plain_http() -> None:
    told = problems_of(APP_MODE="production", SECRET_KEY=STRONG_SECRET)
    assert "WIX_CLIENT_ID" in told
    assert "https://" in told


def test_a_public_host_needs_demo_mode_and_https() -> None:
    assert "APP_MODE=demo" in problems_of(BASE_URL="https://shop.example")
    assert "https://" in problems_of(APP_MODE="demo", BASE_URL="http://shop.example", SECRET_KEY=STRONG_SECRET)
    assert load_settings({"APP_MODE": "demo", "BASE_URL": "https://shop.example", "SECRET_KEY": STRONG_SECRET})


@pytest.mark.parametrize(
    "url", ["shop.example", "ftp://x", "https://x/path", "https://u:p@x", "https://x?q=1", "https://["]
)
def test_a_base_url_is_an_origin(url: str) -> None:
    assert "BASE_URL" in problems_of(BASE_URL=url)


def test_live_without_hosted_origins_is_refused() -> None:
    assert "WIX_HOSTED_ORIGINS" in problems_of(WIX_CLIENT_ID=LIVE["WIX_CLIENT_ID"])


def test_a_platform_that_is_not_there_is_refused() -> None:
    assert "PLATFORM must be one of wix" in problems_of(PLATFORM="shopkeeper")


def test_only_the_chosen_platform_decides_whether_the_shop_is_live() -> None:
    assert not load_settings({"PLATFORM": "bigcommerce", "WIX_CLIENT_ID": LIVE["WIX_CLIENT_ID"]}).is_live
    assert not load_settings({"BIGCOMMERCE_STORE_HASH": "abc123"}).is_live
    assert load_settings(LIVE_STORE).is_live


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"BIGCOMMERCE_STORE_HASH": ""}, "BIGCOMMERCE_STORE_HASH"),
        ({"BIGCOMMERCE_STORE_HASH": "../abc"}, "BIGCOMMERCE_STORE_HASH"),
        ({"BIGCOMMERCE_STORE_HASH": "sandbox"}, "BIGCOMMERCE_STORE_HASH"),
        ({"BIGCOMMERCE_ACCESS_TOKEN": ""}, "BIGCOMMERCE_ACCESS_TOKEN"),
        ({"BIGCOMMERCE_ACCESS_TOKEN": "sandbox-token"}, "BIGCOMMERCE_ACCESS_TOKEN"),
        ({"BIGCOMMERCE_HOSTED_ORIGINS": ""}, "BIGCOMMERCE_HOSTED_ORIGINS"),
        ({"BIGCOMMERCE_HOSTED_ORIGINS": "http://checkout.shop.example"}, "BIGCOMMERCE_HOSTED_ORIGINS"),
        ({"BIGCOMMERCE_API_BASE_URL": "http://api.shop.example"}, "BIGCOMMERCE_API_BASE_URL"),
        ({"BIGCOMMERCE_PAYMENTS_BASE_URL": "http://pay.shop.example"}, "BIGCOMMERCE_PAYMENTS_BASE_URL"),
        ({"BIGCOMMERCE_CHANNEL_ID": "0"}, "BIGCOMMERCE_CHANNEL_ID"),
        ({"BIGCOMMERCE_CLIENT_ID": "abc"}, "BIGCOMMERCE_CLIENT_ID"),
        ({"BIGCOMMERCE_CHECKOUT": "mine"}, "BIGCOMMERCE_CHECKOUT"),
    ],
)
def test_a_live_store_is_held_to_the_same_strictness(change: dict[str, str], named: str) -> None:
    told = problems_of(**(LIVE_STORE | change))
    assert named in told
    assert "WIX_" not in told


def test_no_secret_shows_in_a_repr_or_in_a_problem() -> None:
    environ = LIVE | {"WIX_API_KEY": "IST.marked-secret", "WIX_SITE_ID": LIVE["WIX_CLIENT_ID"]}
    shown = repr(load_settings(environ))
    assert "marked-secret" not in shown
    assert "marked-token" not in repr(load_settings(LIVE_STORE))
    assert STRONG_SECRET not in shown
    assert "marked" not in problems_of(WIX_API_KEY="IST.marked-secret", SECRET_KEY="marked", APP_MODE="demo")


def test_the_development_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = load_settings({"DATA_DIR": str(tmp_path / "data")})
    first = read_or_make_secret(settings)
    assert len(first) >= 32
    assert read_or_make_secret(settings) == first
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_a_given_secret_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    settings = load_settings({"DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": STRONG_SECRET})
    assert read_or_make_secret(settings) == STRONG_SECRET
    assert not (tmp_path / "data").exists()
