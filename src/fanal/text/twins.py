"""Letters that look like other letters, as a hand list. It knows shapes after case folding, not meanings.

Chosen from the confusables of Unicode Technical Standard 39, section 4, and kept short: Cyrillic, Greek, small capitals
and barred letters that are read as Latin ones, and Arabic letters that are written two ways.
Where capital and small letter look like different Latin letters (Greek eta: H, n), the capital wins: it is an exact twin.
"""

_CYRILLIC = dict(zip("авеёзкмнорстухіјѕһԁԛԝьґүғ", "abee3kmhopctyxijshdqwbryf", strict=True))
_GREEK = dict(zip("αβεζηικμνορτυχωγ", "abezhikmnoptyxwy", strict=True))
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_LATIN = dict(zip("ıɑɡøłđħŧƒɩʋɔɛəŋƙɓɗɫƚɨʉþ", "iagoldhtfivceenkbdlliub", strict=True)) | {"æ": "ae", "œ": "oe"}
_ARMENIAN = dict(zip("օսհոցզ", "ouhngq", strict=True))
_ARABIC = {"ک": "ك", "ی": "ي", "ى": "ي", "ة": "ه", "ھ": "ه", "ہ": "ه", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ـ": ""}

# Letters inside a filled circle or square are symbols to Unicode and have no decomposition.
_FRAMED = {chr(start + place): chr(ord("a") + place) for start in (0x1F150, 0x1F170) for place in range(26)}

TWINS: dict[str, str] = _CYRILLIC | _GREEK | _SMALL_CAPITALS | _LATIN | _ARMENIAN | _ARABIC | _FRAMED

# Seen as nothing although Unicode calls them letters or symbols: Hangul fillers, the empty Braille cell, Khmer inherent vowels.
INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")
