-- What both platforms' sandboxes share: the shop's catalog, the clock, the journal and the faults.
-- Money is whole minor units (cents), times are ISO 8601 in UTC with milliseconds.

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE categories (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  description TEXT NOT NULL, visible INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL,
  parent_id TEXT, sibling_index INTEGER NOT NULL
);

-- Every category with its ancestors and, at depth 0, itself.
CREATE TABLE category_paths (
  category_id TEXT NOT NULL, ancestor_id TEXT NOT NULL, depth INTEGER NOT NULL,
  PRIMARY KEY (ancestor_id, category_id)
) WITHOUT ROWID;
CREATE INDEX paths_of_category ON category_paths (category_id, depth);

-- Everything to find, sort and count products by. A search may read thousands of these rows, each from its start to the
-- last column it looks at: hence the usual ones come first, and what is only shown is in another table.
CREATE TABLE products (
  number INTEGER PRIMARY KEY, visible INTEGER NOT NULL DEFAULT 1, placement INTEGER NOT NULL,
  availability TEXT NOT NULL DEFAULT 'IN_STOCK',
  min_price INTEGER NOT NULL, max_price INTEGER NOT NULL, min_compare_at INTEGER, max_compare_at INTEGER,
  id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  product_type TEXT NOT NULL, main_category_id TEXT,
  brand TEXT, brand_id TEXT, ribbon TEXT, ribbon_id TEXT,
  revision INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  min_weight REAL, max_weight REAL, min_sku TEXT NOT NULL,
  preorder_availability TEXT NOT NULL DEFAULT 'NO_VARIANTS', max_per_order INTEGER, preorder TEXT
);
CREATE INDEX products_by_name ON products (name COLLATE NOCASE);
CREATE INDEX products_by_age ON products (created_at DESC, number);
-- Each of these holds all that the usual filters and counts look at, so that none of them reads the products themselves.
CREATE INDEX products_by_price ON products
  (min_price, visible, max_price, min_compare_at, availability, placement);
CREATE INDEX products_by_highest_price ON products
  (max_price, visible, min_price, min_compare_at, availability, placement);
CREATE INDEX products_by_compare_at ON products
  (min_compare_at, visible, min_price, max_price, availability, placement);
CREATE INDEX products_by_availability ON products
  (availability, visible, min_price, max_price, min_compare_at, placement);
CREATE INDEX products_by_placement ON products
  (placement, visible, min_price, max_price, min_compare_at, availability);

-- What is only shown of a product.
CREATE TABLE product_contents (
  number INTEGER PRIMARY KEY, description TEXT NOT NULL,
  images TEXT NOT NULL, info TEXT NOT NULL, options TEXT NOT NULL, modifiers TEXT NOT NULL
);

-- The sets of categories that products stand in, each with the categories above; `direct` are those of the set itself.
-- There are far fewer of them than products, so whole categories are found and counted by them.
CREATE TABLE placements (
  placement INTEGER NOT NULL, category_id TEXT NOT NULL, direct INTEGER NOT NULL,
  PRIMARY KEY (placement, category_id)
) WITHOUT ROWID;

CREATE TABLE product_categories (
  product_id TEXT NOT NULL, category_id TEXT NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (category_id, product_id)
) WITHOUT ROWID;
CREATE INDEX categories_of_product ON product_categories (product_id, position);

CREATE TABLE variants (
  id TEXT PRIMARY KEY, product_id TEXT NOT NULL, position INTEGER NOT NULL, sku TEXT NOT NULL UNIQUE,
  choices TEXT NOT NULL, price INTEGER NOT NULL, compare_at INTEGER, stock INTEGER NOT NULL CHECK (stock >= 0),
  preordered INTEGER NOT NULL DEFAULT 0, weight REAL, image TEXT
) WITHOUT ROWID;
CREATE INDEX variants_of_product ON variants (product_id, position);

CREATE TRIGGER stock_sets_availability AFTER UPDATE OF stock ON variants BEGIN
  UPDATE products SET (availability, preorder_availability) = (
    SELECT CASE WHEN MAX(stock > 0) = 0 THEN 'OUT_OF_STOCK' WHEN MIN(stock > 0) = 0 THEN 'PARTIALLY_OUT_OF_STOCK'
           ELSE 'IN_STOCK' END,
           CASE WHEN preorder IS NULL OR MIN(stock > 0) = 1 THEN 'NO_VARIANTS' WHEN MAX(stock > 0) = 0
           THEN 'ALL_VARIANTS' ELSE 'SOME_VARIANTS' END
    FROM variants WHERE product_id = NEW.product_id
  ) WHERE id = NEW.product_id;
END;

-- Counted up when something changes that a search looks at, so that what it counted can be kept until then. Prices and
-- what is in stock have numbers of their own: they change often, and few counts depend on them.
CREATE TRIGGER new_product_is_a_revision AFTER INSERT ON products BEGIN
  UPDATE settings SET value = value + 1 WHERE key = 'catalog_revision';
END;
CREATE TRIGGER changed_product_is_a_revision AFTER UPDATE OF
  number, visible, placement, min_compare_at, max_compare_at, id, slug, name, product_type, main_category_id,
  brand, brand_id, ribbon, ribbon_id, created_at, min_weight, max_weight, max_per_order, preorder ON products BEGIN
  UPDATE settings SET value = value + 1 WHERE key = 'catalog_revision';
END;
CREATE TRIGGER changed_price_is_a_price_revision AFTER UPDATE OF
  min_price, max_price, min_sku, revision, updated_at ON products BEGIN
  UPDATE settings SET value = value + 1 WHERE key = 'price_revision';
END;
CREATE TRIGGER changed_availability_is_a_stock_revision AFTER UPDATE OF availability, preorder_availability ON products
WHEN (OLD.availability, OLD.preorder_availability) IS NOT (NEW.availability, NEW.preorder_availability) BEGIN
  UPDATE settings SET value = value + 1 WHERE key = 'stock_revision';
END;
CREATE TRIGGER lost_product_is_a_revision AFTER DELETE ON products BEGIN
  UPDATE settings SET value = value + 1 WHERE key = 'catalog_revision';
END;

CREATE VIRTUAL TABLE product_texts USING fts5 (name, description, skus, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE faults (
  id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, method TEXT, kind TEXT NOT NULL, times INTEGER,
  visitor_id TEXT, options TEXT NOT NULL
);
CREATE INDEX faults_of_visitor ON faults (visitor_id, id);

CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  status INTEGER, subject_kind TEXT, subject_id TEXT, fault TEXT
);
