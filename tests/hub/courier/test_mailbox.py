"""The mailbox: a mail dropped beside a running hub is taken once; one that matches nothing is kept for a person."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from fanal_hub import tend
from fanal_hub.people.models import Organisation
from fanal_hub.stations import mailbox, mailroom

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def test_mail_that_answers_nothing_is_kept_apart_and_not_read_again(sos: Organisation, tmp_path: Path) -> None:
    place = tmp_path / "mail.eml"
    place.write_bytes(b"From: a@example.org\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nNothing of yours.\r\n")
    assert tend.mail_in(argparse.Namespace(file=str(place))) == 0
    before = set((settings.HOME / "mail-in" / "unmatched").glob("*")) if (settings.HOME / "mail-in").exists() else set()
    assert mailbox.empty(NOW) == 1
    assert mailbox.empty(NOW) == 0
    assert len(set((settings.HOME / "mail-in" / "unmatched").glob("*")) - before) == 1


def test_mail_that_nobody_can_read_does_not_stop_those_behind_it(
    sos: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's own parser of mail has faults of its own: a mail may not be able to close the box."""

    def stumbles(_: object) -> None:
        raise IndexError("list index out of range")

    mailbox.drop(b"From: a@example.org\r\n\r\nx")
    with monkeypatch.context() as broken:
        broken.setattr(mailroom, "message_from_bytes", lambda *_, **__: stumbles(None))
        assert mailbox.empty(NOW) == 1
    assert mailbox.empty(NOW) == 0


def test_empty_mail_is_refused_with_what_is_wrong(sos: Organisation, tmp_path: Path) -> None:
    place = tmp_path / "mail.eml"
    place.write_bytes(b"")
    assert tend.mail_in(argparse.Namespace(file=str(place))) == 2
    assert mailbox.empty(NOW) == 0
