"""Messages about a file of rows that cannot be read."""

MESSAGES = {
    "rows_name": {
        "fr": "Le nom du fichier doit finir par .csv, .jsonl, .csv.gz ou .jsonl.gz. Renommez-le et recommencez.",
        "en": "The file's name must end in .csv, .jsonl, .csv.gz or .jsonl.gz. Rename it and start again.",
    },
    "rows_gzip": {
        "fr": "Le fichier compressé est abîmé ou n’est pas un .gz. Compressez-le de nouveau, ou envoyez-le tel quel.",
        "en": "The compressed file is damaged or is no .gz. Compress it again, or send it as it is.",
    },
    "rows_not_utf8": {
        "fr": "Le fichier n’est pas en UTF-8. Enregistrez-le « CSV UTF-8 » et recommencez.",
        "en": "The file is not UTF-8. Save it as “CSV UTF-8” and start again.",
    },
    "rows_too_large": {
        "fr": "Une ligne, ou le fichier décompressé, est trop grand (au plus {most} Mo). Partagez le fichier et recommencez.",
        "en": "A line, or the unpacked file, is too large (at most {most} MB). Split the file and start again.",
    },
    "rows_not_json": {
        "fr": "La ligne {line} n’est pas un objet JSON. Corrigez-la et recommencez.",
        "en": "Line {line} is not one JSON object. Mend it and start again.",
    },
    "rows_not_csv": {
        "fr": "Le fichier n’est pas un CSV lisible près de la ligne {line}. Vérifiez les guillemets et recommencez.",
        "en": "The file is not a readable CSV near line {line}. Check the quotes and start again.",
    },
    "rows_none": {
        "fr": "Le fichier ne contient aucune ligne. La première ligne nomme les colonnes, les suivantes sont lues.",
        "en": "The file holds no row. The first line names the columns; those below are read.",
    },
    "rows_too_many": {
        "fr": "Ce fichier a plus de {most} lignes. Partagez-le, ou utilisez la commande « fanal-hub import ».",
        "en": "This file has more than {most} rows. Split it, or use the command “fanal-hub import”.",
    },
}
