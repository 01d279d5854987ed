"""Small jobs beside the requests, in daemon threads. What the jobs are is not known here."""

from __future__ import annotations

import threading
from collections.abc import Callable

#: Starts a job elsewhere and says whether it was taken.
Runner = Callable[[Callable[[], None]], bool]


class DaemonThreads:
    """Runs each job in a thread of its own, at most `limit` at once; a full house refuses. Exit does not wait."""

    def __init__(self, limit: int = 4) -> None:
        self._places = threading.BoundedSemaphore(limit)

    def __call__(self, job: Callable[[], None]) -> bool:
        """Start the job, or return False when there is no place or no thread for it."""
        if not self._places.acquire(blocking=False):
            return False
        try:
            threading.Thread(target=self._run, args=(job,), name="background job", daemon=True).start()
        except RuntimeError:  # no thread to be had, or the interpreter is on its way out
            self._places.release()
            return False
        return True

    def _run(self, job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            self._places.release()
