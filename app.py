"""START HERE. `create_app()` puts the shop together: settings, platform, extensions, routes, error pages."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import load_dotenv
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server

from config.brand import BRAND, Brand
from config.logging import configure_logging
from config.settings import Settings, SettingsError, load_settings, read_or_make_secret
from demo import Demo
from routes import (
    account,
    bookings,
    cart,
    catalog,
    checkout,
    direct_checkout,
    direct_payment,
    events,
    feeds,
    find_order,
    health,
    hosted_pages,
    plans,
    returns,
    sign_in,
    webhooks,
)
from routes.errors import init_errors
from routes.filters import init_filters
from routes.languages import current_language, init_languages
from routes.page_head import init_page_heads
from routes.sentences import translated
from sandbox import Sandbox
from sandbox.bigcommerce import site as bigcommerce
from sandbox.wix import site as wix
from services.background import DaemonThreads
from services.http import current_request_id
from services.product_map import ProductMap
from services.registry import EmbeddedPlatform, build_storefront
from services.sentences import sentence
from services.storefront import Storefront
from web.assets import init_assets
from web.compression import init_compression
from web.csrf import init_csrf
from web.headers import init_headers
from web.hosts import HostGuard, init_hosts, init_request_limits
from web.languages import MultilingualFlask, init_prefixes
from web.limits import init_limits
from web.requests_log import init_requests_log
from web.seen_notices import SeenNotices
from web.session_store import SessionStore
from web.sessions import init_sessions
from web.translations import init_translations

API_BASE_URLS = {
    "wix": lambda settings: settings.wix_api_base_url,
    "bigcommerce": lambda settings: settings.bigcommerce_api_base_url,
}
# What a platform may not offer; pages link to it only if it does.
OPTIONAL_SECTIONS = (
    "events",
    "plans",
    "bookings",
    "sign_in",
    "hosted_pages",
    "hosted_cart",
    "direct_checkout",
)
BLUEPRINTS = (
    catalog,
    cart,
    checkout,
    direct_checkout,
    direct_payment,
    events,
    plans,
    bookings,
    hosted_pages,
    returns,
    sign_in,
    account,
    find_order,
    feeds,
    health,
    webhooks,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the shop. Without settings they are read from the environment and `.env`; bad ones end the process."""
    if settings is None:
        settings = settings_or_exit()
        configure_logging(settings.log_level, is_for_people=settings.app_mode == "development")

    app = MultilingualFlask(__name__)
    app.config.update(
        SECRET_KEY=read_or_make_secret(settings),
        BASE_URL=settings.base_url,
        IS_SECURE=settings.is_secure,
        INDEXABLE=settings.indexable,
    )
    app.extensions["settings"] = settings

    sandbox = None if settings.is_live else build_sandbox(settings)
    now = sandbox.clock.now if sandbox else system_now
    demo = build_demo(settings, sandbox) if sandbox else None
    storefront = build_storefront(settings, now, embed(sandbox, demo) if sandbox else None)
    app.extensions.update(storefront=storefront, clock=now, sandbox=sandbox, demo=demo)
    app.extensions["product_map"] = ProductMap(lambda: app.extensions["storefront"].catalog)

    app.extensions["background"] = DaemonThreads()
    app.extensions["seen_notices"] = SeenNotices(settings.data_dir / "notices.sqlite3")

    init_compression(app)
    init_templates(app, settings, storefront)
    init_web(app, settings, storefront)
    for section in BLUEPRINTS:
        app.register_blueprint(section.blueprint)
    if demo:
        demo.add_pages(app)
    init_limits(app)
    init_errors(app)
    if sandbox:
        mount_sandbox(app, sandbox, settings)
    if demo:
        app.wsgi_app = demo.surround(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if settings.trusted_proxy_count:
        hops = settings.trusted_proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def build_sandbox(settings: Settings) -> Sandbox:
    """The embedded stand-in of the platform; its clock and faults may be set in development only."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Sandbox(
        settings.data_dir / "sandbox.sqlite3",
        public_url=settings.sandbox_public_url,
        allowed_redirect_domains=settings.sandbox_allowed_redirect_domains,
        allowed_redirect_uris=settings.sandbox_allowed_redirect_uris,
        control=settings.app_mode == "development",
        wix_catalog=settings.sandbox_wix_catalog,
        reseeds_nightly=settings.app_mode == "demo",
    )


def build_demo(settings: Settings, sandbox: Sandbox) -> Demo:
    """The tour and the switchboard; clock and reset, which concern everybody, are there in development only."""
    return Demo(
        settings.data_dir / "tour.sqlite3",
        troubles=sandbox.troubles[settings.platform],
        now=sandbox.clock.now,
        hosted_url=settings.sandbox_public_url,
        is_secure=settings.is_secure,
        api_mount=f"/{settings.platform}",
        api_base_url=API_BASE_URLS[settings.platform](settings),
        stage=sandbox if settings.app_mode == "development" else None,
    )


def embed(sandbox: Sandbox, demo: Demo | None = None) -> EmbeddedPlatform:
    """What the registry needs to know of a sandbox in this process."""
    return EmbeddedPlatform(
        api=demo.listen(sandbox.api) if demo else sandbox.api,
        client_id=wix.CLIENT_ID,
        api_key=wix.API_KEY,
        site_id=wix.SITE_ID,
        store_hash=bigcommerce.STORE_HASH,
        access_token=bigcommerce.ACCESS_TOKEN,
        store_client_id=bigcommerce.CLIENT_ID,
        store_client_secret=bigcommerce.CLIENT_SECRET,
        breaker=demo.breaker if demo else None,
    )


def mount_sandbox(app: Flask, sandbox: Sandbox, settings: Settings) -> None:
    """The hosted pages are an application of their own: session, CSRF guard and headers of the shop do not touch it."""
    public_url = settings.sandbox_public_url
    pages = HostGuard(
        sandbox.pages,
        settings.base_url,
        other_urls=[public_url],
        is_loopback_allowed=settings.app_mode == "development",
    )
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {urlsplit(public_url).path: pages})  # type: ignore[method-assign]


def init_templates(app: Flask, settings: Settings, storefront: Storefront) -> None:
    """What every template may rely on; a name that is not there is an error, not an empty string."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(brand=spoken(BRAND), base_url=settings.base_url, is_sandbox=not settings.is_live)
    app.jinja_env.finalize = translated
    offers = {name for name in OPTIONAL_SECTIONS if getattr(storefront, name) is not None}
    if storefront.orders.can_find_by_number():
        offers.add("find_order")
    if storefront.carts.estimates_delivery:
        offers.add("delivery_estimate")
    app.jinja_env.globals["offers"] = offers
    init_languages(app, BRAND.languages)
    init_translations(app, locale_of=current_locale, code_of=lambda: current_language().code)
    init_filters(app)
    init_page_heads(app)
    init_assets(app)


def spoken(brand: Brand) -> Brand:
    """The brand with words that are translated where they are shown."""
    return replace(brand, tagline=sentence(brand.tagline), description=sentence(brand.description))


def current_locale() -> str:
    return current_language().tag.replace("-", "_")


def init_web(app: Flask, settings: Settings, storefront: Storefront) -> None:
    """Languages, sessions, guards and headers around every page."""
    default, *others = BRAND.languages
    init_prefixes(app, default=default.code, others={language.code for language in others})
    init_sessions(app, SessionStore(settings.data_dir / "sessions.sqlite3"), secure=settings.is_secure)
    init_hosts(app, base_url=settings.base_url, is_loopback_redirected=settings.app_mode == "development")
    init_request_limits(app)
    init_csrf(app, base_url=settings.base_url, signed_endpoints={"webhooks.receive"})
    init_headers(
        app,
        is_https=settings.is_secure,
        is_indexable=settings.indexable,
        image_origins=storefront.image_origins,
        hosted_origins=storefront.hosted_origins,
        frame_origins=storefront.frame_origins,
    )
    init_requests_log(app, current_request_id)


def system_now() -> datetime:
    """The clock when no sandbox keeps one."""
    return datetime.now(UTC)


def settings_or_exit() -> Settings:
    """The settings of the environment and `.env`; what is wrong with them is the last thing the process says."""
    load_dotenv(Path(__file__).parent / ".env")
    try:
        return load_settings()
    except SettingsError as error:
        raise SystemExit(str(error)) from None


def main() -> None:
    """Serve the shop for one developer: `make run`."""
    settings = settings_or_exit()
    if settings.app_mode == "production":
        raise SystemExit("This is the development server; a shop in production runs with `make serve`.")
    configure_logging(settings.log_level, is_for_people=True)
    try:
        server = make_server("127.0.0.1", settings.port, create_app(settings), threaded=True)
    except SystemExit:  # Werkzeug has said on standard error that the port is taken
        raise SystemExit("Choose another port: make run PORT=8123") from None
    told = f"{BRAND.name} is open at {settings.base_url}"
    if not settings.is_live:
        told += "\n  It runs on its own sandbox: no account, no network, no money moves."
    sys.stdout.write(f"{told}\n  Stop it with Ctrl+C.\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.stdout.write("Closed.\n")


if __name__ == "__main__":
    main()
