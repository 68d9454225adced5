"""What the laws and the clocks say: refusals, the steps of the arithmetic, time left, days and months."""

from collections.abc import Mapping

_REFUSALS = {
    "law_unknown_clock": {
        "fr": "Aucun délai ne porte le code « {datum} ». Voyez la liste : fanal laws check.",
        "en": "No clock has the code “{datum}”. See the list: fanal laws check.",
    },
    "law_unknown_offence": {
        "fr": "Aucune infraction ne porte le code « {datum} ». Voyez la liste : fanal laws check.",
        "en": "No offence has the code “{datum}”. See the list: fanal laws check.",
    },
    "law_unknown_lane": {
        "fr": "Aucune voie ne porte le code « {datum} ». Voyez la liste : fanal laws check.",
        "en": "No lane has the code “{datum}”. See the list: fanal laws check.",
    },
    "law_unknown_source": {
        "fr": "{file} : la source « {datum} » n’est déclarée dans aucun fichier. Ajoutez-la sous sources.",
        "en": "{file}: the source “{datum}” is declared in no file. Add it under sources.",
    },
    "law_not_yaml": {
        "fr": "{file} : ce fichier n’est pas du YAML lisible ({why}). Corrigez cette ligne.",
        "en": "{file}: this file is not readable YAML ({why}). Mend that line.",
    },
    "law_twice": {
        "fr": "{file} : « {datum} » est déjà défini dans {other}. Gardez-en un seul.",
        "en": "{file}: “{datum}” is already defined in {other}. Keep one of them.",
    },
    "law_wrong_type": {
        "fr": "{file} : attendu {expected}, trouvé {found}. Corrigez cette valeur.",
        "en": "{file}: expected {expected}, found {found}. Mend this value.",
    },
    "law_not_in_list": {
        "fr": "{file} : « {found} » n’est pas dans la liste : {allowed}. Choisissez l’un de ces mots.",
        "en": "{file}: “{found}” is not in the list: {allowed}. Choose one of these words.",
    },
    "law_wrong_pattern": {
        "fr": "{file} : « {found} » n’a pas la forme attendue ({pattern}). Corrigez cette valeur.",
        "en": "{file}: “{found}” does not have the expected form ({pattern}). Mend this value.",
    },
    "law_key_missing": {
        "fr": "{file} : il manque « {key} ». Ajoutez-le.",
        "en": "{file}: “{key}” is missing. Add it.",
    },
    "law_key_unknown": {
        "fr": "{file} : « {key} » n’est pas prévu ici. Ôtez-le ou corrigez son nom.",
        "en": "{file}: “{key}” is not expected here. Take it out or mend its name.",
    },
    "law_too_short": {
        "fr": "{file} : il faut au moins {least} élément ici. Ajoutez-le.",
        "en": "{file}: at least {least} element is needed here. Add it.",
    },
    "law_no_number": {
        "fr": "{file} : un délai de nature « {kind} » doit avoir une durée ou une date. Ajoutez duration ou before.",
        "en": "{file}: a clock of the kind “{kind}” must have a duration or a date. Add duration or before.",
    },
    "law_no_standard": {
        "fr": "{file} : un délai sans durée doit dire la norme du texte. Ajoutez standard, en français et en anglais.",
        "en": "{file}: a clock without a duration must tell the standard of the text. Add standard, in French and English.",
    },
    "law_no_example": {
        "fr": "{file} : ce délai a une durée mais aucun exemple calculé. Ajoutez-en un sous examples.",
        "en": "{file}: this clock has a duration but no worked example. Add one under examples.",
    },
    "law_example_wrong": {
        "fr": "{file} : pour un départ le {start}, l’exemple attend {expected}, le calcul donne {found}. Vérifiez l’un et l’autre.",
        "en": "{file}: from {start} the example expects {expected}, the arithmetic gives {found}. Check both.",
    },
    "law_start_unreadable": {
        "fr": "« {text} » n’est pas une date ISO 8601. Écrivez par exemple 2026-03-02T09:00:00+01:00.",
        "en": "“{text}” is not an ISO 8601 date. Write for instance 2026-03-02T09:00:00+01:00.",
    },
    "law_dates_reversed": {
        "fr": "{file} : la fin de validité précède le début. Corrigez valid_from ou valid_to.",
        "en": "{file}: validity ends before it begins. Mend valid_from or valid_to.",
    },
    "law_date_unreadable": {
        "fr": "{file} : « {text} » n’est pas un jour du calendrier. Écrivez par exemple 2024-02-17.",
        "en": "{file}: “{text}” is not a day of the calendar. Write for instance 2024-02-17.",
    },
    "law_not_limitation": {
        "fr": "{file} : « {datum} » n’est pas un délai de prescription. Désignez-en un.",
        "en": "{file}: “{datum}” is not a limitation clock. Name one that is.",
    },
    "law_main_clock_absent": {
        "fr": "{file} : le délai principal « {datum} » n’est pas dans clocks. Ajoutez-l’y.",
        "en": "{file}: the main clock “{datum}” is not among clocks. Add it there.",
    },
    "law_unknown_category": {
        "fr": "{file} : la catégorie « {datum} » n’existe chez aucun destinataire. Corrigez-la.",
        "en": "{file}: no recipient has the category “{datum}”. Mend it.",
    },
    "law_no_files": {
        "fr": "Aucun fichier .yaml dans {folder}. Donnez le dossier des lois.",
        "en": "No .yaml file in {folder}. Give the folder of the laws.",
    },
    "duration_unreadable": {
        "fr": "« {text} » n’est pas une durée ISO 8601. Écrivez par exemple PT24H, P3D ou P3M.",
        "en": "“{text}” is not an ISO 8601 duration. Write for instance PT24H, P3D or P3M.",
    },
    "duration_too_long": {
        "fr": "La durée « {text} » est trop longue pour être vraie. Vérifiez le nombre.",
        "en": "The duration “{text}” is too long to be true. Check the number.",
    },
    "duration_mixed": {
        "fr": "La durée « {text} » mêle des jours et des heures, et aucune règle lue ne dit d’où partent les heures. "
        "Écrivez tout en heures (PT36H) ou tout en jours.",
        "en": "The duration “{text}” mixes days and hours, and no rule read says from when the hours run. "
        "Write it all in hours (PT36H) or all in days.",
    },
    "start_naive": {
        "fr": "La date {when} n’a pas de fuseau horaire. Ajoutez-le, par exemple +01:00.",
        "en": "The date {when} has no time zone. Add it, for instance +01:00.",
    },
    "start_out_of_range": {
        "fr": "La date {when} est hors du possible. Donnez une année entre {first} et {last}.",
        "en": "The date {when} is out of range. Give a year from {first} to {last}.",
    },
    "target_unknown": {
        "fr": "Le délai {clock} n’a pas d’objectif « {wanted} ». Choisissez parmi : {known}.",
        "en": "The clock {clock} has no target “{wanted}”. Choose among: {known}.",
    },
}

