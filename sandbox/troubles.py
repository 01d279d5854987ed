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
    """What can be made to go wrong for one visitor, and what does.

    Each platform has a table of its own from a trouble's name to the faults on its own paths; all of them are set.
    """

    def __init__(self, faults: Faults, tables: Sequence[TroubleTable]) -> None:
        self._faults = faults
        self._planned = {
            name: [fault for table in tables for fault in table.get(name, ())]
            for name in dict.fromkeys(name for table in tables for name in table)
        }

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
