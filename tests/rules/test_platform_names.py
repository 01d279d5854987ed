"""Who may know a platform by name: its own folder, the registry and the settings. Others ask the storefront."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLATFORMS = ("wix", "bigcommerce")
PARTS = ("services", "routes", "web", "demo", "templates", "static", "translations", "bench", "tools")
KNOWING = {"services/registry.py", *(f"services/{name}" for name in PLATFORMS)}
WRITTEN = {".py", ".html", ".txt", ".xml", ".css", ".js", ".po", ".json", ".toml"}


def files(part: str) -> list[str]:
    """What is written in a part of the house, apart from those who may know."""
    found = sorted(path.relative_to(ROOT) for path in (ROOT / part).rglob("*") if path.suffix in WRITTEN)
    return [str(path) for path in found if not KNOWING & {str(path), "/".join(path.parts[:2])}]


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("part", PARTS)
def test_nobody_else_names_a_platform(part: str, name: str) -> None:
    read = files(part)
    assert read
    assert [path for path in read if name in (ROOT / path).read_text(encoding="utf-8").lower()] == []


def test_the_server_of_the_shop_names_none() -> None:
    text = (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8").lower()
    assert not [name for name in PLATFORMS if name in text]


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_platform_knows_another(name: str) -> None:
    others = [other for other in PLATFORMS if other != name]
    for folder in ("services", "sandbox"):
        for path in (ROOT / folder / name).rglob("*.py"):
            text = path.read_text(encoding="utf-8").lower()
            assert not [other for other in others if other in text], path
