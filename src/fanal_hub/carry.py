"""`fanal-hub export` and `fanal-hub import-organisation`: parse, ask, print. What is carried is in `stations.carry`."""

import argparse
import getpass
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from fanal.words.errors import RefusedError
from fanal.words.say import say
from fanal_hub.ledger import write
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.people.models import Organisation
from fanal_hub.stations.carry import lockbox
from fanal_hub.stations.carry.checked import check
from fanal_hub.stations.carry.clash import refuse_clash
from fanal_hub.stations.carry.form import refuse
from fanal_hub.stations.carry.load import Loaded, load
from fanal_hub.stations.carry.pack import Confided, pack
from fanal_hub.stations.carry.scratch import scratch
from fanal_hub.stations.carry.traced import remember, trace_identities
from fanal_hub.stations.carry.unpack import Source, opened


def export(args: argparse.Namespace) -> int:
    """The command: 0 made, 2 the call is wrong, or the hub runs and identities were asked for."""
    try:
        _bring_up()
        _known(args.organisation)
        if not args.with_identities:
            return _made(args, None)
        if not args.why.strip():
            raise refuse("carry_no_why", at="why")
        passphrase = _passphrase(args, twice=True)
        with alone():
            migrate()
            until = trace_identities(args.organisation, by="cli")
            return _made(args, Confided(why=args.why.strip(), passphrase=passphrase, until=until))
    except InUseError:
        print(_SAID["in_use"][args.lang], file=sys.stderr)
    except RefusedError as error:
        print(" ".join(say(each, args.lang) for each in error.messages), file=sys.stderr)
    except OSError as error:
        print(str(error), file=sys.stderr)
    finally:
        write.WRITER.stop()
    return 2


def _made(args: argparse.Namespace, confided: Confided | None) -> int:
    place = Path(args.to)
    part = place.with_name(f".{place.name}.part")
    at = datetime.now(UTC)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            made = pack(args.organisation, out, at, confided)
            out.flush()
            os.fsync(out.fileno())
        part.rename(place)
    finally:
        part.unlink(missing_ok=True)
    said = {"at": at.isoformat(), "organisation": args.organisation, "by": "cli", "manifest": made.manifest}
    remember({**said, "identities": confided is not None, "why": confided.why if confided else ""})
    print(_SAID["made"][args.lang].format(place=place, manifest=made.manifest, **made.counts))
    return 0


def bring_in(args: argparse.Namespace) -> int:
    """The command: 0 taken in (or, with --check, whole), 2 refused or the folder is in use; nothing half written."""
    try:
        with opened(Path(args.file), args.key) as source, scratch(settings.HOME) as base:
            passphrase = _to_open(args, source)
            events = check(source, base, passphrase)
            if args.check:
                said = {"organisation": source.organisation, "hub": source.manifest["hub"]}
                print(_SAID["whole"][args.lang].format(events=events, key=source.key.text(), **said))
                return 0
            with alone():
                migrate()
                refuse_clash(source, base)
                _say_loaded(args, source, load(source, base, passphrase))
        return 0
    except InUseError:
        print(_SAID["in_use"][args.lang], file=sys.stderr)
    except RefusedError as error:
        print(" ".join(say(each, args.lang) for each in error.messages), file=sys.stderr)
    except OSError as error:
        print(str(error), file=sys.stderr)
    finally:
        write.WRITER.stop()
    return 2


def _say_loaded(args: argparse.Namespace, source: Source, made: Loaded) -> None:
    said = {"organisation": source.organisation, "events": made.events, "records": made.records}
    print(_SAID["loaded"][args.lang].format(**said))
    if source.manifest["identities"] and not args.without_identities:
        print(_SAID["with"][args.lang])
    else:
        print(_SAID["without"][args.lang])
    for email, password in made.passwords.items():
        print(_SAID["password"][args.lang].format(email=email, password=password))


def _to_open(args: argparse.Namespace, source: Source) -> str:
    if not source.manifest["identities"] or args.without_identities:
        return ""
    return _passphrase(args, twice=False)


def _passphrase(args: argparse.Namespace, *, twice: bool) -> str:
    """From a file (its first line), else asked at the terminal; never an argument, which other users could read."""
    if args.passphrase_file:
        lines = Path(args.passphrase_file).read_text(encoding="utf-8").splitlines()
        given = lines[0] if lines else ""
    elif sys.stdin.isatty():
        given = getpass.getpass(_SAID["ask"][args.lang])
        if twice and getpass.getpass(_SAID["again"][args.lang]) != given:
            raise refuse("carry_sealed", at="passphrase")
    else:
        raise refuse("carry_passphrase", at="passphrase")
    if twice and len(given) < lockbox.LEAST:
        raise refuse("carry_weak_passphrase", at="passphrase", least=lockbox.LEAST)
    return given


def _bring_up() -> None:
    """The present schema; a hub that runs has it."""
    with suppress(InUseError), alone():
        migrate()


def _known(ref: str) -> None:
    refs = list(Organisation.objects.order_by("ref").values_list("ref", flat=True))
    if ref not in refs:
        raise refuse("carry_no_organisation", at="organisation", name=ref, known=", ".join(refs) or "-")


_SAID = {
    "in_use": {
        "fr": "Le serveur tourne. Arrêtez-le, puis recommencez.",
        "en": "The hub is running. Stop it, and start again.",
    },
    "made": {
        "fr": "{place} : {notices} signalements, {cases} dossiers, {referrals} transmissions, {events} événements.\n"
        "Empreinte du manifeste : {manifest}",
        "en": "{place}: {notices} notices, {cases} cases, {referrals} referrals, {events} events.\n"
        "SHA-256 of the manifest: {manifest}",
    },
    "whole": {
        "fr": "L’export de « {organisation} » par {hub} est entier : {events} événements vérifiés, rien n’est écrit.\n"
        "Clé : {key}",
        "en": "The export of “{organisation}” by {hub} is whole: {events} events verified, nothing is written.\n"
        "Key: {key}",
    },
    "loaded": {
        "fr": "« {organisation} » est ici : {events} événements rejoués, {records} pièces scellées ; mêmes indicateurs.",
        "en": "“{organisation}” is here: {events} events played again, {records} records sealed; the same figures.",
    },
    "with": {
        "fr": "Les identités et les confidences sont scellées sous la clé de ce serveur.",
        "en": "Identities and confidences are sealed under the key of this hub.",
    },
    "without": {
        "fr": "Les identités et les confidences ne sont pas venues avec : on ne peut écrire à aucun déclarant de ces dossiers.",
        "en": "Identities and confidences did not come along: no notifier of these cases can be written to.",
    },
    "password": {
        "fr": "Premier mot de passe de {email} : {password}   (montré une seule fois)",
        "en": "First password of {email}: {password}   (shown once)",
    },
    "ask": {"fr": "Phrase secrète : ", "en": "Passphrase: "},
    "again": {"fr": "La même, encore une fois : ", "en": "The same, once more: "},
}
