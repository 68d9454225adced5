"""Messages of the tables of moves."""

MESSAGES = {
    "move_forbidden": {
        "fr": "Cette étape n’est plus possible : l’état est « {state} ». Rechargez la page, relisez et décidez à nouveau.",
        "en": "This step is no longer possible: the state is “{state}”. Reload the page, read again and decide again.",
    },
    "no_such_target": {
        "fr": "Ce contenu visé n’est pas dans ce dossier. Rechargez la page et choisissez dans la liste.",
        "en": "This target is not in this case. Reload the page and choose from the list.",
    },
}
