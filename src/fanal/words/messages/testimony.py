"""Messages about the files that a notifier adds as testimony."""

MESSAGES = {
    "testimony_closed": {
        "fr": "Aucun fichier ne peut plus être ajouté à ce signalement (au plus {most}). "
        "Gardez le fichier chez vous : il pourra vous être demandé.",
        "en": "No more files can be added to this notice (at most {most}). Keep the file: you may be asked for it.",
    },
    "testimony_too_large": {
        "fr": "Ce fichier dépasse {most} Mo. Choisissez-en un plus petit, par exemple une capture d’écran.",
        "en": "This file is larger than {most} MB. Choose a smaller one, a screenshot for instance.",
    },
    "testimony_unknown_type": {
        "fr": "Ce fichier n’est ni une image (PNG, JPEG, WebP), ni un PDF, ni une vidéo MP4. Choisissez-en un autre.",
        "en": "This file is neither an image (PNG, JPEG, WebP), nor a PDF, nor an MP4 video. Choose another one.",
    },
    "testimony_empty": {
        "fr": "Ce fichier est vide. Choisissez-en un autre.",
        "en": "This file is empty. Choose another one.",
    },
    "testimony_child_abuse": {
        "fr": "N’envoyez jamais une telle image, même pour la dénoncer : donnez l’adresse seule. Le fichier n’a pas été gardé.",
        "en": "Never send such an image, even to denounce it: give the address alone. The file was not kept.",
    },
}
