"""The closed lists of the house: an English code, its French and English label on one line. Plugs and laws are open lists, elsewhere."""

from enum import StrEnum


class Word(StrEnum):
    """A code with its labels: `Word.label("fr")`. Retired values stay, marked."""

    _fr: str
    _en: str

    def __new__(cls, code: str, fr: str = "", en: str = "") -> "Word":
        word = str.__new__(cls, code)
        word._value_ = code
        word._fr, word._en = fr, en
        return word

    def label(self, lang: str) -> str:
        """The label in French or English (French when the language is not ours)."""
        return self._en if lang == "en" else self._fr


class OrgKind(Word):
    """The four kinds of organisation."""

    ASSOCIATION = "association", "Association", "Association"
    AUTHORITY = "authority", "Autorité", "Authority"
    PLATFORM = "platform", "Plateforme", "Platform"
    AUDITOR = "auditor", "Auditeur", "Auditor"


class Role(Word):
    """What a member may do in the organisation; each role includes nothing of the others."""

    ADMIN = "admin", "Administration", "Administration"
    ANALYST = "analyst", "Analyse et qualification", "Analysis and qualification"
    NOTIFIER = "notifier", "Signalement", "Reporting"
    READER = "reader", "Lecture", "Reading"


class NotifierKind(Word):
    """Who reports."""

    CITIZEN = "citizen", "Citoyen", "Citizen"
    VICTIM = "victim", "Victime", "Victim"
    ASSOCIATION = "association", "Association", "Association"
    TRUSTED_FLAGGER = "trusted_flagger", "Signaleur de confiance", "Trusted flagger"
    AUTHORITY = "authority", "Autorité", "Authority"


class Channel(Word):
    """By which door a notice came in."""

    FORM = "form", "Formulaire public", "Public form"
    DESK = "desk", "Espace de travail", "Desk"
    API = "api", "API", "API"
    IMPORT = "import", "Import de fichier", "File import"
    MAIL = "mail", "Courriel", "E-mail"
    ENVELOPE = "envelope", "Pli", "Envelope"


class Category(Word):
    """What the notifier says it is: a first sorting, never a qualification."""

    DANGER = "danger", "Une personne est en danger", "Somebody is in danger"
    TERRORISM = "terrorism", "Terrorisme : apologie, propagande", "Terrorism: glorification, propaganda"
    THREAT = "threat", "Menaces, appel à la violence", "Threats, call to violence"
    RACISM = "racism", "Haine : origine, couleur, nationalité", "Hate: origin, colour, nationality"
    ANTISEMITISM = "antisemitism", "Haine : antisémitisme", "Hate: antisemitism"
    RELIGION = "religion", "Haine : religion", "Hate: religion"
    LGBT = "lgbt", "Haine : orientation sexuelle, identité de genre", "Hate: sexual orientation, gender identity"
    SEXISM = "sexism", "Haine : sexisme", "Hate: sexism"
    DISABILITY = "disability", "Haine : handicap", "Hate: disability"
    HARASSMENT = "harassment", "Harcèlement, insultes", "Harassment, insults"
    PRIVACY = "privacy", "Vie privée : adresse, photo, usurpation", "Privacy: address, photo, impersonation"
    SEXUAL_IMAGES = "sexual_images", "Images intimes diffusées sans accord", "Intimate images shared without consent"
    CHILD_ABUSE = "child_abuse", "Un mineur est victime d’abus sexuel", "Sexual abuse of a child"
    OTHER = "other", "Autre chose", "Something else"


class TargetKind(Word):
    """What kind of thing online."""

    POST = "post", "Publication", "Post"
    COMMENT = "comment", "Commentaire", "Comment"
    ACCOUNT = "account", "Compte", "Account"
    HASHTAG = "hashtag", "Mot-dièse", "Hashtag"
    GROUP = "group", "Groupe", "Group"
    MEDIA = "media", "Image ou vidéo", "Image or video"
    PAGE = "page", "Page web", "Web page"
    MESSAGE = "message", "Message privé", "Private message"
    SHORT_LINK = "short_link", "Lien court non résolu", "Unresolved short link"


