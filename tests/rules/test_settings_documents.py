"""The settings' three homes agree: the code, `.env.example` and the documentation."""

from __future__ import annotations

import re
from pathlib import Path

from config.settings import setting_names

ROOT = Path(__file__).parents[2]


def test_the_example_lists_every_setting_once() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^#?([A-Z][A-Z_]+)=", text, re.MULTILINE)) == sorted(setting_names())


def test_the_example_sets_nothing() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert not re.findall(r"^[A-Z]", text, re.MULTILINE)


def test_the_documentation_explains_every_setting_and_no_other() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE)
    assert sorted(documented) == sorted(setting_names())


def test_the_readme_names_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= targets
