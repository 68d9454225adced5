"""Writes src/fanal/text/tables from the Unicode Consortium's files: what each character is, and which look like Latin letters.

It knows the rules by which a character is taken into a table; the fold knows what to do with it.

    .venv/bin/python -m tools.unicode_tables CONFUSABLES.TXT UCD-FOLDER

CONFUSABLES.TXT is the one of Unicode Technical Standard 39. UCD-FOLDER holds UnicodeData.txt, DerivedAge.txt, Scripts.txt and
DerivedCoreProperties.txt of the Unicode Character Database (Debian's package `unicode-data`: /usr/share/unicode).
The tables stop at AGE, the Unicode of the oldest Python that the project runs on: so every Python folds alike, for ever.
"""

import re
import sys
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

TABLES = Path("src/fanal/text/tables")
AGE = (14, 0)
POINTS = 0x110000

# Living scripts keep their letters, but for the hand list of src/fanal/text/fold/twins.py: two letters of one alphabet
# that met in one Latin letter would make its words meet. In these scripts only letters outside everyday alphabets fold.
ALPHABETS = {
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψω",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяђѓєѕіїјљњћќѝўџґәғқңөұүһҙҡҫҗҥҳҷӏ",
    "Armenian": "".join(map(chr, range(0x561, 0x587))),
}
# Scripts that are mostly seen as a disguise of Latin in the texts that are notified, and signs that are no letters.
LOOKALIKES = frozenset(
    "Latin Greek Cyrillic Armenian Coptic Cherokee Lisu Canadian_Aboriginal Tifinagh Deseret Osage Old_Italic Lycian"
    " Carian Elbasan Runic Warang_Citi Miao Bamum Mende_Kikakui Gothic Common".split()
)
# Marks of these are accents. Elsewhere (Indic, Thai, Khmer...) marks are vowels, and stay.
ACCENTED = frozenset("Inherited Latin Greek Cyrillic Arabic Hebrew Syriac".split())
KINDS = frozenset("Ll Lu Lo Nl No So Sm Sc".split())
NAMED = re.compile(
    r"LATIN SMALL LETTER ([A-Z]) WITH [A-Z -]+|LATIN (?:LETTER SMALL CAPITAL|SMALL CAPITAL LETTER) ([A-Z])"
)
PYTHON_SPACES = frozenset(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"))
HEAD = '''"""{what} Written by tools/unicode_tables.py, never by hand; it knows no rule of the fold.

Made from data of Unicode, Inc.: {sources}.
Unicode License v3 (Unicode-3.0): its text is in LICENSE-UNICODE.txt beside this file.
"""
'''


def ranges(path: Path) -> Iterator[tuple[int, int, str]]:
    """The lines of a file of the character database: first and last code point, and the property."""
    for line in path.read_text("utf-8").splitlines():
        span, _, value = line.partition("#")[0].partition(";")
        if value:
            first, _, last = span.strip().partition("..")
            yield int(first, 16), int(last or first, 16), value.strip()


def property_of(path: Path) -> dict[int, str]:
    """Each code point's property."""
    return {point: value for first, last, value in ranges(path) for point in range(first, last + 1)}


def categories(path: Path) -> dict[int, str]:
    """Each assigned code point's general category; a range is given by its first and last line."""
    found: dict[int, str] = {}
    start = 0
    for line in path.read_text("utf-8").splitlines():
        code, name, category = line.split(";")[:3]
        start = int(code, 16) if not name.endswith(", Last>") else start
        found.update(dict.fromkeys(range(start, int(code, 16) + 1), category))
    return found


def kinds(ucd: Path) -> str:
    """One letter a code point: K kept in words, N decimal digit, A accent, S space, U unseen, P parts words."""
    category, script = categories(ucd / "UnicodeData.txt"), property_of(ucd / "Scripts.txt")
    age = {point: tuple(map(int, value.split("."))) for point, value in property_of(ucd / "DerivedAge.txt").items()}
    unseen = {0x2800}  # the empty Braille cell
    for first, last, value in ranges(ucd / "DerivedCoreProperties.txt"):
        if value == "Default_Ignorable_Code_Point":
            unseen |= set(range(first, last + 1))

    def kind(point: int) -> str:
        what = category.get(point, "Cn") if age.get(point, AGE) <= AGE else "Cn"
        if point in PYTHON_SPACES or what[0] == "Z":
            return "S"
        if what[0] == "C" or point in unseen:
            return "U"
        if what in ("Mn", "Me") and script.get(point) in ACCENTED:
            return "A"
        return "N" if what == "Nd" else "K" if what[0] in "LNM" else "P"

    return "".join(map(kind, range(POINTS)))


def confusables(path: Path) -> dict[str, str]:
    """Each single character of the standard's list with the text that it is confusable with."""
    found: dict[str, str] = {}
    for line in path.read_text("utf-8-sig").splitlines():
        parts = line.partition("#")[0].split(";")
        if len(parts) == 3:
            found[chr(int(parts[0], 16))] = "".join(chr(int(code, 16)) for code in parts[1].split())
    return found


def twins(listed: Mapping[str, str], kind: str, ucd: Path) -> dict[str, str]:
    """Which characters, once folded, become which Latin letters or digits."""
    script = property_of(ucd / "Scripts.txt")
    choices: dict[str, dict[bool, str]] = defaultdict(dict)
    for char, target in listed.items():
        low = plain(char)
        letters = read_as(char, plain(target))
        shown = re.fullmatch("[a-z0-9]{1,3}", letters) and says_much(char, letters)
        if shown and is_taken(char, low, script, kind):
            choices[low][char == low] = letters
    return named(kind) | {low: chosen(found) for low, found in choices.items()}


def named(kind: str) -> dict[str, str]:
    """Latin letters with a hook, a bar or a tail, and small capitals, are the letter that their name says."""
    found: dict[str, str] = {}
    for point in range(0x80, POINTS):
        low = plain(chr(point)) if kind[point] == "K" else ""
        base = NAMED.fullmatch(unicodedata.name(low, "")) if len(low) == 1 and not low.isascii() else None
        if base:
            found[low] = (base[1] or base[2]).lower()
    return found


def plain(text: str) -> str:
    """Case, compatibility forms and accents undone."""
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Me"))


def is_taken(char: str, low: str, script: Mapping[int, str], kind: str) -> bool:
    """Is it one letter or sign, of a script that disguises Latin, and of no everyday alphabet?"""
    if len(low) != 1 or low.isascii() or kind[ord(low)] not in "KP" or kind[ord(char)] not in "KP":
        return False
    home = script.get(ord(low), "Unknown")
    return home in LOOKALIKES and unicodedata.category(char) in KINDS and low not in ALPHABETS.get(home, "")


def says_much(char: str, letters: str) -> bool:
    """A sign is one letter at most, and lines of tables are no letters: "∞" and "│" part words."""
    return unicodedata.category(char)[0] == "L" or (len(letters) == 1 and "BOX DRAW" not in unicodedata.name(char, ""))


def read_as(char: str, letters: str) -> str:
    """The standard takes m for rn, and I for l: give m back, and i to the letters that are called I."""
    if letters == "rn":
        return "m"
    called_i = re.search(r" (?:LETTER (?:I|IOTA|IOT|IAUDA|ISAZ IS ISS I)|NUMERAL ONE)$", unicodedata.name(char, ""))
    return "i" if letters == "l" and called_i else letters


def chosen(found: Mapping[bool, str]) -> str:
    """Between the twins of capital (False) and small letter (True): a letter before a digit, then the capital's.

    But a capital's l goes last: it may have been an I.
    """
    return min(found.items(), key=lambda each: (each[1].isdigit(), not each[0] and each[1] == "l", each[0]))[1]


def runs(kind: str) -> str:
    """Runs of equal letters, each as the letter and how often it comes (in hexadecimal digits, in small letters)."""
    return "".join(f"{run[0][0]}{len(run[0]):x}" for run in re.finditer(r"(.)\1*", kind))


def version(path: Path, pattern: str) -> str:
    """The version that a file of the Consortium says it is of."""
    found = re.search(pattern, path.read_text("utf-8-sig")[:2000])
    return found[1] if found else "unknown"


def main() -> int:
    """Write both tables."""
    listed, ucd = Path(sys.argv[1]), Path(sys.argv[2])
    ucd_version = version(ucd / "Scripts.txt", r"Scripts-(\d+\.\d+\.\d+)")
    standard = version(listed, r"Version: (\d+\.\d+\.\d+)")
    kind = kinds(ucd)
    wrapped = "\n".join(textwrap.wrap(runs(kind), 118))
    head = HEAD.format(
        what="What each character is to the fold.",
        sources=f"Unicode Character Database {ucd_version}, characters up to Unicode {AGE[0]}.{AGE[1]}",
    )
    (TABLES / "kinds.py").write_text(f'{head}\nRUNS = """\n{wrapped}\n"""\n', "utf-8")
    by_target: dict[str, list[str]] = defaultdict(list)
    for low, letters in sorted(twins(confusables(listed), kind, ucd).items()):
        by_target[letters].append(f"{ord(low):04x}")
    rows = [
        f"{letters} {row}"
        for letters, codes in sorted(by_target.items())
        for row in textwrap.wrap(" ".join(codes), 110)
    ]
    head = HEAD.format(
        what="Characters that look like Latin letters or digits.",
        sources=f"Unicode Technical Standard 39, confusables {standard}; Unicode Character Database {ucd_version}",
    )
    body = "\n".join(rows)
    (TABLES / "confusables.py").write_text(f'{head}\nROWS = """\n{body}\n"""\n', "utf-8")
    print(
        f"{len(kind)} code points in {len(re.findall('[A-Z]', runs(kind)))} runs; {sum(map(len, by_target.values()))} twins"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
