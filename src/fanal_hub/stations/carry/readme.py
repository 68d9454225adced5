"""The README inside an export, in French and English: what each file holds, column by column. It knows no organisation."""

from collections.abc import Iterator, Mapping
from typing import Any

from fanal_hub.stations.carry.form import ENVELOPES, INBOX_ENVELOPES, KEY, LEAVES, MANIFEST, RECEIPTS, SEALED, TABLES
from fanal_hub.stations.carry.sheets import HEADS

_INTRO = {
    "fr": (
        "# Export de « {name} »\n\n"
        "Tout ce que possède l’organisation `{organisation}` sur le serveur `{hub}`, le {made_at}.\n"
        "Les fichiers sont en UTF-8. Un fichier `.jsonl` contient un objet JSON par ligne ; un `.csv` s’ouvre dans un tableur.\n\n"
        "- `tables/` : pour lire et compter. Rien n’en est relu à l’import.\n"
        "- `truth/` : la vérité complète. C’est elle qu’un autre serveur relit.\n"
        "- `proof/` : de quoi vérifier sans nous.\n"
        "- `files/` : les pièces, telles qu’elles ont été scellées.\n"
        "- `inbox/` : ce que d’autres ont transmis à l’organisation, et ce qu’elle a signalé à d’autres. Pour mémoire : non importable.\n"
        "- `schema/` : le schéma JSON d’une ligne de chaque fichier de `truth/`, `proof/` et `inbox/`.\n\n"
        "Ce dossier contient des données personnelles publiques signalées et les noms des membres : gardez-le comme tel.\n"
        "{identities}\n\n"
        "## Vérifier\n\n"
        "Chaque ligne de `proof/receipts.jsonl` et `proof/envelopes.jsonl` est un document que `fanal check` lit :\n"
        "`head -1 proof/receipts.jsonl | fanal check - --key \"$(cat proof/key.txt)\"`.\n"
        "Demandez la clé au serveur lui-même plutôt qu’à ce fichier.\n"
        "Tout vérifier, sans rien écrire : `fanal-hub import-organisation FICHIER.zip --check`.\n"
    ),
    "en": (
        "# Export of “{name}”\n\n"
        "Everything that the organisation `{organisation}` owns on the hub `{hub}`, on {made_at}.\n"
        "The files are UTF-8. A `.jsonl` file holds one JSON object a line; a `.csv` opens in a spreadsheet.\n\n"
        "- `tables/`: to read and to count. Nothing of it is read at an import.\n"
        "- `truth/`: the full truth. This is what another hub reads.\n"
        "- `proof/`: to verify without us.\n"
        "- `files/`: the evidence, as it was sealed.\n"
        "- `inbox/`: what others put before the organisation, and what it reported to others. For the record: not importable.\n"
        "- `schema/`: the JSON Schema of a line of each file of `truth/`, `proof/` and `inbox/`.\n\n"
        "This folder holds reported public personal data and the names of members: keep it as such.\n"
        "{identities}\n\n"
        "## To verify\n\n"
        "Each line of `proof/receipts.jsonl` and `proof/envelopes.jsonl` is a document that `fanal check` reads:\n"
        "`head -1 proof/receipts.jsonl | fanal check - --key \"$(cat proof/key.txt)\"`.\n"
        "Ask the hub itself for the key, rather than this file.\n"
        "To verify everything, and write nothing: `fanal-hub import-organisation FILE.zip --check`.\n"
    ),
}  # fmt: skip
_WITHOUT = {
    "fr": "Sans les identités ni les confidences : qui a signalé, ce qui a été dit en confidence, les contestations,"
    " les courriels, et rien d’un dossier de pédocriminalité que ses codes.",
    "en": "Without identities and confidences: who reported, what was said in confidence, contests, mails;"
    " and of a case of child abuse material nothing but its codes.",
}
_WITH = {
    "fr": f"Les identités et les confidences sont dans `{SEALED}`, scellées sous une phrase secrète.",
    "en": f"Identities and confidences are in `{SEALED}`, sealed under a passphrase.",
}
_OTHER: Mapping[str, tuple[str, str]] = {
    MANIFEST: ("les empreintes SHA-256 de chaque fichier, et les comptes", "the SHA-256 of each file, and the counts"),
    KEY: ("la clé publique du serveur", "the hub’s public key"),
    RECEIPTS: ("les récépissés avec leur preuve d’inclusion", "receipts with their proof of inclusion"),
    ENVELOPES: ("les plis, tels qu’ils ont été signés", "the envelopes, as they were signed"),
    LEAVES: (
        "les empreintes de toutes les feuilles du journal sous le dernier scellé, 32 octets chacune",
        "the hashes of every leaf of the log under the last checkpoint, 32 bytes each",
    ),
    INBOX_ENVELOPES: ("les plis reçus", "the envelopes received"),
}


def readme(manifest: Mapping[str, Any], name: str) -> Iterator[bytes]:
    """The page, French first."""
    for lang in ("fr", "en"):
        identities = (_WITH if manifest["identities"] else _WITHOUT)[lang]
        yield _INTRO[lang].format(name=name, identities=identities, **_named(manifest)).encode()
        yield from (each.encode() for each in _columns(lang))


def _named(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {each: str(manifest[each]) for each in ("organisation", "hub", "made_at")}


def _columns(lang: str) -> Iterator[str]:
    yield {"fr": "\n## Les fichiers\n\n", "en": "\n## The files\n\n"}[lang]
    for name, table in TABLES.items():
        yield f"- `{name}` : {table.title[lang]}" if lang == "fr" else f"- `{name}`: {table.title[lang]}"
        yield f" ({', '.join(f'`{each}`' for each in table.columns)})\n"
    for name, heads in HEADS.items():
        yield f"- `{name}` : {', '.join(f'`{each}`' for each in heads)}\n"
    for name, (fr, en) in _OTHER.items():
        yield f"- `{name}` : {fr}\n" if lang == "fr" else f"- `{name}`: {en}\n"
    yield "\n"
