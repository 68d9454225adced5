"""Does a thing once for an idempotency key: the key is written in the same transaction as what it did, references only."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from fanal_hub.api.body import key_of
from fanal_hub.api.tokens import hand_of, owner_of
from fanal_hub.courier.keys import keyed_digest
from fanal_hub.ledger.plan import Effect, Rows, TakenError
from fanal_hub.ledger.read.notices import idempotent
from fanal_hub.ledger.rows import when
from fanal_hub.stations.door import OtherRequestError
from fanal_hub.stations.judge import Hand

REPLAY = "Idempotent-Replay"


def once(request: HttpRequest, given: Mapping[str, Any], act: Callable[[Hand], object], answer: HttpResponse) -> None:
    """Act, unless the same key did the same before; the answer is then built from what stands, and says that it is a replay."""
    key = key_of(request)
    if not key:
        act(hand_of(request))
        return
    owner, kept = owner_of(request), keyed_digest(key)
    digest = keyed_digest(f"{request.method} {request.path}\n{json.dumps(given, sort_keys=True)}")
    if not done_before(owner, kept, digest):
        try:
            act(replace(hand_of(request), beside=(remember(owner, kept, digest, request.path),)))
            return
        except TakenError:
            if not done_before(owner, kept, digest):
                raise
    answer.headers[REPLAY] = "true"


def done_before(owner: str, kept: str, digest: str) -> bool:
    """Was this very request made with this key? OtherRequestError when the key was used for another one."""
    found = idempotent(owner, kept)
    if found is not None and found[0] != digest:
        raise OtherRequestError
    return found is not None


def remember(owner: str, kept: str, digest: str, reference: str) -> Effect:
    """An effect that keeps a key with the digest of its request; the second of two at once is refused."""
    row = {"owner": owner, "key": kept, "request": digest, "reference": reference, "made_at": when(datetime.now(UTC))}
    return Rows("ledger_idempotencyrow", [row])
