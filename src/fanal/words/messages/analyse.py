"""Messages of the room that orders the queue and takes a person's judgement."""

MESSAGES = {
    # Reasons of a priority
    "reason_danger": {"fr": "Une personne est en danger", "en": "Somebody is in danger"},
    "reason_exposed_person": {"fr": "Une personne nommée est exposée", "en": "A named person is exposed"},
    "reason_category_child_abuse": {"fr": "Un mineur est victime d’abus", "en": "A child is abused"},
    "reason_category_terrorism": {"fr": "Signalé comme terrorisme", "en": "Reported as terrorism"},
    "reason_category_threat": {"fr": "Signalé comme menace", "en": "Reported as a threat"},
    "reason_category_sexual_images": {"fr": "Images intimes sans accord", "en": "Intimate images without consent"},
    "reason_category_hate": {"fr": "Signalé comme haine", "en": "Reported as hate"},
    "reason_category_privacy": {"fr": "Atteinte à la vie privée", "en": "Breach of privacy"},
    "reason_category_harassment": {"fr": "Signalé comme harcèlement", "en": "Reported as harassment"},
    "reason_category_other": {"fr": "Autre motif", "en": "Another reason"},
    "reason_term_danger": {"fr": "Des mots du texte évoquent un danger", "en": "Words of the text speak of danger"},
    "reason_term_threat": {"fr": "Des mots du texte menacent", "en": "Words of the text threaten"},
    "reason_standing_authority": {"fr": "Signalé par une autorité", "en": "Reported by an authority"},
    "reason_standing_trusted_flagger": {
        "fr": "Signalé par un signaleur de confiance",
        "en": "Reported by a trusted flagger",
    },
    "reason_standing_victim": {"fr": "Signalé par la victime", "en": "Reported by the victim"},
    "reason_standing_association": {"fr": "Signalé par une association", "en": "Reported by an association"},
    "reason_reach_hashtag": {"fr": "Vise un mot-dièse", "en": "Is about a hashtag"},
    "reason_reach_group": {"fr": "Vise un groupe", "en": "Is about a group"},
    "reason_reach_account": {"fr": "Vise un compte entier", "en": "Is about a whole account"},
    "reason_repeated": {"fr": "Déjà signalé par d’autres", "en": "Already reported by others"},
    "reason_brigade": {
        "fr": "Signalements concertés par des inconnus : ils ne comptent pas comme répétition",
        "en": "Concerted notices by people nobody knows: they do not count as repetition",
    },
    "reason_account_qualified": {
        "fr": "Un autre contenu du même compte a déjà été qualifié ici",
        "en": "Another target by the same account was qualified here before",
    },
    "reason_counter_speech_said": {
        "fr": "Le déclarant dit que c’est un contre-discours : ces points sont retirés",
        "en": "The notifier says that it is counter-speech: these points are taken away",
    },
    "reason_counter_speech_seen": {
        "fr": "Le texte cite pour dénoncer : ces points sont retirés",
        "en": "The text quotes in order to denounce: these points are taken away",
    },
    "reason_capped": {
        "fr": "Plafond : le danger pour une personne passe toujours devant",
        "en": "Ceiling: danger to a person always comes first",
    },
    "reason_only_set_aside": {
        "fr": "Tous ces contenus ont déjà été écartés par une personne",
        "en": "A person already set all these targets aside",
    },
    # Rules
    "rule_unknown": {
        "fr": "Ces règles n’existent pas : {codes}. Retirez-les ou corrigez leur nom.",
        "en": "These rules do not exist: {codes}. Remove them or correct their name.",
    },
    "rule_out_of_range": {
        "fr": "Les points vont de 0 à {most}. Corrigez la valeur.",
        "en": "Points go from 0 to {most}. Correct the value.",
    },
    "rule_danger_first": {
        "fr": "Le plafond doit rester sous les points du danger et de la personne exposée. Baissez-le.",
        "en": "The ceiling must stay below the points for danger and for an exposed person. Lower it.",
    },
    # Judgement
    "judge_nothing": {
        "fr": "Aucun contenu n’est jugé. Qualifiez ou écartez au moins un contenu.",
        "en": "No target is judged. Qualify or set aside at least one target.",
    },
    "judge_state": {
        "fr": "Ce dossier est clos : il ne peut être qualifié. Rouvrez-le d’abord.",
        "en": "This case has ended: it cannot be qualified. Reopen it first.",
    },
    "judge_twice": {
        "fr": "Ce contenu est jugé deux fois dans le même envoi. Gardez un seul jugement.",
        "en": "This target is judged twice in one go. Keep one judgement.",
    },
    "judge_no_offence": {
        "fr": "Choisissez au moins une infraction, ou écartez ce contenu.",
        "en": "Choose at least one offence, or set this target aside.",
    },
    "judge_unknown_offence": {
        "fr": "L’infraction « {offence} » n’est pas dans la liste. Choisissez-la dans la liste des infractions.",
        "en": "The offence “{offence}” is not in the list. Choose it from the list of offences.",
    },
    "judge_no_ask": {
        "fr": "Choisissez au moins une demande : que doit-il être fait ?",
        "en": "Choose at least one ask: what is to be done?",
    },
    "judge_ask_kind": {
        "fr": "« {ask} » ne peut être demandé pour ce genre de contenu ({kind}). Choisissez une autre demande.",
        "en": "“{ask}” cannot be asked for this kind of target ({kind}). Choose another ask.",
    },
    "evidence_digest": {
        "fr": "L’empreinte de la pièce est absente ou illisible. Joignez la pièce à nouveau.",
        "en": "The fingerprint of the file is missing or unreadable. Attach the file again.",
    },
}
