"""Before the doctor can look: is there a hub, and can its settings be read? It makes no folder, no name and no key."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from fanal.words.say import Message, message, say
from fanal_hub.doctor.finding import State


def obstacle(wake: Callable[[], None]) -> Message | None:
    """Why nothing can be looked at; None when the settings were read."""
    home = Path(os.environ.get("FANAL_HOME") or ".fanal").resolve()
    try:
        if not (home / "hub.json").is_file():
            return message("doctor_no_hub", home=str(home))
        wake()
    except PermissionError:
        return message("doctor_shut_out", home=str(home))
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        return message("doctor_no_settings", said=str(error)[:300])
    return None


def refuse(args: argparse.Namespace, said: Message) -> int:
    """Say why, in the form that was asked for."""
    if args.json:
        step = say(said, args.lang)
        print(json.dumps({"state": "broken", "checks": [{"id": "home", "state": "broken", "seen": step}]}))
    else:
        print(say(said, args.lang), file=sys.stderr)
    return int(State.BROKEN)