class Ask(Word):
    """What is asked of a recipient."""

    REMOVE = "remove", "Retirer", "Remove"
    BLOCK_HERE = "block_here", "Bloquer dans ce pays", "Block in this country"
    RESTORE = "restore", "Rétablir", "Restore"
    SUSPEND_ACCOUNT = "suspend_account", "Suspendre le compte", "Suspend the account"
    DEINDEX_HASHTAG = "deindex_hashtag", "Déréférencer le mot-dièse", "De-index the hashtag"
    LABEL_OR_AGE_GATE = "label_or_age_gate", "Avertir ou limiter par l’âge", "Label or age-gate"
    PRESERVE = "preserve", "Conserver les preuves", "Preserve the evidence"
    IDENTIFY_AUTHOR = "identify_author", "Identifier l’auteur", "Identify the author"
    INSERT_REPLY = "insert_reply", "Insérer un droit de réponse", "Insert a right of reply"
    PLACE_COUNTER_SPEECH = "place_counter_speech", "Placer un contre-discours", "Place counter-speech"
    DISCLOSE_MEANS = "disclose_means", "Communiquer les moyens de modération", "Disclose moderation means"
    SHARE_HASH = "share_hash", "Partager l’empreinte", "Share the fingerprint"
    INFORM_PROSECUTOR = "inform_prosecutor", "Aviser le procureur", "Inform the prosecutor"
    ALERT_DANGER = "alert_danger", "Alerter : personne en danger", "Alert: somebody is in danger"


class RecipientKind(Word):
    """To whom a referral goes."""

    PLATFORM = "platform", "Plateforme", "Platform"
    POLICE = "police", "Police ou gendarmerie", "Police"
    PROSECUTOR = "prosecutor", "Procureur de la République", "Public prosecutor"
    PUBLISHER = "publisher", "Directeur de la publication", "Publication director"


class NoticeState(Word):
    """Where a notice is."""

    RECEIVED = "received", "Reçu", "Received"
    TRIAGED = "triaged", "Examiné", "Triaged"
    REJECTED = "rejected", "Écarté", "Rejected"
    WITHDRAWN = "withdrawn", "Retiré par son auteur", "Withdrawn"


class CaseState(Word):
    """Where a case is."""

    OPEN = "open", "À qualifier", "To qualify"
    QUALIFIED = "qualified", "Qualifié", "Qualified"
    REFERRED = "referred", "Transmis", "Referred"
    DISMISSED = "dismissed", "Classé sans suite", "Dismissed"
    SETTLED = "settled", "Clos", "Settled"


class ReferralState(Word):
    """Where a referral is. Overdue is a question to the clock, never a state."""

    PREPARED = "prepared", "Préparée", "Prepared"
    UNDELIVERABLE = "undeliverable", "Non remise", "Undeliverable"
    SENT = "sent", "Envoyée", "Sent"
    ACKNOWLEDGED = "acknowledged", "Accusé de réception", "Acknowledged"
    ANSWERED = "answered", "Répondue", "Answered"
    VERIFIED = "verified", "Vérifiée à la source", "Verified at the source"
    CONTESTED = "contested", "Contestée", "Contested"
    CLOSED = "closed", "Close sans réponse", "Closed without an answer"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"


class Judgement(Word):
    """What a person said of a target of a case."""

    PENDING = "pending", "À qualifier", "To qualify"
    QUALIFIED = "qualified", "Qualifié", "Qualified"
    SET_ASIDE = "set_aside", "Écarté", "Set aside"


class SetAsideReason(Word):
    """Why a person set a target aside."""

    LEGAL = "legal", "Contenu licite", "Legal content"
    COUNTER_SPEECH = "counter_speech", "Contre-discours, dénonciation", "Counter-speech, denunciation"
    NOT_FOUND = "not_found", "Introuvable à cette adresse", "Not found at this address"
    NOT_OURS = "not_ours", "Hors de notre objet", "Outside our purpose"
    NOT_ENOUGH = "not_enough", "Éléments insuffisants", "Not enough elements"
    DUPLICATE = "duplicate", "Déjà traité ailleurs", "Handled elsewhere"


