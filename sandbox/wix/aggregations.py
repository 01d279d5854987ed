"""Aggregations of a product search: counts by value and by range, least and greatest. They follow the filter.

Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/search-products
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.wix.counted import counted_once
from sandbox.wix.errors import not_imitated, violation
from sandbox.wix.payload import integer, mapping, objects, required_text
from sandbox.wix.product_search import PREORDER_STATUS, Found

MOST_AGGREGATIONS = 10
MOST_BUCKETS = 250
NOT_IMITATED = ("DATE_HISTOGRAM", "NESTED")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """What a field path means in SQL; `join` leads to tables where a product has several rows.

    `shared` is a column with few values that says all: products with the same one have the same rows there.
    """

    sql: str
    kind: str = "text"
    join: str = ""
    shared: str = ""


PLACED = " JOIN placements AS placed ON placed.placement = products.placement"
COLUMNS = {
    "visible": Column("products.visible", "bool"),
    "productType": Column("products.product_type"),
    "brand.id": Column("products.brand_id"),
    "brand.name": Column("products.brand"),
    "ribbon.id": Column("products.ribbon_id"),
    "ribbon.name": Column("products.ribbon"),
    "inventory.availabilityStatus": Column("products.availability"),
    "inventory.preorderStatus": Column(PREORDER_STATUS),
    "inventory.preorderAvailability": Column("products.preorder_availability"),
    "actualPriceRange.minValue.amount": Column("products.min_price", "money"),
    "actualPriceRange.maxValue.amount": Column("products.max_price", "money"),
    "compareAtPriceRange.minValue.amount": Column("products.min_compare_at", "money"),
    "compareAtPriceRange.maxValue.amount": Column("products.max_compare_at", "money"),
    "physicalProperties.shippingWeightRange.minValue": Column("products.min_weight", "number"),
    "physicalProperties.shippingWeightRange.maxValue": Column("products.max_weight", "number"),
    "variantsInfo.variants.price.actualPrice.amount": Column(
        "variants.price", "money", " JOIN variants ON variants.product_id = products.id"
    ),
    "directCategoriesInfo.categories.id": Column(
        "placed.category_id", join=f"{PLACED} AND placed.direct", shared="placement"
    ),
    "allCategoriesInfo.categories.id": Column("placed.category_id", join=PLACED, shared="placement"),
}


@dataclass(frozen=True, slots=True)
class Aggregation:
    """One question about all products found; `settings` is what stands under the name of its type."""

    name: str
    path: str
    type: str
    settings: Json

    @property
    def column(self) -> Column:
        """Return where the answer lies."""
        return COLUMNS[self.path]


def read_aggregations(search: Json) -> list[Aggregation]:
    """Read `aggregations`.

    Raises: 400 for more than ten, two of one name, a path or setting that does not exist; 501 for a kind not imitated.
    """
    found = [_read(item) for item in objects(search, "aggregations", most=MOST_AGGREGATIONS)]
    if len({aggregation.name for aggregation in found}) < len(found):
        raise violation("aggregations.name", "must be unique", "OTHER")
    return found


def aggregation_data(db: sqlite3.Connection, found: Found, aggregations: Sequence[Aggregation]) -> Json:
    """Return `aggregationData` over everything that is found, not only the page."""
    results = []
    for aggregation in aggregations:
        head = {"name": aggregation.name, "type": aggregation.type, "fieldPath": aggregation.path}
        results.append(head | ANSWERS[aggregation.type](db, found, aggregation))
    return {"aggregationData": {"results": results}}


def _read(item: Json) -> Aggregation:
    name, path, kind = (required_text(item, field, longest=100) for field in ("name", "fieldPath", "type"))
    if kind in NOT_IMITATED:
        raise not_imitated(f"aggregations of type {kind}")
    if kind not in READERS:
        raise violation("aggregations.type", f"must be one of {', '.join((*READERS, *NOT_IMITATED))}", "ENUM")
    if path not in COLUMNS:
        raise violation("aggregations.fieldPath", f"'{path}' is not aggregatable")
    return Aggregation(name, path, kind, READERS[kind](mapping(item, kind.lower()), COLUMNS[path]))


def _read_value(settings: Json, _column: Column) -> Json:
    if settings.get("missingValues", "EXCLUDE") != "EXCLUDE":
        raise not_imitated("counting products without a value")
    return {
        "limit": integer({"limit": 10, **settings}, "limit", least=1, most=MOST_BUCKETS),
        "sortType": _one_of(settings, "sortType", ("COUNT", "VALUE")),
        "sortDirection": _one_of(settings, "sortDirection", ("DESC", "ASC")),
    }


def _read_range(settings: Json, column: Column) -> Json:
    buckets = objects(settings, "buckets", most=MOST_BUCKETS)
    if not buckets:
        raise violation("range.buckets", "must not be empty", "REQUIRED_FIELD")
    if column.kind not in ("money", "number"):
        raise violation("aggregations.fieldPath", "has no ranges")
    for bucket in buckets:
        for bound in bucket.values():
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                raise violation("range.buckets", "must hold numbers", "TYPE_MISMATCH")
    return {"buckets": [{bound: bucket[bound] for bound in ("from", "to") if bound in bucket} for bucket in buckets]}


def _read_scalar(settings: Json, column: Column) -> Json:
    kind = required_text(settings, "type")
    if kind not in ("COUNT_DISTINCT", "MIN", "MAX"):
        raise violation("scalar.type", "must be COUNT_DISTINCT, MIN or MAX", "ENUM")
    if kind != "COUNT_DISTINCT" and column.kind not in ("money", "number"):
        raise violation("aggregations.fieldPath", f"has no {kind}")
    return {"type": kind}


def _one_of(settings: Json, field: str, values: Sequence[str]) -> str:
    value = settings.get(field, values[0])
    if value not in values:
        raise violation(f"value.{field}", f"must be one of {', '.join(values)}", "ENUM")
    return str(value)


def _values(db: sqlite3.Connection, found: Found, aggregation: Aggregation) -> Json:
    column, settings = aggregation.column, aggregation.settings
    counts = _shared_counts(found, column) if column.shared else _counts(found, column)
    by = "n" if settings["sortType"] == "COUNT" else "v"
    sql = f"{counts} GROUP BY v ORDER BY {by} {settings['sortDirection']}, v LIMIT ?"
    rows = counted_once(db, sql, [*found.parameters, settings["limit"]])
    return {"values": {"results": [{"value": _written(row["v"], column), "count": row["n"]} for row in rows]}}


def _counts(found: Found, column: Column) -> str:
    return (
        f"SELECT {column.sql} AS v, {_count(column)} AS n FROM {found.tables}{column.join}"  # noqa: S608
        f" WHERE ({found.condition}) AND v IS NOT NULL"
    )


def _shared_counts(found: Found, column: Column) -> str:
    """Count by the shared column first, and let only its few values meet the other table."""
    grouped = (
        f"SELECT products.{column.shared} AS {column.shared}, COUNT(*) AS n FROM {found.tables}"  # noqa: S608
        f" WHERE {found.condition} GROUP BY 1"
    )
    return f"SELECT {column.sql} AS v, SUM(products.n) AS n FROM ({grouped}) AS products{column.join}"  # noqa: S608


def _count(column: Column) -> str:
    return "COUNT(DISTINCT products.number)" if column.join else "COUNT(*)"


def _ranges(db: sqlite3.Connection, found: Found, aggregation: Aggregation) -> Json:
    column = aggregation.column
    results = []
    for bucket in aggregation.settings["buckets"]:
        parts = [f"{column.sql} IS NOT NULL"] + [f"{column.sql} {BOUNDS[bound]} ?" for bound in bucket]
        sql = (
            f"SELECT {_count(column)} AS n FROM {found.tables}{column.join} WHERE ({found.condition})"  # noqa: S608
            f" AND {' AND '.join(parts)}"
        )
        bounds = [limit * 100 if column.kind == "money" else limit for limit in bucket.values()]
        (row,) = counted_once(db, sql, [*found.parameters, *bounds])
        results.append({**bucket, "count": row["n"]})
    return {"ranges": {"results": results}}


def _scalar(db: sqlite3.Connection, found: Found, aggregation: Aggregation) -> Json:
    column, kind = aggregation.column, aggregation.settings["type"]
    what = f"COUNT(DISTINCT {column.sql})" if kind == "COUNT_DISTINCT" else f"{kind}({column.sql})"
    sql = f"SELECT {what} AS v FROM {found.tables}{column.join} WHERE {found.condition}"  # noqa: S608
    (row,) = counted_once(db, sql, found.parameters)
    value = row["v"]
    if kind != "COUNT_DISTINCT" and value is not None:
        value = _written(value, column)
    # Of nothing there is no least and no greatest; Wix leaves unset fields out.
    return {"scalar": {"type": kind} if value is None else {"type": kind, "value": value}}


def _written(value: Any, column: Column) -> Any:
    if column.kind == "money":
        return value / 100 if value % 100 else value // 100
    return ("true" if value else "false") if column.kind == "bool" else value


BOUNDS = {"from": ">=", "to": "<"}
READERS: dict[str, Callable[[Json, Column], Json]] = {
    "VALUE": _read_value,
    "RANGE": _read_range,
    "SCALAR": _read_scalar,
}
ANSWERS: dict[str, Callable[[sqlite3.Connection, Found, Aggregation], Json]] = {
    "VALUE": _values,
    "RANGE": _ranges,
    "SCALAR": _scalar,
}
