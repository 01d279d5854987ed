"""A product and its offers. Whether it can be had is read from the same product that the page shows."""

from __future__ import annotations

from collections.abc import Callable

from routes.structured_data.parts import Shop, Thing, make_thing, picture_urls, plain_words, price_facts, term
from services.models import Availability, Product, Variant

MOST_OFFERS = 100
AVAILABILITIES = {
    Availability.IN_STOCK: "InStock",
    Availability.PARTLY: "LimitedAvailability",
    Availability.PREORDER: "PreOrder",
    Availability.SOLD_OUT: "OutOfStock",
}


def product_thing(product: Product, shown: Variant, shop: Shop, url: str, url_of: Callable[[Variant], str]) -> Thing:
    """The product; `shown` is the variant whose item number the page prints, `url_of` the address of each variant."""
    pictures = [*([shown.image] if shown.image else []), *product.images]
    has_several = len(product.variants) > 1
    return make_thing(
        "Product",
        name=product.name,
        description=plain_words(product.description) or product.summary,
        image=picture_urls(pictures, shop.url),
        sku=shown.sku,
        url=url,
        brand={"@type": "Brand", "name": shop.name},
        offers=variants_offer(product, shop, url, url_of) if has_several else single_offer(shown, shop, url),
    )


def variants_offer(product: Product, shop: Shop, url: str, url_of: Callable[[Variant], str]) -> Thing:
    """The span of prices, and the variants one by one."""
    prices = [variant.price for variant in product.variants]
    lowest, highest = (pick(prices, key=lambda price: price.amount) for pick in (min, max))
    return make_thing(
        "AggregateOffer",
        lowPrice=f"{lowest.amount:f}",
        highPrice=f"{highest.amount:f}",
        priceCurrency=lowest.currency,
        offerCount=len(product.variants),
        availability=term(AVAILABILITIES[product.availability]),
        url=url,
        offers=[variant_offer(variant, shop, url_of(variant)) for variant in product.variants[:MOST_OFFERS]],
    )


def variant_offer(variant: Variant, shop: Shop, url: str) -> Thing:
    """One of several variants, with the values that make it."""
    offer = single_offer(variant, shop, url)
    return offer | make_thing("Offer", name=", ".join(value for _, value in variant.choices), sku=variant.sku)


def single_offer(variant: Variant, shop: Shop, url: str) -> Thing:
    return make_thing(
        "Offer",
        **price_facts(variant.price),
        availability=term(AVAILABILITIES[availability_of(variant)]),
        url=url,
        seller=shop.reference,
    )


def availability_of(variant: Variant) -> Availability:
    """Whether this very variant can be had."""
    if variant.is_sold_out:
        return Availability.SOLD_OUT
    return Availability.PREORDER if variant.is_preorder else Availability.IN_STOCK
