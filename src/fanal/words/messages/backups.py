"""Messages about backups, the recovery sheet and restorations."""

MESSAGES = {
    "backup_not_one": {
        "fr": (
            "Ce fichier n’est pas une sauvegarde de Fanal. Choisissez un fichier dont le nom finit par .fanal-backup."
        ),
        "en": "This file is not a backup of Fanal. Choose a file whose name ends with .fanal-backup.",
    },
    "backup_wrong_version": {
        "fr": (
            "Cette sauvegarde est d’une forme ({version}) que ce programme ne connaît pas. Installez une version"
            " plus récente de Fanal, ou prenez une autre sauvegarde."
        ),
        "en": (
            "This backup is of a form ({version}) that this program does not know. Install a newer version of"
            " Fanal, or take another backup."
        ),
    },
    "backup_newer": {
        "fr": (
            "Cette sauvegarde vient de Fanal {theirs}, plus récent que celui-ci ({ours}). Installez Fanal"
            " {theirs} ou plus récent, puis recommencez."
        ),
        "en": (
            "This backup was made by Fanal {theirs}, which is newer than this one ({ours}). Install Fanal"
            " {theirs} or newer, then try again."
        ),
    },
    "backup_cut_short": {
        "fr": (
            "Ce fichier est incomplet : il ne se termine pas comme une sauvegarde. Recopiez-le depuis l’endroit"
            " où il est gardé, ou prenez la sauvegarde précédente."
        ),
        "en": (
            "This file is cut short: it does not end as a backup does. Copy it again from where it is kept, or"
            " take the backup before it."
        ),
    },
    "backup_wrong_key": {
        "fr": (
            "Cette sauvegarde a été fermée par la clé numéro {expected} ; la fiche donne la clé numéro {found}."
            " Prenez la fiche de secours qui porte {expected}."
        ),
        "en": (
            "This backup was closed with key number {expected}; the sheet gives key number {found}. Take the"
            " recovery sheet that bears {expected}."
        ),
    },
    "backup_wrong_vault_key": {
        "fr": (
            "Le coffre de cette sauvegarde demande la clé numéro {expected} ; la fiche donne la clé numéro"
            " {found}. Prenez la fiche de secours qui porte {expected}."
        ),
        "en": (
            "The vault of this backup needs key number {expected}; the sheet gives key number {found}. Take the"
            " recovery sheet that bears {expected}."
        ),
    },
    "backup_altered": {
        "fr": (
            "Ce fichier a été modifié ou abîmé (morceau {chunk}). Rien n’a été écrit. Recopiez-le depuis"
            " l’endroit où il est gardé, ou prenez la sauvegarde précédente."
        ),
        "en": (
            "This file was altered or damaged (chunk {chunk}). Nothing was written. Copy it again from where it"
            " is kept, or take the backup before it."
        ),
    },
    "backup_damaged": {
        "fr": (
            "Le contenu de cette sauvegarde ne suit pas la forme prévue. Rien n’a été écrit. Prenez la sauvegarde"
            " précédente, et gardez ce fichier pour nous le montrer."
        ),
        "en": (
            "What this backup holds is not in the form it should be. Nothing was written. Take the backup before"
            " it, and keep this file to show us."
        ),
    },
    "backup_part_missing": {
        "fr": "Il manque une partie à cette sauvegarde : {part}. Rien n’a été écrit. Prenez la sauvegarde précédente.",
        "en": "A part of this backup is missing: {part}. Nothing was written. Take the backup before it.",
    },
    "backup_part_differs": {
        "fr": (
            "Une partie de cette sauvegarde n’est pas celle que son manifeste annonce : {part}. Rien n’a été"
            " écrit. Prenez la sauvegarde précédente."
        ),
        "en": (
            "A part of this backup is not the one that its manifest names: {part}. Nothing was written. Take the"
            " backup before it."
        ),
    },
    "backup_of_sqlite": {
        "fr": (
            "Cette sauvegarde vient d’un serveur sur SQLite. Enlevez FANAL_DATABASE_URL pour la restaurer, puis"
            " passez à PostgreSQL par un export."
        ),
        "en": (
            "This backup is of a hub on SQLite. Unset FANAL_DATABASE_URL to restore it, then move to PostgreSQL"
            " by an export."
        ),
    },
    "backup_of_postgresql": {
        "fr": (
            "Cette sauvegarde vient d’un serveur sur PostgreSQL. Donnez dans FANAL_DATABASE_URL l’adresse d’une"
            " base vide, puis recommencez."
        ),
        "en": (
            "This backup is of a hub on PostgreSQL. Give the address of an empty database in FANAL_DATABASE_URL,"
            " then try again."
        ),
    },
    "backup_cannot_read": {
        "fr": "Le fichier {path} ne peut pas être lu : {said}. Vérifiez le chemin et les droits.",
        "en": "The file {path} cannot be read: {said}. Check the path and the rights.",
    },
    "backup_cannot_write": {
        "fr": (
            "La sauvegarde ne peut pas être écrite dans {folder} : {said}. Vérifiez que le dossier existe, qu’il"
            " est branché et que le serveur peut y écrire."
        ),
        "en": (
            "The backup cannot be written to {folder}: {said}. Check that the folder is there, is mounted, and"
            " may be written to by the hub."
        ),
    },
    "backup_disk_full": {
        "fr": (
            "Le disque est plein ({folder}) : aucune sauvegarde n’a été faite. Libérez de la place, ou donnez un"
            " autre dossier."
        ),
        "en": "The disk is full ({folder}): no backup was made. Make room, or give another folder.",
    },
    "backup_no_room": {
        "fr": (
            "Il faut {needed} Mo libres dans {folder} le temps de la sauvegarde. Libérez de la place, puis recommencez."
        ),
        "en": "{needed} MB must be free in {folder} while a backup is made. Make room, then try again.",
    },
    "backup_running": {
        "fr": "Une sauvegarde est déjà en cours. Attendez qu’elle finisse.",
        "en": "A backup is being made already. Wait until it ends.",
    },
    "backup_bad_keep": {
        "fr": "Écrivez combien de sauvegardes garder : jours,semaines,mois (par exemple 7,4,12), ou all pour toutes.",
        "en": "Write how many backups to keep: days,weeks,months (for instance 7,4,12), or all for every one.",
    },
    "backup_program_missing": {
        "fr": (
            "Le programme {program} manque, ou il est trop ancien pour ce serveur PostgreSQL. Installez le paquet"
            " Debian {package}, puis recommencez."
        ),
        "en": (
            "The program {program} is missing, or too old for this PostgreSQL server. Install the Debian package"
            " {package}, then try again."
        ),
    },
    "backup_program_failed": {
        "fr": "{program} a échoué : {said}. Réglez ce qu’il dit, puis recommencez.",
        "en": "{program} failed: {said}. Mend what it says, then try again.",
    },
    "backup_database_away": {
        "fr": (
            "La base de données ne répond pas : {said}. Vérifiez qu’elle fonctionne et que FANAL_DATABASE_URL est"
            " juste, puis recommencez."
        ),
        "en": (
            "The database does not answer: {said}. Check that it runs and that FANAL_DATABASE_URL is right, then"
            " try again."
        ),
    },
    "restore_not_empty": {
        "fr": (
            "Il y a déjà un serveur dans {place}, et une restauration n’écrase rien. Donnez un dossier vide avec"
            " --into (et, avec PostgreSQL, une base vide)."
        ),
        "en": (
            "There is a hub in {place} already, and a restoration overwrites nothing. Give an empty folder with"
            " --into (and, with PostgreSQL, an empty database)."
        ),
    },
    "restore_in_use": {
        "fr": (
            "Un serveur utilise {place}. Arrêtez-le, puis recommencez ; ou restaurez depuis son écran de premier"
            " démarrage."
        ),
        "en": "A hub uses {place}. Stop it, then try again; or restore from its first-run screen.",
    },
    "restore_broke_off": {
        "fr": (
            "La restauration s’est arrêtée sans dire pourquoi ; rien n’est changé. Regardez le journal du"
            " programme, ou restaurez par la ligne de commande : fanal-hub restore"
        ),
        "en": (
            "The restoration broke off without saying why; nothing is changed. Look at what the program printed,"
            " or restore from the command line: fanal-hub restore"
        ),
    },
    "restore_needs_list": {
        "fr": (
            "Où est la liste des effacements ? Elle est à côté des sauvegardes (…erasures.jsonl) : donnez-la avec"
            " --erasures. Sans elle, ce qui a été effacé depuis la sauvegarde revient. Si elle est perdue,"
            " dites-le avec --no-erasures."
        ),
        "en": (
            "Where is the erasure list? It lies beside the backups (…erasures.jsonl): give it with --erasures."
            " Without it, what was erased since the backup comes back. If it is lost, say so with --no-erasures."
        ),
    },
    "erasures_unreadable": {
        "fr": (
            "La ligne {line} de la liste des effacements est illisible. Reprenez le fichier tel qu’il est à côté"
            " des sauvegardes."
        ),
        "en": "Line {line} of the erasure list cannot be read. Take the file as it lies beside the backups.",
    },
    "checkpoint_unreadable": {
        "fr": (
            "Ce n’est ni un scellé, ni un récépissé qui en contient un. Donnez le fichier tel qu’il a été publié"
            " ou remis."
        ),
        "en": (
            "This is neither a checkpoint nor a receipt that holds one. Give the file as it was published or"
            " handed over."
        ),
    },
    "sheet_line_missing": {
        "fr": "La ligne {line} de la fiche manque. Tapez-la telle qu’elle est imprimée, avec {line} au début.",
        "en": "Line {line} of the sheet is missing. Type it as it is printed, with {line} in front.",
    },
    "sheet_line_mistyped": {
        "fr": (
            "La ligne {line} est mal tapée : sa vérification ne tombe pas juste. Relisez-la signe par signe sur"
            " la fiche."
        ),
        "en": "Line {line} is mistyped: its check does not come out. Read it again on the sheet, sign by sign.",
    },
    "sheet_key_mixed": {
        "fr": (
            "Les lignes {letter}1 à {letter}4 sont justes une par une, mais ne vont pas ensemble : elles viennent"
            " de deux fiches. Prenez les quatre sur la même."
        ),
        "en": (
            "Lines {letter}1 to {letter}4 are right one by one but do not belong together: they come from two"
            " sheets. Take all four from the same one."
        ),
    },
    "sheet_other_key": {
        "fr": (
            "Les lignes {letter}1 à {letter}4 sont bien tapées, mais ce n’est pas la clé de ce serveur. Détruisez"
            " cette fiche si elle est ancienne, et imprimez-en une nouvelle."
        ),
        "en": (
            "Lines {letter}1 to {letter}4 are typed well, but this is not the key of this hub. Destroy this sheet"
            " if it is an old one, and print a new one."
        ),
    },
    "sheet_type": {
        "fr": "Tapez les huit lignes de la fiche de secours. Majuscules, espaces et tirets ne comptent pas.",
        "en": "Type the eight lines of the recovery sheet. Letter case, spaces and dashes do not count.",
    },
    "sheet_right": {
        "fr": "La fiche est juste : elle porte les clés de ce serveur.",
        "en": "The sheet is right: it bears the keys of this hub.",
    },
    "sheet_written": {
        "fr": "La fiche est dans {path}. Imprimez-la deux fois, rangez-la en deux lieux, puis supprimez ce fichier.",
        "en": "The sheet is in {path}. Print it twice, keep it in two places, then delete this file.",
    },
    "backup_made": {
        "fr": "Sauvegarde faite et relue : {path} ({size} Mo, {events} événements).",
        "en": "Backup made and read back: {path} ({size} MB, {events} events).",
    },
    "backup_dropped": {
        "fr": "Anciennes sauvegardes supprimées selon la règle : {count}.",
        "en": "Old backups deleted by the rule: {count}.",
    },
    "backup_no_sheet": {
        "fr": (
            "La fiche de secours n’a jamais été imprimée : sans elle, cette sauvegarde est illisible si ce disque"
            " meurt. Imprimez-la : fanal-hub recovery-sheet"
        ),
        "en": (
            "The recovery sheet was never printed: without it this backup is unreadable if this disk dies. Print"
            " it: fanal-hub recovery-sheet"
        ),
    },
    "backup_same_disk": {
        "fr": (
            "Cette sauvegarde est dans le dossier du serveur : un disque perdu perd les deux. Donnez un autre"
            " disque avec --to ou FANAL_BACKUP_DIR."
        ),
        "en": (
            "This backup is in the hub’s own folder: a lost disk loses both. Give another disk with --to or"
            " FANAL_BACKUP_DIR."
        ),
    },
    "restored_events": {
        "fr": "« {hub} » est remis, d’une sauvegarde du {made_at} faite par Fanal {fanal}. Événements : {events}.",
        "en": "“{hub}” is back, from a backup of {made_at} made by Fanal {fanal}. Events: {events}.",
    },
    "restored_erased": {
        "fr": "Effacements refaits : {count} (la liste en nomme {lines}). Ce qui avait été effacé l’est de nouveau.",
        "en": "Erasures applied again: {count} (the list names {lines}). What had been erased is erased again.",
    },
    "restored_agrees": {
        "fr": "Tous les événements ont été additionnés de nouveau ({events}) : chaque ligne concorde.",
        "en": "All events were added up again ({events}): every row agrees.",
    },
    "restored_differs": {
        "fr": (
            "Des lignes ne concordent pas avec les événements : {count}. Ne mettez pas ce serveur en service ;"
            " prenez la sauvegarde précédente et montrez-nous celle-ci."
        ),
        "en": (
            "Rows that do not agree with the events: {count}. Do not serve this hub; take the backup before it,"
            " and show us this one."
        ),
    },
    "restored_behind": {
        "fr": (
            "Le serveur avait publié un scellé sur {known} événements et cette sauvegarde en porte {events} : au"
            " moins {lost} événements sont perdus. Qui a gardé un scellé plus récent verra que le journal a"
            " bifurqué. La page du journal le dit ; dites-le aussi à ceux qui gardent vos scellés."
        ),
        "en": (
            "The hub had published a checkpoint over {known} events, and this backup holds {events}: at least"
            " {lost} events are lost. Whoever kept a later checkpoint will see that the log forked. The page of"
            " the log says so; tell those who keep your checkpoints too."
        ),
    },
    "restored_forked": {
        "fr": (
            "Le scellé donné, sur {size} événements, ne correspond pas à ce journal : la sauvegarde vient d’un"
            " autre passé. Ne mettez pas ce serveur en service avant d’avoir compris pourquoi."
        ),
        "en": (
            "The checkpoint given, over {size} events, does not match this log: the backup is of another past. Do"
            " not serve this hub before you know why."
        ),
    },
    "restored_unknown": {
        "fr": (
            "Aucun scellé publié n’a été donné : personne ne peut dire ici si le serveur en avait publié un plus"
            " long ({events} événements sont là). Si quelqu’un en garde un, recommencez en le donnant."
        ),
        "en": (
            "No published checkpoint was given: nobody can say here whether the hub had published a longer one"
            " ({events} events are here). If somebody keeps one, try again and give it."
        ),
    },
    "restored_lost": {
        "fr": (
            "Tout ce qui est arrivé après le {made_at} est perdu : signalements, qualifications, réponses."
            " Prévenez ceux qui ont écrit depuis ; leur récépissé le prouve."
        ),
        "en": (
            "Everything that came after {made_at} is lost: notices, judgements, answers. Tell those who wrote"
            " since; their receipt proves it."
        ),
    },
    "restored_aside": {
        "fr": "Ce que le premier démarrage avait fait est mis de côté dans {folder}.",
        "en": "What the first start had made is set aside in {folder}.",
    },
    "restored_next": {
        "fr": (
            "Démarrez maintenant : FANAL_DEMO=0 FANAL_HOME={home} fanal-hub run. Arrêtez pour de bon l’ancien serveur s’il"
            " existe encore : deux serveurs du même nom signeraient deux journaux."
        ),
        "en": (
            "Start it now: FANAL_DEMO=0 FANAL_HOME={home} fanal-hub run. Stop the old hub for good if it still exists: two"
            " hubs of one name would sign two logs."
        ),
    },
    "restored_no_list": {
        "fr": (
            "Sans liste des effacements : ce qui a été effacé depuis cette sauvegarde est revenu. Effacez-le de"
            " nouveau avant de mettre ce serveur en service."
        ),
        "en": (
            "Without an erasure list: what was erased since this backup has come back. Erase it again before you"
            " serve this hub."
        ),
    },
}
