"""The shape of a law file, as a JSON Schema (published as spec/law.schema.json); what must agree between files is in check.py."""

from typing import Any

from fanal.words.lists import Ask, OrgKind, RecipientKind

Schema = dict[str, Any]

CLOCK_KINDS = ("statutory", "standard", "voluntary", "retention", "right", "limitation", "validity", "risk")
CONFIDENCES = ("A", "B", "C", "M")
"""A: read in a stored copy of the text; B: in a secondary source; C: from memory; M: our own mapping or proposal."""
EVENTS = (
    "receipt",
    "awareness",
    "first_publication",
    "act",
    "majority",
    "removal",
    "restriction",
    "effect",
    "informed",
    "decision",
    "referral",
    "publication",
    "period_end",
    "contract_end",
    "connection",
    "sending",
    "misuse",
)
CIRCUMSTANCES = ("any", "ack", "effect", "imminent_danger", "terrorism_or_child_abuse", "hate_or_threat", "other")
PERIODS = ("extension", "maximum", "then", "appeal_lodge", "appeal_decide", "prior_information")
REMARKS = (
    "sanction",
    "fallback",
    "criterion",
    "exception",
    "pause",
    "extension",
    "then",
    "trigger",
    "validity",
    "interrupts",
)
FLAGS = ("lcen_6_iv_a", "administrative_removal_24h", "account_suspension_131_35_1", "pnlh", "code_of_conduct_plus")
CONDITIONS = (
    "trusted_flagger",
    "area_of_expertise",
    "not_micro_or_small",
    "threat_to_life_or_safety",
    "constituted_authority",
    "crime_or_delit_in_office",
    "listed_offence",
    "public_content",
    "not_an_emergency",
    "pharos_category",
    "reply_association",
    "online_publication",
)
WHYS = ("plain", "month_end", "leap_year", "dst_night", "weekend", "holiday", "night", "year_end")
READINGS = ("exact", "as_counted", "next_working_day")

