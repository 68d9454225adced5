"""Every problem the API can state: its HTTP status, its title and what to do next, in French and English. No logic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of problem (RFC 9457 `type`): the same title each time, and a detail that says what to do next."""

    status: int
    title: dict[str, str]
    detail: dict[str, str]


def _kind(status: int, fr: tuple[str, str], en: tuple[str, str]) -> Kind:
    return Kind(status=status, title={"fr": fr[0], "en": en[0]}, detail={"fr": fr[1], "en": en[1]})


PROBLEMS: dict[str, Kind] = {
    "bad_json": _kind(
        400,
        ("Le corps n’est pas du JSON lisible", "Corrigez le JSON à l’endroit indiqué ({why}) et renvoyez."),
        ("The body is not readable JSON", "Correct the JSON at the place named ({why}) and send again."),
    ),
    "too_deep": _kind(
        400,
        ("Le JSON est trop imbriqué", "Le maximum est de {most} niveaux. Aplatissez le corps et renvoyez."),
        ("The JSON is nested too deeply", "The most is {most} levels. Flatten the body and send again."),
    ),
    "bad_cursor": _kind(
        400,
        (
            "Le curseur n’est pas lisible",
            "Reprenez tel quel le champ « next » de la page précédente, ou recommencez sans curseur.",
        ),
        (
            "The cursor cannot be read",
            "Use the field “next” of the page before as it is, or start again without a cursor.",
        ),
    ),
    "bad_key": _kind(
        400,
        (
            "La clé d’idempotence n’est pas acceptable",
            "Donnez dans Idempotency-Key de 1 à {most} caractères ASCII visibles, par exemple un UUID.",
        ),
        (
            "The idempotency key is not acceptable",
            "Give 1 to {most} visible ASCII characters in Idempotency-Key, for instance a UUID.",
        ),
    ),
    "cut_short": _kind(
        400,
        ("Le corps n’est pas arrivé en entier", "La connexion a été coupée : renvoyez la requête."),
        ("The body did not arrive whole", "The connection was cut: send the request again."),
    ),
    "token_missing": _kind(
        401,
        (
            "Il manque le jeton",
            "Ajoutez l’en-tête « Authorization: Bearer fanal_… » avec un jeton de votre organisation.",
        ),
        ("The token is missing", "Add the header “Authorization: Bearer fanal_…” with a token of your organisation."),
    ),
    "token_refused": _kind(
        401,
        (
            "Le jeton n’est pas valable",
            "Il est inconnu, expiré ou révoqué. Demandez-en un nouveau à l’administration de votre organisation.",
        ),
        (
            "The token is not valid",
            "It is unknown, expired or revoked. Ask your organisation’s administration for a new one.",
        ),
    ),
    "keys_refused": _kind(
        401,
        (
            "Ces clés n’ouvrent aucune liste d’empreintes",
            "Il faut x-functions-key et Ocp-Apim-Subscription-Key. Demandez-en de nouvelles à qui publie la liste.",
        ),
        (
            "These keys open no list of fingerprints",
            "Give x-functions-key and Ocp-Apim-Subscription-Key. Ask whoever publishes the list for new ones.",
        ),
    ),
    "role_missing": _kind(
        403,
        ("Ce jeton n’a pas le rôle qu’il faut", "Utilisez un jeton qui a l’un de ces rôles : {roles}."),
        ("This token lacks the role", "Use a token that has one of these roles: {roles}."),
    ),
    "kind_not_served": _kind(
        403,
        ("Cette adresse n’est pas pour ce genre d’organisation", "Elle sert les organisations de ce genre : {kinds}."),
        ("This address is not for this kind of organisation", "It serves organisations of these kinds: {kinds}."),
    ),
    "not_found": _kind(
        404,
        (
            "Rien à cette adresse pour votre organisation",
            "Vérifiez la référence et l’adresse : la liste est dans /api/v1/openapi.json.",
        ),
        (
            "Nothing at this address for your organisation",
            "Check the reference and the address: the list is in /api/v1/openapi.json.",
        ),
    ),
    "no_checkpoint": _kind(
        404,
        (
            "Aucun scellé n’est encore publié",
            "Le premier paraît peu après le premier signalement : redemandez plus tard.",
        ),
        ("No checkpoint is published yet", "The first appears soon after the first notice: ask again later."),
    ),
    "method_not_allowed": _kind(
        405,
        ("Cette méthode n’existe pas ici", "Utilisez l’une de celles-ci : {allowed}."),
        ("This method does not exist here", "Use one of these: {allowed}."),
    ),
    "move_refused": _kind(
        409,
        ("L’état présent ne permet pas cette étape", "Relisez l’état, puis décidez à nouveau : voyez « errors »."),
        ("The present state does not allow this step", "Read the state again, then decide again: see “errors”."),
    ),
    "other_request": _kind(
        409,
        (
            "Cette clé d’idempotence a servi à une autre requête",
            "Pour une nouvelle requête, prenez une nouvelle clé ; pour répéter l’ancienne, renvoyez le même corps.",
        ),
        (
            "This idempotency key was used with another request",
            "Take a new key for a new request; to repeat the old one, send the same body.",
        ),
    ),
    "written_meanwhile": _kind(
        409,
        ("Quelqu’un a écrit au même moment", "Rien n’a été écrit ici. Relisez l’état et renvoyez."),
        ("Somebody wrote at the same moment", "Nothing was written here. Read the state and send again."),
    ),
    "too_large": _kind(
        413,
        ("Le corps est trop grand", "Le maximum est de {most} octets. Partagez l’envoi en plusieurs requêtes."),
        ("The body is too large", "The most is {most} bytes. Split it into several requests."),
    ),
    "not_json": _kind(
        415,
        ("Ce n’est pas du JSON", "Envoyez le corps avec « Content-Type: application/json », sans compression."),
        ("This is not JSON", "Send the body with “Content-Type: application/json”, without compression."),
    ),
    "refused": _kind(
        422,
        (
            "La requête est incomplète ou contient des fautes",
            "Corrigez chaque champ nommé dans « errors » et renvoyez.",
        ),
        ("The request is incomplete or has faults", "Correct each field named in “errors” and send again."),
    ),
    "away": _kind(
        503,
        (
            "La base de données ne répond pas",
            "Renvoyez la même requête dans {seconds} secondes, avec la même clé d’idempotence : si elle a été écrite,"
            " elle ne le sera pas deux fois.",
        ),
        (
            "The database does not answer",
            "Send the same request again in {seconds} seconds, with the same idempotency key: if it was written, it"
            " is not written twice.",
        ),
    ),
    "busy": _kind(
        503,
        ("Le serveur est très demandé", "Rien n’a été écrit. Renvoyez la même requête dans {seconds} secondes."),
        ("The hub is very busy", "Nothing was written. Send the same request again in {seconds} seconds."),
    ),
}

