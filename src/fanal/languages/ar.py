"""Arabic: how one denounces, and the words that speak of danger or threat. No slurs, no judgement.

NOTE: written without a native reader; an Arabic-speaking association should read it before anyone relies on it.
"""

from fanal.languages import Language
from fanal.text.quotes import Frames

PLUG = Language(
    code="ar",
    title={"fr": "arabe", "en": "Arabic"},
    frames=Frames(
        phrases=(
            "أبلغت عن",
            "قمت بالإبلاغ",
            "بلغت عن",
            "أبلغوا عن",
            "بلغوا عن",
            "رسالة عنصرية أخرى",
            "تعليق عنصري آخر",
            "لا للعنصرية",
            "لا للكراهية",
            "أوقفوا الكراهية",
            "كيف يسمح",
            "كيف تسمحون",
            "هذا ما نقرأ",
            "هذا ما نقرؤه",
            "هذا ما وصلني",
            "هذا ما كتبه",
            "هذا ما قاله",
            "قالوا لي",
            "قيل لي",
            "أرسلوا لي",
            "كتبوا لي",
            "هذا الكلام مرفوض",
            "هذا خطاب كراهية",
        ),
        hints=("عيب", "مخجل", "غير مقبول", "مرفوض", "خطاب كراهية", "كلام عنصري", "تعليق عنصري", "يقول", "قال", "قالت"),
    ),
    danger_terms=(
        "عنوان منزله",
        "عنوان منزلها",
        "رقم هاتفه",
        "رقم هاتفها",
        "سأنتحر",
        "قنبلة",
        "رهينة",
        "رهائن",
        "في خطر",
        "النجدة",
    ),
    threat_terms=(
        "سأقتلك",
        "سوف أقتلك",
        "سنقتلك",
        "سنقتلكم",
        "ستموت",
        "أعرف أين تسكن",
        "نعرف أين تسكن",
        "تهديد بالقتل",
        "الموت ل",
    ),
    examples=(
        ("قمت بالإبلاغ عن هذا التعليق: «ارجع إلى بلدك»", True),
        ("«ارجع إلى بلدك» وهذا صحيح", False),
        ("ارجع إلى بلدك", False),
    ),
)
