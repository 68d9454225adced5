"""What we say when an address cannot be read; it holds no rule."""

MESSAGES = {
    "address_empty": {
        "fr": "L’adresse est vide. Collez le lien exact du contenu.",
        "en": "The address is empty. Paste the exact link to the content.",
    },
    "address_too_long": {
        "fr": "Cette adresse compte {size} caractères ; le maximum est {most}. Ouvrez le contenu et recopiez son lien.",
        "en": "This address has {size} characters; the most is {most}. Open the content and copy its link again.",
    },
    "address_hidden_character": {
        "fr": "L’adresse contient un caractère invisible ({found}) qui peut la déguiser. Retapez-la à la main.",
        "en": "The address holds an invisible character ({found}) that can disguise it. Type it again by hand.",
    },
    "address_several": {
        "fr": "Ce champ attend une seule adresse, sans espace ni phrase autour. Mettez une adresse par ligne.",
        "en": "This field takes one address, without spaces or words around it. Put one address on each line.",
    },
    "address_backslash": {
        "fr": "L’adresse contient une barre inverse (\\), que les navigateurs lisent de plusieurs façons. "
        "Ouvrez la page et recopiez son lien.",
        "en": "The address holds a backslash (\\), which browsers read in different ways. "
        "Open the page and copy its link again.",
    },
    "address_scheme_dangerous": {
        "fr": "Une adresse « {scheme}: » peut exécuter du code ou lire un fichier : elle est refusée. "
        "Donnez le lien https de la page.",
        "en": "A “{scheme}:” address can run code or read a file, so it is refused. Give the https link of the page.",
    },
    "address_scheme_unknown": {
        "fr": "« {scheme}: » ne désigne pas une page du web. Donnez un lien qui commence par https.",
        "en": "“{scheme}:” is not a page on the web. Give a link that starts with https.",
    },
    "address_email": {
        "fr": "Ceci est une adresse électronique. Donnez le lien du contenu, ou un compte avec le nom de sa plateforme.",
        "en": "This is an e-mail address. Give the link to the content, or an account with the name of its platform.",
    },
    "address_host_bad": {
        "fr": "Le nom du site ne peut pas être lu. Vérifiez la partie située entre « https:// » et la barre suivante.",
        "en": "The name of the site cannot be read. Check the part between “https://” and the next slash.",
    },
    "address_port_bad": {
        "fr": "Le numéro placé après « : » dans le nom du site n’est pas valable. Retirez-le ou corrigez-le.",
        "en": "The number after “:” in the name of the site is not valid. Remove it or correct it.",
    },
    "address_not_one": {
        "fr": "Ceci n’est pas une adresse. Donnez un lien complet, ou bien @compte ou #mot-dièse avec la plateforme.",
        "en": "This is not an address. Give a full link, or else @account or #hashtag with the platform.",
    },
    "address_platform_needed": {
        "fr": "Un compte ou un mot-dièse seul ne suffit pas. Dites aussi sur quelle plateforme il se trouve.",
        "en": "An account or a hashtag alone is not enough. Say also which platform it is on.",
    },
    "address_platform_unknown": {
        "fr": "Plateforme inconnue. Choisissez l’une de celles-ci : {known}.",
        "en": "Unknown platform. Choose one of these: {known}.",
    },
    "address_kind_unknown": {
        "fr": "Genre de contenu inconnu. Choisissez l’un de ceux-ci : {known}.",
        "en": "Unknown kind of content. Choose one of these: {known}.",
    },
    "address_no_hashtag_page": {
        "fr": "Sur {platform}, un mot-dièse n’a pas d’adresse. Donnez plutôt le lien d’un contenu, d’un compte ou d’un groupe.",
        "en": "On {platform} a hashtag has no address. Give the link of a post, an account or a group instead.",
    },
    "address_no_account_page": {
        "fr": "Sur {platform}, un nom de compte ne suffit pas. Donnez le lien complet de la page.",
        "en": "On {platform} the name of an account is not enough. Give the full link of the page.",
    },
    "address_hashtag_bad": {
        "fr": "Ce mot-dièse ne peut pas être lu. Écrivez # suivi de lettres et de chiffres, sans espace.",
        "en": "This hashtag cannot be read. Write # followed by letters and digits, without spaces.",
    },
    "address_account_bad": {
        "fr": "Ce nom ne peut pas être un compte de {platform}. Vérifiez-le, ou donnez le lien du compte.",
        "en": "This name cannot be an account on {platform}. Check it, or give the link of the account.",
    },
    "address_too_deep": {
        "fr": "Ce lien en cache trop d’autres. Ouvrez-le et recopiez l’adresse de la page où il mène.",
        "en": "This link hides too many others. Open it and copy the address of the page it leads to.",
    },
}
