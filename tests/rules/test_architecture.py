"""The map in docs/architecture.md, held by reading the imports: who may know whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLATFORM_NAMES = ("wix", "bigcommerce")
PLATFORMS = tuple(f"services.{name}" for name in PLATFORM_NAMES)
OURS = ("app", "config", "services", "routes", "web", "demo", "sandbox", "tools")

# Of the services a demo may see the breaker and what makes sentences, of the web layer the file processes share.
NOT_FOR_DEMO = tuple(
    f"{part}.{path.stem}"
    for part, allowed in (("services", {"breaker", "sentences"}), ("web", {"sqlite_file"}))
    for path in (ROOT / part).iterdir()
    if path.stem not in allowed | {"__init__", "__pycache__"}
)

NOT_FOR_SANDBOX = ("requests", "authlib", "msgspec", "config", "services", "routes", "web", "demo", "app")

# For each part: what it must never import. A longer path wins over a shorter one.
FORBIDDEN = {
    "config": ("flask", "requests", "services", "routes", "web", "demo", "sandbox", "app"),
    "services": ("flask", "werkzeug", "config", "routes", "web", "demo", "sandbox", "app"),
    "services/registry.py": ("flask", "werkzeug", "routes", "web", "demo", "sandbox", "app"),
    "services/models": ("requests", "msgspec", "authlib", *PLATFORMS, "config", "flask"),
    "services/errors.py": ("requests", "msgspec", "authlib", *PLATFORMS, "services.models", "config", "flask"),
    "services/sentences.py": ("requests", "msgspec", "authlib", "services", "config", "flask", "babel"),
    "services/storefront.py": ("requests", "msgspec", "authlib", *PLATFORMS, "config", "flask"),
    "routes": ("requests", "authlib", "msgspec", *PLATFORMS, "services.registry", "sandbox", "web", "demo", "app"),
    "web": ("requests", "authlib", "config", "routes", "demo", "sandbox", "app", *PLATFORMS, "services.registry"),
    "demo": ("requests", "authlib", "config", "routes", "sandbox", "app", *NOT_FOR_DEMO),
    "services/wix": ("flask", "werkzeug", "config", "routes", "web", "demo", "sandbox", "app", "services.bigcommerce"),
    "services/bigcommerce": ("flask", "werkzeug", "config", "routes", "web", "demo", "sandbox", "app", "services.wix"),
    "sandbox/wix": (*NOT_FOR_SANDBOX, "sandbox.bigcommerce"),
    "sandbox/bigcommerce": (*NOT_FOR_SANDBOX, "sandbox.wix"),
    "sandbox": NOT_FOR_SANDBOX,
}


def modules() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for part in OURS
        for path in ROOT.glob(f"{part}/**/*.py" if part != "app" else "app.py")
    )


def imports_of(path: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden_for(path: str) -> tuple[str, ...]:
    fitting = [part for part in FORBIDDEN if path == part or path.startswith(f"{part}/")]
    return FORBIDDEN[max(fitting, key=len)] if fitting else ()


@pytest.mark.parametrize("path", modules())
def test_a_module_imports_only_what_the_map_allows(path: str) -> None:
    forbidden = forbidden_for(path)
    crossed = [name for name in imports_of(path) if any(name == f or name.startswith(f"{f}.") for f in forbidden)]
    assert not crossed, f"{path} imports {crossed}"


def test_only_the_door_speaks_http() -> None:
    speakers = {
        path
        for path in modules()
        if any(name.split(".")[0] in ("requests", "urllib3", "httpx") for name in imports_of(path))
    }
    doors = {f"services/{name}.py" for name in ("http", "attempts", "exchange", "deadline", "in_process")}
    assert speakers <= doors | {"services/wix/auth.py"}  # Authlib's hook is typed with a requests.Response


def test_only_settings_read_the_environment() -> None:
    readers = {
        path
        for path in modules()
        if "environ" in (text := (ROOT / path).read_text(encoding="utf-8")) and "os.environ" in text
    }
    assert readers <= {"config/settings.py", "sandbox/__main__.py"}


def test_templates_mark_nothing_as_safe() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        assert "|safe" not in path.read_text(encoding="utf-8").lower().replace(" ", ""), path


@pytest.mark.parametrize("path", [path for path in modules() if not path.endswith("__init__.py")])
def test_every_module_says_what_lives_in_it(path: str) -> None:
    assert ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8"))), f"{path} has no docstring"


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("services/wix/")])
def test_what_calls_an_endpoint_names_its_source(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    if any(called in text for called in ("call_as(", "client.read(", "read_with_key(")) and not path.endswith(
        "client.py"
    ):
        assert "Source: https://dev.wix.com/docs/" in text


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("services/bigcommerce/")])
def test_what_calls_bigcommerce_names_its_source(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    if any(called in text for called in ("client.call(", "client.call_or_none(")):
        assert "Source: https://developer.bigcommerce.com/docs/" in text
