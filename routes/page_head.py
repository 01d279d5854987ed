"""What the head of a page says to machines: its one address, whether to list it, its pictures, and the things on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, url_for
from markupsafe import Markup

from routes.current import absolute_url
from routes.languages import current_language
from routes.structured_data import Shop, Thing, write_json_ld
from services.models import Image

LONGEST_TITLE = 70
LONGEST_DESCRIPTION = 160
NOINDEX = "noindex"
# A later page of a list, or a narrowed one, is on the way to the products and nothing to find: its cursor dies, and its
# words are those of the list. It has no canonical address, because it is not the list's first page.
FOLLOW_ONLY = "noindex, follow"
LISTED = "max-image-preview:large"
CARD_SIZE = (1200, 630)


@dataclass(frozen=True, slots=True)
class Head:
    """The default is that of a personal page or an error: nobody's to list, at no address, about nothing.

    `address` is absolute and canonical; `kind` is OpenGraph's; the first of the `pictures` is shown where a link is
    shared.
    """

    address: str = ""
    robots: str = NOINDEX
    kind: str = "website"
    pictures: tuple[Image, ...] = ()
    things: tuple[Thing, ...] = ()


PERSONAL = Head()
ON_THE_WAY = Head(robots=FOLLOW_ONLY)


def init_page_heads(app: Flask) -> None:
    """Let a page that says nothing be nobody's to list, and give templates the filters of its head."""
    app.jinja_env.globals["head"] = PERSONAL
    app.jinja_env.filters.update(
        title_words=lambda text: cut_words(text, LONGEST_TITLE),
        description_words=lambda text: cut_words(text, LONGEST_DESCRIPTION),
        json_ld=write_json_ld,
    )


def public_head(path: str, card: str, *, kind: str = "website", picture: Image | None = None, things: Any = ()) -> Head:
    """The head of a page that everybody may see; `path` as `url_for` makes it, with a language's prefix.

    The picture of what is on the page comes first. Not every site draws vectors, so the section's card stands behind
    those, and alone where there is no picture.
    """
    drawn = as_absolute(picture) if picture else None
    has_vector = drawn is not None and drawn.url.partition("?")[0].endswith(".svg")
    pictures = ([drawn] if drawn else []) + ([card_of(card)] if drawn is None or has_vector else [])
    robots = LISTED if current_app.config["INDEXABLE"] else NOINDEX
    return Head(absolute_url(path), robots, kind, tuple(pictures), tuple(things))


def on_the_way() -> Head:
    """The head of a list's later or narrowed page."""
    return ON_THE_WAY if current_app.config["INDEXABLE"] else PERSONAL


def as_absolute(image: Image) -> Image | None:
    """The picture with its whole address, None where a machine could not fetch it."""
    if image.url.startswith("/") and not image.url.startswith("//"):
        return Image(absolute_url(image.url), image.alt, image.width, image.height)
    return image if image.url.startswith(("https://", "http://")) else None


def card_of(section: str) -> Image:
    """The drawn card of a section, made by `make cards`."""
    width, height = CARD_SIZE
    return Image(asset_url(f"images/cards/{section}.png"), current_brand().name, width, height)


def asset_url(name: str) -> str:
    """The absolute address of a static file, which changes with its content."""
    return absolute_url(asset_path(name))


def asset_path(name: str) -> str:
    """The same without the shop's origin."""
    return str(current_app.jinja_env.globals["asset"](name))  # type: ignore[operator]


def current_brand() -> Any:
    return current_app.jinja_env.globals["brand"]


def current_shop() -> Shop:
    """The shop as structured data names it, with its words in the language of the page."""
    brand = current_brand()
    return Shop(
        name=brand.name,
        url=str(current_app.config["BASE_URL"]),
        tagline=str(brand.tagline),
        description=str(brand.description),
        email=brand.email,
        address=brand.address,
        language=current_language().tag,
        logo_url=asset_url("images/icons/icon-512.png"),
        search_url=absolute_url(f"{url_for('catalog.products')}?q="),
    )


def cut_words(text: str, longest: int) -> str:
    """One line of plain words, cut between two of them. Text that a template escaped already is unescaped first."""
    plain = " ".join((text.unescape() if isinstance(text, Markup) else text).split())
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1].rpartition(" ")[0].rstrip(" ,;:.·–-") + "…"
