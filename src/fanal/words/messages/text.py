"""Messages of the text room: why a text looks like a quotation that denounces."""

MESSAGES = {
    "quote_found": {
        "fr": "Ce texte cite quelqu’un ({words} mots entre guillemets) : « {quoted} ».",
        "en": "This text quotes someone ({words} words in quotation marks): “{quoted}”.",
    },
    "denounce_frame_found": {
        "fr": "Hors de la citation, une formule de dénonciation : « {frame} ». Lisez le texte entier avant de qualifier.",
        "en": "Outside the quotation, words that denounce: “{frame}”. Read the whole text before you qualify.",
    },
}
