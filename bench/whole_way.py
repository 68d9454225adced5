"""Carries a folder of real notices through the door and all stations, and prints the figures: `make story FOLDER=…`.

One organisation imports the rows and answers for them. A scripted person qualifies through the public API; scripted
platforms answer through it; sightings come from the script. Nothing is fetched: egress is closed.
"""

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from django.test import Client

from bench import hubkit
from fanal import flow
from fanal.notice.states import ReferralNow
from fanal.words.errors import RefusedError
from fanal.words.lists import OrgKind, Role, SightingState
from fanal_hub import bring
from fanal_hub.ledger.models import CaseRow, MentionContent, NoticeRow, ReferralRow
from fanal_hub.ledger.read import figures, log, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, judge, seal, tally, watch
from fanal_hub.stations import rows as reading
from fanal_hub.stations.all import STATIONS
from fanal_hub.stations.loop import settle_all
from fanal_hub.stations.replay import replay

PLATFORMS = ("x", "facebook", "youtube", "tiktok", "instagram", "telegram", "bluesky", "mastodon", "web")


@dataclass(slots=True)
class Figures:
    """What the run gave."""

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    precision: float = 0.0
    recall: float = 0.0
    differences: tuple[str, ...] = ()
    sealed: int = 0
    peak_mb: float = 0.0

    @property
    def rate(self) -> float:
        """Notices a second through the whole way."""
        return self.counts["taken"] / sum(self.seconds.values())

    def lines(self) -> Iterator[str]:
        """The figures for a person."""
        for name, value in self.counts.items():
            yield f"{name:28} {value}"
        for name, took in self.seconds.items():
            yield f"{name + ' (s)':28} {took:.1f}"
        yield f"{'whole way (notices/s)':28} {self.rate:.1f}"
        yield f"{'same target: precision':28} {self.precision:.4f}"
        yield f"{'same target: recall':28} {self.recall:.4f}"
        yield f"{'replay differences':28} {len(self.differences)}"
        yield f"{'events under the seal':28} {self.sealed}"
        yield f"{'peak memory (MB)':28} {self.peak_mb:.0f}"


