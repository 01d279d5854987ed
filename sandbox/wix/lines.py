"""Lines of carts and checkouts: which product is meant, can it still be bought, and how a line is written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.products import Product, Variant, find_products
from sandbox.wix.modifiers import answered
from sandbox.wix.shapes import cart_money, image, translated
from sandbox.wix.site import STORES_APP_ID, Site

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line as it is kept. `name` and `price` are from the moment of adding, for the day the product is gone."""

    number: int
    product_id: str
    variant_id: str
    quantity: int
    options: Mapping[str, Any]
    name: str
    price: int

    def same_item(self, other: StoredLine) -> bool:
        """Tell whether two lines mean the same thing, so that they are one line."""
        return (self.product_id, self.variant_id, self.options) == (other.product_id, other.variant_id, other.options)


@dataclass(frozen=True, slots=True)
class Line:
    """A stored line beside the catalog of this moment; product and variant are None when they are gone."""

    stored: StoredLine
    product: Product | None
    variant: Variant | None

    @property
    def id(self) -> str:
        """Return the id Wix gives a line: its number, written as a GUID."""
        return line_id(self.stored.number)

    @property
    def quantity(self) -> int:
        """Return how many pieces are wanted."""
        return self.stored.quantity

    @property
    def added_price(self) -> int:
        """Return what the modifiers add to the price of a piece."""
        if self.product is None:
            return 0
        return sum(added for _, _, added in answered(self.product, self.stored.options))

    @property
    def unit_price(self) -> int:
        """Return today's price of a piece with its modifiers, the old one if the product is gone."""
        return self.variant.price + self.added_price if self.variant else self.stored.price

    @property
    def full_price(self) -> int:
        """Return what a piece costs when it is not on sale."""
        if self.variant is None or self.variant.compare_at is None:
            return self.unit_price
        return self.variant.compare_at + self.added_price

    @property
    def total(self) -> int:
        """Return what the line adds to the subtotal: nothing if it cannot be bought."""
        return self.unit_price * self.quantity if self.is_buyable else 0

    @property
    def pieces_left(self) -> int | None:
        """Return how many pieces there are for all lines together, None where they are not counted."""
        return self.product.pieces_left(self.variant) if self.product and self.variant else 0

    @property
    def most(self) -> int | None:
        """Return how many pieces this line may hold, None if any number."""
        return self.product.most_per_line(self.variant) if self.product and self.variant else 0

    @property
    def preorder(self) -> str | None:
        """Return what the shop says of a line that is ordered before it is made, None for all others."""
        if self.product is None or self.variant is None or not self.product.can_preorder(self.variant):
            return None
        return self.product.preorder

    @property
    def is_shippable(self) -> bool:
        """Tell whether the line has to be sent."""
        return self.product is None or not self.product.is_digital

    @property
    def availability(self) -> str:
        """Return Wix's word for whether the line can be bought."""
        if self.product is None or self.variant is None or not self.product.visible:
            return "NOT_FOUND"
        left = self.pieces_left
        if left is None or left >= self.quantity:
            return "AVAILABLE"
        return "PARTIALLY_AVAILABLE" if left > 0 else "NOT_AVAILABLE"

    @property
    def is_buyable(self) -> bool:
        """Tell whether at least a part of the line can be bought."""
        return self.availability in ("AVAILABLE", "PARTIALLY_AVAILABLE")

    @property
    def name(self) -> str:
        """Return what the product is called."""
        return self.product.name if self.product else self.stored.name

    def image_file(self) -> str | None:
        """Return the picture of the variant, else the first of the product."""
        if self.variant and self.variant.image:
            return self.variant.image
        return self.product.images[0]["file"] if self.product and self.product.images else None


def line_id(number: int) -> str:
    """Return the GUID Wix writes for the number of a line."""
    return f"00000000-0000-0000-0000-{number:012d}"


def resolve(db: sqlite3.Connection, stored: Iterable[StoredLine]) -> list[Line]:
    """Put stored lines beside the catalog of this moment."""
    kept = list(stored)
    products = find_products(db, [line.product_id for line in kept])
    lines = []
    for line in kept:
        product = products.get(line.product_id)
        lines.append(Line(line, product, product.variant(line.variant_id) if product else None))
    return lines


