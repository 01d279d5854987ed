"""Small files a browser may keep: pictures and the style sheet, under addresses that name their content."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, request

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
FILE_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[a-z]+)")
MEDIA_TYPES = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
ONE_YEAR_SECONDS = 31_536_000
SHORT_SECONDS = 300


def picture_file(folder: Path, name: str) -> Response:
    """Serve a picture, for any site to show."""
    response = small_file(folder, name)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def small_file(folder: Path, name: str) -> Response:
    """Serve a small file; under its versioned address it may be kept for a year."""
    written = FILE_NAME.fullmatch(name)
    media_type = MEDIA_TYPES.get(written[1]) if written else None
    version = media_version(folder / name) if media_type else None
    if version is None:
        abort(404)
    response = Response((folder / name).read_bytes(), mimetype=media_type)
    response.set_etag(version)
    response.cache_control.public = True
    response.cache_control.immutable = request.args.get("v") == version
    response.cache_control.max_age = ONE_YEAR_SECONDS if response.cache_control.immutable else SHORT_SECONDS
    response.make_conditional(request)
    return response


def media_version(path: Path) -> str | None:
    """Return a short name for the content of a file, None if there is no such file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return _content_hash(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _content_hash(path: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
