"""What figures are made of: one referral, one notice, without any person. It knows moments and counts only."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fanal.words.errors import MisuseError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRecord:
    """One sent referral: its moments, and how many of its targets were answered how.

    `target_due_at` is the moment by which an answer was due or aimed at (None: no clock). `checked` targets are those
    whose answer could be held against a clear sighting; `contradicted` ones are among them.
    """

    platform: str
    lane: str
    sent_at: datetime
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    target_due_at: datetime | None = None
    target_count: int = 1
    removed: int = 0
    refused: int = 0
    checked: int = 0
    contradicted: int = 0

    def __post_init__(self) -> None:
        self._check_moments()
        if min(self.removed, self.refused, self.contradicted) < 0 or self.target_count < 1:
            raise MisuseError("counts are not negative, and a referral has a target")
        if self.removed + self.refused > self.target_count:
            raise MisuseError("more targets removed and refused than there are")
        if not self.contradicted <= self.checked <= self.target_count:
            raise MisuseError("contradicted targets are among the checked, checked ones among all")

    def _check_moments(self) -> None:
        steps = [each for each in (self.acknowledged_at, self.answered_at) if each is not None]
        if any(each.tzinfo is None for each in (self.sent_at, *steps, self.target_due_at or self.sent_at)):
            raise MisuseError("every moment of a record must be aware")
        if any(each < self.sent_at for each in steps):
            raise MisuseError("a referral cannot be answered before it is sent")

    @property
    def heard_at(self) -> datetime | None:
        """The first sign from the recipient: an answer also acknowledges."""
        signs = [moment for moment in (self.acknowledged_at, self.answered_at) if moment is not None]
        return min(signs, default=None)

    @property
    def last_at(self) -> datetime:
        """The last thing that happened to it."""
        return max(self.sent_at, self.acknowledged_at or self.sent_at, self.answered_at or self.sent_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRecord:
    """One notice received, about one platform."""

    platform: str
    received_at: datetime

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise MisuseError("received_at must be aware")


def iso_week(moment: datetime) -> str:
    """The week of a moment, in UTC: 2025-W38 (ISO 8601)."""
    year, week, _ = moment.astimezone(UTC).isocalendar()
    return f"{year:04d}-W{week:02d}"
