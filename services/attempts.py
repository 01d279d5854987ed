"""Asking until there is an answer: bulkhead, breaker and retries around `exchange`. It knows no errors of the shop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

from services.breaker import CircuitBreaker
from services.call_record import CallRecord
from services.deadline import Deadline
from services.exchange import HttpAnswer, NoAnswerError, PlatformSession, exchange
from services.retry import RETRIED_STATUSES, AskedPause, asked_pause, pause_before_next


@dataclass(frozen=True)
class Limits:
    """What one platform may cost us at most."""

    connect_seconds: float
    max_body_bytes: int
    max_in_flight: int


class Attempts:
    """Makes calls to one platform, each in as many attempts as its deadline and its nature allow.

    The breaker judges attempts, not calls: a probe is one request, and a breaker that opens ends the retries.
    """

    def __init__(
        self,
        session: PlatformSession,
        breaker: CircuitBreaker,
        limits: Limits,
        *,
        request_id_header: str,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float],
        asked_pause: AskedPause = asked_pause,
    ) -> None:
        self._session = session
        self._breaker = breaker
        self._limits = limits
        self._places = threading.BoundedSemaphore(limits.max_in_flight)
        self._request_id_header = request_id_header
        self._sleep = sleep
        self._random = random
        self._asked_pause = asked_pause

    def ask(
        self, request: requests.PreparedRequest, record: CallRecord, deadline: Deadline, *, idempotent: bool
    ) -> HttpAnswer:
        """Return the last answer, whatever its status. Raises: NoAnswerError, UnreadableAnswerError."""
        if not self._places.acquire(blocking=False):
            raise NoAnswerError("not asked: too many calls at once")
        try:
            outcome = self._ask_repeatedly(request, record, deadline, idempotent)
        finally:
            self._places.release()
        if isinstance(outcome, NoAnswerError):
            raise outcome
        return outcome

    def _ask_repeatedly(
        self, request: requests.PreparedRequest, record: CallRecord, deadline: Deadline, idempotent: bool
    ) -> HttpAnswer | NoAnswerError:
        outcome: HttpAnswer | NoAnswerError | None = None
        while True:
            permit = self._breaker.ask()
            if permit is None:
                return outcome or self._breaker_is_open()
            outcome = self._attempt(permit, request, record, deadline)
            pause = self._pause(outcome, record.attempts, deadline.remaining_seconds(), idempotent)
            if pause is None:
                return outcome
            self._sleep(pause)

    def _attempt(
        self, permit: int, request: requests.PreparedRequest, record: CallRecord, deadline: Deadline
    ) -> HttpAnswer | NoAnswerError:
        record.begin_attempt()
        is_outage = False
        try:
            answer = exchange(
                self._session,
                request,
                deadline=deadline,
                connect_seconds=self._limits.connect_seconds,
                max_body_bytes=self._limits.max_body_bytes,
                request_id_header=self._request_id_header,
            )
            is_outage = answer.status >= 500 or answer.status == 429
        except NoAnswerError as error:
            is_outage = True
            return error
        finally:
            self._breaker.report(permit, failed=is_outage)
        record.note_answer(answer.status, answer.request_id)
        return answer

    def _pause(
        self, outcome: HttpAnswer | NoAnswerError, attempt: int, remaining_seconds: float, idempotent: bool
    ) -> float | None:
        """Return how long to wait before asking again, or None when this outcome is the last."""
        asked_seconds = None
        if isinstance(outcome, NoAnswerError):
            may_retry = outcome.may_pass and (idempotent or outcome.nothing_was_sent)
        else:
            may_retry = idempotent and outcome.status in RETRIED_STATUSES
            asked_seconds = self._asked_pause(outcome.status, outcome.headers)
        if not may_retry:
            return None
        return pause_before_next(attempt, asked_seconds, remaining_seconds, self._random)

    def _breaker_is_open(self) -> NoAnswerError:
        error = NoAnswerError("not asked: the breaker is open")
        error.retry_after_seconds = self._breaker.seconds_until_probe()
        return error
