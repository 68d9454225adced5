"""Messages about child abuse material."""

MESSAGES = {
    "child_abuse_no_file": {
        "fr": "Aucun fichier n’est pris ni gardé pour ce contenu : il est signalé comme abus sexuel sur mineur. "
        "Écrivez plutôt pourquoi rien n’est joint, et transmettez l’adresse.",
        "en": "No file is taken or kept for this target: it is reported as child sexual abuse. "
        "Say instead why nothing is attached, and refer the address.",
    },
}
