"""Which targets of a handler may hold the same pictures or films as a file, with all their marks. It compares nothing."""

from collections import Counter
from collections.abc import Sequence

from fanal.crossref import MOST_RELATIONS, radius_of
from fanal.crossref.media import Mark
from fanal.words.lists import Judgement
from fanal_hub.ledger import nearby
from fanal_hub.ledger.models import FingerprintRow, TargetRow

Holder = tuple[str, list[Mark]]  # its case, its marks


def holders(handler: str, marks: Sequence[Mark], *, but: str) -> dict[str, Holder]:
    """By target: those with the most near marks first; none that a person set aside, nor the target itself."""
    hits: Counter[str] = Counter()
    for kind in {each.kind for each in marks}:
        codes = [code for each in marks if each.kind == kind for code in (each.code, *each.turned)]
        for found in nearby.near(handler, kind, codes, radius_of(kind), 2 * MOST_RELATIONS):
            hits.update(target for target, _ in found)
    del hits[but]
    likely = [target for target, _ in hits.most_common(2 * MOST_RELATIONS)]
    judged = TargetRow.objects.filter(handler=handler, id__in=likely).exclude(judgement=Judgement.SET_ASIDE)
    cases = dict(judged.values_list("id", "case"))
    kept = [target for target in likely if target in cases][:MOST_RELATIONS]
    held: dict[str, Holder] = {target: (cases[target], []) for target in kept}
    for row in FingerprintRow.objects.filter(handler=handler, target__in=kept, kind__in=["image", "video"]):
        held[row.target][1].append(Mark(row.kind, bytes(row.code), row.place, row.quality))
    return held
