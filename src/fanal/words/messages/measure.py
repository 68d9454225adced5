"""Messages of the measure room: what each figure is called, and exactly what it counts."""

_OPEN_FR = " Celles qui restent sans réponse comptent au dénominateur : rien n’est écarté."
_OPEN_EN = " Those still without an answer count in the denominator: nothing is dropped."
_WILSON_FR = " Intervalle : score de Wilson à 95 %."
_WILSON_EN = " Interval: Wilson score at 95%."
_TARGETS_FR = (
    " Les contenus d’une même transmission se ressemblent :"
    " l’intervalle, calculé comme s’ils étaient indépendants, est un minimum."
)
_TARGETS_EN = " Targets of one referral are alike: the interval, computed as if they were independent, is a minimum."
_MEDIAN_FR = (
    " Numérateur : celles où ce moment est venu ; dénominateur : toutes les transmissions envoyées dans la semaine."
    " Une transmission encore en attente compte comme plus longue que toutes les autres (censure à droite)."
    " Médiane : le plus petit délai que la moitié au moins ne dépasse pas. Intervalle à 95 % par statistiques d’ordre (loi binomiale)."
)
_MEDIAN_EN = (
    " Numerator: those where this moment came; denominator: all referrals sent in the week."
    " A referral still waiting counts as longer than all others (right-censoring)."
    " Median: the smallest delay that at least half do not exceed. 95% interval by order statistics (binomial law)."
)

_FIGURES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "referrals_sent": (
        ("Transmissions envoyées", "Referrals sent"),
        (
            "Nombre de transmissions envoyées dans la semaine (ISO 8601, heure UTC).",
            "Number of referrals sent in the week (ISO 8601, UTC).",
        ),
    ),
    "share_acknowledged": (
        ("Part avec accusé de réception", "Share acknowledged"),
        (
            "Numérateur : transmissions dont le destinataire a accusé réception ou auxquelles il a répondu."
            " Dénominateur : toutes les transmissions envoyées dans la semaine." + _OPEN_FR + _WILSON_FR,
            "Numerator: referrals that the recipient acknowledged or answered."
            " Denominator: all referrals sent in the week." + _OPEN_EN + _WILSON_EN,
        ),
    ),
    "share_answered": (
        ("Part avec réponse", "Share answered"),
        (
            "Numérateur : transmissions dont tous les contenus ont reçu une réponse."
            " Dénominateur : toutes les transmissions envoyées dans la semaine." + _OPEN_FR + _WILSON_FR,
            "Numerator: referrals of which every target was answered."
            " Denominator: all referrals sent in the week." + _OPEN_EN + _WILSON_EN,
        ),
    ),
    "share_removed": (
        ("Part des contenus retirés", "Share of targets removed"),
        (
            "Numérateur : contenus que le destinataire dit avoir retirés ou bloqués."
            " Dénominateur : tous les contenus des transmissions envoyées dans la semaine, même sans réponse."
            + _TARGETS_FR
            + _WILSON_FR,
            "Numerator: targets that the recipient says it removed or blocked."
            " Denominator: all targets of the referrals sent in the week, even unanswered." + _TARGETS_EN + _WILSON_EN,
        ),
    ),
    "share_refused": (
        ("Part des contenus refusés", "Share of targets refused"),
        (
            "Numérateur : contenus que le destinataire a refusé de retirer."
            " Dénominateur : tous les contenus des transmissions envoyées dans la semaine, même sans réponse."
            + _TARGETS_FR
            + _WILSON_FR,
            "Numerator: targets that the recipient refused to remove."
            " Denominator: all targets of the referrals sent in the week, even unanswered." + _TARGETS_EN + _WILSON_EN,
        ),
    ),
    "share_unanswered_at_target": (
        ("Part sans réponse à l’échéance", "Share unanswered when due"),
        (
            "Numérateur : transmissions sans réponse complète à leur échéance, même si une réponse est venue plus tard."
            " Dénominateur : transmissions envoyées dans la semaine dont l’échéance est passée ;"
            " celles qui n’ont pas d’échéance n’y sont pas." + _WILSON_FR,
            "Numerator: referrals without a full answer when it was due, even if an answer came later."
            " Denominator: referrals sent in the week whose due time has passed; those without one are not in it."
            + _WILSON_EN,
        ),
    ),
    "delay_to_acknowledgement": (
        ("Délai médian d’accusé de réception", "Median delay to acknowledgement"),
        (
            "Temps entre l’envoi et le premier signe du destinataire (accusé de réception ou réponse)." + _MEDIAN_FR,
            "Time between sending and the first sign of the recipient (acknowledgement or answer)." + _MEDIAN_EN,
        ),
    ),
    "delay_to_answer": (
        ("Délai médian de réponse", "Median delay to answer"),
        (
            "Temps entre l’envoi et la réponse pour tous les contenus." + _MEDIAN_FR,
            "Time between sending and the answer for every target." + _MEDIAN_EN,
        ),
    ),
    "share_contradicted": (
        ("Part contredite par un constat", "Share contradicted by a sighting"),
        (
            "Numérateur : contenus dont la réponse est contredite par ce que nous avons vu à la source."
            " Dénominateur : contenus dont la réponse a pu être confrontée à un constat clair ;"
            " les pages injoignables ou fermées n’y sont pas." + _TARGETS_FR + _WILSON_FR,
            "Numerator: targets whose answer is contradicted by what we saw at the source."
            " Denominator: targets whose answer could be held against a clear sighting;"
            " unreachable or closed pages are not in it." + _TARGETS_EN + _WILSON_EN,
        ),
    ),
    "notices_received": (
        ("Signalements reçus", "Notices received"),
        (
            "Nombre de signalements reçus dans la semaine (ISO 8601, heure UTC), avant tout tri.",
            "Number of notices received in the week (ISO 8601, UTC), before any sorting.",
        ),
    ),
}

_NOTES = {
    "figure_too_few": {
        "fr": "Trop peu pour un taux : moins de {least}. Lisez les nombres seuls.",
        "en": "Too few for a rate: fewer than {least}. Read the counts alone.",
    },
    "figure_not_reached": {
        "fr": "Pas encore connu : plus de la moitié attendent toujours. Revenez plus tard.",
        "en": "Not known yet: more than half are still waiting. Come back later.",
    },
    "figure_provisional": {
        "fr": "Provisoire : des transmissions sont encore en cours. Revenez plus tard pour le chiffre final.",
        "en": "Provisional: some referrals are still under way. Come back later for the final figure.",
    },
}

MESSAGES = (
    _NOTES
    | {f"figure_{code}": {"fr": fr, "en": en} for code, ((fr, en), _) in _FIGURES.items()}
    | {f"figure_{code}_definition": {"fr": fr, "en": en} for code, (_, (fr, en)) in _FIGURES.items()}
)
