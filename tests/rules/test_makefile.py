"""The Makefile names only what a fresh clone has."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def named_paths() -> list[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.search(r"^CODE := (.+)$", text, re.MULTILINE)[1].split()  # type: ignore[index]


def is_in_a_clone(path: str) -> bool:
    """Tracked by git; where there is no git, the files are what there is."""
    if not (ROOT / ".git").exists():
        return (ROOT / path).exists()
    listed = subprocess.run(["git", "ls-files", "--", path], cwd=ROOT, capture_output=True, text=True, check=True)
    return bool(listed.stdout)


@pytest.mark.parametrize("path", named_paths())
def test_what_is_checked_is_there(path: str) -> None:
    assert is_in_a_clone(path), f"the Makefile's CODE names {path}, which a fresh clone does not have"
