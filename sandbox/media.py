"""Small files a browser may keep: pictures and the style sheet, under addresses that name their content."""

from __future__ import annotations

import gzip
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
DEFAULT_PIXELS = 1200
TEXTS = {"text/css", "image/svg+xml"}


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
    is_packed = media_type in TEXTS and request.accept_encodings["gzip"] > 0
    content = _packed(folder / name, version) if is_packed else (folder / name).read_bytes()
    response = Response(content, mimetype=media_type)
    response.vary.add("Accept-Encoding")
    if is_packed:
        response.content_encoding = "gzip"
    response.set_etag(f"{version}-gzip" if is_packed else version)
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
def picture_size(path: Path) -> tuple[int, int]:
    """Return how wide and high a drawing says it is; what says nothing counts as a square."""
    try:
        said = re.search(r'width="(\d+)" height="(\d+)"', path.read_text(encoding="utf-8")[:200])
    except (OSError, UnicodeDecodeError):
        said = None
    return (int(said[1]), int(said[2])) if said else (DEFAULT_PIXELS, DEFAULT_PIXELS)


@lru_cache(maxsize=1024)
def _packed(path: Path, _version: str) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


@lru_cache(maxsize=1024)
def _content_hash(path: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
