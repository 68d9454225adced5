"""Speaking to the outside with generators: a connector yields a Request and is sent its Response. No network here."""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Request:
    """What a connector asks for: a method, an address, and a body already in bytes."""

    method: Method
    url: str
    body: bytes = field(default=b"", kw_only=True)
    headers: Mapping[str, str] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back; or, without a status, the code of what prevented it (timeout, refused, dns, tls, egress_denied...)."""

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""

    @property
    def is_success(self) -> bool:
        """Did the other side say yes (RFC 9110, 15.3)?"""
        return self.status is not None and 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON; raises ValueError when it is not."""
        return json.loads(self.body)

    def header(self, name: str) -> str:
        """One header by name, whatever its case (RFC 9110, 5.1); empty when absent."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


Exchange = Generator[Request, Response, Done]


def play(exchange: Exchange[Done], send: Callable[[Request], Response]) -> Done:
    """Run a connector to its end with the given way of sending, and give back what it returns.

    Whatever `send` raises, the connector is closed first, so that it can let go of what it holds.
    """
    try:
        request = next(exchange)
        while True:
            request = exchange.send(send(request))
    except StopIteration as end:
        return cast(Done, end.value)
    finally:
        exchange.close()
