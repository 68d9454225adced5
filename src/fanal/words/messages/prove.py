"""Messages of the room that proves, and of the checker."""

MESSAGES = {
    # Reading
    "prove_not_utf8": {
        "fr": "Ce fichier n’est pas du texte UTF-8 (octet {place}). Demandez-le à nouveau à qui l’a remis.",
        "en": "This file is not UTF-8 text (byte {place}). Ask for it again where it was issued.",
    },
    "prove_not_json": {
        "fr": "Ce texte n’est pas du JSON (ligne {line}, colonne {column}). Demandez le fichier d’origine, sans le recopier à la main.",
        "en": "This text is not JSON (line {line}, column {column}). Ask for the original file; do not copy it by hand.",
    },
    "prove_too_large": {
        "fr": "Ce fichier dépasse {most} octets. Vérifiez que c’est bien le reçu, le pli ou le scellé.",
        "en": "This file is larger than {most} bytes. Check that it is the receipt, the envelope or the checkpoint.",
    },
    "prove_too_deep": {
        "fr": "Ce texte emboîte plus de {most} niveaux. Aplatissez-le et renvoyez-le.",
        "en": "This text nests more than {most} levels. Flatten it and send it again.",
    },
    "prove_float": {
        "fr": "Le nombre {number} a une virgule ou un exposant, ce que le format refuse. Écrivez un entier ou du texte.",
        "en": "The number {number} has a fraction or an exponent, which the format refuses. Write an integer or text.",
    },
    "prove_large_integer": {
        "fr": "Un nombre dépasse {most}, ce que le format refuse. Écrivez-le comme du texte.",
        "en": "A number is beyond {most}, which the format refuses. Write it as text.",
    },
    "prove_lone_surrogate": {
        "fr": "Ce texte contient une moitié de caractère, illisible. Recopiez le texte et renvoyez-le.",
        "en": "This text holds half a character, which cannot be read. Copy the text again and send it.",
    },
    "prove_name_twice": {
        "fr": "Le champ « {name} » figure deux fois : on ne peut savoir lequel vaut. Demandez un fichier neuf.",
        "en": "The field “{name}” stands twice: nobody can tell which one counts. Ask for a fresh file.",
    },
    "prove_not_object": {
        "fr": "Ce JSON n’est pas un objet. Donnez le reçu ou le pli entier.",
        "en": "This JSON is not an object. Give the whole receipt or envelope.",
    },
    "prove_bad_time": {
        "fr": "« {time} » n’est pas un instant écrit AAAA-MM-JJTHH:MM:SS.ffffffZ. Demandez un fichier neuf.",
        "en": "“{time}” is not a moment written YYYY-MM-DDTHH:MM:SS.ffffffZ. Ask for a fresh file.",
    },
    # Form
    "prove_other_type": {
        "fr": "On attendait le type « {expected} », et c’est « {found} ». Donnez le bon fichier.",
        "en": "The type “{expected}” was expected, and this is “{found}”. Give the right file.",
    },
    "prove_unknown_version": {
        "fr": "Ce fichier est en version {version} ; ce programme lit la version {known}. Installez un Fanal plus récent, "
        "ou demandez le fichier en version {known}.",
        "en": "This file is in version {version}; this program reads version {known}. Install a newer Fanal, "
        "or ask for the file in version {known}.",
    },
    "prove_field_missing": {
        "fr": "Il manque le champ « {field} ». Demandez le fichier d’origine.",
        "en": "The field “{field}” is missing. Ask for the original file.",
    },
    "prove_field_bad": {
        "fr": "Le champ « {field} » n’a pas la forme attendue. Demandez le fichier d’origine.",
        "en": "The field “{field}” does not have the expected form. Ask for the original file.",
    },
    "prove_field_unknown": {
        "fr": "Le champ « {field} » n’existe pas dans cette version. Demandez le fichier d’origine, sans ajout.",
        "en": "The field “{field}” does not exist in this version. Ask for the original file, with nothing added.",
    },
    "prove_bad_note": {
        "fr": "Ce texte n’est pas une note signée. Demandez le scellé tel qu’il a été publié, sans le remettre en forme.",
        "en": "This text is not a signed note. Ask for the checkpoint as it was published, without reformatting it.",
    },
    "prove_bad_checkpoint": {
        "fr": "Cette note n’est pas un scellé : il faut l’origine, la taille et la racine. Demandez-en un neuf.",
        "en": "This note is not a checkpoint: it must give origin, size and root. Ask for a fresh one.",
    },
    "prove_bad_proof": {
        "fr": "La preuve d’inclusion n’a pas la forme attendue (index, size, hashes). Demandez-en une neuve.",
        "en": "The inclusion proof does not have the expected form (index, size, hashes). Ask for a fresh one.",
    },
    "prove_bad_vkey": {
        "fr": "Cette clé n’est pas lisible. Recopiez entière la ligne publiée : nom+identifiant+clé.",
        "en": "This key cannot be read. Copy the whole published line: name+identifier+key.",
    },
    # Key and signature
    "prove_wrong_name": {
        "fr": "« {name} » ne peut signer pour « {expected} ». Prenez la clé publiée par « {expected} » ; si c’est elle, "
        "gardez le fichier et signalez-le-lui.",
        "en": "“{name}” cannot sign for “{expected}”. Take the key published by “{expected}”; if it is that one, "
        "keep the file and tell them.",
    },
    "prove_other_key": {
        "fr": "Le fichier nomme la clé {expected}, et la clé donnée est {found}. Prenez la clé {expected}, "
        "peut-être plus ancienne, chez qui l’a publiée.",
        "en": "The file names the key {expected}, and the key given is {found}. Take the key {expected}, "
        "which may be an older one, from whoever published it.",
    },
    "prove_bad_signature": {
        "fr": "La signature de « {name} » (clé {key}) ne correspond pas : le contenu a changé, ou la clé n’est pas la bonne. "
        "Gardez le fichier et demandez-en un neuf.",
        "en": "The signature of “{name}” (key {key}) does not match: the content was changed, or the key is not the right one. "
        "Keep the file and ask for a fresh one.",
    },
    "prove_not_signed_by": {
        "fr": "Aucune signature de « {name} » (clé {key}). Prenez la clé de qui a signé, ou demandez un scellé neuf.",
        "en": "No signature by “{name}” (key {key}). Take the key of whoever signed, or ask for a fresh checkpoint.",
    },
    # The log
    "prove_index_outside": {
        "fr": "La place {index} n’est pas dans un journal de {size} feuilles. Demandez une preuve neuve.",
        "en": "Place {index} is not in a log of {size} leaves. Ask for a fresh proof.",
    },
    "prove_path_length": {
        "fr": "La preuve n’a pas le bon nombre d’empreintes. Demandez une preuve neuve.",
        "en": "The proof does not have the right number of hashes. Ask for a fresh proof.",
    },
    "prove_hash_length": {
        "fr": "Une empreinte n’a pas 32 octets. Demandez une preuve neuve.",
        "en": "A hash does not have 32 bytes. Ask for a fresh proof.",
    },
    "prove_wrong_root": {
        "fr": "La preuve mène à la racine {found}, et le scellé dit {expected}. Gardez les deux fichiers et demandez-en des neufs.",
        "en": "The proof leads to the root {found}, and the checkpoint says {expected}. Keep both files and ask for fresh ones.",
    },
    "prove_log_shrank": {
        "fr": "Le journal est passé de {old} à {new} feuilles : il ne peut que grandir. Gardez les deux scellés.",
        "en": "The log went from {old} to {new} leaves: it can only grow. Keep both checkpoints.",
    },
    "prove_other_size": {
        "fr": "La preuve est faite pour {proof} feuilles et le scellé en compte {checkpoint}. Demandez les deux ensemble.",
        "en": "The proof is for {proof} leaves and the checkpoint has {checkpoint}. Ask for both together.",
    },
    # The checker: what it checks, step by step
    "prove_unrecognised": {
        "fr": "Ce fichier n’est ni un reçu, ni un pli, ni un scellé de Fanal. Donnez le fichier tel que vous l’avez reçu.",
        "en": "This file is neither a receipt, nor an envelope, nor a checkpoint of Fanal. Give the file as you received it.",
    },
    "prove_no_key": {
        "fr": "Il faut la clé publique de « {name} » pour vérifier. Copiez-la depuis son site et ajoutez : --key CLÉ",
        "en": "The public key of “{name}” is needed to check. Copy it from its site and add: --key KEY",
    },
    "prove_proof_alone": {
        "fr": "La preuve et le scellé vont ensemble, et l’un des deux manque. Demandez les deux.",
        "en": "The proof and the checkpoint go together, and one of them is missing. Ask for both.",
    },
    "prove_step_recognise": {
        "fr": "Le fichier est d’une sorte que ce programme connaît",
        "en": "The file is of a kind that this program knows",
    },
    "prove_step_read_receipt": {
        "fr": "Le fichier est un reçu entier, dans une version connue (spec/receipt.md)",
        "en": "The file is a whole receipt, in a known version (spec/receipt.md)",
    },
    "prove_step_read_envelope": {
        "fr": "Le fichier est un pli entier, dans une version connue (spec/envelope.md)",
        "en": "The file is a whole envelope, in a known version (spec/envelope.md)",
    },
    "prove_step_read_checkpoint": {
        "fr": "Le fichier est un scellé entier (C2SP tlog-checkpoint)",
        "en": "The file is a whole checkpoint (C2SP tlog-checkpoint)",
    },
    "prove_step_have_key": {
        "fr": "Une clé publique est donnée pour « {name} »",
        "en": "A public key is given for “{name}”",
    },
    "prove_step_trust_key": {
        "fr": "La clé a été donnée à part du fichier",
        "en": "The key was given apart from the file",
    },
    "prove_key_from_file": {
        "fr": "La clé vient du fichier lui-même : comparez-la à celle que « {name} » publie ({key}), ou donnez-la par --key.",
        "en": "The key comes from the file itself: compare it with the one “{name}” publishes ({key}), or give it with --key.",
    },
    "prove_step_signature": {
        "fr": "« {name} » a signé exactement ce contenu (Ed25519, RFC 8032)",
        "en": "“{name}” signed exactly this content (Ed25519, RFC 8032)",
    },
    "prove_step_checkpoint": {
        "fr": "Le scellé joint est signé de la même clé (C2SP tlog-checkpoint)",
        "en": "The checkpoint beside it is signed by the same key (C2SP tlog-checkpoint)",
    },
    "prove_step_in_log": {
        "fr": "Le reçu est dans le journal que ce scellé ferme (RFC 9162, 2.1.3.2)",
        "en": "The receipt is in the log that this checkpoint closes (RFC 9162, 2.1.3.2)",
    },
    "prove_no_log_yet": {
        "fr": "Le fichier ne joint ni preuve ni scellé : demandez-les une fois le prochain scellé publié.",
        "en": "The file holds neither proof nor checkpoint: ask for them once the next checkpoint is published.",
    },
    "prove_says_receipt": {
        "fr": "Reçu du signalement {notice} : {targets} contenu(s) visé(s), remis à « {hub} » pour « {handler} » le {time}",
        "en": "Receipt of notice {notice}: {targets} target(s), given to “{hub}” for “{handler}” on {time}",
    },
    "prove_says_envelope": {
        "fr": "Pli {id} ({kind}) de « {sender} » à « {recipient} », fait le {time}",
        "en": "Envelope {id} ({kind}) from “{sender}” to “{recipient}”, made on {time}",
    },
    "prove_says_checkpoint": {
        "fr": "Scellé du journal « {origin} » : {size} feuille(s), racine {root}",
        "en": "Checkpoint of the log “{origin}”: {size} leaf or leaves, root {root}",
    },
    "prove_holds": {"fr": "oui", "en": "yes"},
    "prove_broken": {"fr": "NON", "en": "NO"},
    "prove_absent": {"fr": "non vérifié", "en": "not checked"},
    "prove_verified": {"fr": "VÉRIFIÉ", "en": "VERIFIED"},
    "prove_verified_if_key": {
        "fr": "VÉRIFIÉ, à condition que la clé soit bien celle de l’émetteur",
        "en": "VERIFIED, provided that the key is the issuer’s own",
    },
    "prove_does_not_verify": {
        "fr": "NE SE VÉRIFIE PAS : gardez ce fichier tel quel, et demandez-en un neuf à l’émetteur",
        "en": "DOES NOT VERIFY: keep this file as it is, and ask the issuer for a fresh one",
    },
    "prove_cannot_be_read": {
        "fr": "ILLISIBLE : rien n’a pu être vérifié",
        "en": "CANNOT BE READ: nothing could be checked",
    },
    "prove_no_file": {
        "fr": "Le fichier {file} ne peut être ouvert. Vérifiez son nom et vos droits.",
        "en": "The file {file} cannot be opened. Check its name and your rights.",
    },
}
