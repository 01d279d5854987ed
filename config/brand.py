"""Who the shop is: what a fork edits first, together with `static/css/tokens.css`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the shop: `code` stands in addresses and names the folder in `translations/`.

    `name` is what its speakers call it; `tag` says how money and dates are written (`en-US`).
    """

    code: str
    name: str
    tag: str
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Colors:
    """Colours that stand outside the style sheet, as CSS hex.

    `paper`, `dark_paper`, `ink`, `accent` and `ground` (the hero's) are those of `static/css/tokens.css`; `mark`,
    `cream` and `glaze` are those of `static/images/favicon.svg`. `make cards` draws with them.
    """

    paper: str
    dark_paper: str
    ink: str
    accent: str
    mark: str
    cream: str
    glaze: str
    ground: str


@dataclass(frozen=True, slots=True)
class Brand:
    """Words and facts that stand on every page. The first language is that of the plain addresses."""

    name: str
    tagline: str
    description: str
    email: str
    address: str
    languages: tuple[Language, ...]
    country: str
    time_zone: str
    colors: Colors

    @property
    def language(self) -> str:
        """The tag of the first language, which is also that of what the platform says."""
        return self.languages[0].tag


def translatable(text: str) -> str:
    """Marks words for the catalogs of the other languages (`make messages`)."""
    return text


BRAND = Brand(
    name="Kiln & Kettle",
    tagline=translatable("Pots for tea, and tea for pots"),
    description=translatable(
        "A small pottery and tea studio: we throw and fire every piece, and choose the teas to go with them."
    ),
    email="hello@kilnandkettle.example",
    address="14 Tannery Lane, Portland, Maine",
    languages=(
        Language("en", "English", "en-US"),
        Language("es", "Español", "es"),
        Language("he", "עברית", "he", direction="rtl"),
    ),
    country="US",
    time_zone="America/New_York",
    colors=Colors(
        paper="#faf6ef",
        dark_paper="#1b1714",
        ink="#2a231e",
        accent="#96452a",
        mark="#a34f2e",
        cream="#f4e6cc",
        glaze="#e3a968",
        ground="#eadfce",
    ),
)
