"""Which of nine languages a text is in: by its script, and where the script is Latin by its commonest words.

Made for choosing the language of a refusal, so it would rather say nothing than guess: a text in another
language, in two at once, or of a few words that several languages have, is None. It tells no dialects.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: By their ISO 639-1 codes.
LANGUAGES = ("en", "es", "zh", "de", "fr", "hi", "ja", "ar", "th")
#: What is looked at: the beginning says enough.
MAX_CHARS = 2_000

_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00C0-\u024F]"),
    "han": re.compile(r"[\u3400-\u4DBF\u4E00-\u9FFF]"),
    "kana": re.compile(r"[\u3041-\u30FF\uFF66-\uFF9D]"),
    "hi": re.compile(r"[\u0900-\u097F]"),
    "ar": re.compile(r"[\u0600-\u06FF\u0750-\u077F]"),
    "th": re.compile(r"[\u0E01-\u0E5B]"),
}
#: Languages without a name here have these scripts too. Their own letters give them away.
_OTHERS = re.compile(
    r"[\u0679\u067E\u0686\u0688\u0691\u0698\u06A9\u06AF\u06BA\u06BE\u06C1\u06CC\u06D2]"  # Persian, Urdu
    r"|[\u0933\u0931]"  # Marathi
    r"|[\u00E3\u00F5\u0105\u0107\u010D\u0111\u0119\u011B\u011F\u0131\u0142\u0144\u0151\u0159\u015B\u015F"
    r"\u0161\u0171\u017A\u017C\u017E\u01A1\u01B0]"  # Portuguese, Polish, Czech, Turkish, Vietnamese
)
_WORD = re.compile(r"[a-z\u00DF-\u024F]+")

#: Words that are frequent in one language, and rare or unknown in the other three.
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(
            re.findall(
                r"\S+",
                "the and of to is are was were be been you your it its this that these those with for "
                "from not have has had how what why when where who which can could would should do does "
                "did my we they he she his her an or if about there please tell give make write want know "
                "i'm don't hello help me hi",
            )
        ),
        "es": frozenset(
            re.findall(
                r"\S+",
                "el los las una y por qué para con como cómo es esta este esto está estás estoy pero más "
                "muy su sus del al lo yo tú usted ustedes ella ellos puedo puedes puede quiero quiere "
                "necesito hacer decir dime dame sobre cuál cuando cuándo dónde donde quién porque también "
                "hay fue ser tengo tiene mi cuenta hola gracias sin favor eres explica escribe haz algo "
                "algún alguien",
            )
        ),
        "de": frozenset(
            re.findall(
                r"\S+",
                "der die das und ist sind war nicht ich du er wir ihr sie es ein eine einen einem einer "
                "mit von zu auf für im dem den des sich auch wie wer wo warum wann welche welcher kann "
                "kannst können könnte muss soll will möchte bitte mir mich dir dich uns mein meine dein "
                "deine haben hat habe wird werden wurde über oder aber wenn dass schreibe erkläre gib sag "
                "einfach gibt noch nach bei aus zum zur man hallo danke",
            )
        ),
        "fr": frozenset(
            re.findall(
                r"\S+",
                "le les des et est sont était je tu il elle nous vous ils une du au aux pour avec dans "
                "sur pas ne que qui quoi quel quelle comment pourquoi où quand peux peut pouvez pourrais "
                "veux voudrais faire dire dis donne moi mon ma mes ton ta tes votre vos notre son sa ses "
                "ce cette ces être avoir ai as avez plus mais ou donc ça cela bonjour merci explique "
                "écris aide sans suis êtes fait quelqu un",
            )
        ),
    }
)
#: A language is said where so many words speak for it, and twice as many as for any other.
_ENOUGH = 2
_LEAD = 2
#: A text of no more words is read by one of them.
_SHORT = 3
#: From this share of a text's letters on a script decides.
_MOST = 0.5
#: Japanese has this much kana among its Chinese characters.
_SOME_KANA = 0.1


def detect_language(text: str) -> str | None:
    """One of ``LANGUAGES``, or None."""
    text = text[:MAX_CHARS]
    letters = sum(map(str.isalpha, text))
    counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    total = max(letters, sum(counts.values()))
    if not total:
        return None
    east = counts["han"] + counts["kana"]
    if east > total * _MOST:
        return "ja" if counts["kana"] > east * _SOME_KANA else "zh"
    if _is_of_others(text):
        return None
    for script in ("hi", "ar", "th"):
        if counts[script] > total * _MOST:
            return script
    return _by_words(text) if counts["latin"] > total * _MOST else None


def _is_of_others(text: str) -> bool:
    """Whether letters of other languages are more than a borrowed name would have."""
    words = len(text.split())
    return len(_OTHERS.findall(text.lower())) > max(0, words // 20)


def _by_words(text: str) -> str | None:
    words = _WORD.findall(text.lower())
    scores = {name: sum(word in known for word in words) for name, known in _WORDS.items()}
    if "ß" in text:
        scores["de"] += 1
    if any(mark in text for mark in "¿¡ñ"):
        scores["es"] += 1
    ranked = sorted(scores, key=lambda name: -scores[name])
    best, second = ranked[0], ranked[1]
    enough = _ENOUGH if len(words) > _SHORT else 1
    if scores[best] < enough or scores[best] < _LEAD * scores[second]:
        return None
    return best