def at_todays_price(line: Line) -> Line:
    """Return the same line with today's price kept, to compare with later ones."""
    return replace(line, stored=replace(line.stored, price=line.unit_price))


def capped(line: Line, quantity: int) -> int:
    """Return how many of these pieces a line may hold."""
    return quantity if line.most is None else min(quantity, line.most)


def stored_from_row(row: Mapping[str, Any]) -> StoredLine:
    """Read a stored line from a row or from the JSON of a checkout."""
    options = row["options"]
    return StoredLine(
        number=row["number"],
        product_id=row["product_id"],
        variant_id=row["variant_id"],
        quantity=row["quantity"],
        options=json.loads(options) if isinstance(options, str) else options,
        name=row["name"],
        price=row["price"],
    )


def line_json(site: Site, line: Line, currency: str, *, picture_key: str = "image") -> Json:
    """Return a line as carts write it; checkouts call the picture `media`."""
    price = line.unit_price
    body: Json = {
        "id": line.id,
        "quantity": line.quantity,
        "catalogReference": catalog_reference(line),
        "productName": translated(line.name),
        "price": cart_money(price, currency),
        "fullPrice": cart_money(line.full_price, currency),
        "priceBeforeDiscounts": cart_money(price, currency),
        "lineItemPrice": cart_money(price * line.quantity, currency),
        "descriptionLines": description_lines(line),
        "availability": _availability(line),
        "physicalProperties": physical_properties(line),
        "couponScopes": [],
        "itemType": item_type(line),
        "paymentOption": "FULL_PAYMENT_ONLINE",
        "rootCatalogItemId": line.stored.product_id,
        "customLineItem": False,
        "priceUndetermined": False,
        "fixedQuantity": False,
        "savePaymentMethod": False,
        "policies": [],
        "membersOnly": False,
    }
    if line.product:
        path = f"/product-page/{line.product.slug}"
        body["url"] = {"relativePath": path, "url": site.page_url(path)}
    if picture := picture_json(site, line):
        body[picture_key] = picture
    return body


def catalog_reference(line: Line) -> Json:
    """Return which thing of which catalog a line means."""
    options = {"variantId": line.stored.variant_id, **line.stored.options}
    return {"catalogItemId": line.stored.product_id, "appId": STORES_APP_ID, "options": options}


def description_lines(line: Line) -> list[Json]:
    """Return the chosen options, colours with their code, and the modifiers."""
    if line.product is None or line.variant is None:
        return []
    options = zip(line.product.options, line.variant.choices, strict=True)
    modifiers = answered(line.product, line.stored.options)
    return [
        *(_description_line(option, choice) for option, choice in options),
        *(plain_line(name, answer) for name, answer, _ in modifiers),
    ]


def physical_properties(line: Line) -> Json:
    """Return SKU and weight."""
    if line.variant is None:
        return {"shippable": line.is_shippable}
    weight = {"weight": line.variant.weight or 0} if line.is_shippable else {}
    return {"sku": line.variant.sku, "shippable": line.is_shippable, **weight}


def item_type(line: Line) -> Json:
    """Return whether the line is a thing or a file."""
    return {"preset": "PHYSICAL" if line.is_shippable else "DIGITAL"}


def picture_json(site: Site, line: Line) -> Json | None:
    """Return the picture of a line, None if there is none."""
    file = line.image_file()
    return image(site, file, line.product.alt_text(file)) if file and line.product else None


def _availability(line: Line) -> Json:
    if not line.is_buyable:
        return {"status": line.availability, "quantityAvailable": 0}
    # Where pieces are not counted there is no number.
    limit = {} if line.most is None else {"quantityAvailable": line.most}
    return {"status": line.availability, **limit}


def _description_line(option: Mapping[str, Any], choice: str) -> Json:
    if option["kind"] == "color":
        code = next(entry["color"] for entry in option["choices"] if entry["name"] == choice)
        color = {**translated(choice), "code": code}
        return {"name": translated(option["name"]), "lineType": "COLOR", "colorInfo": color}
    return plain_line(option["name"], choice)


def plain_line(name: str, text: str) -> Json:
    """Return a line that says one thing in words."""
    value = translated(text)
    return {"name": translated(name), "lineType": "PLAIN_TEXT", "plainText": value, "plainTextValue": value}
