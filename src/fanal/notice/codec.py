"""States as JSON text and back, so that a ledger can keep them; the shape follows the dataclasses of `states`."""

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

from fanal.notice.events.base import AS_IT_IS, moment, plain
from fanal.notice.states import CaseNow, LogNow, NoticeNow, Now, ReferralNow, ReferralTarget, TargetNow
from fanal.words.errors import MisuseError
from fanal.words.lists import Word

KINDS: Mapping[str, type[Any]] = {"notice": NoticeNow, "case": CaseNow, "referral": ReferralNow, "log": LogNow}
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def dump(now: Now) -> str:
    """The state as compact JSON with sorted keys: equal states give equal text."""
    return _json(_flat(now))


def load(kind: str, text: str) -> Now:
    """The state of that stream kind ("notice", "case", "referral", "log") from its JSON text."""
    if kind not in KINDS:
        raise MisuseError(f"no state is kept for {kind!r}")
    state: Now = _build(KINDS[kind], json.loads(text))
    return state


def _flat(value: Any) -> Any:
    names = _READERS.get(value.__class__)
    if names is not None:
        return {name: each if (each := getattr(value, name)).__class__ in AS_IT_IS else _flat(each) for name in names}
    return [_flat(each) for each in value] if isinstance(value, tuple) else plain(value)


def _build(cls: type[Any], given: Mapping[str, Any]) -> Any:
    return cls(**{name: reader(given[name]) for name, reader in _READERS[cls].items() if name in given})


def _reader(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return lambda value: tuple(inner(each) for each in value)
    if hint is datetime:
        return moment
    if datetime in get_args(hint):
        return lambda value: None if value is None else moment(value)
    if isinstance(hint, type) and issubclass(hint, Word):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: _build(hint, value)
    return lambda value: value


_READERS: Mapping[type[Any], Mapping[str, Any]] = {
    cls: {name: _reader(hint) for name, hint in get_type_hints(cls).items()}
    for cls in (TargetNow, ReferralTarget, *KINDS.values())
}
