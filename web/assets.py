"""Addresses of static files that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, request, url_for

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"
HASH_LENGTH = 12


def init_assets(app: Flask) -> None:
    """Give templates `asset(name)`; an address with the right `v` may be cached for ever, any other for a while."""
    folder = Path(app.static_folder or "")
    known: dict[str, tuple[int, str]] = {}

    def version_of(name: str) -> str | None:
        """The hash of the content, computed again when the file changes (while somebody designs)."""
        try:
            changed_at = (folder / name).stat().st_mtime_ns
        except OSError:
            return None
        if name not in known or known[name][0] != changed_at:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:HASH_LENGTH]
            known[name] = (changed_at, digest)
        return known[name][1]

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=version_of(name))

    @app.after_request
    def cache_static_files(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code not in (200, 304):
            return response
        version = version_of(str((request.view_args or {}).get("filename", "")))
        is_current = version is not None and request.args.get("v") == version
        response.headers["Cache-Control"] = FOR_EVER if is_current else FOR_A_WHILE
        return response

    app.jinja_env.globals["asset"] = asset
