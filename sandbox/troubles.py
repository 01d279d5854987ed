"""Trouble with a name, for one visitor: the faults a platform's table makes of it, begun and ended together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults import Faults


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """One fault of a trouble: as `Faults.add` takes it, but for nobody yet."""

    path: str
    kind: str
    method: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


TroubleTable = Mapping[str, Sequence[PlannedFault]]


class Troubles:
    """What can be made to go wrong at one platform for one visitor, and what does.

    The platform's table says which faults on its own paths a trouble is made of.
    """

    def __init__(self, faults: Faults, planned: TroubleTable) -> None:
        self._faults = faults
        self._planned = planned

    @property
    def names(self) -> tuple[str, ...]:
        """All troubles there are."""
        return tuple(self._planned)

    def of(self, visitor_id: str) -> frozenset[str]:
        """Return the names of what goes wrong for this visitor now."""
        return frozenset(str(fault.options.get("trouble", "")) for fault in self._faults.waiting_for(visitor_id))

    def begin(self, visitor_id: str, name: str) -> None:
        """Let this go wrong for this visitor until it is ended; twice is once. Raises: KeyError for an unknown name."""
        planned = self._planned[name]
        if name in self.of(visitor_id):
            return
        for fault in planned:
            self._faults.add(
                fault.path,
                kind=fault.kind,
                method=fault.method,
                times=None,
                visitor_id=visitor_id,
                trouble=name,
                **fault.options,
            )

    def end(self, visitor_id: str, name: str | None = None) -> None:
        """Let this, or everything, go well again for this visitor."""
        waiting = self._faults.waiting_for(visitor_id)
        self._faults.remove(fault.id for fault in waiting if name in (None, fault.options.get("trouble")))
