"""Messages of the room that follows referrals to their end."""

MESSAGES = {
    "approve_not_needed": {
        "fr": "Cette transmission n’attend pas d’approbation. Rechargez la page.",
        "en": "This referral does not wait for approval. Reload the page.",
    },
    "approve_same_person": {
        "fr": "Une demande grave est approuvée par une autre personne que celle qui l’a préparée. Demandez à un collègue.",
        "en": "A grave ask is approved by somebody else than the person who prepared it. Ask a colleague.",
    },
    "send_not_approved": {
        "fr": "Cette demande grave attend l’approbation d’une deuxième personne. Faites-la approuver, puis envoyez.",
        "en": "This grave ask waits for a second person’s approval. Have it approved, then send it.",
    },
    "delivery_grade_unknown": {
        "fr": "Ce degré de remise ne peut être noté à la main. Choisissez « envoyée » ou « référence notée ».",
        "en": "This delivery grade cannot be noted by hand. Choose “sent” or “form reference noted”.",
    },
    "delivery_grade_down": {
        "fr": "On en sait déjà davantage sur cette remise : le degré ne peut que monter. Rechargez la page.",
        "en": "More is already known of this delivery: the grade only goes up. Reload the page.",
    },
    "hold_purged": {
        "fr": "Ce dossier est déjà purgé : il n’y a plus rien à conserver.",
        "en": "This case is already purged: there is nothing left to keep.",
    },
    # Answers
    "answer_state": {
        "fr": "Cette transmission n’attend pas de réponse, ou n’en attend plus. Rechargez la page pour voir où elle en est.",
        "en": "This referral does not wait for an answer, or no longer does. Reload the page to see where it stands.",
    },
    "answer_nothing": {
        "fr": "Répondez pour au moins un contenu.",
        "en": "Answer for at least one target.",
    },
    "answer_no_target": {
        "fr": "Ce contenu n’est pas dans cette transmission. Choisissez dans sa liste.",
        "en": "This target is not in this referral. Choose from its list.",
    },
    "answer_twice": {
        "fr": "Ce contenu reçoit deux réponses dans le même envoi. Gardez-en une.",
        "en": "This target is answered twice in one go. Keep one answer.",
    },
    "answer_question_missing": {
        "fr": "Écrivez la question que vous posez.",
        "en": "Write the question that you ask.",
    },
    "answer_refusal_reason_missing": {
        "fr": "Dites pourquoi vous refusez : le déclarant y a droit (DSA, art. 16(5)).",
        "en": "Say why you refuse: the notifier is entitled to know (DSA Art. 16(5)).",
    },
    "answer_measure_missing": {
        "fr": "Dites quelle mesure a été prise. S’il n’y en a aucune, répondez « refusé » et dites pourquoi.",
        "en": "Say which measure was taken. If there is none, answer “refused” and say why.",
    },
    "answer_facts_missing": {
        "fr": "Donnez les faits et circonstances retenus (exposé des motifs, DSA, art. 17(3)(b)).",
        "en": "Give the facts and circumstances relied on (statement of reasons, DSA Art. 17(3)(b)).",
    },
    "answer_ground_missing": {
        "fr": "Donnez le fondement légal ou celui de vos conditions générales (DSA, art. 17(3)(d) ou (e)).",
        "en": "Give the legal ground, or the ground in your terms (DSA Art. 17(3)(d) or (e)).",
    },
}
