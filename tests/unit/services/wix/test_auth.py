"""How long a token is believed."""

from __future__ import annotations

from typing import Any

import pytest

from services.wix.auth import Tokens, _lifetime_seconds


@pytest.mark.parametrize(
    ("expires_in", "seconds"),
    [
        (14400, 14400),
        ("14400", 14400),
        (None, 300),
        ("soon", 300),
        (0, 300),
        (-5, 300),
        (float("nan"), 300),
        (10**12, 86400),
        ([], 300),
    ],
)
def test_a_lifetime_is_kept_within_reason(expires_in: Any, seconds: float) -> None:
    assert _lifetime_seconds(expires_in) == seconds


def test_tokens_do_not_show_themselves() -> None:
    assert "secret" not in repr(Tokens("secret-a", "secret-r", 1.0))
