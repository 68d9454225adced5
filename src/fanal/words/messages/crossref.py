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
    "relation_move_forbidden": {
        "fr": "Ce lien n’attend pas cette réponse : quelqu’un l’a peut-être déjà traité. Rechargez la page, puis décidez.",
        "en": "This link does not wait for that answer: somebody may have dealt with it already. Reload the page, then decide.",
    },
    "relation_unknown": {
        "fr": "Ce lien n’existe pas dans ce dossier. Rechargez la page et choisissez dans la liste.",
        "en": "There is no such link in this case. Reload the page and choose from the list.",
    },
    "relation_gone": {
        "fr": "L’un des deux contenus n’est plus là : il a été détruit à son terme. Il n’y a plus rien à comparer.",
        "en": "One of the two targets is no longer there: it was destroyed at its term. There is nothing left to compare.",
    },
    "relation_other_set_aside": {
        "fr": "L’autre contenu a été écarté : y rattacher celui-ci le ferait disparaître avec lui. Jugez d’abord l’autre à nouveau.",
        "en": "The other target was set aside: attaching this one to it would make it vanish too. Judge the other one again first.",
    },
    "code_length": {
        "fr": "L’empreinte n° {place} a {found} octets au lieu de {expected}. Calculez-la à nouveau à partir de l’original.",
        "en": "Fingerprint number {place} has {found} bytes instead of {expected}. Compute it again from the original.",
    },
    "code_shape": {
        "fr": "Les empreintes forment un tableau {shape} de {dtype}. Donnez un tableau (n, 4) de uint64.",
        "en": "The fingerprints are an array {shape} of {dtype}. Give an array (n, 4) of uint64.",
    },
    "code_ids": {
        "fr": "Les identifiants forment un tableau {shape} de {dtype}. Donnez {expected} entiers int64, un par empreinte.",
        "en": "The ids are an array {shape} of {dtype}. Give {expected} int64 integers, one for each fingerprint.",
    },
    "code_radius": {
        "fr": "Le rayon {radius} n’est pas possible. Donnez un rayon de 0 à {most}.",
        "en": "A radius of {radius} is not possible. Give a radius from 0 to {most}.",
    },
    "code_arrays": {
        "fr": "Ces tableaux ne forment pas un index ({found}). Reconstruisez l’index à partir des empreintes.",
        "en": "These arrays do not make an index ({found}). Build the index again from the fingerprints.",
    },
    "code_shards": {
        "fr": "Ces réponses ne portent pas sur les mêmes questions ({found}). Posez à chaque part les mêmes empreintes.",
        "en": "These answers are not to the same queries ({found}). Ask every shard for the same fingerprints.",
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
