"""Messages that more than one room says."""

MESSAGES = {
    "not_text": {
        "fr": "Ce champ doit être du texte. Corrigez-le et renvoyez.",
        "en": "This field must be text. Correct it and send again.",
    },
    "nul_byte": {
        "fr": "Ce texte contient un caractère nul, illisible. Recopiez le texte et renvoyez.",
        "en": "This text holds a null character, which cannot be read. Copy the text again and send.",
    },
    "too_long": {
        "fr": "Ce texte compte {size} caractères ; le maximum est {most}. Raccourcissez-le et joignez le reste en pièce.",
        "en": "This text has {size} characters; the most is {most}. Shorten it and attach the rest as a file.",
    },
}