# What stands beside a field and is said by the API alone; everything else is said by the core.
FIELDS: dict[str, dict[str, str]] = {
    "handler_unknown": {
        "fr": "« {found} » ne reçoit pas de signalements ici. Choisissez parmi : {known}, ou ne donnez rien : la vôtre le traite.",
        "en": "“{found}” takes no notices here. Choose among: {known}, or give nothing: your own handles it.",
    },
    "handler_in_row": {
        "fr": "Un envoi groupé va à une seule organisation : donnez « handler » à côté de « notices », et non dans la ligne.",
        "en": "A batch goes to one organisation: give “handler” beside “notices”, not in the row.",
    },
    "notices_missing": {
        "fr": "Donnez dans « notices » une liste de 1 à {most} signalements.",
        "en": "Give in “notices” a list of 1 to {most} notices.",
    },
    "notices_too_many": {
        "fr": "Cet envoi compte {size} signalements ; le maximum est {most}. Partagez-le en plusieurs envois.",
        "en": "This batch has {size} notices; the most is {most}. Split it into several batches.",
    },
    "judgements_missing": {
        "fr": "Donnez dans « judgements » une liste d’au moins un jugement, un par contenu visé.",
        "en": "Give in “judgements” a list of at least one judgement, one for each target.",
    },
    "judgements_too_many": {
        "fr": "Cette liste compte {size} jugements pour {most} contenus visés. Donnez-en un seul par contenu.",
        "en": "This list has {size} judgements for {most} targets. Give one for each target at the most.",
    },
    "judgement_both": {
        "fr": "Un contenu est qualifié ou écarté, jamais les deux : donnez « offences » et « asks », ou « set_aside » seul.",
        "en": "A target is qualified or set aside, never both: give “offences” and “asks”, or “set_aside” alone.",
    },
    "list_too_long": {
        "fr": "Cette liste compte {size} éléments ; le maximum est {most}. Raccourcissez-la.",
        "en": "This list has {size} entries; the most is {most}. Shorten it.",
    },
    "not_a_hash": {
        "fr": "On attend ici une empreinte PDQ : 64 chiffres hexadécimaux. Reprenez « hashValue » tel que reçu.",
        "en": "A PDQ hash is expected here: 64 hexadecimal digits. Use “hashValue” as you received it.",
    },
    "limit_unreadable": {
        "fr": "« {found} » n’est pas un nombre de 1 à {most}. Corrigez « limit » ou laissez-le.",
        "en": "“{found}” is not a number from 1 to {most}. Correct “limit” or leave it out.",
    },
}
