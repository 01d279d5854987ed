"""What is seeded holds whole addresses, so a file belongs to the address it was made for."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from sandbox import Sandbox

HERE, ELSEWHERE = "http://localhost:8000/sandbox", "http://localhost:8123/sandbox"


@pytest.mark.parametrize(("address", "is_kept"), [(HERE, True), (ELSEWHERE, False)])
def test_a_file_is_seeded_again_for_another_address(tmp_path: Path, address: str, is_kept: bool) -> None:
    file = tmp_path / "sandbox.sqlite3"
    first = Sandbox(file, public_url=HERE, allowed_redirect_domains=["http://127.0.0.1:8000"])
    Client(first.api).get("/wix/nowhere")
    assert len(first.journal()) == 1
    first.close()
    again = Sandbox(file, public_url=address, allowed_redirect_domains=["http://127.0.0.1:8000"])
    assert bool(again.journal()) is is_kept
    again.close()
