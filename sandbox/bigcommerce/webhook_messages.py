"""What a webhook looks like on the wire: its body, and the headers by which a shop knows that we sent it.

Sources: https://developer.bigcommerce.com/docs/integrations/webhooks
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.bigcommerce.site import CLIENT_SECRET, STORE_HASH, STORE_ID

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One event as it is sent: the same id and body each time it is tried."""

    id: str
    scope: str
    body: str
    created_at: str

    @property
    def content(self) -> Json:
        """Return the body, read."""
        content: Json = json.loads(self.body)
        return content

    def signed(self, sent_at: datetime, secret: str = CLIENT_SECRET) -> tuple[dict[str, str], bytes]:
        """Return headers and body to post; for tests that deliver a webhook by hand, too."""
        return signed_request(self.id, self.body, sent_at, secret)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened, before it has an id. `extra` is what some scopes add to `data`."""

    scope: str
    kind: str
    id: int | str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def body(self, now: datetime, message_id: str) -> str:
        """Return the body. `hash` differs between any two events, even those of the same second."""
        data = {"type": self.kind, "id": self.id, **self.extra}
        digest = hashlib.sha1(f"{message_id}{self.scope}{json.dumps(data)}".encode(), usedforsecurity=False)
        body = {
            "scope": self.scope,
            "store_id": str(STORE_ID),
            "data": data,
            "hash": digest.hexdigest(),
            "created_at": int(now.timestamp()),
            "producer": f"stores/{STORE_HASH}",
        }
        return json.dumps(body, separators=(",", ":"))


def signed_request(
    message_id: str, body: str, sent_at: datetime, secret: str = CLIENT_SECRET
) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body of a delivery, signed with the client secret of the API account."""
    timestamp = str(int(sent_at.timestamp()))
    digest = hmac.digest(secret.encode(), f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
    return headers, body.encode()
