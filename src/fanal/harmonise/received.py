"""The first event of a notice: what came in, as codes and digests. Texts and identities stay outside (DESIGN section 4)."""

from collections.abc import Sequence

from fanal.notice.events import NoticeReceived
from fanal.notice.facts import Notice
from fanal.words.errors import MisuseError


def received_event(notice: Notice, *, subject: str, content: str, mention_digests: Sequence[str]) -> NoticeReceived:
    """`subject` is the vault's opaque name for the notifier; `content` and the digests are salted, one per mention."""
    if len(mention_digests) != len(notice.mentions):
        raise MisuseError(f"{len(mention_digests)} digests for {len(notice.mentions)} mentions")
    return NoticeReceived(
        occurred_at=notice.received_at,
        notice=notice.ref,
        handler=notice.handler,
        channel=notice.channel,
        category=notice.category,
        notifier_kind=notice.notifier.kind,
        subject=subject,
        mentions=tuple(
            {"n": each.n, "platform": each.platform, "kind": str(each.kind), "digest": digest}
            for each, digest in zip(notice.mentions, mention_digests, strict=True)
        ),
        content=content,
        danger=notice.danger,
        exposed_person=notice.exposed_person,
        counter_speech=notice.counter_speech,
        lang=notice.lang,
    )
