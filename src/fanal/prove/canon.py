"""Canonical JSON (RFC 8785) for the values we use: one value, one sequence of bytes. It knows no format of ours and reads no file.

Two kinds of refusal: what JSON can carry and we refuse (floats, large integers, lone surrogates) is a ProofError, shown to a person;
what JSON cannot carry (bytes, dates, keys that are not text) is a MisuseError.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

INTEGER_MOST = 2**53 - 1  # RFC 7493 section 2.2: beyond it, readers in other languages lose digits
DEPTH_MOST = 64
BYTES_MOST = 16 * 1024 * 1024

# RFC 8785 section 3.2.2.2 asks for the escapes of ECMAScript, which are those of this encoder.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_encode_sorted = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False, sort_keys=True
).encode


def canonical(value: object) -> bytes:
    """The canonical bytes of a JSON value (RFC 8785), without floats."""
    try:
        return (_encode_sorted(value) if _is_plain(value) else _encode(_ordered(value, 0))).encode()
    except UnicodeEncodeError:
        raise ProofError(message("prove_lone_surrogate")) from None


def read_json(raw: bytes | str) -> object:
    """The value of a JSON text (RFC 8259); refuses floats, large integers, duplicate names (RFC 7493) and what is not UTF-8."""
    if len(raw) > BYTES_MOST:
        raise ProofError(message("prove_too_large", most=BYTES_MOST))
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        return json.loads(
            text, object_pairs_hook=_pairs, parse_float=_refuse_float, parse_constant=_refuse_float, parse_int=_integer
        )
    except UnicodeDecodeError as wrong:
        raise ProofError(message("prove_not_utf8", place=wrong.start)) from None
    except json.JSONDecodeError as wrong:
        raise ProofError(message("prove_not_json", line=wrong.lineno, column=wrong.colno)) from None
    except RecursionError:
        raise ProofError(message("prove_too_deep", most=DEPTH_MOST)) from None


def sha256_hex(raw: bytes) -> str:
    """SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def _is_plain(value: object) -> bool:
    """Nothing to refuse and ASCII names only, which the encoder itself sorts rightly? Read a level at a time, for speed."""
    level: list[Any] = [value]
    for _ in range(DEPTH_MOST):
        below: list[Any] = []
        for each in level:
            kind = each.__class__
            if kind is dict and _has_ascii_names(each):
                below.extend(each.values())
            elif kind is list or kind is tuple:
                below.extend(each)
            elif kind not in _SAFE and not (kind is int and -INTEGER_MOST <= each <= INTEGER_MOST):
                return False
        if not below:
            return True
        level = below
    return False


_SAFE = frozenset((str, bool, type(None)))


def _has_ascii_names(value: dict[Any, object]) -> bool:
    try:
        return "".join(value).isascii()
    except TypeError:  # a name that is not text: refused by who reads each value
        return False


def _ordered(value: object, depth: int) -> object:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return _within(value)
    if isinstance(value, float):
        _refuse_float(str(value))
    if depth == DEPTH_MOST:
        raise ProofError(message("prove_too_deep", most=DEPTH_MOST))
    if isinstance(value, Mapping):
        return {name: _ordered(value[name], depth + 1) for name in _names(value)}
    if isinstance(value, list | tuple):
        return [_ordered(each, depth + 1) for each in value]
    raise MisuseError(f"JSON carries no {type(value).__name__}: turn it into text or an integer first")


def _names(value: Mapping[Any, object]) -> list[str]:
    """The names in the order of their UTF-16 code units (RFC 8785 section 3.2.3)."""
    names = list(value)
    if not all(isinstance(name, str) for name in names):
        raise MisuseError("a JSON object has text for names")
    if "".join(names).isascii():
        return sorted(names)
    return sorted(names, key=_utf16)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _within(value: int) -> int:
    if abs(value) > INTEGER_MOST:
        raise ProofError(message("prove_large_integer", most=INTEGER_MOST))
    return value


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ProofError(message("prove_name_twice", name=twice[:80]))
    return found


def _integer(digits: str) -> int:
    return _within(int(digits[:18]))  # 18 signs are always beyond the limit, however many follow


def _refuse_float(digits: str) -> NoReturn:
    raise ProofError(message("prove_float", number=digits[:40]))
