"""What changes in the shared catalog: pieces taken, stock, prices, products shown, hidden and removed."""

from __future__ import annotations

import sqlite3

from sandbox.products import PREORDER_LIMIT, Product, Variant


def take_goods(db: sqlite3.Connection, product: Product, variant: Variant, quantity: int) -> bool:
    """Take pieces off the shelf, or note them as ordered in advance; False, and nothing taken, if there are too few."""
    if product.can_preorder(variant):
        return _preorder(db, variant, quantity)
    if product.is_digital:
        return db.execute("SELECT 1 FROM variants WHERE id = ? AND stock > 0", (variant.id,)).fetchone() is not None
    changed = db.execute("UPDATE variants SET stock = stock - ?1 WHERE id = ?2 AND stock >= ?1", (quantity, variant.id))
    return changed.rowcount == 1


def set_stock(db: sqlite3.Connection, sku: str, stock: int) -> bool:
    """Set how many pieces there are; False for an unknown SKU."""
    return db.execute("UPDATE variants SET stock = ? WHERE sku = ?", (stock, sku)).rowcount == 1


def set_price(db: sqlite3.Connection, sku: str, price: int, now: str) -> bool:
    """Set what a variant costs, and what follows from it for its product; False for an unknown SKU."""
    row = db.execute("SELECT product_id FROM variants WHERE sku = ?", (sku,)).fetchone()
    if row is None:
        return False
    db.execute("UPDATE variants SET price = ? WHERE sku = ?", (price, sku))
    db.execute(
        "UPDATE products SET revision = revision + 1, updated_at = ?1, (min_price, max_price) ="
        " (SELECT MIN(price), MAX(price) FROM variants WHERE product_id = ?2),"
        " min_sku = (SELECT sku FROM variants WHERE product_id = ?2 ORDER BY price, position LIMIT 1) WHERE id = ?2",
        (now, row["product_id"]),
    )
    return True


def set_visible(db: sqlite3.Connection, slug: str, *, visible: bool) -> bool:
    """Show or hide a product; False for an unknown slug."""
    return db.execute("UPDATE products SET visible = ? WHERE slug = ?", (visible, slug)).rowcount == 1


def remove_product(db: sqlite3.Connection, slug: str) -> bool:
    """Delete a product with its variants; False for an unknown slug."""
    row = db.execute("SELECT id, number FROM products WHERE slug = ?", (slug,)).fetchone()
    if row is None:
        return False
    db.execute("DELETE FROM product_texts WHERE rowid = ?", (row["number"],))
    db.execute("DELETE FROM variants WHERE product_id = ?", (row["id"],))
    db.execute("DELETE FROM product_categories WHERE product_id = ?", (row["id"],))
    db.execute("DELETE FROM product_contents WHERE number = ?", (row["number"],))
    db.execute("DELETE FROM products WHERE id = ?", (row["id"],))
    return True


def _preorder(db: sqlite3.Connection, variant: Variant, quantity: int) -> bool:
    changed = db.execute(
        "UPDATE variants SET preordered = preordered + ?1 WHERE id = ?2 AND stock = 0 AND preordered + ?1 <= ?3",
        (quantity, variant.id, PREORDER_LIMIT),
    )
    return changed.rowcount == 1
