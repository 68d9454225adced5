"""Messages of the verify room: why a sighting says what it says, and why it agrees or not with an answer."""

_SIGHTINGS = {
    "no_response": {
        "fr": "Le site n’a pas répondu. Cela ne prouve rien : nous regarderons de nouveau.",
        "en": "The site did not respond. This proves nothing: we will look again.",
    },
    "status_server_error": {
        "fr": "Le site est en panne (erreur 5xx). Cela ne prouve rien : nous regarderons de nouveau.",
        "en": "The site is failing (5xx error). This proves nothing: we will look again.",
    },
    "status_too_many": {
        "fr": "Le site refuse pour l’instant nos visites, trop nombreuses. Nous regarderons plus tard.",
        "en": "The site refuses our visits for now, there were too many. We will look later.",
    },
    "status_unexpected": {
        "fr": "Le site a répondu par un code inattendu. Regardez la page vous-même.",
        "en": "The site responded with an unexpected code. Look at the page yourself.",
    },
    "status_451": {
        "fr": "Le site dit bloquer cette page ici pour une raison légale (code 451). Vérifiez depuis un autre pays.",
        "en": "The site says this page is blocked here for a legal reason (code 451). Check from another country.",
    },
    "status_404": {
        "fr": "La page n’existe plus à cette adresse (code 404). Ce code ne dit pas qui l’a retirée.",
        "en": "The page no longer exists at this address (code 404). This code does not say who took it down.",
    },
    "status_410": {
        "fr": "La page a été retirée définitivement (code 410). Ce code ne dit pas qui l’a retirée.",
        "en": "The page is gone for good (code 410). This code does not say who took it down.",
    },
    "status_login": {
        "fr": "Le site exige une connexion (code 401 ou 407). Regardez avec un compte, si vous en avez le droit.",
        "en": "The site requires a login (code 401 or 407). Look with an account, if you are allowed to.",
    },
    "status_refused_to_us": {
        "fr": "Le site nous refuse la page (code 403). Regardez-la vous-même depuis un navigateur.",
        "en": "The site refuses us the page (code 403). Look at it yourself in a browser.",
    },
    "redirect_login": {
        "fr": "Le site renvoie vers une page de connexion. Regardez avec un compte, si vous en avez le droit.",
        "en": "The site redirects to a login page. Look with an account, if you are allowed to.",
    },
    "redirect_elsewhere": {
        "fr": "Le site renvoie vers une autre page que celle demandée. Regardez-la vous-même.",
        "en": "The site redirects to another page than the one asked for. Look at it yourself.",
    },
    "known_text_seen": {
        "fr": "Le texte signalé est sur la page. Faites une capture si vous n’en avez pas.",
        "en": "The reported text is on the page. Take a capture if you have none.",
    },
    "known_text_not_seen": {
        "fr": "La page répond, mais le texte signalé n’y a pas été lu. Regardez-la vous-même.",
        "en": "The page responds, but the reported text was not read on it. Look at it yourself.",
    },
    "marker_author_deleted": {
        "fr": "La page dit que l’auteur a supprimé ce contenu. Ce n’est pas un retrait par la plateforme.",
        "en": "The page says its author deleted this content. This is not a removal by the platform.",
    },
    "marker_gone": {
        "fr": "La page dit que ce contenu n’est plus disponible. Elle ne dit pas qui l’a retiré.",
        "en": "The page says this content is no longer available. It does not say who took it down.",
    },
    "marker_login": {
        "fr": "La page demande de se connecter pour voir ce contenu. Regardez avec un compte, si vous en avez le droit.",
        "en": "The page asks to log in to see this content. Look with an account, if you are allowed to.",
    },
    "page_empty": {
        "fr": "La page est presque vide sans navigateur complet. Cela ne prouve rien : regardez-la vous-même.",
        "en": "The page is nearly empty without a full browser. This proves nothing: look at it yourself.",
    },
    "page_answers": {
        "fr": "La page répond et montre un contenu. Regardez-la pour savoir si c’est celui qui a été signalé.",
        "en": "The page responds and shows content. Look at it to know whether it is what was reported.",
    },
    "was_gone": {
        "fr": "Ce contenu avait disparu lors d’un constat précédent : il est de nouveau visible. Prévenez le destinataire.",
        "en": "This content was gone at an earlier sighting: it can be seen again. Tell the recipient.",
    },
    "page_differs": {
        "fr": "La page ne dit plus la même chose qu’au constat précédent. Comparez-la avec la capture.",
        "en": "The page no longer says the same as at the earlier sighting. Compare it with the capture.",
    },
}
_COMPARISONS = {
    "could_not_look": {
        "fr": "Nous n’avons pas pu voir la page : la réponse n’est ni confirmée ni démentie. Nous regarderons de nouveau.",
        "en": "We could not see the page: the answer is neither confirmed nor contradicted. We will look again.",
    },
    "author_deleted_it": {
        "fr": "L’auteur a supprimé ce contenu : cela ne dit rien de ce qu’a fait la plateforme. Rien à demander de plus.",
        "en": "The author deleted this content: it says nothing of what the platform did. Nothing more to ask.",
    },
    "page_changed_look": {
        "fr": "La page a changé : modifiée, ou remplacée par un avis que nous ne savons pas lire. Regardez-la vous-même.",
        "en": "The page changed: edited, or replaced by a notice that we cannot read. Look at it yourself.",
    },
    "gone_without_answer": {
        "fr": "Le contenu a disparu sans réponse du destinataire. Demandez-lui ce qu’il a fait.",
        "en": "The content is gone without an answer from the recipient. Ask what it did.",
    },
    "nothing_answered": {
        "fr": "Le destinataire n’a pas encore répondu : rien à comparer. Attendez ou relancez.",
        "en": "The recipient has not answered yet: nothing to compare. Wait or remind.",
    },
    "left_up_and_up": {
        "fr": "La réponse laisse le contenu en ligne, et il y est. Contestez-la si vous n’êtes pas d’accord.",
        "en": "The answer leaves the content up, and it is up. Contest it if you disagree.",
    },
    "restored_but_not_shown": {
        "fr": "La réponse dit le contenu rétabli, mais il n’est pas visible. Écrivez au destinataire.",
        "en": "The answer says the content was restored, but it cannot be seen. Write to the recipient.",
    },
    "refused_but_gone": {
        "fr": "La demande a été refusée, mais le contenu a disparu. Demandez au destinataire ce qui a changé.",
        "en": "The request was refused, but the content is gone. Ask the recipient what changed.",
    },
    "only_blocked_here": {
        "fr": "La réponse dit le contenu retiré partout ; d’ici, nous ne voyons qu’un blocage. Vérifiez d’un autre pays.",
        "en": "The answer says removed everywhere; from here we only see a block. Check from another country.",
    },
    "taken_down_and_not_shown": {
        "fr": "La réponse dit le contenu retiré, et il n’est plus visible. Nous regarderons encore, au cas où il revienne.",
        "en": "The answer says the content was taken down, and it is not visible. We keep looking in case it comes back.",
    },
    "page_up_text_not_seen": {
        "fr": "La page répond encore, mais nous n’y lisons pas le texte signalé. Regardez-la vous-même.",
        "en": "The page still responds, but we do not read the reported text on it. Look at it yourself.",
    },
    "measure_not_visible": {
        "fr": "Cette mesure ne se voit pas sur la page : nous ne pouvons pas la vérifier. Demandez une preuve au destinataire.",
        "en": "This measure does not show on the page: we cannot check it. Ask the recipient for proof.",
    },
    "seen_from_elsewhere": {
        "fr": "La mesure vaut pour un autre territoire que celui d’où nous regardons. Vérifiez depuis ce territoire.",
        "en": "The measure applies in another territory than the one we look from. Check from that territory.",
    },
    "taken_down_but_up": {
        "fr": "La réponse dit le contenu retiré, mais il est visible. Faites une capture et contestez la réponse.",
        "en": "The answer says the content was taken down, but it is visible. Take a capture and contest the answer.",
    },
}

MESSAGES = {f"verify_{code}": texts for code, texts in (_SIGHTINGS | _COMPARISONS).items()}
