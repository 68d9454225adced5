"""The recovery sheet: the keys that no backup holds, on paper, with what they are for. It keeps a trace of each showing."""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fanal_hub import jsonl
from fanal_hub.backups.make import VAULT_FILE, backup_key
from fanal_hub.backups.sealed import key_number
from fanal_hub.backups.sheet_words import WORDS
from fanal_hub.backups.typed import BACKUP, VAULT, lines_of
from fanal_hub.home import secret_file

TRACE = "recovery-sheet.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed: whose keys they are, and each key's lines."""

    hub: str
    at: datetime
    keys: Mapping[str, bytes]

    @property
    def numbers(self) -> dict[str, str]:
        """Each key's number, by its letter."""
        return {letter: key_number(key) for letter, key in self.keys.items()}

    def lines(self, letter: str) -> list[str]:
        """A key, to be typed."""
        return lines_of(letter, self.keys[letter])


def keys(home: Path) -> dict[str, bytes]:
    """The vault key and the backup key of a hub, drawn when they are not there yet."""
    return {VAULT: secret_file(home / VAULT_FILE, 32), BACKUP: backup_key(home)}


def shown(home: Path, hub: str, at: datetime, *, by: str, how: str) -> Sheet:
    """The sheet, after its trace is on the disk: who asked for it, when, and by which way."""
    sheet = Sheet(hub=hub, at=at, keys=keys(home))
    line = {"at": at.isoformat(), "by": by, "how": how, "numbers": sheet.numbers}
    jsonl.append(home / TRACE, line)
    return sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """A time that the sheet was shown."""

    at: datetime
    by: str
    how: str


def showings(home: Path) -> list[Shown]:
    """The times that the sheet of the present keys was shown, newest first."""
    now = {letter: key_number(key) for letter, key in keys(home).items()}
    lines = [json.loads(each) for each in jsonl.read(home / TRACE)]
    fit = [each for each in lines if each["numbers"] == now]
    return [Shown(datetime.fromisoformat(each["at"]), each["by"], each["how"]) for each in reversed(fit)]


def as_text(sheet: Sheet, lang: str) -> str:
    """The sheet as plain text."""
    words = WORDS[lang]
    parts = [words["title"], words["hub"].format(hub=sheet.hub), words["date"].format(date=_day(sheet.at)), ""]
    parts += [words["what"], ""]
    for letter in sheet.keys:
        parts += [f"{words[f'key_{letter}']} ({words['number']} {sheet.numbers[letter]})", ""]
        parts += [f"    {each}" for each in sheet.lines(letter)] + [""]
    parts += [words["typing"], "", words["where_title"], *_listed(words["where"]), ""]
    parts += [words["how_title"], *_listed(words["how"])]
    return "\n".join(parts) + "\n"


def as_page(sheet: Sheet, lang: str) -> str:
    """The sheet as one file for a browser to print; it asks for nothing from elsewhere."""
    words = {name: html.escape(text) for name, text in WORDS[lang].items()}
    hub, day = html.escape(sheet.hub), _day(sheet.at)
    blocks = "".join(
        f"<h2>{words[f'key_{letter}']} ({words['number']} {sheet.numbers[letter]})</h2>"
        f"<pre>{chr(10).join(sheet.lines(letter))}</pre>"
        for letter in sheet.keys
    )
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{words["title"]}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{words['title']}</h1>"
        f"<p><b>{words['hub'].format(hub=hub)}</b><br>{words['date'].format(date=day)}</p><p>{words['what']}</p>\n"
        f"{blocks}\n<p>{words['typing']}</p><h2>{words['where_title']}</h2>{_list(words['where'], 'ul')}"
        f"<h2>{words['how_title']}</h2>{_list(words['how'], 'ol')}</body></html>\n"
    )


_STYLE = (
    "body{font:11pt/1.4 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#000;background:#fff}"
    "pre{font:15pt/1.6 monospace;border:1pt solid #000;padding:.6rem 1rem;margin:.3rem 0;overflow-x:auto}"
    "h2{font-size:12pt;margin:1.1rem 0 .3rem}li{margin:.2rem 0}@page{margin:15mm}pre,li{break-inside:avoid}"
)


def _day(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d")


def _listed(text: str) -> list[str]:
    return [f"  {n}. {each}" for n, each in enumerate(text.splitlines(), 1)]


def _list(text: str, kind: str) -> str:
    return f"<{kind}>{''.join(f'<li>{each}</li>' for each in text.splitlines())}</{kind}>"
