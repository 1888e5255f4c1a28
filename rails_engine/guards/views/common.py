"""The commonest words of English, and those of attacks: what an unclear word most likely is.

The vocabulary knows which words there are; this says which of them come first. Nothing else of a language is
in here.
"""

from __future__ import annotations

from functools import cache

_COMMONEST = (
    "the of and to in is you that it he was for on are as with his they i at be this have from or one "
    "had by word but not what all were we when your can said there use an each which she do how their "
    "if will up other about out many then them these so some her would make like him into time has look "
    "two more write go see number no way could people my than first water been call who its now find "
    "long down day did get come made may part over new sound take only little work know place year live "
    "me back give most very after thing our just name good sentence man think say great where help "
    "through much before because should"
)
_OF_ATTACKS = (
    "please hello never always ignore previous instructions instruction system prompt rules rule reveal "
    "password secret pretend forget disregard message override guidelines restrictions developer hidden "
    "token weapon weapons kill steal hack bomb drugs someone without jailbreak unrestricted credit card "
    "illegal person stupid hate idiot fuck women people answer show tell give write make"
)
_MORE = (
    "line right too mean old any same follow came want also around form three small set put end does "
    "another well large must big even such turn here why ask went read need land different home us move "
    "try kind hand picture again change off play spell away house point page letter found study still "
    "learn world thanks every text act mode above following assistant model key money buy sell build "
    "create explain steps guide account woman repeat print output translate language user data code "
    "program file files list example words character role free response respond limits safety ethical "
    "filter filters anything everything something nothing information private personal conversation "
    "instead original initial last start begin stop direction directions order orders command commands "
    "questions question"
)
_OF_SUBJECTS = (
    "send sends date reads prints test task tasks script python function string array email website web "
    "link url names numbers count value sort delete access admin root server database query login bank "
    "phone chat bot evil villain story scene movie game roleplay simulate imagine suppose assume "
    "allowed forbidden disable enable bypass unlock activate remove avoid refuse comply obey warning "
    "warnings disclaimers moral legal below contents content verbatim exactly encode decode base input "
    "both wrong correct summary summarize current format returns return takes own being girl boy kids "
    "death die dead guns gun attack poison virus malware phishing fake cash racist sex porn black white "
    "muslim jews gay trash ugly loser shut fat bitch shit"
)
#: Of other languages, only to know them enciphered.
_ABROAD = (
    "que los las una por para con como todo las mas und der die das den ist nicht alle les des une pour "
    "dans vous est tout che per non sono tutto het een van niet voor alles nie wszystko instrucciones "
    "instruktionen anweisungen regeln reglas regras regole anterior anteriores anteriore precedenti "
    "vorherigen ignora ignorez ignoriere"
)


@cache
def common_words() -> tuple[str, ...]:
    """All of them, the commonest first."""
    return tuple(dict.fromkeys(f"{_COMMONEST} {_OF_ATTACKS} {_MORE} {_OF_SUBJECTS}".split()))


@cache
def common() -> frozenset[str]:
    """All of them."""
    return frozenset(common_words())


def telling_words() -> tuple[str, ...]:
    """Those by which a ciphered text is known."""
    return tuple(dict.fromkeys(f"{_COMMONEST} {_OF_ATTACKS} {_ABROAD}".split()))
