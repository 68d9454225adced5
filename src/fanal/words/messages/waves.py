"""Messages about what notices and targets have in common, about waves, and about how a content spread."""

MESSAGES = {
    # Relations
    "relation_same_item_likely": {
        "fr": "Probablement le même contenu : à confirmer par une personne.",
        "en": "Likely the same target: a person should confirm it.",
    },
    "relation_same_text": {"fr": "Le même texte.", "en": "The same text."},
    "relation_same_content": {
        "fr": "Le même contenu, publié ailleurs : regardez ce qui diffère.",
        "en": "The same content, posted elsewhere: look at what differs.",
    },
    "relation_quotes": {
        "fr": "L’un cite l’autre pour le dénoncer : ne le comptez pas comme auteur de ces mots.",
        "en": "One quotes the other in order to denounce it: do not count it as the author of these words.",
    },
    "relation_same_account": {"fr": "Le même compte.", "en": "The same account."},
    "relation_same_hashtag": {"fr": "Le même mot-dièse.", "en": "The same hashtag."},
    "relation_same_link": {"fr": "Le même lien.", "en": "The same link."},
    "relation_similar_text": {
        "fr": "Une formulation proche : lisez les deux, un seul mot peut tout changer.",
        "en": "Similar wording: read both, one word may change everything.",
    },
    # Evidence
    "evidence_same_page": {"fr": "la même page, à coup sûr", "en": "the same page, for sure"},
    "evidence_same_account": {"fr": "le même compte", "en": "the same account"},
    "evidence_short_link": {"fr": "un lien court qui y mène", "en": "a short link that leads there"},
    "evidence_same_text": {"fr": "les mêmes mots, déguisements mis à part", "en": "the same words, disguises aside"},
    "evidence_same_hashtag": {"fr": "le même mot-dièse", "en": "the same hashtag"},
    "evidence_same_link": {"fr": "le même lien", "en": "the same link"},
    "evidence_near_text": {"fr": "des mots presque identiques", "en": "almost the same words"},
    "evidence_near_image": {"fr": "presque la même image", "en": "almost the same image"},
    "evidence_turned_image": {
        "fr": "presque la même image, tournée ou en miroir",
        "en": "almost the same image, turned or mirrored",
    },
    "evidence_near_video": {"fr": "presque la même vidéo", "en": "almost the same video"},
    "evidence_words_added": {
        "fr": "des mots ajoutés ou coupés au début ou à la fin",
        "en": "words added or cut at the beginning or the end",
    },
    "evidence_respelt": {"fr": "des mots écrits autrement", "en": "words spelt differently"},
    "evidence_words_exchanged": {"fr": "des mots remplacés", "en": "words exchanged"},
    "evidence_quotes": {
        "fr": "une citation entre guillemets, et des mots qui la dénoncent",
        "en": "a quotation in quotation marks, and words that denounce it",
    },
    # Waves
    "wave_raid": {
        "fr": "{authors} auteurs s’adressent à la même personne ({postings} publications en {hours} h).",
        "en": "{authors} authors speak to the same person ({postings} posts in {hours} h).",
    },
    "wave_copies": {
        "fr": "{authors} auteurs publient le même texte ({postings} publications en {hours} h).",
        "en": "{authors} authors post the same text ({postings} posts in {hours} h).",
    },
    "wave_links": {
        "fr": "{authors} auteurs publient le même lien ({postings} publications en {hours} h).",
        "en": "{authors} authors post the same link ({postings} posts in {hours} h).",
    },
    "wave_common_key": {
        "fr": "Point commun à {postings} publications de {authors} auteurs en {hours} h : il ne relie personne à personne.",
        "en": "{postings} posts by {authors} authors in {hours} h have this in common: it relates nobody to anybody.",
    },
    "wave_shared_text": {
        "fr": "{same} des {postings} publications reprennent un texte publié plusieurs fois.",
        "en": "{same} of the {postings} posts repeat a text that was posted several times.",
    },
    "wave_shared_link": {
        "fr": "{same} des {postings} publications donnent un lien publié plusieurs fois.",
        "en": "{same} of the {postings} posts give a link that was posted several times.",
    },
    "wave_new_accounts": {
        "fr": "{new} des {known} comptes dont l’âge est connu avaient moins de {days} jours.",
        "en": "{new} of the {known} accounts whose age is known were less than {days} days old.",
    },
    "wave_brigade": {
        "fr": "{notifiers} déclarants que rien d’autre n’a fait écrire signalent ce seul contenu "
        "({notices} signalements en {hours} h).",
        "en": "{notifiers} notifiers who reported nothing else report this one target ({notices} notices in {hours} h).",
    },
    "brigade_no_other_voice": {
        "fr": "Presque aucune association, autorité, victime ni personne connue ne l’a signalé dans le même temps.",
        "en": "Hardly any association, authority, victim or known notifier reported it in the same time.",
    },
    "brigade_same_reasons": {
        "fr": "{same} des {notices} signalements donnent le même motif.",
        "en": "{same} of the {notices} notices give the same reasons.",
    },
    "brigade_not_counted": {
        "fr": "Ces signalements ne comptent pas comme répétition. Lisez le contenu : c’est vous qui jugez.",
        "en": "These notices do not count as repetition. Read the target: you are the judge.",
    },
    # How a content spread
    "naming_litigation": {
        "fr": "Les auteurs sont nommés : ce dossier prépare un procès.",
        "en": "Authors are named: this case prepares a trial.",
    },
    "naming_authority": {
        "fr": "Les auteurs sont nommés : une autorité instruit ce dossier.",
        "en": "Authors are named: an authority handles this case.",
    },
    "naming_none": {
        "fr": "Les auteurs sont des numéros : seuls un procès ou une autorité justifient de les nommer.",
        "en": "Authors are numbers: only a trial or an authority justifies naming them.",
    },
    "naming_minor": {
        "fr": "Auteurs mineurs jamais nommés : {minors}.",
        "en": "Minors among the authors, never named: {minors}.",
    },
    # The command
    "crossref_row_refused": {"fr": "Ligne {row} laissée de côté. {why}", "en": "Row {row} left out. {why}"},
    "crossref_not_json": {
        "fr": "Cette ligne n’est pas un objet JSON en UTF-8. Corrigez-la et recommencez.",
        "en": "This line is not one JSON object in UTF-8. Mend it and start again.",
    },
    "crossref_moment": {
        "fr": "La date de réception est illisible. Écrivez-la ainsi : 2026-03-02T09:00:00+01:00.",
        "en": "The time of receipt cannot be read. Write it like this: 2026-03-02T09:00:00+01:00.",
    },
    "crossref_id_twice": {
        "fr": "La référence « {id} » est déjà celle d’une autre ligne. Donnez à chaque ligne la sienne.",
        "en": "The reference “{id}” already belongs to another row. Give each row its own.",
    },
    "crossref_too_many": {
        "fr": "Ce fichier a plus de {most} lignes, qui doivent tenir en mémoire. Partagez-le, par exemple par mois.",
        "en": "This file has more than {most} rows, and all are held in memory. Split it, for instance by month.",
    },
    "crossref_no_file": {
        "fr": "Le fichier « {file} » ne peut pas être lu. Vérifiez son nom et recommencez.",
        "en": "The file “{file}” cannot be read. Check its name and start again.",
    },
    "crossref_redirects": {
        "fr": "« {file} » : il faut les colonnes short_url et resolves_to, et des adresses lisibles. Corrigez-le et recommencez.",
        "en": "“{file}”: it needs the columns short_url and resolves_to, with addresses that can be read. Mend it and start again.",
    },
}
