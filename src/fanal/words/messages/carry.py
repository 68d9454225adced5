"""Messages about the export of an organisation and its import into another hub."""

MESSAGES = {
    "carry_not_zip": {
        "fr": "Ce fichier n’est pas un export de Fanal (un .zip). Donnez le fichier tel qu’il a été fait.",
        "en": "This file is no export of Fanal (a .zip). Give the file as it was made.",
    },
    "carry_damaged": {
        "fr": "{file} est abîmé dans l’archive. Refaites l’export, ou copiez-le de nouveau : ne le réparez pas.",
        "en": "{file} is damaged in the archive. Make the export again, or copy it again: do not repair it.",
    },
    "carry_unknown_file": {
        "fr": "L’archive contient {file}, qui n’est pas d’un export. Rien n’a été lu. Demandez le fichier d’origine.",
        "en": "The archive holds {file}, which belongs to no export. Nothing was read. Ask for the original file.",
    },
    "carry_missing": {
        "fr": "Il manque {file}, ou le manifeste ne le nomme pas. Demandez un export complet.",
        "en": "{file} is missing, or the manifest does not name it. Ask for a whole export.",
    },
    "carry_bomb": {
        "fr": "L’archive prétend contenir {mb} Mo, bien plus que sa taille ne le permet. Elle n’a pas été ouverte.",
        "en": "The archive claims to hold {mb} MB, far more than its size allows. It was not opened.",
    },
    "carry_version": {
        "fr": "Cet export est de la version {version}, et ce programme lit la version {known}. Mettez le programme à jour.",
        "en": "This export is version {version}, and this program reads version {known}. Update the program.",
    },
    "carry_altered": {
        "fr": "{file} n’est pas tel que le serveur d’origine l’a fait. Rien n’a été écrit. Refaites l’export.",
        "en": "{file} is not as its hub made it. Nothing was written. Make the export again.",
    },
    "carry_bad_line": {
        "fr": "{file}, ligne {line} : {columns} n’a pas la forme attendue. Voyez docs/export.md, ou refaites l’export.",
        "en": "{file}, line {line}: {columns} has not the expected shape. See docs/export.md, or make the export again.",
    },
    "carry_long_line": {
        "fr": "Une ligne de {file} est plus longue que tout ce qu’un export contient. Refaites l’export.",
        "en": "A line of {file} is longer than anything an export holds. Make the export again.",
    },
    "carry_event": {
        "fr": "truth/events.jsonl, ligne {line} ({stream}) : cet événement ne tient pas ({why}). Rien n’a été écrit.",
        "en": "truth/events.jsonl, line {line} ({stream}): this event does not hold ({why}). Nothing was written.",
    },
    "carry_other": {
        "fr": "{file}, ligne {line} : {what} n’appartient pas à cet export, ou ne concorde pas. Rien n’a été écrit.",
        "en": "{file}, line {line}: {what} does not belong to this export, or does not agree. Nothing was written.",
    },
    "carry_twice": {
        "fr": "{file}, ligne {line} : {what} y est deux fois. Rien n’a été écrit.",
        "en": "{file}, line {line}: {what} is there twice. Nothing was written.",
    },
    "carry_proof": {
        "fr": "Les feuilles du journal ne donnent pas la racine que le serveur a signée. Gardez le fichier, et demandez-en un autre.",
        "en": "The leaves of the log do not give the root that the hub signed. Keep the file, and ask for another.",
    },
    "carry_sealed": {
        "fr": "La phrase secrète n’ouvre pas les identités, ou elles ont été modifiées. Vérifiez la phrase et recommencez.",
        "en": "The passphrase does not open the identities, or they were changed. Check the passphrase and start again.",
    },
    "carry_passphrase": {
        "fr": "Cet export contient des identités. Donnez --passphrase-file FICHIER, ou --without-identities pour les laisser.",
        "en": "This export holds identities. Give --passphrase-file FILE, or --without-identities to leave them.",
    },
    "carry_weak_passphrase": {
        "fr": "La phrase secrète doit avoir au moins {least} caractères : quelques mots que vous seul assembleriez.",
        "en": "The passphrase needs at least {least} characters: a few words that only you would put together.",
    },
    "carry_no_why": {
        "fr": "Dites pourquoi les identités sortent (la base légale) : --why « … ». Cela reste dans le registre.",
        "en": "Say why the identities leave (the legal basis): --why “…”. It stays in the record.",
    },
    "carry_no_organisation": {
        "fr": "L’organisation « {name} » n’existe pas ici. Connues : {known}.",
        "en": "There is no organisation “{name}” here. Known: {known}.",
    },
    "carry_clash": {
        "fr": "Ce serveur a déjà {name} ({what}). Importez dans un serveur neuf : un autre dossier dans FANAL_HOME.",
        "en": "This hub already has {name} ({what}). Import into a new hub: another folder in FANAL_HOME.",
    },
    "carry_busy_hub": {
        "fr": "Ce serveur n’a pas fini son travail (station {name}). Lancez-le, attendez, arrêtez-le, puis importez.",
        "en": "This hub has not finished its work (station {name}). Start it, wait, stop it, then import.",
    },
    "carry_running": {
        "fr": "Un processus de ce serveur tourne ({name}). Arrêtez-les tous, attendez une minute, puis importez.",
        "en": "A process of this hub runs ({name}). Stop them all, wait a minute, then import.",
    },
    "carry_figures": {
        "fr": "L’indicateur « {figure} » ne donne pas ici ce qu’il donnait là-bas. Rien n’a été gardé : écrivez aux mainteneurs.",
        "en": "The figure “{figure}” does not give here what it gave there. Nothing was kept: write to the maintainers.",
    },
}
