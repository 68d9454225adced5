"""What is sealed of a target, as rows for a page: files with their digests, and stated reasons. It opens no file."""

from typing import Any

from django.urls import reverse

from fanal.notice.states import CaseNow
from fanal_hub.desk import shown
from fanal_hub.ledger import vault
from fanal_hub.ledger.read import notices


def kept_of(now: CaseNow, target: str) -> list[dict[str, Any]]:
    """What is sealed of a target: files with their digests, and stated reasons."""
    about = f"case:{now.ref}"
    made: list[dict[str, Any]] = []
    for row in notices.sealed(about, "file_facts"):
        facts = vault.open_json(row)
        if facts and facts["target"] == target:
            href = reverse("desk:file", args=[now.ref, facts["file"]])
            kept = {"href": href, "name": facts["name"], "sha256": facts["sha256"], "at": shown.on(row.made_at)}
            made.append({**kept, "is_image": _is_image(facts["name"])})
    for row in notices.sealed(about, "evidence_reason"):
        said = (vault.open_json(row) or {}).get("said")
        if said and target in said["targets"]:
            made.append({"reason": said["reason"], "at": shown.on(row.made_at)})
    return made


def _is_image(name: str) -> bool:
    """By its name, to choose how it is presented; what is served is told by its bytes."""
    return name.lower().endswith((".png", ".jpg", ".jpeg", ".webp"))
