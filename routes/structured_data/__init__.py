"""What pages tell machines about the things on them, in the words of schema.org. Pure: models in, plain data out."""

from __future__ import annotations

from routes.structured_data.events import event_thing
from routes.structured_data.offers import plan_thing, service_thing
from routes.structured_data.parts import Shop, Thing, picture_url, write_json_ld
from routes.structured_data.products import product_thing
from routes.structured_data.shop import organization_thing, website_thing
from routes.structured_data.trails import breadcrumbs_thing, item_list_thing

__all__ = [
    "Shop",
    "Thing",
    "breadcrumbs_thing",
    "event_thing",
    "item_list_thing",
    "organization_thing",
    "picture_url",
    "plan_thing",
    "product_thing",
    "service_thing",
    "website_thing",
    "write_json_ld",
]