_STEPS = {
    "step_start": {"fr": "Départ : {when} ({zone}).", "en": "Start: {when} ({zone})."},
    "step_start_unknown": {
        "fr": "La première publication est inconnue : le calcul part de la plus ancienne date connue, {when}. "
        "Le vrai terme peut être antérieur : agissez sans attendre.",
        "en": "The first publication is unknown: the earliest known date is used, {when}. The true end may be earlier: act now.",
    },
    "step_hours": {
        "fr": "Durée {duration}, en heures réelles : nuits, week-ends et jours fériés compris, jusqu’au {when}.",
        "en": "Duration {duration}, in real hours: nights, weekends and holidays included, until {when}.",
    },
    "step_clock_change": {
        "fr": "Le changement d’heure tombe dans l’intervalle : la durée réelle ne change pas, l’heure affichée oui.",
        "en": "The clocks change in between: the real duration stays the same, the hour shown does not.",
    },
    "step_calendar": {
        "fr": "Durée {duration}, de quantième à quantième : du {day} au {end}.",
        "en": "Duration {duration}, from one day number to the same one: from {day} to {end}.",
    },
    "step_month_end": {
        "fr": "Le mois d’arrivée n’a pas de {number} : son dernier jour est retenu, le {end}.",
        "en": "The month of arrival has no day {number}: its last day is taken, {end}.",
    },
    "step_before": {
        "fr": "Année civile {year} : à faire avant le {limit}, donc au plus tard le {day}.",
        "en": "Calendar year {year}: to be done before {limit}, so by {day} at the latest.",
    },
    "step_day_off": {"fr": "Le {day} n’est pas ouvré : {why}.", "en": "{day} is not a working day: {why}."},
    "step_both_readings": {
        "fr": "Aucune source lue ne dit ce que devient un dernier jour non ouvré : les deux lectures sont données.",
        "en": "No source read says what becomes of a last day that is not worked: both readings are given.",
    },
    "step_next_working_day": {
        "fr": "Report au premier jour ouvré : {day} (calendrier national français).",
        "en": "Moved to the first working day: {day} (French national calendar).",
    },
    "step_end_of_day": {
        "fr": "Jusqu’à la fin du dernier jour : {when}.",
        "en": "Until the end of the last day: {when}.",
    },
    "step_target": {
        "fr": "Le texte ne fixe pas de durée : objectif de l’organisation, {duration} ({circumstance}).",
        "en": "The law sets no duration: target of the organisation, {duration} ({circumstance}).",
    },
}

