"""From Wix's shapes to ours: pure functions, and the one place where merchant HTML is sanitised."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec
import nh3

from services.models import (
    NO_HTML,
    Address,
    Availability,
    Cart,
    Category,
    Image,
    InfoSection,
    LineItem,
    LineProblem,
    Money,
    Option,
    OptionValue,
    Order,
    OrderState,
    Product,
    SafeHtml,
    Totals,
    Variant,
)
from services.wix import wire

log = logging.getLogger("foyer.wix")

Shape = TypeVar("Shape")

MEDIA_URL = "https://static.wixstatic.com/media/"
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\Z")
ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "h3", "h4", "blockquote", "a"}
SUMMARY_LENGTH = 180
UNPAID_STATES = {"DECLINED": OrderState.DECLINED, "CANCELED": OrderState.CANCELLED}
PAID_STATES = {
    "PAID": OrderState.PAID,
    "PARTIALLY_REFUNDED": OrderState.PAID,
    "FULLY_REFUNDED": OrderState.REFUNDED,
}
LINE_PROBLEMS = {
    "NOT_FOUND": LineProblem.GONE,
    "NOT_AVAILABLE": LineProblem.SOLD_OUT,
    "PARTIALLY_AVAILABLE": LineProblem.TOO_FEW,
}


def decode_each(items: Iterable[msgspec.Raw], shape: type[Shape], kind: str) -> list[Shape]:
    """Decode list items one by one; an unreadable item is logged and left out, so that it hides itself only."""
    readable = []
    for item in items:
        try:
            readable.append(msgspec.json.decode(item, type=shape))
        except (msgspec.MsgspecError, RecursionError) as error:
            log.warning("unreadable item left out", extra={"kind": kind, "reason": str(error)[:200]})
    return readable


def product_from_wix(payload: wire.WireProduct) -> Product:
    """Shape: `product` of Get Product By Slug; in lists `variantsInfo` is absent and `variants` stays empty."""
    prices, compare_at = payload.actual_price_range, payload.compare_at_price_range
    return Product(
        id=payload.id,
        slug=payload.slug,
        name=payload.name,
        price_from=Money(prices.min_value.amount, payload.currency),
        price_to=Money(prices.max_value.amount, payload.currency),
        compare_at_price=_compare_at(prices.min_value, compare_at.min_value if compare_at else None, payload),
        availability=_availability(payload.inventory.availability_status),
        description=safe_html(payload.plain_description),
        summary=plain_text(payload.plain_description),
        images=_images(payload),
        options=tuple(map(_option, payload.options)),
        variants=tuple(
            _variant(variant, payload)
            for variant in decode_each(payload.variants_info.variants, wire.ProductVariant, "variant")
            if variant.visible
        ),
        info_sections=tuple(
            InfoSection(section.title, safe_html(section.plain_description)) for section in payload.info_sections
        ),
        category_ids=tuple(category.id for category in payload.direct_categories_info.categories),
        ribbon=payload.ribbon.name if payload.ribbon else "",
    )


def safe_html(text: str) -> SafeHtml:
    """Merchant HTML reduced to a small allow-list; links keep http(s) targets only."""
    if not text:
        return NO_HTML
    return SafeHtml(
        nh3.clean(
            text,
            tags=ALLOWED_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


def plain_text(text: str) -> str:
    """The first words of merchant HTML without any tag, for cards and meta descriptions."""
    words = html.unescape(nh3.clean(re.sub(r"<(/p|br|/li|/h\d)\b", r" <\1", text), tags=set())).split()
    short = " ".join(words)
    if len(short) <= SUMMARY_LENGTH:
        return short
    return short[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def image_from_wix(payload: wire.MediaImage | None, alt: str | None = None) -> Image | None:
    """`url` may be absent, protocol-relative or a bare media id; other schemes are refused."""
    if payload is None:
        return None
    address = payload.url or payload.id
    if address.startswith("//"):
        address = f"https:{address}"
    elif "://" not in address:
        address = f"{MEDIA_URL}{address}" if re.fullmatch(r"[\w.~-]+", address) else ""
    if not address.startswith(("https://", "http://")):
        return None
    return Image(address, payload.alt_text or alt or "", payload.width, payload.height)


def category_from_wix(payload: wire.WireCategory) -> Category:
    return Category(
        id=payload.id,
        slug=payload.slug,
        name=payload.name,
        description=payload.description,
        product_count=payload.item_counter,
    )


def cart_from_wix(
    payload: wire.WireCart,
    summary: wire.PriceSummary | None = None,
    calculation_errors: Mapping[str, Any] | None = None,
) -> Cart:
    """Shape: `cart` of the current-cart calls, with `priceSummary` and `calculationErrors` of Estimate Totals."""
    summary = summary or wire.PriceSummary(subtotal=payload.subtotal, discount=payload.discount)
    return Cart(
        id=payload.id,
        lines=tuple(
            line_from_wix(line, payload.currency) for line in decode_each(payload.line_items, wire.WireLine, "line")
        ),
        totals=totals_from_wix(summary, payload.currency),
        problems=_cart_problems(calculation_errors or {}),
    )


def line_from_wix(payload: wire.WireLine, currency: str) -> LineItem:
    options = payload.catalog_reference.options
    total = payload.line_item_price or payload.total_price_after_tax
    return LineItem(
        id=payload.id,
        product_id=payload.catalog_reference.catalog_item_id,
        variant_id=options.variant_id if options else "",
        name=_words(payload.product_name) or "Something no longer in the shop",
        quantity=payload.quantity,
        product_slug=_slug(payload.url),
        choices=tuple(
            (_words(line.name), _words(line.plain_text or line.color_info)) for line in payload.description_lines
        ),
        image=image_from_wix(payload.image),
        unit_price=_money(payload.price, currency),
        full_unit_price=_money(payload.full_price, currency),
        total=_money(total, currency),
        available_count=payload.availability.quantity_available,
        problem=_line_problem(payload),
    )


def totals_from_wix(summary: wire.PriceSummary, currency: str) -> Totals:
    return Totals(
        subtotal=_money(summary.subtotal, currency),
        discount=_money(summary.discount, currency),
        shipping=_money(summary.shipping, currency),
        tax=_money(summary.tax, currency),
        total=_money(summary.total, currency),
    )


def order_from_wix(payload: wire.WireOrder) -> Order:
    """Shape: `order` of Get Order."""
    destination = payload.shipping_info.logistics.shipping_destination or wire.ShippingDestination()
    contact = destination.contact_details
    return Order(
        id=payload.id,
        number=payload.number,
        state=order_state(payload.status, payload.payment_status),
        placed_at=payload.created_date,
        checkout_id=payload.checkout_id,
        lines=tuple(
            line_from_wix(line, payload.currency) for line in decode_each(payload.line_items, wire.WireLine, "line")
        ),
        totals=totals_from_wix(payload.price_summary, payload.currency),
        email=payload.buyer_info.email,
        recipient=" ".join(part for part in (contact.first_name, contact.last_name) if part),
        ship_to=_address(destination.address),
        shipping_title=payload.shipping_info.title,
        delivery_time=payload.shipping_info.logistics.delivery_time,
    )


def order_state(status: str, payment_status: str) -> OrderState:
    """Both fields count: an APPROVED order may be unpaid (offline payment), and a cancelled one may have been paid.

    Whatever is unknown reads as pending: a page may say too little about a payment, never too much.
    """
    if status == "CANCELED":
        return OrderState.CANCELLED
    if status == "REJECTED":
        return OrderState.DECLINED
    if payment_status in UNPAID_STATES:
        return UNPAID_STATES[payment_status]
    if status == "APPROVED" and payment_status in PAID_STATES:
        return PAID_STATES[payment_status]
    return OrderState.PENDING


def _compare_at(price: wire.Amount, compare_at: wire.Amount | None, payload: wire.WireProduct) -> Money | None:
    """Wix sends a compare-at price of 0, or one equal to the price, where there is no reduction."""
    if compare_at is None or compare_at.amount <= price.amount:
        return None
    return Money(compare_at.amount, payload.currency)


def _availability(status: str) -> Availability:
    return {
        "OUT_OF_STOCK": Availability.SOLD_OUT,
        "PARTIALLY_OUT_OF_STOCK": Availability.PARTLY,
    }.get(status, Availability.IN_STOCK)


def _images(payload: wire.WireProduct) -> tuple[Image, ...]:
    items = payload.media.items_info.items if payload.media.items_info else []
    if payload.media.main and not items:
        items = [payload.media.main]
    found = (image_from_wix(item.image, item.alt_text or payload.name) for item in items)
    return tuple(image for image in found if image)


def _option(payload: wire.ProductOption) -> Option:
    return Option(
        payload.name,
        tuple(
            OptionValue(choice.name, _color(choice.color_code))
            for choice in payload.choices_settings.choices
            if choice.visible
        ),
    )


def _color(code: str | None) -> str | None:
    return code if code and HEX_COLOR.match(code) else None


def _variant(payload: wire.ProductVariant, product: wire.WireProduct) -> Variant:
    return Variant(
        id=payload.id,
        choices=tuple(
            (choice.option_choice_names.option_name, choice.option_choice_names.choice_name)
            for choice in payload.choices
        ),
        price=Money(payload.price.actual_price.amount, product.currency),
        compare_at_price=_compare_at(payload.price.actual_price, payload.price.compare_at_price, product),
        sku=payload.sku,
        is_sold_out=not (payload.inventory_status.in_stock or payload.inventory_status.preorder_enabled),
        image=image_from_wix(payload.media.image, product.name) if payload.media else None,
    )


def _words(text: wire.Translated | None) -> str:
    return (text.translated or text.original) if text else ""


def _slug(url: wire.PageUrl | None) -> str | None:
    """The product's slug is the last part of its page's path on the Wix site."""
    last = url.relative_path.rstrip("/").rsplit("/", 1)[-1] if url else ""
    return last if re.fullmatch(r"\w[\w.~-]{0,149}", last) else None


def _money(amount: wire.Amount | None, currency: str) -> Money | None:
    return Money(amount.amount, currency) if amount else None


def _line_problem(payload: wire.WireLine) -> LineProblem | None:
    if payload.availability.status in LINE_PROBLEMS:
        return LINE_PROBLEMS[payload.availability.status]
    if payload.price is None or payload.price_undetermined:
        return LineProblem.UNPRICED
    return None


def _cart_problems(calculation_errors: Mapping[str, Any]) -> tuple[str, ...]:
    """Non-empty errors come inside a 200; shipping and tax are worked out at the checkout, so theirs are not said."""
    told = {
        "couponCalculationError": "The coupon could not be applied.",
        "giftCardCalculationError": "The gift card could not be applied.",
        "discountsCalculationError": "Discounts could not be worked out just now.",
        "orderValidationErrors": "Something in the cart does not meet the shop's rules for an order.",
    }
    return tuple(sentence for name, sentence in told.items() if calculation_errors.get(name))


def _address(payload: wire.WireAddress) -> Address | None:
    region = " ".join(part for part in (payload.subdivision.rsplit("-", 1)[-1], payload.postal_code) if part)
    town = ", ".join(part for part in (payload.city, region) if part)
    lines = tuple(line for line in (payload.address_line, payload.address_line2, town, payload.country) if line)
    return Address(lines) if lines else None
