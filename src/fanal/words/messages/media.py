"""Messages about pictures and films that are read for their fingerprints."""

MESSAGES = {
    "media_unknown": {
        "fr": "Ce fichier n’est ni une image (PNG, JPEG, WebP, GIF) ni une vidéo (MP4, WebM) : il reste scellé, "
        "mais n’est comparé à rien. Ajoutez une capture d’écran si son image compte.",
        "en": "This file is neither a picture (PNG, JPEG, WebP, GIF) nor a video (MP4, WebM): it stays sealed, "
        "but is compared with nothing. Add a screenshot if its picture matters.",
    },
    "media_broken": {
        "fr": "Ce fichier est abîmé ou incomplet : il reste scellé tel quel, mais n’a pu être lu. Ajoutez-le à nouveau, entier.",
        "en": "This file is damaged or incomplete: it stays sealed as it is, but could not be read. Add it again, whole.",
    },
    "media_too_large": {
        "fr": "L’image de ce fichier est trop grande pour être lue (au plus {most} millions de pixels). "
        "Ajoutez-en une copie plus petite.",
        "en": "The picture in this file is too large to be read (at most {most} million pixels). Add a smaller copy of it.",
    },
    "media_plain": {
        "fr": "Cette image est trop unie pour être distinguée d’une autre : elle n’est comparée à rien. "
        "Ajoutez une capture où l’on voit davantage.",
        "en": "This picture is too plain to be told from another: it is compared with nothing. Add a capture that shows more.",
    },
    "media_too_slow": {
        "fr": "Ce fichier demande trop de travail pour être lu : il reste scellé, mais n’est comparé à rien. "
        "Ajoutez-en une copie plus courte ou plus simple.",
        "en": "This file takes too much work to be read: it stays sealed, but is compared with nothing. "
        "Add a shorter or simpler copy.",
    },
}