class RejectReason(Word):
    """Why a notice was not taken further."""

    CHILD_ABUSE_MATERIAL = "child_abuse_material", "Matériel d’abus : détruit", "Abuse material: destroyed"
    SPAM = "spam", "Envoi indésirable", "Spam"


class EvidenceKind(Word):
    """What was kept of a target before it was put before a recipient."""

    CAPTURE = "capture", "Capture", "Capture"
    UPLOAD = "upload", "Fichier joint", "Uploaded file"
    STATED_REASON = "stated_reason", "Absence motivée", "Stated reason"


class AnswerKind(Word):
    """What the recipient said, for one target."""

    DECIDED = "decided", "Décidé (exposé des motifs)", "Decided (statement of reasons)"
    REFUSED = "refused", "Refusé", "Refused"
    ASKED_BACK = "asked_back", "Question posée", "Asked back"


class Measure(Word):
    """What the recipient did to a target it decided on (kinds of restriction of DSA Art. 17(1))."""

    REMOVED = "removed", "Retiré", "Removed"
    BLOCKED_HERE = "blocked_here", "Bloqué dans ce pays", "Blocked in this country"
    DEMOTED = "demoted", "Visibilité réduite", "Demoted"
    LABELLED = "labelled", "Averti ou limité par l’âge", "Labelled or age-gated"
    ACCOUNT_SUSPENDED = "account_suspended", "Compte suspendu", "Account suspended"
    RESTORED = "restored", "Rétabli", "Restored"
    PRESERVED = "preserved", "Conservé", "Preserved"
    IDENTIFIED = "identified", "Auteur identifié", "Author identified"
    INVESTIGATING = "investigating", "Enquête ouverte", "Investigation opened"
    REPLY_INSERTED = "reply_inserted", "Réponse insérée", "Reply inserted"
    OTHER_DONE = "other_done", "Autre mesure", "Other measure"
    NONE = "none", "Aucune mesure", "No measure"


class SightingState(Word):
    """What we saw at the source."""

    UP = "up", "En ligne", "Up"
    GONE = "gone", "Disparu", "Gone"
    BLOCKED_HERE = "blocked_here", "Bloqué ici", "Blocked here"
    CHANGED = "changed", "Modifié", "Changed"
    BACK = "back", "Réapparu", "Back"
    UNREACHABLE = "unreachable", "Injoignable", "Unreachable"
    LOGIN_WALL = "login_wall", "Connexion exigée", "Login required"
    AUTHOR_DELETED = "author_deleted", "Supprimé par l’auteur", "Deleted by its author"


class Outcome(Word):
    """How a target's or a referral's matter ended."""

    REMOVED = "removed", "Retiré", "Removed"
    RESTRICTED = "restricted", "Restreint", "Restricted"
    DONE = "done", "Fait", "Done"
    REFUSED = "refused", "Refusé", "Refused"
    GONE_UNANSWERED = "gone_unanswered", "Disparu sans réponse", "Gone without an answer"
    UNANSWERED = "unanswered", "Sans réponse", "Unanswered"
    PARTIAL = "partial", "Partiel", "Partial"
    CONTRADICTED = "contradicted", "Contredit par un constat", "Contradicted by a sighting"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"


class DeliveryGrade(Word):
    """How much is known of a delivery; never claims more than is known."""

    PREPARED = "prepared", "Préparée", "Prepared"
    SENT = "sent", "Envoyée", "Sent"
    FORM_NOTED = "form_noted", "Référence du formulaire notée", "Form reference noted"
    ACKNOWLEDGED = "acknowledged", "Accusé de réception", "Acknowledged"


class DeliveryWay(Word):
    """By which way a referral leaves."""

    HUB = "hub", "Boîte de réception de ce serveur", "Inbox on this hub"
    EMAIL = "email", "Courriel avec lien à usage unique", "E-mail with a one-time link"
    ASSISTED = "assisted", "Envoi assisté par formulaire", "Assisted web form"


