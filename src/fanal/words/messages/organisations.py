"""Messages about adding an organisation to a hub."""

MESSAGES = {
    "organisation_no_name": {
        "fr": "Donnez le nom de l’organisation : 200 caractères au plus.",
        "en": "Give the organisation’s name: at most 200 characters.",
    },
    "organisation_taken": {
        "fr": "« {name} » donnerait la référence {ref}, qui est déjà prise ici. Choisissez un nom qui s’en distingue.",
        "en": "“{name}” would get the reference {ref}, which is taken here. Choose a name that differs more.",
    },
    "organisation_bad_email": {
        "fr": "« {email} » n’est pas une adresse électronique. Écrivez-la comme nom@exemple.org.",
        "en": "“{email}” is no e-mail address. Write it like name@example.org.",
    },
    "organisation_which_platform": {
        "fr": "Dites pour quelle plateforme elle répond : {known}.",
        "en": "Say which platform it answers for: {known}.",
    },
    "organisation_platform_taken": {
        "fr": "« {name} » répond déjà ici pour {platform}. Ajoutez plutôt la personne à ses membres.",
        "en": "“{name}” answers for {platform} here already. Add the person to its members instead.",
    },
    "organisation_no_platform": {
        "fr": "Seule une organisation du genre plateforme répond pour une plateforme. Changez le genre, ou retirez la plateforme.",
        "en": "Only an organisation of the kind platform answers for one. Change the kind, or leave the platform out.",
    },
    "organisation_first": {
        "fr": "Ce serveur est vide. Sa première organisation traite des signalements : une association ou une autorité.",
        "en": "This hub is empty. Its first organisation handles notices: an association or an authority.",
    },
    "organisation_deactivated": {
        "fr": "Le compte {email} est désactivé. Son organisation doit d’abord le réactiver ; sinon, nommez quelqu’un d’autre.",
        "en": "The account {email} is deactivated. Its organisation must let it in again first; else name somebody else.",
    },
    "organisation_unknown": {
        "fr": "Il n’y a pas d’organisation « {ref} » sur ce serveur. Voyez : fanal-hub organisation list",
        "en": "There is no organisation “{ref}” on this hub. See: fanal-hub organisation list",
    },
    "organisation_nobody_waits": {
        "fr": "Chez « {ref} », personne n’attend de lien : qui a déjà choisi un mot de passe en reçoit un autre de son administration.",
        "en": "Nobody of “{ref}” waits for a link: who has chosen a password gets another one from its administrators.",
    },
}
