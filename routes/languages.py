"""Which language a page is in, and the same page in the others. The address alone says it; see `web/languages.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, has_request_context, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from config.brand import Language
from routes.current import absolute_url

LANGUAGE_KEY = "foyer.language"
LANGUAGE_PARAMETER = "lang"
# What pages of ours understand in an address; whatever else was added to it must not make it another page.
KEPT_PARAMETERS = {"category", "from", "in-stock", "on-sale", "past", "place", "planIds", "price-from", "price-to", "q"}
KEPT_PARAMETERS |= {"after", "sort", "staff", "variant", "zone"}
KEPT_PARAMETERS |= {"eventId", "next", "orderId", "orderNumber", "planOrderId", "rsvpId"}
SAFE_IN_PATH = "/!$&'()*+,;=:@-._~"


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one of the languages: `path` is its address here, without the origin."""

    language: Language
    path: str
    is_current: bool


def init_languages(app: Flask, languages: tuple[Language, ...]) -> None:
    """Give templates `language`, `theirs()`, `own_path()`, `alternates_of(path)` and `this_page_in_all_languages()`."""
    app.extensions["languages"] = languages
    app.jinja_env.globals.update(
        alternates_of=alternates_of,
        theirs=theirs,
        this_page_in_all_languages=this_page_in_all_languages,
        own_path=own_path,
    )

    @app.context_processor
    def name_language() -> dict[str, Language]:
        return {"language": current_language()}


def all_languages() -> tuple[Language, ...]:
    """The languages of the shop; the first is that of the plain addresses."""
    return cast(tuple[Language, ...], current_app.extensions["languages"])


def current_language() -> Language:
    """The language of the page that is asked for; the first one where nothing is asked."""
    languages = all_languages()
    if not has_request_context():
        return languages[0]
    code = g.get("language_prefix", "").removeprefix("/") or request.environ.get(LANGUAGE_KEY, "")
    return next((language for language in languages if language.code == code), languages[0])


def speak_with(prefix: str) -> None:
    """Answer in the language of this prefix: for the one address that can carry none, where a sign-in comes back."""
    if not request.script_root:
        g.language_prefix = prefix
        g.pop("babel_locale", None)


def theirs() -> Markup:
    """Attributes for what the platform says, which stays in the shop's first language on a page in another."""
    default = all_languages()[0]
    if current_language() == default:
        return Markup("")
    return Markup(' lang="{}" dir="auto"').format(default.tag)


def hosted_language() -> str:
    """The code for hosted pages; empty where the visitor chose none, so that their site decides."""
    chosen = current_language()
    return "" if chosen == all_languages()[0] else chosen.code


def return_url(endpoint: str) -> str:
    """The absolute address of a return page for hosted pages: without a prefix, the language as `?lang=`."""
    _, path = split_language(url_for(endpoint))
    chosen = hosted_language()
    return absolute_url(f"{path}?{urlencode({LANGUAGE_PARAMETER: chosen})}" if chosen else path)


def own_path() -> str:
    """The path of the page that is asked for, with its language."""
    return f"{request.script_root}{request.path}"


def split_language(path: str) -> tuple[str, str]:
    """The prefix of a path (`/es`, or nothing) and the rest, which begins with a slash."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if slash and path.startswith("/") and first in {language.code for language in all_languages()[1:]}:
        return f"/{first}", f"/{rest}"
    return "", path


def alternates_of(path: str) -> list[Alternate]:
    """A page of ours, named by its path as `url_for` gives it, in each language."""
    _, plain = split_language(path)
    default, current = all_languages()[0], current_language()
    return [
        Alternate(
            language, plain if language == default else f"/{language.code}{plain}", is_current=language == current
        )
        for language in all_languages()
    ]


def this_page_in_all_languages() -> list[Alternate]:
    """The page that is asked for in each language; the front page where a link could not open it."""
    return alternates_of(linkable_path())


def linkable_path() -> str:
    """The address of this page with its query, if a link may lead there."""
    if g.get("is_no_page") or is_sensitive(request.endpoint) or not is_opened_by_links():
        return url_for("catalog.home")
    path = quote(request.path, safe=SAFE_IN_PATH)
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in KEPT_PARAMETERS]
    return f"{path}?{urlencode(kept)}" if kept else path


def leave_no_links() -> None:
    """What is answered is no page that others could open, whatever its address."""
    g.is_no_page = True


def is_sensitive(endpoint: str | None) -> bool:
    """Whether an address of this kind may hold what is not to be repeated: answers of sign-ins."""
    return (endpoint or "").startswith("sign_in.") and endpoint != "sign_in.login"


def is_opened_by_links() -> bool:
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        adapter.match(request.path, method="GET")
    except (RequestRedirect, HTTPException):
        return False
    return True
