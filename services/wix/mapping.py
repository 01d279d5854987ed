"""From Wix's shapes to ours: pure functions, and the one place where merchant HTML is sanitised."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec

from services.merchant_html import plain_text, safe_html
from services.models import (
    Address,
    Availability,
    Cart,
    Category,
    Coupon,
    Facets,
    Image,
    InfoSection,
    LineItem,
    LineProblem,
    Modifier,
    ModifierChoice,
    ModifierKind,
    Money,
    Option,
    OptionValue,
    Order,
    OrderState,
    Product,
    ShippingOption,
    Totals,
    Variant,
)
from services.reading import decode_each
from services.sentences import sentence
from services.wix import wire

log = logging.getLogger("foyer.wix")

BOOKINGS_APP_ID = "13d21c63-b5ec-5912-8397-c3a5ddb27a97"  # Source: contract of `catalogReference` for Wix Bookings
MEDIA_URL = "https://static.wixstatic.com/media/"
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\Z")
UNPAID_STATES = {"DECLINED": OrderState.DECLINED, "CANCELED": OrderState.CANCELLED}
PAID_STATES = {
    "PAID": OrderState.PAID,
    "PARTIALLY_REFUNDED": OrderState.PAID,
    "FULLY_REFUNDED": OrderState.REFUNDED,
}
UNSHIPPED_TYPES = {"DIGITAL", "GIFT_CARD", "SERVICE", "MEMBERSHIP", "SUBSCRIPTION"}
LONGEST_MODIFIER_TEXT = 500
OTHER_COUPON_REFUSAL = sentence("This coupon cannot be used for this cart.")
COUPON_REFUSALS = {
    "ERROR_COUPON_DOES_NOT_EXIST": sentence("We do not know this coupon. Check the spelling; capitals do not matter."),
    "ERROR_COUPON_HAS_EXPIRED": sentence("This coupon has expired."),
    "ERROR_COUPON_IS_NOT_ACTIVE_YET": sentence("This coupon is not valid yet."),
    "ERROR_COUPON_IS_DISABLED": sentence("This coupon has been switched off."),
    "ERROR_COUPON_USAGE_EXCEEDED": sentence("This coupon has been used up."),
    "ERROR_COUPON_LIMIT_PER_CUSTOMER_EXCEEDED": sentence("You have used this coupon already."),
    "ERROR_COUPON_NOT_APPLICABLE": sentence("This coupon is for other things than those in your cart."),
    "ERROR_INVALID_SUBTOTAL": sentence("Your cart does not reach the amount this coupon asks for."),
    "COUPON_CANNOT_BE_USED_TO_PURCHASE_GIFT_CARD": sentence("A coupon cannot pay for a gift card."),
}
# Cart V2 has its own words for the same; with a reason behind the colon, as `client.error_code` writes them.
COUPON_CODES_V2 = {
    "INVALID_COUPON_CODE": "ERROR_COUPON_DOES_NOT_EXIST",
    "INVALID_COUPON_STATUS:EXPIRED": "ERROR_COUPON_HAS_EXPIRED",
    "INVALID_COUPON_STATUS:INACTIVE": "ERROR_COUPON_IS_NOT_ACTIVE_YET",
    "INVALID_COUPON_STATUS:DISABLED": "ERROR_COUPON_IS_DISABLED",
    "INVALID_COUPON_STATUS:MAX_USAGE_EXCEEDED": "ERROR_COUPON_USAGE_EXCEEDED",
    "INVALID_COUPON_STATUS:MAX_USAGE_PER_CUSTOMER_EXCEEDED": "ERROR_COUPON_LIMIT_PER_CUSTOMER_EXCEEDED",
    "INVALID_COUPON_STATUS:NOT_APPLICABLE_TO_SELECTED_LINE_ITEMS": "ERROR_COUPON_NOT_APPLICABLE",
    "INVALID_COUPON_STATUS:MIN_SUBTOTAL_NOT_REACHED": "ERROR_INVALID_SUBTOTAL",
}
CALCULATION_ERRORS = {
    "generalShippingCalculationError": sentence("We cannot send this order to the place you chose."),
    "carrierErrors": sentence("Some ways of delivery could not be asked for their price."),
    "taxCalculationError": sentence("Tax could not be estimated just now; the payment page has the right amount."),
    "giftCardCalculationError": sentence("The gift card could not be applied."),
    "discountsCalculationError": sentence("Discounts could not be worked out just now."),
    "orderValidationErrors": sentence("Something in the cart does not meet the shop's rules for an order."),
}
LINE_PROBLEMS = {
    "NOT_FOUND": LineProblem.GONE,
    "NOT_AVAILABLE": LineProblem.SOLD_OUT,
    "PARTIALLY_AVAILABLE": LineProblem.TOO_FEW,
}


def product_from_wix(payload: wire.WireProduct) -> Product:
    """Shape: `product` of Get Product By Slug; in lists `variantsInfo` is absent and `variants` stays empty."""
    prices, compare_at = payload.actual_price_range, payload.compare_at_price_range
    return Product(
        id=payload.id,
        slug=payload.slug,
        name=payload.name,
        price_from=Money(prices.min_value.amount, payload.currency),
        price_to=Money(prices.max_value.amount, payload.currency),
        compare_at_price=_compare_at_of_all(prices, compare_at, payload),
        is_on_sale=compare_at is not None and compare_at.min_value.amount > prices.min_value.amount,
        availability=_availability(payload.inventory),
        description=safe_html(payload.plain_description),
        summary=plain_text(payload.plain_description),
        images=_images(payload),
        options=tuple(map(_option, payload.options)),
        modifiers=_modifiers(payload),
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
        is_digital=payload.product_type == "DIGITAL",
    )


def with_inventory(product: Product, items: Iterable[wire.InventoryItem]) -> Product:
    """The product with its counts and pre-order words. Shape: `inventoryItems[]`, one for each variant and place."""
    of_variant: dict[str, list[wire.InventoryItem]] = {}
    for item in items:
        of_variant.setdefault(item.variant_id, []).append(item)
    messages = (item.preorder_info.message for known in of_variant.values() for item in known)
    return replace(
        product,
        variants=tuple(
            replace(variant, stock_count=_stock_count(of_variant.get(variant.id, []))) for variant in product.variants
        ),
        preorder_message=next(filter(None, messages), ""),
    )


def facets_from_wix(results: Iterable[wire.Aggregation], currency: str) -> Facets:
    """Shape: `aggregationData.results[]` with the names that `catalog.py` asks for."""
    found = {result.name: result for result in results}
    stock = _value_counts(found.get("stock"))
    return Facets(
        category_counts=tuple(_value_counts(found.get("categories")).items()),
        in_stock_count=stock.get("IN_STOCK", 0) + stock.get("PARTIALLY_OUT_OF_STOCK", 0) if "stock" in found else None,
        on_sale_count=_range_count(found.get("on sale")),
        lowest_price=_bound(found.get("lowest price"), currency),
        highest_price=_bound(found.get("highest price"), currency),
        product_count=sum(stock.values()) if "stock" in found else None,
    )


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
        parent_id=payload.parent_category.id,
    )


def cart_from_wix(payload: wire.WireCart) -> Cart:
    """Shape: `cart` of the current-cart calls; its sums are those of the goods alone."""
    presets = [line.item_type.preset for line in decode_each(payload.line_items, wire.WireLine, "line")]
    currency = payload.currency
    return Cart(
        id=payload.id,
        lines=tuple(line for raw in payload.line_items if (line := _line(raw, currency))),
        totals=Totals(subtotal=money_of(payload.subtotal, currency), discount=money_of(payload.discount, currency)),
        coupon=_coupon(payload.applied_discounts),
        note=payload.buyer_note,
        needs_shipping=any(preset not in UNSHIPPED_TYPES for preset in presets),
    )


def estimate_from_wix(answer: wire.EstimateAnswer, has_destination: bool) -> Cart:
    """Shape: `cart`, `priceSummary`, `shippingInfo`, `calculationErrors` and `violations` of Estimate Totals.

    Where something was not asked for, or could not be worked out, the zero that stands for it is left out.
    """
    cart, currency, errors = cart_from_wix(answer.cart), answer.cart.currency, answer.calculation_errors
    totals = totals_from_wix(answer.price_summary, currency)
    violations = decode_each(answer.violations, wire.Violation, "violation")
    options = _shipping_options(answer.shipping_info, currency)
    cannot_be_sent = bool(cart.needs_shipping and not options)
    if not has_destination or cannot_be_sent:
        totals = replace(totals, shipping=None, tax=None)
    elif errors.get("taxCalculationError"):
        totals = replace(totals, tax=None)
    return replace(
        cart,
        lines=tuple(replace(line, notice=_notice_of(line, violations)) for line in cart.lines),
        totals=totals,
        problems=_cart_problems(errors, violations),
        coupon=_coupon(answer.applied_discounts or answer.cart.applied_discounts, coupon_problem(errors)),
        shipping_options=options,
        is_blocked=any(violation.severity == "ERROR" for violation in violations),
    )


def coupon_problem(calculation_errors: Mapping[str, Any]) -> str:
    """The sentence for a refused coupon, empty if none was refused: the refusal comes inside a 200."""
    error = calculation_errors.get("couponCalculationError")
    if not error:
        return ""
    reason = error.get("applicationError") if isinstance(error, dict) else None
    code = reason.get("code") if isinstance(reason, dict) else None
    return COUPON_REFUSALS.get(str(code), OTHER_COUPON_REFUSAL)


def coupon_sentence(code: str) -> str:
    """The sentence for the code of a refused coupon, of either generation; empty for every other code."""
    if said := COUPON_REFUSALS.get(COUPON_CODES_V2.get(code, code)):
        return said
    return OTHER_COUPON_REFUSAL if code.startswith(("INVALID_COUPON_", "COUPON_LOCKED")) else ""


def line_from_wix(payload: wire.WireLine, currency: str) -> LineItem:
    options = payload.catalog_reference.options or wire.CatalogReferenceOptions()
    total = payload.line_item_price or payload.total_price_after_tax
    return LineItem(
        id=payload.id,
        product_id=payload.catalog_reference.catalog_item_id,
        variant_id=options.variant_id,
        modifier_choices=tuple(sorted((name, str(value)) for name, value in options.options.items())),
        modifier_texts=tuple(sorted((name, str(value)) for name, value in options.custom_text_fields.items())),
        name=_words(payload.product_name) or sentence("Something no longer in the shop"),
        quantity=payload.quantity,
        product_slug=_slug(payload.url),
        choices=tuple(
            (_words(line.name), _words(line.plain_text or line.color_info)) for line in payload.description_lines
        ),
        image=image_from_wix(payload.image),
        unit_price=money_of(payload.price, currency),
        full_unit_price=money_of(payload.full_price, currency),
        total=money_of(total, currency),
        available_count=payload.availability.quantity_available,
        problem=_line_problem(payload),
        is_booking=payload.catalog_reference.app_id == BOOKINGS_APP_ID,
    )


def totals_from_wix(summary: wire.PriceSummary, currency: str) -> Totals:
    return Totals(
        subtotal=money_of(summary.subtotal, currency),
        discount=money_of(summary.discount, currency),
        shipping=money_of(summary.shipping, currency),
        tax=money_of(summary.tax, currency),
        fees=money_of(summary.additional_fees or summary.total_additional_fees, currency),
        total=money_of(summary.total, currency),
        after_gift_card=money_of(summary.total_with_gift_card, currency),
    )


def order_from_wix(payload: wire.WireOrder, *, is_visitors_own: bool = False) -> Order:
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
        note=payload.buyer_note,
        coupon_code=coupon.code if (coupon := _coupon(payload.applied_discounts)) else "",
        member_id=payload.buyer_info.member_id,
        is_sent=payload.fulfillment_status == "FULFILLED",
        is_visitors_own=is_visitors_own,
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


def _compare_at_of_all(
    prices: wire.PriceRange, compare_at: wire.PriceRange | None, payload: wire.WireProduct
) -> Money | None:
    """The price before stands beside a price only where both are the same for every variant."""
    if compare_at is None or prices.min_value != prices.max_value or compare_at.min_value != compare_at.max_value:
        return None
    return _compare_at(prices.min_value, compare_at.min_value, payload)


def _line(raw: msgspec.Raw, currency: str) -> LineItem | None:
    """A line that cannot be read is shown as one, because it is still in the cart and still asked for."""
    for line in decode_each([raw], wire.WireLine, "line"):
        return line_from_wix(line, currency)
    return unreadable_line(raw)


def unreadable_line(raw: msgspec.Raw) -> LineItem | None:
    """What is left of a line that cannot be read: enough to show it and to take it out, or nothing."""
    for rest in decode_each([raw], wire.UnreadableLine, "line"):
        return LineItem(rest.id, "", sentence("Something we cannot show"), rest.quantity, problem=LineProblem.UNPRICED)
    return None


def _availability(inventory: wire.Inventory) -> Availability:
    """Out of stock is not sold out where it can be ordered before it comes."""
    if inventory.availability_status == "OUT_OF_STOCK":
        return Availability.PREORDER if inventory.preorder_status == "ENABLED" else Availability.SOLD_OUT
    return Availability.PARTLY if inventory.availability_status == "PARTIALLY_OUT_OF_STOCK" else Availability.IN_STOCK


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
            OptionValue(choice.name, color_of(choice.color_code))
            for choice in payload.choices_settings.choices
            if choice.visible
        ),
    )


def color_of(code: str | None) -> str | None:
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
        is_preorder=payload.inventory_status.preorder_enabled and not payload.inventory_status.in_stock,
        image=image_from_wix(payload.media.image, product.name) if payload.media else None,
    )


def _words(text: wire.Translated | None) -> str:
    return (text.translated or text.original) if text else ""


def _slug(url: wire.PageUrl | None) -> str | None:
    """The product's slug is the last part of its page's path on the Wix site."""
    last = url.relative_path.rstrip("/").rsplit("/", 1)[-1] if url else ""
    return last if re.fullmatch(r"\w[\w.~-]{0,149}", last) else None


def money_of(amount: wire.Amount | None, currency: str) -> Money | None:
    return Money(amount.amount, currency) if amount else None


def _line_problem(payload: wire.WireLine) -> LineProblem | None:
    if payload.availability.status in LINE_PROBLEMS:
        return LINE_PROBLEMS[payload.availability.status]
    if payload.price is None or payload.price_undetermined:
        return LineProblem.UNPRICED
    return None


def _cart_problems(calculation_errors: Mapping[str, Any], violations: Iterable[wire.Violation]) -> tuple[str, ...]:
    """What concerns the cart as a whole; a refused coupon is said at its field, a line's violation at its line."""
    calculated = tuple(said for name, said in CALCULATION_ERRORS.items() if calculation_errors.get(name))
    general = tuple(item.description for item in violations if item.description and not item.target.line_item)
    return calculated + general


