"""Compresses what is the same for everybody, and nothing else: files and public pages."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_compress import Compress

from web.static_texts import make_small

ALGORITHMS = ["zstd", "br", "gzip"]


def init_compression(app: Flask) -> None:
    """Compress public answers for browsers that take it. Call this first, so that it sees the finished answer.

    A personal page may hold a secret beside words that somebody else chose, and its compressed length would tell about
    both (BREACH), so it is sent as it is.
    """
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_ALGORITHM=ALGORITHMS)
    compress = Compress(app)

    @app.after_request
    def compress_public_answers(response: Response) -> Response:
        if not response.cache_control.public:
            return response
        response.direct_passthrough = False
        response.make_sequence()  # a file is read whole, so that its length can be told
        if request.endpoint == "static":
            make_small(response)
        return compress.after_request(response)