class Story:
    """The script: who they are, and what each does."""

    def __init__(self, folder: Path, most: int = 0) -> None:
        self.folder, self.most = folder, most
        self.figures = Figures()
        self.taken: dict[str, str] = {}  # the row's own reference -> notice
        hubkit.fresh()
        self.vigie = hubkit.organisation(
            "Vigie réelle", OrgKind.ASSOCIATION, is_default=True, policy={"good_faith": True}
        )
        self.analyst = self._client(self.vigie)
        self.platforms = {
            code: self._client(hubkit.organisation(f"Scripted {code}", OrgKind.PLATFORM, platform=code))
            for code in PLATFORMS
        }

    def _client(self, where: Organisation) -> Client:
        secret = hubkit.token(where, Role.ADMIN, Role.ANALYST, Role.NOTIFIER, Role.READER)
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    def run(self) -> Figures:
        """Every step in the order of a notice's way."""
        for name, step in (
            ("import", self._import),
            ("triage", self._triage),
            ("qualify and refer", self._qualify),
            ("dispatch", self._dispatch),
            ("answer", self._answer),
            ("sight and settle", self._sight),
            ("seal and count", self._seal),
        ):
            self.figures.seconds[name] = _timed(step)
        self._check()
        return self.figures

    def _import(self) -> None:
        redirects = bring.read_redirects(self.folder / "redirects.csv")
        place = self.folder / "notices.jsonl.gz"
        entry = reading.entry_of(self.vigie, reading.digest_of(place), lang="fr", redirects=redirects)
        send = reading.by_door(entry)
        rows: list[Mapping[str, Any]] = []
        for row in reading.rows_of(place):
            # The researchers' annotation does not exist in life.
            rows.append({name: value for name, value in row.items() if name not in {"gold", "provenance"}})
            if self.most and len(rows) == self.most:
                break
        for start in range(0, len(rows), reading.CHUNK):
            self._take(rows[start : start + reading.CHUNK], start, send)
        self.figures.counts["rows"] = len(rows)
        self.figures.counts["taken"] = len(self.taken)
        self.figures.counts["refused"] = len(self.figures.refused)

    def _take(self, rows: Sequence[Mapping[str, Any]], start: int, send: reading.Send) -> None:
        for place, verdict in enumerate(send([flow.from_row(each) for each in rows], start)):
            if isinstance(verdict, RefusedError):
                self.figures.refused += [(start + place + 1, each.at, each.code) for each in verdict.messages]
            else:
                self.taken[rows[place]["id"]] = verdict.ref

    def _triage(self) -> None:
        settle_all([each for each in STATIONS if each.name == "triage"])
        self.figures.counts["cases"] = CaseRow.objects.count()

    def _qualify(self) -> None:
        """A scripted person: counter-speech and every seventh case are set aside, the others qualified by category."""
        for place, ref in enumerate(CaseRow.objects.order_by("opened_at", "ref").values_list("ref", flat=True)):
            case = streams.case_now(ref)
            assert case is not None
            offence = flow.offences(case.category)[0].code
            aside = place % 7 == 6
            said = [
                {"target": each.id, "set_aside": "legal", "note": "Scripted: legal."}
                if aside
                else {"target": each.id, "offences": [offence], "asks": ["remove"], "note": "Scripted: qualified."}
                for each in case.targets
            ]
            body = {"judgements": said, "evidence_reason": "Scripted run: nothing may be fetched.", "refer": not aside}
            _ok(self.analyst.post(f"/api/v1/cases/{ref}/qualify", json.dumps(body), "application/json"))

    def _dispatch(self) -> None:
        settle_all([each for each in STATIONS if each.name == "dispatch"])
        self.figures.counts["referrals"] = ReferralRow.objects.count()
        self.figures.counts["sent"] = ReferralRow.objects.filter(sent_at__isnull=False).count()

    def _answer(self) -> None:
        """Scripted platforms: of ten referrals six are removed, three refused, one is never answered."""
        done = 0
        for client in self.platforms.values():
            after = ""
            while True:
                page = _ok(client.get("/api/v1/referrals", {"cursor": after} if after else {}))
                for each in page["referrals"]:
                    done += self._answer_one(client, each)
                after = page.get("next") or ""
                if not after:
                    break
        self.figures.counts["answered"] = done

    def _answer_one(self, client: Client, referral: Mapping[str, Any]) -> int:
        turn = sum(referral["ref"].encode()) % 10
        if turn == 9:
            return 0
        removed = {
            "kind": "decided",
            "measure": "removed",
            "facts": "Scripted: the post was read.",
            "legal_ground": "Scripted.",
        }
        refused = {"kind": "refused", "facts": "Scripted: not manifestly illegal."}
        answers = [{"target": each["id"], **(removed if turn < 6 else refused)} for each in referral["targets"]]
        body = json.dumps({"answers": answers})
        _ok(client.post(f"/api/v1/referrals/{referral['ref']}/answer", body, "application/json"))
        return 1

    def _sight(self) -> None:
        """What the script sees: removed is gone (but one in twenty is still up), the rest is up; the unanswered are closed."""
        hand = judge.Hand(organisation=self.vigie, by="script")
        later = datetime.now(UTC) + timedelta(hours=1)  # the caches of the platforms have had their time
        for ref in ReferralRow.objects.filter(state="sent").values_list("ref", flat=True):
            dispatch.close(hand, ref)
        for ref in CaseRow.objects.filter(state="referred").order_by("ref").values_list("ref", flat=True):
            for referral in streams.referrals_of(ref):
                for target in referral.targets:
                    watch.sight(ref, target.target, self._seen(referral, target.measure), later)
        settle_all(STATIONS, later)

    def _seen(self, referral: ReferralNow, measure: str) -> flow.Seen:
        gone = measure == "removed" and sum(referral.ref.encode()) % 20 != 1
        return flow.Seen(state=SightingState.GONE if gone else SightingState.UP, reasons=(), seen_from="script")

    def _seal(self) -> None:
        settle_all(STATIONS)
        now = datetime.now(UTC)
        tally.tally(now)
        seal.seal(now)

    def _check(self) -> None:
        found = self.figures
        found.counts["in a case"] = NoticeRow.objects.filter(state="triaged").count()
        found.counts["settled or dismissed"] = CaseRow.objects.filter(state__in=("settled", "dismissed")).count()
        found.counts["back to a person"] = CaseRow.objects.filter(state="open").count()
        found.counts["contradicted"] = ReferralRow.objects.filter(outcome="contradicted").count()
        found.counts["figures"] = len(figures.counted())
        again = replay()
        found.counts["events"], found.differences = again.events, again.differences
        last = log.latest()
        found.sealed = last.size if last else 0
        found.precision, found.recall = self._same_targets()
        found.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def _same_targets(self) -> tuple[float, float]:
        """Pairs of notices about the same item, on the developers' half of the truth."""
        target = dict(MentionContent.objects.values_list("notice", "target"))
        with (self.folder / "truth-duplicates.dev-half.csv").open(encoding="utf-8", newline="") as content:
            truth = {row["notice_id"]: row["item_cluster"] for row in csv.DictReader(content)}
        mine = {row: target[ref] for row, ref in self.taken.items() if row in truth and ref in target}
        found = _pairs(mine)
        right = _pairs({row: truth[row] for row in mine})
        both = len(found & right)
        return both / max(len(found), 1), both / max(len(right), 1)


def _pairs(groups: Mapping[str, str]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = {}
    for row, group in groups.items():
        members.setdefault(group, []).append(row)
    return {pair for rows in members.values() for pair in combinations(sorted(rows), 2)}


def _timed(step: Callable[[], None]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def _ok(response: Any) -> dict[str, Any]:
    if response.status_code >= 300:
        raise RuntimeError(f"{response.status_code} {response.content[:600]!r}")
    made: dict[str, Any] = response.json()
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the story over a folder; 0 when every notice went the whole way and the replay agrees."""
    parser = argparse.ArgumentParser(prog="python -m bench.whole_way", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with notices.jsonl.gz, redirects.csv and the truth")
    parser.add_argument("--most", type=int, default=0, help="only the first rows")
    args = parser.parse_args(argv)
    found = Story(args.folder, args.most).run()
    print("\n".join(found.lines()))
    for row, at, code in found.refused[:20]:
        print(f"  row {row}: {at}: {code}")
    return int(bool(found.differences) or found.counts["in a case"] != found.counts["taken"])


if __name__ == "__main__":
    sys.exit(main())