class RelationKind(Word):
    """How two targets relate, when they are not the same; the strongest first."""

    SAME_ITEM_LIKELY = "same_item_likely", "Probablement le même contenu", "Likely the same target"
    SAME_TEXT = "same_text", "Même texte", "Same text"
    SAME_CONTENT = "same_content", "Même contenu publié ailleurs", "Same content posted elsewhere"
    QUOTES = "quotes", "Cite pour dénoncer", "Quotes in order to denounce"
    SAME_ACCOUNT = "same_account", "Même compte", "Same account"
    SAME_HASHTAG = "same_hashtag", "Même mot-dièse", "Same hashtag"
    SAME_LINK = "same_link", "Même lien", "Same link"
    SIMILAR_TEXT = "similar_text", "Formulation proche", "Similar wording"


class WaveKind(Word):
    """Many postings or notices that belong together in time: one fact, never thousands of relations."""

    RAID = "raid", "Raid : beaucoup d’auteurs, une personne", "Raid: many authors, one person"
    COPIES = "copies", "Copies : beaucoup d’auteurs, un texte", "Copies: many authors, one text"
    LINKS = "links", "Beaucoup d’auteurs, un lien", "Many authors, one link"
    COMMON_KEY = "common_key", "Point commun trop fréquent", "Too common a point"
    BRIGADE = "brigade", "Signalements concertés", "Concerted notices"


class RelationState(Word):
    """What a person said of a suggested relation; until then it is a suggestion."""

    SUGGESTED = "suggested", "Suggéré", "Suggested"
    CONFIRMED = "confirmed", "Confirmé", "Confirmed"
    REFUSED = "refused", "Refusé", "Refused"


class RelationSaid(Word):
    """What a person may say of a relation."""

    CONFIRM = "confirm", "Confirmer", "Confirm"
    REFUSE = "refuse", "Refuser", "Refuse"
    UNDO = "undo", "Revenir dessus", "Take back"


class MatchFeedback(Word):
    """What a subscriber to published fingerprints says came of one."""

    SEEN = "seen", "Trouvée, à examiner", "Found, to be looked at"
    CONFIRMED = "confirmed", "Trouvée et bloquée", "Found and blocked"
    DISPUTED = "disputed", "Trouvée, contestée", "Found, disputed"
    TAKEN_BACK = "taken_back", "Avis repris", "Feedback taken back"


class WithdrawnWhy(Word):
    """Why a published fingerprint was taken back."""

    MISTAKE = "mistake", "Publiée par erreur", "Published by mistake"
    CONTEST = "contest", "Contestée à bon droit", "Contested with good reason"
    TOO_BROAD = "too_broad", "Elle désigne aussi d’autres images", "It matches other pictures too"
    NO_LONGER = "no_longer", "Plus nécessaire", "No longer needed"
    SET_ASIDE = "set_aside", "Contenu classé sans suite", "The target was set aside"
    CHILD_ABUSE = (
        "child_abuse",
        "Contenu pédocriminel : rien n’en part d’ici",
        "Child abuse: nothing of it leaves from here",
    )
    EXPIRED = "expired", "Le dossier est arrivé à son terme", "The case reached its term"


class Strength(Word):
    """The three strengths of sameness, never mixed."""

    CANONICAL = "canonical", "Même page à coup sûr", "Same page for sure"
    NORMAL = "normal", "Même contenu pour compter", "Same for counting"
    FINGERPRINT = "fingerprint", "Candidat", "Candidate"


class Consent(Word):
    """To whom the notifier lets us say who they are; each is asked apart."""

    PLATFORM = "platform", "la plateforme", "the platform"
    POLICE = "police", "la police", "the police"
    LAWYER = "lawyer", "un avocat", "a lawyer"


class AgreementAct(Word):
    """One step of an agreement between two organisations to match with each other."""

    PROPOSED = "proposed", "Proposé", "Proposed"
    ACCEPTED = "accepted", "Accepté", "Accepted"
    DECLINED = "declined", "Décliné", "Declined"
    WITHDRAWN = "withdrawn", "Proposition retirée", "Proposal withdrawn"
    REVOKED = "revoked", "Révoqué", "Revoked"


class AgreementState(Word):
    """Where such an agreement stands."""

    NONE = "none", "Aucun", "None"
    PROPOSED = "proposed", "Proposé", "Proposed"
    IN_FORCE = "in_force", "En vigueur", "In force"
    ENDED = "ended", "Terminé", "Ended"