def _notice_of(line: LineItem, violations: Iterable[wire.Violation]) -> str:
    found = (item for item in violations if item.target.line_item and item.target.line_item.id == line.id)
    return " ".join(item.description for item in found)


def _coupon(discounts: Iterable[wire.AppliedDiscount], problem: str = "") -> Coupon | None:
    """The coupon that counts; one that gives nothing any more is known by its refusal only, not by its code."""
    applied = next((discount.coupon.code for discount in discounts if discount.coupon and discount.coupon.code), "")
    if applied:
        return Coupon(applied)
    return Coupon("", problem) if problem else None


def _shipping_options(shipping: wire.EstimatedShipping, currency: str) -> tuple[ShippingOption, ...]:
    return tuple(
        ShippingOption(option.title, money_of(option.cost.price, currency), option.logistics.delivery_time)
        for carrier in shipping.carrier_service_options
        for option in carrier.shipping_options
        if option.title
    )


def _stock_count(items: list[wire.InventoryItem]) -> int | None:
    """Together in all places; None where nobody counts in one of them."""
    counts = [item.quantity for item in items if item.track_quantity and item.quantity is not None]
    return max(0, sum(counts)) if items and len(counts) == len(items) else None


def _modifiers(payload: wire.WireProduct) -> tuple[Modifier, ...]:
    readable = decode_each(payload.modifiers, wire.WireModifier, "modifier")
    return tuple(modifier for item in readable if (modifier := _modifier(item, payload.currency)))


