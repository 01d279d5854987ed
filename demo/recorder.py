"""Around shop and hosted pages: knows a visitor by a cookie of its own, and keeps what the visitor's browser did.

The cookie is given with the answer to the first form that somebody sends. Whoever only looks around has none, and what
may be cached for everybody is part of nobody's trace.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.datastructures import Headers
from werkzeug.http import dump_cookie, parse_cookie

from demo.hops import Hop
from demo.masking import mask_form, mask_pairs, mask_path, mask_url
from demo.store import TraceStore
from demo.visit import LABEL, VISIT_ID, Visit, current_visit, label_of, new_visit_id
from web.sqlite_file import SessionStoreError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORM_TYPE = "application/x-www-form-urlencoded"
LARGEST_FORM_BYTES = 32 * 1024
# Answers that say "not like this": what was sent to get them is no step of anybody's way.
NO_STEPS = {400, 403, 404, 405, 413, 414, 429}
OWN_PAGES = re.compile(r"(/[a-z]{2,3})?/(tour|switchboard|static|healthz)(/|\Z)")
# Whoever signs out may leave the browser to somebody else: what came before is nobody's any more.
SIGNING_OUT = re.compile(r"(/[a-z]{2,3})?/auth/logout\Z")
CONTROL = "/control"
# What the platform's server sends is no step of a visitor's way.
FROM_SERVERS = "/webhooks/"

log = logging.getLogger("foyer.demo")


@dataclass(slots=True)
class Noted:
    """What is known of an answer once its headers are."""

    status: int = 0
    location: str = ""
    cache_control: str = ""

    @property
    def is_for_everybody(self) -> bool:
        return "public" in self.cache_control


class Recorder:
    """WSGI middleware; `hosted_url` is where a browser finds the hosted pages, under a path of this application."""

    def __init__(
        self,
        wsgi_app: WSGIApplication,
        store: TraceStore,
        *,
        hosted_url: str,
        is_secure: bool,
        now: Callable[[], datetime],
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._wsgi_app = wsgi_app
        self._store = store
        parts = urlsplit(hosted_url)
        self._hosted_origin, self._hosted_path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
        self._cookie = "__Host-tour" if is_secure else "tour"
        self._guest_cookie = "__Secure-tour-guest" if is_secure else "tour-guest"
        self._is_secure = is_secure
        self._now = now
        self._timer = timer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")  # now: a mount on the way in takes its own part off
        is_hosted = path.startswith(f"{self._hosted_path}/")
        set_cookie, label = self._recognise(environ, is_hosted=is_hosted)
        if label is None or path.startswith(FROM_SERVERS):
            return self._wsgi_app(environ, start_response)
        visit, noted, at, began = Visit(label), Noted(), self._now(), self._timer()
        form = _read_form(environ)

        def start(status: str, headers: list[tuple[str, str]], *args: Any) -> Any:
            answer = Headers(headers)
            noted.status = int(status[:3])
            noted.location, noted.cache_control = answer.get("Location", ""), answer.get("Cache-Control", "")
            if set_cookie and noted.status not in NO_STEPS and not noted.is_for_everybody:
                answer.add("Set-Cookie", set_cookie)
            return start_response(status, answer.to_wsgi_list(), *args)

        token = current_visit.set(visit)
        try:
            body = self._wsgi_app(environ, start)
        finally:
            current_visit.reset(token)
        if environ["REQUEST_METHOD"] == "POST" and SIGNING_OUT.match(path) and noted.status not in NO_STEPS:
            self._try(lambda: self._store.forget(label))
        if self._is_step(environ["REQUEST_METHOD"], path, noted):
            hop = Hop(
                at=at,
                place="hosted" if is_hosted else "shop",
                method=environ["REQUEST_METHOD"],
                path=mask_path(path.encode("latin-1").decode("utf-8", "replace")),
                query=mask_pairs(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
                form=mask_form(form),
                status=noted.status,
                milliseconds=round((self._timer() - began) * 1000, 1),
                location=mask_url(noted.location) if noted.location else "",
                calls=tuple(call.masked() for call in visit.calls),
            )
            self._try(lambda: self._store.keep(label, hop))
            if not is_hosted:
                self._remember_way(noted.location, label)
        return body

    def _recognise(self, environ: WSGIEnvironment, *, is_hosted: bool) -> tuple[str, str | None]:
        """A cookie to set, if any, and the label of whoever asks; no label for somebody who is not known."""
        cookies = environ.get("HTTP_COOKIE", "")
        known = _cookie_value(cookies, self._cookie)
        if known and VISIT_ID.match(known):
            return "", label_of(known)
        if is_hosted:
            return self._recognise_guest(environ, cookies)
        if environ["REQUEST_METHOD"] != "POST":
            return "", None
        made = new_visit_id()
        return self._dump(self._cookie, made, "/"), label_of(made)

    def _recognise_guest(self, environ: WSGIEnvironment, cookies: str) -> tuple[str, str | None]:
        """On an origin of their own the hosted pages see another cookie: one that lets hops be added and none be read.

        It is given with the single-use address, which was made for somebody whom the shop knows.
        """
        if environ.get("QUERY_STRING"):
            address = f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}"
            if label := self._try(lambda: self._store.whose_way(address)):
                return self._dump(self._guest_cookie, label, self._hosted_path), label
        label = _cookie_value(cookies, self._guest_cookie)
        return "", label if label and LABEL.match(label) else None

    def _remember_way(self, location: str, label: str) -> None:
        if location.startswith(f"{self._hosted_origin}{self._hosted_path}/"):
            way = location.removeprefix(self._hosted_origin)
            self._try(lambda: self._store.remember_way(way, label))

    def _is_step(self, method: str, path: str, noted: Noted) -> bool:
        if method not in ("GET", "POST") or OWN_PAGES.match(path) or path.startswith(f"{self._hosted_path}{CONTROL}"):
            return False
        is_refused_form = method == "POST" and noted.status in NO_STEPS
        return not (noted.is_for_everybody or is_refused_form or noted.status in (204, 304))

    def _try(self, work: Callable[[], Any]) -> Any:
        """A trace that cannot be kept is no reason for the shop to fail."""
        try:
            return work()
        except SessionStoreError as error:
            log.warning("the trace is not kept: %s", error)
            return None

    def _dump(self, name: str, value: str, path: str) -> str:
        return dump_cookie(name, value, path=path, secure=self._is_secure, httponly=True, samesite="Lax")


def _read_form(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """The fields of a posted form, which stays readable for the application behind."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not environ.get("CONTENT_TYPE", "").startswith(FORM_TYPE) or not (length.isascii() and length.isdigit()):
        return []
    if int(length) > LARGEST_FORM_BYTES:
        return []
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def _cookie_value(cookies: str, name: str) -> str | None:
    if f"{name}=" not in cookies:
        return None
    return parse_cookie(cookies).get(name)
