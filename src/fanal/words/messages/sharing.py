"""Messages about fingerprints that an organisation publishes."""

MESSAGES = {
    "share_not_qualified": {
        "fr": "Seule l’empreinte d’un contenu qualifié peut être publiée. Qualifiez-le d’abord.",
        "en": "Only the fingerprint of a qualified target can be published. Qualify it first.",
    },
    "share_no_picture": {
        "fr": "Ce contenu n’a pas d’empreinte d’image à publier. Ajoutez une capture d’écran, attendez un instant, puis réessayez.",
        "en": "This target has no fingerprint of a picture to publish. Add a screenshot, wait a moment, then try again.",
    },
    "share_already": {
        "fr": "Les empreintes de ce contenu sont déjà publiées. Il n’y a rien à faire.",
        "en": "The fingerprints of this target are published already. There is nothing to do.",
    },
    "share_locked": {
        "fr": "Aucune empreinte de ce contenu n’est publiée d’ici : signalez-le à l’autorité compétente, par son adresse seule.",
        "en": "No fingerprint of this target is published from here: report it to the authority, by its address alone.",
    },
}
