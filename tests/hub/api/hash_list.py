"""A published list with two fingerprints and a subscriber, and how one speaks to it. It asserts no more than its own steps."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from fanal.notice.events import Event
from fanal.notice.facts import Verdict
from fanal.words.lists import Ask
from fanal_hub.ledger.models import EventRow
from fanal_hub.ledger.read import streams
from fanal_hub.stations import judge, sharing
from fanal_hub.stations.judge import Hand
from tests.core.fingerprints.pictures import photo
from tests.films import saved
from tests.hub.api.callers import Hub

PICTURES = [saved(photo(seed, 200, 260), "PNG") for seed in (1, 2)]
FETCH, FEEDBACK = "/api/v1/hashes/FetchHashes", "/api/v1/hashes/SubmitFeedback"
HATE = "FR-1881-24-HAINE-ORIGINE"


class List:
    """SOS with a qualified target whose two pictures have fingerprints, and a subscriber."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.hand = Hand(organisation=hub.sos, by="p-1")
        self.case = hub.case()["ref"]
        now = streams.case_now(self.case)
        assert now is not None
        self.target = now.targets[0].id
        for place, each in enumerate(PICTURES):
            judge.add_file(self.hand, self.case, self.target, f"capture {place}.png", each)
        hub.world.settle("mark")
        self.keys = sharing.subscribe(self.hand, "Plateforme amie")
        self.since = int(datetime.now(UTC).timestamp()) - 1

    def qualify(self) -> None:
        verdict = Verdict(target=self.target, offences=(HATE,), asks=(Ask.REMOVE, Ask.SHARE_HASH), note="Motif")
        judge.qualify(self.hand, self.case, [verdict])

    def publish(self) -> None:
        self.qualify()
        sharing.publish(self.hand, self.case, self.target)

    def fetch(self, keys: sharing.NewSubscriber | None = None, **query: Any) -> Any:
        return Client().get(FETCH, query, headers=headers(keys or self.keys))

    def records(self) -> list[dict[str, Any]]:
        """What a subscriber gets that has fetched since the beginning of the test."""
        answer = self.fetch(startTimestamp=self.since)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["hashRecords"]
        return found

    def says(self, *said: tuple[str, str], keys: sharing.NewSubscriber | None = None) -> Any:
        rows = [{"hashValue": code, "feedbackValue": value, "tags": ["x"]} for code, value in said]
        body = {"count": len(rows), "hashFeedbacks": rows}
        return Client().post(FEEDBACK, body, content_type="application/json", headers=headers(keys or self.keys))

    def story(self) -> list[str]:
        return [each.KIND for each in self.events()]

    def events(self, *kinds: str) -> list[Event]:
        """What happened to the case, in order."""
        rows = EventRow.objects.filter(stream=f"case:{self.case}").order_by("version")
        return [streams.recorded(each).event for each in rows if not kinds or each.kind in kinds]


def headers(keys: sharing.NewSubscriber) -> dict[str, str]:
    return {"x-functions-key": keys.first_key, "Ocp-Apim-Subscription-Key": keys.second_key}
