"""Messages of the room that puts targets into cases."""

MESSAGES = {
    "detach_no_mention": {
        "fr": "Ce signalement n’est pas rattaché à ce contenu. Rechargez la page et choisissez dans la liste.",
        "en": "This notice is not attached to this target. Reload the page and choose from the list.",
    },
    "detach_last": {
        "fr": "Ce dossier ne contient que ce signalement : il n’y a rien à détacher. Écartez le contenu si besoin.",
        "en": "This case holds only this notice: there is nothing to detach. Set the target aside if need be.",
    },
    "agreement_moved": {
        "fr": "Cet accord n’en est plus là : l’autre organisation a agi entre-temps. Rechargez la page et regardez.",
        "en": "This agreement has moved on: the other organisation acted meanwhile. Reload the page and look.",
    },
    "agreement_same_person": {
        "fr": "Vous avez proposé cet accord au nom de l’autre organisation : quelqu’un d’autre doit l’accepter ici.",
        "en": "You proposed this agreement for the other organisation: somebody else must accept it here.",
    },
    "agreement_yourself": {
        "fr": "C’est la référence de votre propre organisation. Demandez la sienne à l’autre.",
        "en": "This is your own organisation’s reference. Ask the other one for theirs.",
    },
    "agreement_reference": {
        "fr": "Une référence ne contient que des lettres sans accent, des chiffres et des tirets. Recopiez-la de leur page Accords.",
        "en": "A reference holds only plain letters, digits and hyphens. Copy it from their page Agreements.",
    },
    "agreement_too_many": {
        "fr": "{most} propositions attendent déjà une réponse. Retirez-en une d’abord.",
        "en": "{most} proposals wait for an answer already. Withdraw one first.",
    },
}