_TIMES = {
    "due_date": {"fr": "Échéance : {when} ({reading})", "en": "Due: {when} ({reading})"},
    "due_target": {
        "fr": "Objectif, non échéance légale : {when} ({circumstance})",
        "en": "Target, not a legal deadline: {when} ({circumstance})",
    },
    "reading_exact": {"fr": "à la seconde", "en": "to the second"},
    "reading_as_counted": {"fr": "dernier jour tel que compté", "en": "last day as counted"},
    "reading_next_working_day": {"fr": "reporté au premier jour ouvré", "en": "moved to the first working day"},
    "reading_earliest_known_exact": {
        "fr": "première publication inconnue : depuis la plus ancienne date connue",
        "en": "first publication unknown: from the earliest known date",
    },
    "reading_earliest_known_as_counted": {
        "fr": "première publication inconnue : dernier jour compté depuis la plus ancienne date connue",
        "en": "first publication unknown: last day as counted from the earliest known date",
    },
    "reading_earliest_known_next_working_day": {
        "fr": "première publication inconnue : compté depuis la plus ancienne date connue, reporté au premier jour ouvré",
        "en": "first publication unknown: counted from the earliest known date, moved to the first working day",
    },
    "silent_limitation": {"fr": "Prescription", "en": "Limitation"},
    "silent_connection_data": {"fr": "Données de connexion", "en": "Connection data"},
    "silent_right_of_reply": {"fr": "Droit de réponse", "en": "Right of reply"},
    "silent_no_start": {
        "fr": "le départ n’est pas connu (majorité de la victime) : demandez-le",
        "en": "the start is not known (majority of the victim): ask for it",
    },
    "law_unverified": {"fr": "validité non vérifiée", "en": "validity unverified"},
    "law_trust": {
        "fr": "{basis}. Source : {source}, confiance {confidence}. En vigueur depuis : {validity}.",
        "en": "{basis}. Source: {source}, confidence {confidence}. In force since: {validity}.",
    },
    "law_no_date": {
        "fr": "Le texte ne fixe aucun délai : « {standard} ». Fixez un objectif dans votre organisation.",
        "en": "The law sets no time: “{standard}”. Set a target in your organisation.",
    },
    "law_counted": {
        "fr": "{clocks} délais, {offences} infractions, {lanes} voies, {sources} sources ; {examples} exemples recalculés. Tout concorde.",
        "en": "{clocks} clocks, {offences} offences, {lanes} lanes, {sources} sources; {examples} examples recomputed. All agree.",
    },
    "time_left": {"fr": "il reste {span}", "en": "{span} left"},
    "time_overdue": {"fr": "dépassé de {span}", "en": "{span} overdue"},
    "span_moment": {"fr": "moins d’une minute", "en": "less than a minute"},
    "span_minutes": {"fr": "{minutes} min", "en": "{minutes} min"},
    "span_full_hours": {"fr": "{hours} h", "en": "{hours} h"},
    "span_hours": {"fr": "{hours} h {minutes}", "en": "{hours} h {minutes}"},
    "span_day": {"fr": "{days} jour", "en": "{days} day"},
    "span_days": {"fr": "{days} jours", "en": "{days} days"},
    "span_day_hours": {"fr": "{days} jour et {hours} h", "en": "{days} day and {hours} h"},
    "span_days_hours": {"fr": "{days} jours et {hours} h", "en": "{days} days and {hours} h"},
    "span_years": {"fr": "plus de {years} ans", "en": "more than {years} years"},
    "moment": {"fr": "{day} à {hour} {zone}", "en": "{day} at {hour} {zone}"},
}

