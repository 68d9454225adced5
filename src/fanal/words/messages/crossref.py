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
}