def _modifier(payload: wire.WireModifier, currency: str) -> Modifier | None:
    """A free text or a choice; a kind that nobody here knows is left out."""
    if text := payload.free_text_settings:
        return Modifier(
            key=text.key or payload.key,
            name=text.title or payload.name,
            kind=ModifierKind.TEXT,
            is_mandatory=payload.mandatory,
            shortest=max(0, text.min_char_count),
            longest=min(text.max_char_count or LONGEST_MODIFIER_TEXT, LONGEST_MODIFIER_TEXT),
            added_price=_added(text.default_added_price, currency),
        )
    if settings := payload.choices_settings:
        choices = tuple(
            ModifierChoice(choice.key or choice.name, _added(choice.added_price, currency))
            for choice in settings.choices
        )
        return Modifier(payload.key, payload.name, ModifierKind.CHOICE, payload.mandatory, choices=choices)
    return None


def _added(amount: Decimal | None, currency: str) -> Money | None:
    """What is added, if anything; a number that no price can be adds nothing."""
    return Money(amount, currency) if is_money(amount) and amount else None


def _value_counts(result: wire.Aggregation | None) -> dict[str, int]:
    return {item.value: item.count for item in result.values.results} if result and result.values else {}


def _range_count(result: wire.Aggregation | None) -> int | None:
    return sum(item.count for item in result.ranges.results) if result and result.ranges else None


def _bound(result: wire.Aggregation | None, currency: str) -> Money | None:
    value = result.scalar.value if result and result.scalar else None
    return Money(value, currency) if value is not None and is_money(value) and currency else None


def is_money(value: Decimal | None) -> bool:
    """Whether a number can be an amount of money at all: finite, and within reason."""
    return value is not None and value.is_finite() and -wire.MOST_MONEY < value < wire.MOST_MONEY


def _address(payload: wire.WireAddress) -> Address | None:
    region = " ".join(part for part in (payload.subdivision.rsplit("-", 1)[-1], payload.postal_code) if part)
    town = ", ".join(part for part in (payload.city, region) if part)
    lines = tuple(line for line in (payload.address_line, payload.address_line2, town, payload.country) if line)
    return Address(lines) if lines else None