_DAYS_OFF = {
    "day_off_saturday": {"fr": "samedi", "en": "Saturday"},
    "day_off_sunday": {"fr": "dimanche", "en": "Sunday"},
    "day_off_new_year": {"fr": "jour de l’an", "en": "New Year’s Day"},
    "day_off_easter_monday": {"fr": "lundi de Pâques", "en": "Easter Monday"},
    "day_off_labour_day": {"fr": "fête du Travail", "en": "Labour Day"},
    "day_off_victory_day": {"fr": "8 mai", "en": "Victory Day"},
    "day_off_ascension": {"fr": "jeudi de l’Ascension", "en": "Ascension Day"},
    "day_off_whit_monday": {"fr": "lundi de Pentecôte", "en": "Whit Monday"},
    "day_off_national_day": {"fr": "fête nationale", "en": "Bastille Day"},
    "day_off_assumption": {"fr": "Assomption", "en": "Assumption"},
    "day_off_all_saints": {"fr": "Toussaint", "en": "All Saints’ Day"},
    "day_off_armistice": {"fr": "11 novembre", "en": "Armistice Day"},
    "day_off_christmas": {"fr": "Noël", "en": "Christmas Day"},
}

_CIRCUMSTANCES = {
    "circumstance_any": {"fr": "dans tous les cas", "en": "in all cases"},
    "circumstance_ack": {"fr": "accusé de réception", "en": "acknowledgement"},
    "circumstance_effect": {"fr": "suite donnée", "en": "given effect"},
    "circumstance_imminent_danger": {"fr": "danger imminent", "en": "imminent danger"},
    "circumstance_terrorism_or_child_abuse": {
        "fr": "terrorisme ou abus sexuel sur mineur",
        "en": "terrorism or child abuse",
    },
    "circumstance_hate_or_threat": {"fr": "haine ou menace", "en": "hate or threat"},
    "circumstance_other": {"fr": "autres cas", "en": "other cases"},
}

_FR_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_EN_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_FR_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _named(prefix: str, fr: list[str], en: list[str]) -> dict[str, dict[str, str]]:
    return {f"{prefix}_{n}": {"fr": a, "en": b} for n, (a, b) in enumerate(zip(fr, en, strict=True), 1)}


MESSAGES: Mapping[str, Mapping[str, str]] = {
    **_REFUSALS,
    **_STEPS,
    **_TIMES,
    **_DAYS_OFF,
    **_CIRCUMSTANCES,
    **_named("weekday", _FR_DAYS, _EN_DAYS),
    **_named("month", _FR_MONTHS, _EN_MONTHS),
}
