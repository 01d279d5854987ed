"""Lines on their way to a cart at BigCommerce, what a refusal means, and whether there is enough. Makes no call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from services.bigcommerce.catalog_wire import WireModifier
from services.errors import CartChangeError, NotFoundError, PlatformRejectedError
from services.models import Cart, LineItem, LineProblem, NewLine, Variant
from services.sentences import Sentence, sentence, sentences_together

CANNOT_ADD = sentence("That could not be added: it is sold out or no longer sold this way.")
NOT_CHANGED = sentence("That change was not possible. Your cart is as it was.")
SOLD_OUT = sentence("That is sold out by now. Your cart is as it was.")
AT_MOST = sentence("That is more than can be ordered. Your cart is as it was.")
STOCK_UNKNOWN = sentence("Stock could not be checked just now. You can go on; the checkout looks again.")
UNKNOWN_COUPON = sentence(
    "We do not know this coupon, or it is not for what is in your cart. Check the spelling, please."
)
# Words of BigCommerce's own sentences; there are no codes for these refusals.
SOLD_OUT_WORDS = ("out of stock", "sold out")
TOO_MANY_WORDS = ("maximum of", "maximum purchase", "in stock", "not enough", "insufficient")


def line_to_bigcommerce(line: NewLine, modifiers: Iterable[WireModifier] = ()) -> dict[str, object]:
    """An entry of `line_items`. A price is never sent: `list_price` would override BigCommerce's own.

    A modifier's choice goes by the id of its value. Raises: CartChangeError, for one that is no longer there.
    """
    item: dict[str, object] = {
        "quantity": line.quantity,
        "product_id": int(line.product_id),
        "variant_id": int(line.variant_id),
    }
    known = {str(modifier.id): modifier for modifier in modifiers}
    selections: list[dict[str, object]] = []
    for key, name in line.modifier_choices:
        values = known[key].option_values if key in known else []
        value_id = next((value.id for value in values if value.label == name), None)
        if value_id is None:
            raise CartChangeError(sentence("One of your choices is no longer offered. Please choose again."))
        selections.append({"option_id": int(key), "option_value": str(value_id)})
    for key, text in line.modifier_texts:
        if key not in known:
            gone = sentence("Something that you filled in is no longer asked for. Please look at it again.")
            raise CartChangeError(gone)
        selections.append({"option_id": int(key), "option_value": text})
    return item | ({"option_selections": selections} if selections else {})


def change_refusal(error: PlatformRejectedError) -> Exception:
    """What a refused change of the cart means to whoever asked for it; BigCommerce's own words stay in the log."""
    if error.status == 404:
        return NotFoundError("cart line")
    if error.status in (400, 409, 422, 423):
        return CartChangeError(_sentence_for((error.code or "").lower()))
    return error


def _sentence_for(words: str) -> Sentence:
    if any(part in words for part in SOLD_OUT_WORDS):
        return SOLD_OUT
    return AT_MOST if any(part in words for part in TOO_MANY_WORDS) else NOT_CHANGED


def coupon_refusal(error: PlatformRejectedError, before: str) -> Exception:
    if error.status not in (400, 404, 409, 422):
        return error
    if not before:
        return CartChangeError(UNKNOWN_COUPON)
    return CartChangeError(sentences_together(UNKNOWN_COUPON, sentence("%(code)s is still on your cart.", code=before)))


def with_stock(cart: Cart, variants: Mapping[tuple[str, str], Variant | None] | None) -> Cart:
    """The cart's lines with what is wrong with them: BigCommerce itself looks only when somebody checks out.

    A variant that is None is no longer sold; without any knowledge the cart says just that.
    """
    if variants is None:
        return replace(cart, problems=(*cart.problems, STOCK_UNKNOWN))
    return replace(cart, lines=tuple(_checked(line, variants) for line in cart.lines))


def _checked(line: LineItem, variants: Mapping[tuple[str, str], Variant | None]) -> LineItem:
    if not line.product_id:
        return line
    variant = variants.get((line.product_id, line.variant_id))
    if variant is None:
        return replace(line, problem=LineProblem.GONE)
    if variant.is_sold_out:
        return replace(line, problem=LineProblem.SOLD_OUT, available_count=0)
    left = variant.stock_count
    if left is not None and left < line.quantity and not variant.is_preorder:
        return replace(line, problem=LineProblem.TOO_FEW, available_count=left)
    return replace(line, available_count=left)
