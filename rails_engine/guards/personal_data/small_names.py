"""Names in texts that are written in small letters: what the lists have, and what the text introduces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.capitals import LETTER, PARTICLES, fold
from rails_engine.guards.personal_data.common_words import SUFFIXES, common_words
from rails_engine.guards.personal_data.given_names import given_names
from rails_engine.guards.personal_data.more_given_names import more_given_names
from rails_engine.guards.personal_data.place_names import peoples, places
from rails_engine.guards.personal_data.recogniser import words
from rails_engine.guards.personal_data.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALL_WORD = re.compile(rf"(?<![\w@#/.\-]){LETTER}{{3,}}(?![\w@])")
_INTRODUCES = re.compile(r"\b(?:my|last|first|full) name is[ ]\Z")
_INTRODUCED = "ame is "
_LEAD, _LONG = 20, 6
_LOOKS_BACK = 48
#: Names that, in small letters, are more often a word.
_NEVER_SMALL = words(
    "nice bath reading split essen tours brest male goa surat turkey chile china chad jersey georgia "
    "jordan mali togo guinea kent mobile orange buffalo phoenix bari cork perth hamilton angers toledo "
    "parma padua fez bern delta cali lima cologne granada cairo ghost nancy lens roma marina polish "
    "english german french the christian protestant orthodox republican democrat communist socialist "
    "catholic era hana tea sam kay dot bud kari siv tove tone stein odd liv ole ove rut saga moa gun "
    "maj love sixten bo ida urban sole pia per dag kare emir can deniz ali nour sana mona elif lata "
    "kiran deep uma fang ming hong lei tao bin hui xin yang dong feng guang hai hao jie kai long mei "
    "min nan ning peng rong shan shu song wen xia yong bart rob rik floor riet els mai milk mami nana "
    "rin ren sota mio aoi rei sho taro kofi ama ayo juma hans jens gen sera rosa sara sally jimmy tommy "
    "ella mate imre aron jon orn dina tina nina bella stella viola iris peggy alto mira vera aurora "
    "manuel constantin victor max florin sofia simon stone wanda linda bonnie carol sheila tracy jenny "
    "nora patsy molly polly penelope europe art jack bob nick pat mercy hope faith crystal valentine "
    "vita amin karma karim zero ion elle elin mare pim tim jan tom don dan ben joe joey jim amy ann sue "
    "kim lee eva ada ana una ina socorro milagros consuelo serena chiara santos prasad yui yuka rika ryo "
    "shota usha uday esi ama yaw nia hala huda salem rami sami tendai solange heinz volker "
    "themba ravi sonia amal dung lan anh hoa linh thanh minh hung tuan thu huong nga phuong quang thuy trang "
    "tam binh cuong duc giang hieu khanh kien nhi tien trung viet vinh"
)


#: Of these, names of places behind a word that says where.
_PLACES_BEHIND = words(
    "cairo turkey china chile georgia jordan phoenix hamilton perth buffalo toledo cologne lima cali mali "
    "goa jersey kent granada chad guinea togo cork bern parma"
)
_WHERE = re.compile(r"\b(?:in|from|to|near|visit|visiting|leaving) \Z")
#: Of these, those that say whose name follows; texts that have none are not searched for it.
_KIN = words(
    "son daughter mum mom dad brother sister wife husband aunt uncle cousin niece nephew nan gran girlfriend "
    "boyfriend coworker colleague neighbour neighbor roommate flatmate friend boss teacher"
)
_MISTER = words("mrs prof")
_WHOSE = re.compile(
    rf"\b(?:(?P<kin>{'|'.join(sorted(_KIN))}|gf|bf|this is|i am|i'm|named|called)|mr|dr|"
    rf"{'|'.join(sorted(_MISTER))})\.? "
    rf"(?P<name>{LETTER}{{3,20}})(?![\w@])"
)
_WHOSE_WORDS = _KIN | _MISTER | {"named", "called", "this"}
#: Those too short to be among the words.
_SHORT_LEADS = ("mr", "dr", "gf", "bf", "i am ", "i'm ")


def _plain(token: str) -> str:
    """Without accents, where it is so long that it is hardly another word without them."""
    return token if token.isascii() or len(token) < _LONG else fold(token)


class SmallNameFinder:
    """Finds persons, places and peoples among words in small letters."""

    def __init__(self) -> None:
        self._given = given_names()
        self._more_given = more_given_names()
        self._places = places()
        self._peoples = peoples()
        self._common = common_words()
        #: What names of several words begin with, and go on with.
        self._second: dict[str, set[str]] = {}
        for first, _, rest in (place.partition(" ") for place in self._places):
            if rest:
                self._second.setdefault(first, set()).add(rest.partition(" ")[0])

    def find(self, text: str, start: int) -> Iterator[Span]:
        """The spans from ``start`` on."""
        plains = set(_SMALL_WORD.findall(text, max(0, start - _LOOKS_BACK)))
        if not _WHOSE_WORDS.isdisjoint(plains) or any(lead in text for lead in _SHORT_LEADS):
            yield from self._whose(text, start)
        known = self._known_in(text, plains)
        introduced = text.find(_INTRODUCED, start) >= 0
        if not known and not introduced:
            return
        taken = -1
        waiting: re.Match[str] | None = None
        for match in _SMALL_WORD.finditer(text, start):
            if waiting is not None:
                joined = text[waiting.end() : match.start()] == " " and match[0].islower()
                span = self._judge(text, waiting, match if joined else None)
                waiting = None
                if span is not None:
                    taken = span.end
                    yield span
            word = match[0]
            if match.start() < taken or not word[0].islower():
                continue
            if word in known or (introduced and text.endswith(_INTRODUCED, 0, match.start())):
                waiting = match
        if waiting is not None and (span := self._judge(text, waiting, None)) is not None:
            yield span

    def _whose(self, text: str, start: int) -> Iterator[Span]:
        """Rarer names behind what says whose they are: ``my son leo``, ``mr petrakis``."""
        for match in _WHOSE.finditer(text, max(0, start - _LOOKS_BACK)):
            name = match["name"]
            if match.start("name") < start or not name[0].islower() or fold(name) in self._common:
                continue
            if match["kin"] is None or fold(name) in self._more_given:
                yield Span(match.start("name"), match.end("name"), "PERSON", 0.45)

    def _known_in(self, text: str, plains: set[str]) -> set[str]:
        """The words of the text with which a name could begin: most texts have none of them."""
        if text.isascii():
            return self._beginnings(plains)
        tokens = {token: _plain(token) for token in plains}
        begun = self._beginnings(set(tokens.values()))
        return {token for token, plain in tokens.items() if plain in begun}

    def _beginnings(self, plains: set[str]) -> set[str]:
        """Of these, the words with which a name could begin."""
        found = ((plains & self._given) | (plains & self._peoples) | (plains & self._places)) - _NEVER_SMALL
        begun = {p for p in self._second.keys() & plains if not self._second[p].isdisjoint(plains)}
        return found | (plains & _PLACES_BEHIND) | begun

    def _judge(self, text: str, match: re.Match[str], after: re.Match[str] | None) -> Span | None:
        start, end = match.span()
        word = fold(match[0])
        following = fold(after[0]) if after is not None else ""
        if after is not None and f"{word} {following}" in self._places:
            return Span(start, after.end(), "LOCATION", 0.7)
        never = word in _NEVER_SMALL
        if (word in self._places and not never) or (
            word in _PLACES_BEHIND and _WHERE.search(text[max(0, start - _LEAD) : start].lower())
        ):
            return Span(start, end, "LOCATION", 0.6)
        if word in self._peoples and not never:
            return Span(start, end, "NRP", 0.5)
        lead = text[max(0, start - _LEAD) : start].lower()
        introduced = word not in self._common and _INTRODUCES.search(lead)
        if (word in self._given and not never) or introduced:
            surname = following not in self._common and following not in PARTICLES and len(following) > 2  # noqa: PLR2004
            if after is not None and surname and not following.endswith(SUFFIXES):
                return Span(start, after.end(), "PERSON", 0.6)
            return Span(start, end, "PERSON", 0.5)
        return None