_STRING: Schema = {"type": "string", "minLength": 1}
_BOOL: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9_.-]+$"}
_CODE: Schema = {"type": "string", "pattern": "^[A-Z0-9_-]+$"}
_PERIOD: Schema = {"type": "string", "pattern": "^P(\\d+[YMWD])*(T(\\d+[HMS])+)?$"}
_DAY: Schema = {"type": ["string", "null"], "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}
_MOMENT: Schema = {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$"}
_CONFIDENCE: Schema = {"enum": [*CONFIDENCES]}


def _one_of(words: tuple[str, ...]) -> Schema:
    return {"enum": [*words]}


def _many(items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


def _map(keys: tuple[str, ...], values: Schema) -> Schema:
    return {"type": "object", "properties": dict.fromkeys(keys, values), "additionalProperties": False}


def _record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "required": [*required],
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


_TEXT: Schema = _record({"fr": _STRING, "en": _STRING})
_TRUST: dict[str, Schema] = {"source": _ID, "confidence": _CONFIDENCE}
_VALID: dict[str, Schema] = {"valid_from": _DAY, "valid_to": _DAY}

_SOURCE = _record({"title": _TEXT, "read_in": _STRING, "confidence": _STRING}, {"celex": _STRING})

_EXAMPLE = _record({"why": _one_of(WHYS), "start": _MOMENT, "due": {**_map(READINGS, _MOMENT), "minProperties": 1}})

_CLOCK = _record(
    {
        "id": _ID,
        "label": _TEXT,
        "basis": _STRING,
        "kind": _one_of(CLOCK_KINDS),
        "actor": _TEXT,
        "event": _one_of(EVENTS),
        "starts": _TEXT,
        **_TRUST,
        **_VALID,
    },
    {
        "duration": _PERIOD,
        "before": _record({"month": _COUNT, "day": _COUNT}),
        "standard": _TEXT,
        "default_target": {"anyOf": [_PERIOD, _map(CIRCUMSTANCES, _PERIOD)]},
        "last_day": _one_of(("unsourced", "as_counted", "next_working_day")),
        "hard": _BOOL,
        "minimum": _BOOL,
        "periods": _map(PERIODS, _PERIOD),
        "quota_percent": _map(("at_least", "best_effort"), _COUNT),
        "offences": _many(_STRING, 1),
        "note": _TEXT,
        "remarks": _many(_record({"kind": _one_of(REMARKS), "fr": _STRING, "en": _STRING}), 1),
        "examples": _many(_EXAMPLE, 1),
    },
)

_PENALTY = {**_map(("prison_months", "fine_eur"), _COUNT), "minProperties": 1}
_HEADING = {"category": _CODE, "keywords": _many(_CODE, 1)}

_OFFENCE = _record(
    {
        "code": _CODE,
        "label": _TEXT,
        "act": _STRING,
        "article": _STRING,
        "penalty": _PENALTY,
        "limitation_clock": _ID,
        "tdb": _record(_HEADING, {"if_victim_is_woman_or_girl": _record(_HEADING), "alternative": _TEXT}),
        "pharos": _CODE,
        "severity": _record(
            {
                "default": {"type": "integer", "minimum": 1},
                "imminent_danger": _one_of(("no", "possible", "likely")),
                "raise_when": _many(_TEXT),
            }
        ),
        "flags": _many(_one_of(FLAGS)),
        "prosecution": _TEXT,
        "confidence": _record({"text": _CONFIDENCE, "mapping": _CONFIDENCE}),
        "source": _ID,
        **_VALID,
    },
    {
        "aggravated": _many(_record({"when": _TEXT}, {"prison_months": _COUNT, "fine_eur": _COUNT}), 1),
        "association_standing": _TEXT,
        "victim_consent": _TEXT,
        "note": _TEXT,
    },
)

_DUTY = _record({"code": _CODE, "label": _TEXT, "basis": _STRING, **_TRUST}, {"penalty": _PENALTY})

_RULE = _record({"id": _ID, "text": _TEXT, "basis": _STRING, **_TRUST})

_ELEMENT = _record({"key": _ID, "text": _TEXT}, {"basis": _STRING})

_LANE = _record(
    {
        "code": _ID,
        "label": _TEXT,
        "basis": _STRING,
        "why": _TEXT,
        "handlers": _many(_one_of(tuple(word.value for word in OrgKind)), 1),
        "recipients": _many(_one_of(tuple(word.value for word in RecipientKind)), 1),
        "conditions": _many(_record({"code": _one_of(CONDITIONS), "text": _TEXT})),
        "asks": _many(_one_of(tuple(word.value for word in Ask)), 1),
        "main_clock": {"type": ["string", "null"], "pattern": "^[a-z0-9_.-]+$"},
        "clocks": _many(_ID),
        "elements": _many(_ELEMENT, 1),
        **_TRUST,
        **_VALID,
    },
    {"note": _TEXT},
)

_RECIPIENT = _record(
    {
        "code": _ID,
        "kind": _one_of(tuple(word.value for word in RecipientKind)),
        "label": _TEXT,
        "accepts": _many(_TEXT, 1),
        "refuses": _many(_TEXT),
        "categories": _many(_record({"code": _CODE, "label": _TEXT}, {"note": _TEXT})),
        **_TRUST,
    },
    {"url": _STRING, "note": _TEXT},
)

_INSTRUMENT = _record({"code": _ID, "title": _TEXT}, {"celex": _STRING, "note": _TEXT})

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A law as data: one file per instrument. Not legal advice.",
    **_record(
        {"instrument": _INSTRUMENT},
        {
            "sources": {"type": "object", "additionalProperties": _SOURCE},
            "clocks": _many(_CLOCK),
            "offences": _many(_OFFENCE),
            "duties": _many(_DUTY),
            "rules": _many(_RULE),
            "lanes": _many(_LANE),
            "recipients": _many(_RECIPIENT),
        },
    ),
}
