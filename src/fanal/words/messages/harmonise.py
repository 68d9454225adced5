"""Messages of the room that reads notices: one for each missing or unreadable element."""

MESSAGES = {
    "half_character": {
        "fr": "Ce texte contient une moitié de caractère, illisible. Recopiez le texte et renvoyez.",
        "en": "This text holds half a character, which cannot be read. Copy the text again and send.",
    },
    "not_yes_no": {
        "fr": "Répondez par oui ou par non (true ou false).",
        "en": "Answer yes or no (true or false).",
    },
    "not_in_list": {
        "fr": "« {found} » n’est pas dans la liste. Choisissez parmi : {known}.",
        "en": "“{found}” is not in the list. Choose among: {known}.",
    },
    "not_fields": {
        "fr": "On attend ici un groupe de champs nommés. Corrigez la forme et renvoyez.",
        "en": "A group of named fields is expected here. Correct the form and send again.",
    },
    "not_list": {
        "fr": "On attend ici une liste. Donnez-la, avec des valeurs parmi : {known}.",
        "en": "A list is expected here. Give one, with values among: {known}.",
    },
    "unknown_field": {
        "fr": "Ce champ n’existe pas et ne serait lu par personne. Corrigez son nom ; les champs connus sont : {known}.",
        "en": "This field does not exist and nobody would read it. Correct its name; the known fields are: {known}.",
    },
    "date_unreadable": {
        "fr": "« {found} » n’est pas une date lisible. Écrivez par exemple 2026-03-31T14:05:00+02:00, ou laissez vide.",
        "en": "“{found}” is not a date we can read. Write for instance 2026-03-31T14:05:00+02:00, or leave it empty.",
    },
    "date_naive": {
        "fr": "« {found} » n’a pas de fuseau horaire. Ajoutez-le, par exemple +02:00, ou laissez vide.",
        "en": "“{found}” has no time zone. Add it, for instance +02:00, or leave it empty.",
    },
    "date_future": {
        "fr": "« {found} » est dans l’avenir. Vérifiez la date de publication, ou laissez vide.",
        "en": "“{found}” is in the future. Check the date of publication, or leave it empty.",
    },
    "date_too_old": {
        "fr": "« {found} » est d’avant le web. Vérifiez la date de publication, ou laissez vide.",
        "en": "“{found}” is before the web. Check the date of publication, or leave it empty.",
    },
    # DSA Art. 16(2)(a)
    "category_missing": {
        "fr": "Dites de quoi il s’agit : choisissez une catégorie parmi {known}.",
        "en": "Say what it is: choose a category among {known}.",
    },
    "reasons_missing": {
        "fr": "Expliquez pourquoi ce contenu vous paraît illicite, en au moins {least} lettres.",
        "en": "Explain why you think this content is illegal, in at least {least} letters.",
    },
    "reasons_too_short": {
        "fr": "L’explication est trop courte pour être étudiée : écrivez au moins {least} lettres (une règle de Fanal).",
        "en": "The explanation is too short to be examined: write at least {least} letters (a rule of Fanal).",
    },
    # DSA Art. 16(2)(b)
    "targets_missing": {
        "fr": "Dites où se trouve le contenu : donnez au moins une adresse, un compte ou un mot-dièse.",
        "en": "Say where the content is: give at least one address, account or hashtag.",
    },
    "targets_too_many": {
        "fr": "Ce signalement vise {size} contenus ; le maximum est {most}. Partagez-le en plusieurs signalements.",
        "en": "This notice is about {size} targets; the most is {most}. Split it into several notices.",
    },
    "address_missing": {
        "fr": "Il manque l’adresse exacte. Copiez le lien du contenu, ou donnez le compte et la plateforme.",
        "en": "The exact address is missing. Copy the link of the content, or give the account and the platform.",
    },
    "platform_unknown": {
        "fr": "La plateforme « {found} » n’est pas connue. Choisissez parmi : {known}, ou donnez seulement l’adresse.",
        "en": "The platform “{found}” is not known. Choose among: {known}, or give the address alone.",
    },
    "message_without_text": {
        "fr": "Un message privé n’a pas d’adresse : recopiez ce qui y est écrit.",
        "en": "A private message has no address: copy what it says.",
    },
    "message_without_platform": {
        "fr": "Dites sur quelle plateforme ce message privé a été reçu : {known}.",
        "en": "Say on which platform this private message was received: {known}.",
    },
    # DSA Art. 16(2)(c)
    "notifier_name_missing": {
        "fr": "Indiquez votre nom : la loi le demande (règlement européen DSA, art. 16). Vous choisissez à qui il peut être dit.",
        "en": "Give your name. The law asks for it (Digital Services Act, Art. 16); you choose who may be told.",
    },
    "notifier_email_missing": {
        "fr": "Indiquez votre adresse électronique : c’est par elle que la suite vous est dite.",
        "en": "Give your e-mail address: it is how you are told what happened.",
    },
    "email_unreadable": {
        "fr": "« {found} » n’est pas une adresse électronique. Écrivez-la ainsi : nom@exemple.fr.",
        "en": "“{found}” is not an e-mail address. Write it like this: name@example.org.",
    },
    "standing_unproven": {
        "fr": "La qualité « {kind} » se vérifie. Connectez-vous au compte de votre organisation, ou signalez en tant que citoyen.",
        "en": "The standing “{kind}” is checked. Log in to your organisation’s account, or report as a citizen.",
    },
    # DSA Art. 16(2)(d)
    "good_faith_missing": {
        "fr": "Confirmez que vous croyez, de bonne foi, que ce que vous dites est exact et complet.",
        "en": "Confirm that you believe, in good faith, that what you say is accurate and complete.",
    },
    # Answers of a recipient
    "answers_missing": {
        "fr": "Répondez pour au moins un contenu, sous forme de liste.",
        "en": "Answer for at least one target, as a list.",
    },
    "answers_too_many": {
        "fr": "{size} réponses pour {most} contenu(s). Gardez une réponse par contenu.",
        "en": "{size} answers for {most} target(s). Keep one answer for each target.",
    },
    "answer_kind_missing": {
        "fr": "Dites quelle est la réponse : {known}.",
        "en": "Say what the answer is: {known}.",
    },
}
