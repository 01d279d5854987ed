"""`python -m sandbox`: the sandbox alone, API and hosted pages on one origin. Reads only SANDBOX_* settings."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox import Sandbox
from sandbox.bigcommerce import site as bigcommerce
from sandbox.wix.site import API_KEY, CLIENT_ID, SITE_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DEFAULT_DOMAINS = "http://127.0.0.1:8000,http://127.0.0.1:5000"
DEFAULT_URIS = "http://127.0.0.1:8000/auth/callback,http://127.0.0.1:5000/auth/callback"


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> None:
    """Serve until interrupted."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder:
        database = options.database or Path(folder) / "sandbox.sqlite3"
        server = make_server(options.host, options.port, _refuse_until_ready, threaded=True, request_handler=_Handler)
        # Port 0 is known only now; the addresses the sandbox hands out need it.
        address = f"http://{options.host}:{server.server_port}"
        sandbox = build(database, address, environment, product_count=options.products, webhook_url=options.webhook_url)
        delivering = sandbox.start_delivering_webhooks()
        server.app = sandbox.app
        _greet(address, environment)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            delivering.set()
            server.server_close()
            sandbox.close()


class _Handler(WSGIRequestHandler):
    def connection_dropped(self, error: BaseException, environ: WSGIEnvironment | None = None) -> None:
        """Cut the connection where the sandbox was asked to, in place of waiting for the next request on it."""
        self.close_connection = True


def build(
    database: Path,
    address: str,
    environment: Mapping[str, str],
    *,
    product_count: int | None = None,
    webhook_url: str | None = None,
) -> Sandbox:
    """Make the sandbox from SANDBOX_* settings; `address` is where it listens."""
    return Sandbox(
        database,
        public_url=environment.get("SANDBOX_PUBLIC_URL") or address,
        allowed_redirect_domains=_listed(environment, "SANDBOX_ALLOWED_REDIRECT_DOMAINS", DEFAULT_DOMAINS),
        allowed_redirect_uris=_listed(environment, "SANDBOX_ALLOWED_REDIRECT_URIS", DEFAULT_URIS),
        product_count=product_count,
        wix_catalog=_catalog(environment),
        webhook_url=webhook_url,
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A stand-in for the commerce platforms.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--database", type=Path, help="keep the state in this file; default: a temporary one")
    parser.add_argument("--products", type=int, metavar="N", help="a shop of N products: the catalog's, and variations")
    parser.add_argument("--webhook-url", metavar="URL", help="send BigCommerce's webhooks there, signed")
    return parser.parse_args(arguments)


def _listed(environment: Mapping[str, str], name: str, default: str) -> list[str]:
    return [part.strip() for part in (environment.get(name) or default).split(",") if part.strip()]


def _catalog(environment: Mapping[str, str]) -> str:
    wanted = environment.get("SANDBOX_WIX_CATALOG") or "v3"
    if wanted not in ("v3", "v1"):
        raise SystemExit("SANDBOX_WIX_CATALOG must be v3 or v1")
    return wanted


def _refuse_until_ready(_environ: object, start_response: object) -> list[bytes]:
    raise ConnectionResetError


def _greet(address: str, environment: Mapping[str, str]) -> None:
    print(f"Sandbox - no money moves. API and hosted pages: {address}/wix   control: {address}/control")
    print(f"Wix client id {CLIENT_ID}, API key {API_KEY}, site id {SITE_ID}")
    print(f"BigCommerce, at {address}{bigcommerce.MOUNT}: store hash {bigcommerce.STORE_HASH}, token", end=" ")
    print(f"{bigcommerce.ACCESS_TOKEN}, channel {bigcommerce.CHANNEL_ID}, client id {bigcommerce.CLIENT_ID},", end=" ")
    print(f"client secret {bigcommerce.CLIENT_SECRET}")
    print(f"Allowed redirect domains: {environment.get('SANDBOX_ALLOWED_REDIRECT_DOMAINS') or DEFAULT_DOMAINS}")
    print("Stop with Ctrl+C.", flush=True)


if __name__ == "__main__":
    main()
