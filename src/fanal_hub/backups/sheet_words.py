"""What the recovery sheet says, in both languages: it is read years later, by somebody in trouble, without the hub."""

WORDS = {
    "fr": {
        "title": "Fiche de secours",
        "hub": "Serveur Fanal : {hub}",
        "date": "Imprimée le {date}",
        "what": (
            "Avec cette fiche et une sauvegarde, on remet le serveur en service. Sans elle, toutes les sauvegardes sont"
            " illisibles, pour toujours. Qui a la fiche et une sauvegarde lit tout : identités, victimes, notes."
        ),
        "key_V": "Clé du coffre",
        "key_B": "Clé des sauvegardes",
        "number": "numéro",
        "typing": (
            "À la saisie, majuscules, espaces et tirets ne comptent pas ; O vaut 0, I et L valent 1. Les quatre derniers"
            " signes d’une ligne la vérifient : une faute de frappe est signalée, avec sa ligne."
        ),
        "where_title": "Où la garder",
        "where": (
            "En deux exemplaires, en deux lieux : le coffre de l’association et une personne de confiance, par exemple.\n"
            "Jamais à côté des sauvegardes, ni sur l’ordinateur du serveur, ni en photo, ni par courriel.\n"
            "Une fois par an, retapez-la pour la vérifier : fanal-hub recovery-sheet --check"
        ),
        "how_title": "Remettre le serveur en service",
        "how": (
            "Installez la même version de Fanal, ou une plus récente, sur un ordinateur sain.\n"
            "Apportez la sauvegarde la plus récente et la liste des effacements, qui est à côté d’elle.\n"
            "Tapez : fanal-hub restore FICHIER --erasures LISTE --into DOSSIER\n"
            "Tapez les huit lignes ci-dessus quand elles sont demandées.\n"
            "Lisez ce que la commande répond, puis démarrez : FANAL_DEMO=0 FANAL_HOME=DOSSIER fanal-hub run"
        ),
    },
    "en": {
        "title": "Recovery sheet",
        "hub": "Fanal hub: {hub}",
        "date": "Printed on {date}",
        "what": (
            "With this sheet and a backup, the hub can be put back to work. Without it every backup is unreadable, for"
            " ever. Whoever has the sheet and a backup reads everything: identities, victims, notes."
        ),
        "key_V": "Key of the vault",
        "key_B": "Key of the backups",
        "number": "number",
        "typing": (
            "When you type it, letter case, spaces and dashes do not count; O is 0, I and L are 1. The last four signs of"
            " a line check it: a slip is pointed at, with its line."
        ),
        "where_title": "Where to keep it",
        "where": (
            "Two copies, in two places: the association’s safe and a person you trust, for instance.\n"
            "Never beside the backups, nor on the hub’s own computer, nor as a photograph, nor by e-mail.\n"
            "Once a year, type it back to check it: fanal-hub recovery-sheet --check"
        ),
        "how_title": "To put the hub back to work",
        "how": (
            "Install the same version of Fanal, or a newer one, on a sound computer.\n"
            "Bring the newest backup, and the erasure list that lies beside it.\n"
            "Type: fanal-hub restore FILE --erasures LIST --into FOLDER\n"
            "Type the eight lines above when they are asked for.\n"
            "Read what the command answers, then start: FANAL_DEMO=0 FANAL_HOME=FOLDER fanal-hub run"
        ),
    },
}
