"""How log lines look and what never stands in them. Who logs what is decided where it happens."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKENS = re.compile(r"\b(?:OauthNG\.JWS\.|JWS\.|IST\.)[\w.+/=-]+")
QUERY_SECRETS = re.compile(r"\b(code|state|token|access_token|refresh_token|code_verifier)=[^&\s\"']+", re.IGNORECASE)
CARD_NUMBERS = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
SECRET_FIELDS = {"authorization", "cookie", "token", "access_token", "refresh_token", "api_key", "secret_key"}
MASK = "***"


def configure_logging(level: str, *, is_for_people: bool) -> None:
    """One line an event on standard error: readable in development, JSON elsewhere. Every line is masked."""
    renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if is_for_people else _json_renderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_secrets,
            renderer,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Their lines would hold whole URLs, codes included; the shop has an access line of its own.
    for noisy in ("werkzeug", "urllib3", "authlib"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def mask_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace tokens, codes and card numbers, wherever in the event they stand."""
    return {name: MASK if name.lower() in SECRET_FIELDS else mask_value(value) for name, value in event.items()}


def mask_value(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {name: MASK if str(name).lower() in SECRET_FIELDS else mask_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_value(item) for item in value]
    return value


def mask_text(text: str) -> str:
    text = TOKENS.sub(MASK, text)
    text = QUERY_SECRETS.sub(lambda found: f"{found[1]}={MASK}", text)
    return CARD_NUMBERS.sub(lambda found: MASK if _is_card_number(found[0]) else found[0], text)


def _is_card_number(text: str) -> bool:
    """The Luhn sum tells card numbers from other long numbers."""
    digits = [int(digit) for digit in reversed(text) if digit.isdigit()]
    return sum(digits[0::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _json_renderer() -> structlog.types.Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
