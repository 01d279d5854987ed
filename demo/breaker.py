"""A breaker that does not count what a visitor asked for: one person's trouble does not close the shop to others."""

from __future__ import annotations

from collections.abc import Callable

from demo.visit import current_visit
from services.breaker import CircuitBreaker

SPARED = -1  # no permit of the breaker itself: those count upwards from 0


class SparingBreaker(CircuitBreaker):
    """Calls of somebody in trouble always pass, and how they go says nothing about the platform."""

    def __init__(self, is_in_trouble: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_in_trouble = is_in_trouble

    def ask(self) -> int | None:
        """Return a permit, as any breaker does."""
        visit = current_visit.get()
        return SPARED if visit and visit.is_in_trouble(self._is_in_trouble) else super().ask()

    def report(self, permit: int, *, failed: bool) -> None:
        """Take in how a call went, unless it was spared."""
        if permit != SPARED:
            super().report(permit, failed=failed)
