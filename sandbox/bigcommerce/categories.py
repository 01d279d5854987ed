"""The categories of v3: the only tree, its categories in bulk or nested, and the older list.

Source: https://developer.bigcommerce.com/docs/rest-catalog/category-trees
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, request

from sandbox.bigcommerce.errors import invalid, v3_error
from sandbox.bigcommerce.numbers import category_id
from sandbox.bigcommerce.paging import read_number, read_page, slice_json
from sandbox.bigcommerce.queries import FLAGS, split, whole
from sandbox.bigcommerce.shapes import Json, data
from sandbox.bigcommerce.site import CHANNEL_ID, STORE_NAME, current_store
from sandbox.products import Category, list_categories

TREE_ID = 1
DEEPEST = 9
PAGING = frozenset({"page", "limit", "include_fields", "exclude_fields", "sort", "direction"})

categories = Blueprint("bigcommerce_categories", __name__)


@categories.get("/v3/catalog/trees")
def list_trees() -> Json:
    """List the category trees; the channel has one.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/category-trees#get-category-trees
    """
    tree = {"id": TREE_ID, "name": STORE_NAME, "channels": [CHANNEL_ID]}
    is_meant = _is_among("id:in", TREE_ID) and _is_among("channel_id:in", CHANNEL_ID)
    return slice_json([tree] if is_meant else [], read_page())


@categories.get("/v3/catalog/trees/categories")
def list_tree_categories() -> Json:
    """List categories, parents and children alike.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/category-trees/categories#get-all-categories
    """
    page = read_page()
    found = _found("category_id") if _is_among("tree_id:in", TREE_ID) else []
    return slice_json([_tree_category_json(category, parent) for category, parent in found], page)


@categories.get("/v3/catalog/trees/<int:tree_id>/categories")
def read_tree(tree_id: int) -> Json:
    """Return the tree as nested nodes, down to `depth`.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/category-trees#get-a-category-tree
    """
    if tree_id != TREE_ID:
        raise v3_error(404, f"The category tree with id {tree_id} was not found")
    depth = read_number("depth", DEEPEST, DEEPEST)
    with current_store().database.read() as db:
        everything = list_categories(db)
    return data(_nodes(everything, None, [], depth))


@categories.get("/v3/catalog/categories")
def list_flat() -> Json:
    """List categories in the older shape.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/categories#get-all-categories
    """
    page = read_page()
    return slice_json([_category_json(category, parent) for category, parent in _found("id")], page)


@categories.get("/v3/catalog/categories/<int:identifier>")
def read_category(identifier: int) -> Json:
    """Return one category in the older shape.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/categories#get-a-category
    """
    for category, parent in _with_parents():
        if category_id(category.number) == identifier:
            return data(_category_json(category, parent))
    raise v3_error(404, f"The category with id {identifier} was not found")


def _with_parents() -> list[tuple[Category, int]]:
    """Return all categories, each with the id of its parent, 0 for none."""
    with current_store().database.read() as db:
        everything = list_categories(db)
    ids = {category.id: category_id(category.number) for category in everything}
    return [(category, ids.get(category.parent_id or "", 0)) for category in everything]


def _found(id_name: str) -> list[tuple[Category, int]]:
    """Return the categories the query asks for. Raises: BigCommerceError with 422 for an unknown filter."""
    known = {id_name, f"{id_name}:in", "parent_id", "parent_id:in", "name", "name:like", "keyword", "is_visible"}
    if unknown := sorted(request.args.keys() - known - PAGING - {"tree_id:in"}):
        raise invalid(unknown[0], f"{unknown[0]} is not a filter of this list")
    return [(category, parent) for category, parent in _with_parents() if _is_meant(category, parent, id_name)]


def _is_meant(category: Category, parent: int, id_name: str) -> bool:
    identifier = category_id(category.number)
    is_visible = request.args.get("is_visible")
    if is_visible is not None and is_visible.lower() not in FLAGS:
        raise invalid("is_visible", "is_visible must be 1 or 0")
    return (
        all(_is_among(f"{id_name}{suffix}", identifier) for suffix in ("", ":in"))
        and all(_is_among(f"parent_id{suffix}", parent) for suffix in ("", ":in"))
        and request.args.get("name", category.name) == category.name
        and all(request.args.get(name, "").casefold() in category.name.casefold() for name in ("name:like", "keyword"))
        and (is_visible is None or FLAGS[is_visible.lower()] == category.visible)
    )


def _is_among(name: str, identifier: int) -> bool:
    wanted = request.args.get(name)
    return wanted is None or identifier in [whole(name, part) for part in split(name, wanted)]


def _common(category: Category, parent: int) -> Json:
    return {
        "parent_id": parent,
        "name": category.name,
        "description": f"<p>{category.description}</p>" if category.description else "",
        "views": 0,
        "sort_order": category.sibling_index,
        "page_title": "",
        "meta_keywords": [],
        "meta_description": "",
        "layout_file": "category.html",
        "image_url": "",
        "is_visible": category.visible,
        "search_keywords": "",
        "default_product_sort": "use_store_settings",
    }


def _tree_category_json(category: Category, parent: int) -> Json:
    url = {"path": f"/{category.slug}/", "is_customized": False}
    ids = {"category_id": category_id(category.number), "category_uuid": category.id, "tree_id": TREE_ID}
    return {**ids, **_common(category, parent), "url": url}


def _category_json(category: Category, parent: int) -> Json:
    url = {"url": f"/{category.slug}/", "is_customized": False}
    return {"id": category_id(category.number), **_common(category, parent), "custom_url": url}


def _nodes(everything: Sequence[Category], parent: Category | None, path: list[int], depth: int) -> list[Json]:
    children = [category for category in everything if category.parent_id == (parent.id if parent else None)]
    return [
        {
            "id": category_id(category.number),
            "parent_id": category_id(parent.number) if parent else 0,
            "depth": len(path),
            "path": path,
            "name": category.name,
            "is_visible": category.visible,
            "url": f"/{category.slug}/",
            "children": _nodes(everything, category, [*path, category_id(category.number)], depth - 1)
            if depth > 1
            else [],
        }
        for category in sorted(children, key=lambda child: child.sibling_index)
    ]
