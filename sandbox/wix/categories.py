"""The endpoints of store categories.

Source: https://dev.wix.com/docs/rest/business-management/categories/introduction
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox.products import category_trails, list_categories
from sandbox.wix.catalog_v1 import check_generation
from sandbox.wix.errors import application_error, required, silent, violation
from sandbox.wix.filters import Field, invalid_filter, order_by, paging_metadata, read_page, where
from sandbox.wix.payload import flag, mapping, query_body, texts
from sandbox.wix.product_shapes import category_json
from sandbox.wix.site import STORES_APP_ID, current_site, current_subject

categories = Blueprint("categories", __name__)
NAMESPACE = "@wix/stores"
FIELDS = frozenset({"DESCRIPTION", "RICH_CONTENT_DESCRIPTION", "BREADCRUMBS_INFO"})
FILTERS = {
    "id": Field("id"),
    "slug": Field("slug"),
    "visible": Field("visible", "bool"),
    "createdDate": Field("created_at", "date", sortable=True),
    "updatedDate": Field("created_at", "date", sortable=True),
    "name": Field("name", sortable=True),
    "parentCategory.id": Field("parent_id", sortable=True),
    "parentCategory.index": Field("sibling_index", "number", sortable=True),
}


@categories.before_request
def _refuse_on_v1() -> None:
    check_generation("v3")


@categories.post("/categories/v1/categories/query")
def query_categories() -> dict[str, Any]:
    """List categories; an empty filter is refused.

    Source: https://dev.wix.com/docs/rest/business-management/categories/query-categories
    """
    current_subject(silent(403))
    payload = query_body()
    _check_tree(mapping(payload, "treeReference").get("appNamespace"))
    page = read_page(mapping(payload, "query"))
    if not page.filter:
        raise invalid_filter("filter must not be empty")
    condition, parameters = where(page.filter, FILTERS)
    order = order_by(page.sort, FILTERS, "number") + f" LIMIT {page.limit + 1} OFFSET {page.offset}"
    with current_site().database.read() as db:
        found = list_categories(db, condition, parameters, order)
        trails = category_trails(db, [category.id for category in found])
    fields = _wanted_fields(texts(payload, "fields", most=10))
    kept = [category_json(category, trails[category.id], fields) for category in found[: page.limit]]
    metadata = paging_metadata(page, len(kept), has_next=len(found) > page.limit)
    return {"categories": kept, "pagingMetadata": metadata}


@categories.get("/categories/v1/categories/slug/<slug>")
def get_category_by_slug(slug: str) -> dict[str, Any]:
    """Return one category.

    Source: https://dev.wix.com/docs/rest/business-management/categories/get-category-by-slug
    """
    current_subject(silent(403))
    _check_tree(request.args.get("treeReference.appNamespace"))
    with current_site().database.read() as db:
        found = list_categories(db, "slug = ?", (slug,))
        trails = category_trails(db, [category.id for category in found])
    if not found:
        raise application_error(404, "CATEGORY_NOT_FOUND", f"category {slug} not found")
    fields = _wanted_fields(request.args.getlist("fields"))
    return {"category": category_json(found[0], trails[found[0].id], fields)}


@categories.route("/categories/v1/categories/<category_id>/list-items", methods=["GET", "POST"])
def list_items_in_category(category_id: str) -> dict[str, Any]:
    """List the ids of a category's products: the newest first, or in the shop's order.

    Source: https://dev.wix.com/docs/rest/business-management/categories/list-items-in-category
    """
    current_subject(silent(403))
    payload = query_body()
    _check_tree(mapping(payload, "treeReference").get("appNamespace"))
    page = read_page({"cursorPaging": mapping(payload, "cursorPaging")})
    is_deep = flag(payload, "includeItemsFromSubcategories", default=False)
    is_arranged = flag(payload, "useCategoryArrangement", default=False)
    depth = "" if is_deep else " AND path.depth = 0"
    order = "products.number" if is_arranged else "products.created_at DESC, products.number"
    with current_site().database.read() as db:
        if not list_categories(db, "id = ?", (category_id.lower(),)):
            raise application_error(404, "CATEGORY_NOT_FOUND", f"category {category_id} not found")
        rows = db.execute(
            "SELECT DISTINCT products.id FROM category_paths AS path"  # noqa: S608 - made of constants
            " JOIN product_categories AS link ON link.category_id = path.category_id"
            " JOIN products ON products.id = link.product_id"
            f" WHERE path.ancestor_id = ?{depth} AND products.visible ORDER BY {order} LIMIT ? OFFSET ?",
            (category_id.lower(), page.limit + 1, page.offset),
        ).fetchall()
    items = [{"catalogItemId": row["id"], "appId": STORES_APP_ID} for row in rows[: page.limit]]
    return {"items": items, "pagingMetadata": paging_metadata(page, len(items), has_next=len(rows) > page.limit)}


def _check_tree(namespace: Any) -> None:
    if not namespace:
        raise required("treeReference.appNamespace")
    if namespace != NAMESPACE:
        raise application_error(404, "TREE_NOT_FOUND", f"there is no category tree {namespace}")


def _wanted_fields(names: list[str]) -> frozenset[str]:
    if unknown := sorted(set(names) - FIELDS):
        raise violation("fields", f"has unknown values: {', '.join(unknown)}", "ENUM")
    return frozenset(names)
