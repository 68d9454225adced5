"""Messages of the room that plans referrals."""

MESSAGES = {
    "lane_request": {"fr": "Demande sans délai légal", "en": "Request without a legal time limit"},
    # Why
    "why_no_law": {
        "fr": "Aucune loi de notre liste ne fixe cette demande : elle est faite, sans délai opposable.",
        "en": "No law on our list frames this ask: it is made all the same, and binds nobody to a time.",
    },
    "why_heading": {"fr": "Rubrique de PHAROS : {heading}.", "en": "Heading of PHAROS: {heading}."},
    "why_phone_first": {
        "fr": "Téléphonez d’abord au 17 ou au 112 : l’écrit suit l’appel et ne le remplace pas.",
        "en": "Phone 17 or 112 first: what is written follows the call and does not replace it.",
    },
    "why_second_person": {
        "fr": "Demande grave : une deuxième personne doit l’approuver avant l’envoi.",
        "en": "A grave ask: a second person must approve it before it leaves.",
    },
    # Refusals
    "route_state": {
        "fr": "Rien n’est qualifié dans ce dossier, ou il est déjà clos. Qualifiez au moins un contenu avant de transmettre.",
        "en": "Nothing is qualified in this case, or it has ended. Qualify at least one target before referring it.",
    },
    "route_no_evidence": {
        "fr": "Rien n’est conservé de ce contenu. Ajoutez une capture ou un fichier, ou dites pourquoi il n’y en a pas.",
        "en": "Nothing is kept of this target. Add a capture or a file, or say why there is none.",
    },
    "route_no_platform": {
        "fr": "Aucun destinataire n’est connu pour « {platform} ». Ajoutez son contact, ou écartez ce contenu.",
        "en": "No recipient is known for “{platform}”. Add its contact, or set this target aside.",
    },
    "route_no_authority": {
        "fr": "Aucune autorité ne peut être saisie : contenu non public, infraction hors liste, ou destinataire absent. "
        "Ajoutez le destinataire, ou retirez cette demande.",
        "en": "No authority can be addressed: the target is not public, the offence is not listed, or no recipient is known. "
        "Add the recipient, or drop this ask.",
    },
    "route_no_police": {
        "fr": "Aucun destinataire ne peut recevoir l’alerte. Téléphonez au 17 ou au 112 maintenant, puis ajoutez le contact.",
        "en": "No recipient can take the alert. Phone 17 or 112 now, then add the contact.",
    },
    "route_no_publisher": {
        "fr": "Un droit de réponse s’adresse au directeur d’une publication, par une association. Ajoutez son contact.",
        "en": "A right of reply goes to a publication director, from an association. Add the contact.",
    },
    "route_identify": {
        "fr": "Seule une autorité peut demander l’identité d’un auteur. Demandez plutôt de conserver les preuves.",
        "en": "Only an authority can ask who the author is. Ask to preserve the evidence instead.",
    },
    "route_nothing_new": {
        "fr": "Il n’y a rien à transmettre : aucun contenu n’est qualifié. Qualifiez un contenu, ou écartez-les tous.",
        "en": "There is nothing to refer: no target is qualified. Qualify a target, or set them all aside.",
    },
}
