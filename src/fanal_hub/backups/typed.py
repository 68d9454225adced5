"""A key as a person types it: four lines of letters and digits with a check at the end of each. It keeps no key.

Crockford's base 32 (no I, L, O, U). A line is a letter for the key, its number, sixteen characters (ten bytes) and four
that check them; the last eight bytes of the four lines check the whole key.
"""

import hashlib
import html
import re
from collections.abc import Mapping, Sequence

from fanal.words.say import Message, message
from fanal_hub.backups.sealed import BackupError

VAULT, BACKUP = "V", "B"
LETTERS = (VAULT, BACKUP)
LINES = 4
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BYTES, _KEY = 10, 32
_LINE = re.compile(r"^\W*([VB])\s*([1-4])[\s:.)–-]*(\S.*)$")
_LOOK_ALIKE = str.maketrans("ILO", "110")


def lines_of(letter: str, key: bytes) -> list[str]:
    """The lines of a key: `V1 7K3M-2Q9D-8R4T-1XYZ-5HJK`."""
    whole = key + _seal(letter, key)
    made = []
    for place in range(LINES):
        raw = whole[place * _BYTES : (place + 1) * _BYTES]
        letters = _base32(raw) + _check(letter, place + 1, raw)
        groups = "-".join(letters[at : at + 4] for at in range(0, 20, 4))
        made.append(f"{letter}{place + 1} {groups}")
    return made


def keys_of(text: str, wanted: Sequence[str] = LETTERS) -> dict[str, bytes]:
    """The keys that a typed or saved sheet holds; every line that is missing or mistyped is named, at once."""
    typed = _typed(text)
    wrong = [each for letter in wanted for each in _faults(letter, typed)]
    if wrong:
        raise BackupError(*wrong)
    found = {}
    for letter in wanted:
        whole = b"".join(_bytes(letter, n, typed[f"{letter}{n}"]) or b"" for n in range(1, LINES + 1))
        if _seal(letter, whole[:_KEY]) != whole[_KEY:]:
            raise BackupError(message("sheet_key_mixed", at="keys", letter=letter))
        found[letter] = whole[:_KEY]
    return found


def fault(line: str) -> Message | None:
    """What is wrong with one labelled line, as soon as it is typed."""
    found = _LINE.match(line.strip().upper())
    if found and _bytes(found[1], int(found[2]), found[3]) is not None:
        return None
    return message("sheet_line_mistyped", at="keys", line=line[:2])


def differences(text: str, keys: Mapping[str, bytes]) -> list[Message]:
    """What of a sheet, typed back, is not what this hub's keys are."""
    try:
        found = keys_of(text, tuple(keys))
    except BackupError as error:
        return list(error.messages)
    return [message("sheet_other_key", at="keys", letter=each) for each in keys if found[each] != keys[each]]


def _typed(text: str) -> dict[str, str]:
    """Each line by its label; of a page, its text."""
    plain = html.unescape(re.sub(r"<[^>]*>", "\n", text))
    found = (_LINE.match(line.strip().upper()) for line in plain.splitlines())
    return {f"{each[1]}{each[2]}": each[3] for each in found if each}


def _faults(letter: str, typed: Mapping[str, str]) -> list[Message]:
    labels = [f"{letter}{n}" for n in range(1, LINES + 1)]
    missing = [message("sheet_line_missing", at="keys", line=each) for each in labels if each not in typed]
    mistyped = [
        message("sheet_line_mistyped", at="keys", line=each)
        for each in labels
        if each in typed and _bytes(letter, int(each[1:]), typed[each]) is None
    ]
    return missing + mistyped


def _bytes(letter: str, n: int, typed: str) -> bytes | None:
    """The ten bytes of a typed line; None when it is not as it was printed."""
    letters = re.sub(r"[\s–-]", "", typed).translate(_LOOK_ALIKE)
    if len(letters) != 20 or any(each not in _ALPHABET for each in letters):
        return None
    number = 0
    for each in letters[:16]:
        number = number * 32 + _ALPHABET.index(each)
    raw = number.to_bytes(_BYTES, "big")
    return raw if _check(letter, n, raw) == letters[16:] else None


def _base32(raw: bytes) -> str:
    number, made = int.from_bytes(raw, "big"), ""
    for _ in range(len(raw) * 8 // 5):
        number, last = divmod(number, 32)
        made = _ALPHABET[last] + made
    return made


def _check(letter: str, n: int, raw: bytes) -> str:
    return _base32(hashlib.sha256(f"fanal sheet {letter}{n}\n".encode() + raw).digest()[:5])[:4]


def _seal(letter: str, key: bytes) -> bytes:
    return hashlib.sha256(f"fanal sheet {letter}\n".encode() + key).digest()[: LINES * _BYTES - _KEY]
