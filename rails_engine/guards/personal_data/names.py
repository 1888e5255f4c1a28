"""Persons, places and organisations: by lists of names, by the words around them, and by how names end.

There is no model behind it. A name that is in no list is found where the text introduces it ("my name is",
"Mr.", "lives in") or where it has the form of one; others are missed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.capitals import TITLES, Word, runs
from rails_engine.guards.personal_data.common_words import SUFFIXES, common_words
from rails_engine.guards.personal_data.given_names import ambiguous_names, given_names
from rails_engine.guards.personal_data.place_names import peoples, places
from rails_engine.guards.personal_data.recogniser import words
from rails_engine.guards.personal_data.spans import Span
from rails_engine.guards.personal_data.surnames import surnames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENTITIES = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "NRP", "TITLE"})
_ORGANISATION_ENDS = words(
    "inc inc. llc ltd ltd. gmbh ag corp corp. corporation company co. plc group holdings partners "
    "associates foundation association institute university college school bank insurance technologies "
    "technology solutions systems software labs laboratories industries enterprises consulting services "
    "networks capital ventures media research airlines hospital council committee agency ministry trust "
    "lines movers oy ab as aps bv nv sa srl spa kft sro doo data analytics energy pharmaceuticals "
    "motors electronics"
)
_NAME_ENDS = (
    "sson", "sdottir", "dottir", "ssen", "nsen", "rsen", "lsen", "dsen", "tsen", "ksen", "gsen", "vsen",
    "ova", "eva", "aeva", "ov", "ev", "yev", "sky", "skiy", "skii", "ski", "ska", "cki", "wicz", "vich",
    "vic", "ovic", "evic", "enko", "chuk", "yan", "ian", "idis", "poulos", "akis", "adze", "shvili", "escu",
    "eanu", "nen", "lainen", "mann", "meyer", "maier", "bauer", "berg", "stein", "feld", "baum", "strom",
    "qvist", "quist", "lund", "gren", "ez", "elli", "etti", "ini", "ucci", "acci", "oni", "one", "moto",
    "yama", "naka", "mura", "kawa", "hashi", "saki", "suke", "etsu", "zai", "uzzi", "eira", "eiro", "inho",
    "mans", "stra", "ink", "sma", "huis", "haar", "eault", "eaux", "ier", "oux", "ard", "kova", "kov",
    "kin", "tin", "lova", "nova", "ek", "ak", "cek", "zek", "ik", "ar", "ic", "sz", "yi", "vary", "nagy",
    "szky", "ssy", "ulu", "oglu", "zadeh", "pour", "awi", "iti", "oui", "ghani", "chukwu", "nkwo", "ibe",
    "eze", "ubo", "hana", "ов", "ова", "ев", "ева", "ёв", "ин", "ина", "ский", "ская",
    "енко", "чук", "вич", "вна",
)  # fmt: skip
_PLACE_ENDS = (
    "burg", "burgh", "ville", "town", "ton", "ham", "ford", "bury", "shire", "stad", "stadt", "dorf",
    "heim", "hausen", "hofen", "furt", "bruck", "brunn", "wil", "ikon", "kirchen", "borg", "by", "rup",
    "holm", "sund", "vik", "fjord", "fjordur", "ness", "havn", "haven", "hamn", "koping", "sele", "jarvi",
    "lahti", "niemi", "kyla", "grad", "gorod", "polis", "abad", "pur", "pore", "land", "stan", "ovo", "evo",
    "ice", "ow", "hely", "var", "falva", "haza", "mouth", "chester", "cester", "wick", "worth", "ley",
    "dale", "field", "port", "vyk", "egem", "beek", "dam", "drecht", "hoven", "loo", "court", "mont",
    "sur-mer", "bach", "au",
)  # fmt: skip
#: What stands right before a name.
_INTRODUCES = re.compile(
    r"(?:\bname(?:'s| is| was|:)|\b(?:i'm|i am|im|call me|calls me|called|named|this is|it's|ask for|meet|"
    r"dear|hi|hello|hey|thanks|regards|sincerely|cheers|"
    r"signed|starring|directed by|written by|sung by|played by|speak to|"
    r"talk to|says|said|asked|asks|told|replied|tell|spoke with|talked to|met|married|attn|attention|contact|"
    r"patient|client|employee|customer|guardian|beneficiary|mother|father|brother|sister|wife|husband|son|daughter|friend|colleague|boss|manager|author|singer|ex-\w{1,20})[,:]?)"
    r"[\s\"'(]{1,3}\Z"
)
#: The last line of a letter.
_SIGNED = re.compile(r"\n[-\u2013\u2014~] ?\Z")
_BY = re.compile(r"\b(?:by|with|from|for|and|add|starring|early|than|as|of|to|is|you,|,)[\s\"'(]{1,3}\Z")
_STAYS = re.compile(
    r"(?:\b(?:in|from|near|visit|visited|visiting|outside|around|across|via|leaving|toward|towards|inside)|"
    r"\b(?:university|city|town|village|province|state|capital|port|republic|kingdom|district|region|county|"
    r"suburb|mayor|streets|north|south|east|west) of|"
    r"\b(?:moved|move|moving|travel|travelled|traveled|fly|flew|flying|drive|drove|returned|return|returning|go|"
    r"going|went|come|coming|came|trip|way|back|headed|relocated|sent|shipped) to|"
    r"\b(?:lives?|lived|living|born|based|arrived|stay|stayed|staying|located|situated) (?:in|at))"
    r"[\s\"'(]{1,3}(?:the )?\Z"
)
_WORKS = re.compile(
    r"\b(?:(?:work|works|worked|working) (?:for|at)|employed (?:by|at)|joined|company|firm|startup|bank|"
    r"meet \w{3,12} at|monday at|tuesday at|wednesday at|thursday at|friday at|saturday at|sunday at)"
    r"[\s\"'(]{1,3}\Z"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|prof|professor|sir|herr|frau|mme|president|senator|king|queen)\.?\s"
    r"(?:[a-z]\.\s?){0,2}\Z"
)
_VERBS = re.compile(
    r"(?:\"|')?[,]?\s(?:is|was|has|had|said|says|began|lives|lived|works|worked|will|would|can|could|wants|needs|told|asked|"
    r"wrote|called|went|listed|just|and i|who|came|took|made|likes|loves|thinks|became|joined|version)\b"
)
_OWNS = re.compile(r"(?:'s|’s)\b")  # noqa: RUF001
_SPEAKS = re.compile(r"(?:,? (?:can|could|please|i|you|are|do|don't)\b|:\s?\\?\"|!|, )")
_OWN_ENDS = ("'s", "’s")  # noqa: RUF001
_ACCENTS = re.compile("[\u00c0-\u024f]")
#: How much of what stands before a name is read; the phrases above are shorter.
_LEAD = 32
_QUERIES = ("FROM ", "INTO ", "TABLE ", "JOIN ", "IN ", "UPDATE ", "BY ")
_MIN_CAPS = 5
_SHORT = 3
_MANY = 4
#: Of any run of capitals; of one that has as many words as names have; and the most without anything else.
_ANY, _PAIR, _GUESSED = 0.15, 0.2, 0.35


def _is_initial(word: Word) -> bool:
    return len(word.text) == len("X.") and word.text.endswith(".")


class NameFinder:
    """Finds persons, places, peoples and organisations among capitalised words."""

    def __init__(self) -> None:
        self._given = given_names()
        self._ambiguous = ambiguous_names()
        self._places = places()
        self._peoples = peoples()
        self._common = common_words()
        self._surnames = surnames()
        #: Alone these are nothing, whatever stands around them.
        self._boring = self._common - self._given - self._ambiguous - self._places - self._peoples - TITLES

    def find(self, text: str, start: int) -> Iterator[Span]:
        """The spans among the runs of capitals from ``start`` on."""
        for run in runs(text, start, self._boring):
            yield from self._judge_run(text, run)

    def _judge_run(self, text: str, run: Sequence[Word]) -> Iterator[Span]:
        """A run is cut at known places, titles and ordinary words; what is left of it is judged."""
        organised = self._organisation(text, run)
        if organised is not None:
            yield organised
            return
        part: list[Word] = []
        index = 0
        titled = -1
        while index < len(run):
            word = run[index]
            if index == titled and word.plain not in TITLES:
                # Behind ``Mr`` any word is a name.
                part.append(word)
                index += 1
                continue
            size = self._place_at(run, index, part)
            if size:
                yield from self._judge(text, part)
                part = []
                yield Span(word.start, run[index + size - 1].end, "LOCATION", 0.85)
                index += size
                continue
            if word.plain in TITLES:
                yield from self._judge(text, part)
                part = []
                yield Span(word.start, word.end, "TITLE", 0.6)
                titled = index + 1
            elif word.plain in self._peoples:
                yield from self._judge(text, part)
                part = []
                yield Span(word.start, word.end, "NRP", 0.7)
            elif self._is_common(word, part, run[index + 1 : index + 2]):
                yield from self._judge(text, part)
                part = []
            else:
                part.append(word)
            index += 1
        yield from self._judge(text, part)

    def _place_at(self, run: Sequence[Word], index: int, part: Sequence[Word]) -> int:
        """How many words from here on are the name of a place; a person's name may begin like one."""
        for size in range(min(4, len(run) - index), 0, -1):
            name = " ".join(word.plain for word in run[index : index + size])
            if name.rstrip(".") not in self._places and name not in self._places:
                continue
            if size == 1:
                after = run[index + 1 : index + 2]
                known = after and (after[0].plain in self._common or after[0].plain in self._places)
                if name in self._ambiguous and after and not known:
                    return 0
                if part and (part[-1].plain in self._given or part[-1].plain in self._ambiguous):
                    return 0
            return size
        return 0

    def _is_common(self, word: Word, part: Sequence[Word], after: Sequence[Word]) -> bool:
        plain = word.plain
        if part and (part[0].plain in self._given) and plain not in ("i", "the", "please", "and"):
            # Behind a given name an ordinary word is a surname, where it is the last.
            return bool(after) and plain in self._common and len(plain) < 3  # noqa: PLR2004
        if plain in self._given:
            return False
        if plain in self._ambiguous and after and after[0].plain not in self._common:
            return False
        bare = plain.split("'")[0]
        if bare.endswith("s") and bare[:-1] in self._common:
            return True
        return bare in self._common or len(bare) < 2 or (not part and plain.endswith(SUFFIXES))  # noqa: PLR2004

    def _organisation(self, text: str, run: Sequence[Word]) -> Span | None:
        for index in range(len(run) - 1, 0, -1):
            if run[index].plain.rstrip(".,") in _ORGANISATION_ENDS or run[index].plain in _ORGANISATION_ENDS:
                first = 0
                while first < index and run[first].plain in self._common and index - first > 1:
                    first += 1
                if run[first].plain in self._common:
                    return None
                return Span(run[first].start, run[index].end, "ORGANIZATION", 0.6)
        lead = text[max(0, run[0].start - _LEAD) : run[0].start].lower()
        if _WORKS.search(lead) and run[0].plain not in self._common:
            return Span(run[0].start, run[-1].end, "ORGANIZATION", 0.5)
        return None

    def _judge(self, text: str, part: Sequence[Word]) -> Iterator[Span]:
        while part and _is_initial(part[0]):
            part = part[1:]
        if not part:
            return
        start, end = part[0].start, part[-1].end
        lead = text[max(0, start - _LEAD) : start]
        # ``SELECT … FROM``: a language of machines.
        lead = "" if lead.endswith(_QUERIES) else lead.lower()
        after = text[end : end + 16]
        person = self._person(part, lead, after)
        place = self._place(part, lead)
        if len(part) == 1 and part[0].text.isupper() and len(part[0].text) < _MIN_CAPS:
            person -= 0.3
            place -= 0.3
        if end > start + 2 and text[end - 2 : end] in _OWN_ENDS:
            end -= 2
        if max(person, place) <= 0:
            return
        entity = "PERSON" if person >= place else "LOCATION"
        yield Span(start, end, entity, min(1.0, round(max(person, place), 2)))

    def _person(self, part: Sequence[Word], lead: str, after: str) -> float:
        form = self._form(part)
        signed = not after.strip() and _SIGNED.search(lead)
        introduced = signed or _TITLE_BEFORE.search(lead) or _INTRODUCES.search(lead)
        score = _ANY + form + (_PAIR if len(part) in (2, 3, 4) else 0)
        if introduced:
            score += 0.5
        elif _BY.search(lead):
            score += 0.15
        if _OWNS.match(after) or part[-1].text.endswith(_OWN_ENDS):
            score += 0.3
        elif _VERBS.match(after):
            score += 0.2
        elif _SPEAKS.match(after) and not lead.strip():
            score += 0.15
        # Nothing but a capital and its neighbours: a product and an idea look the same.
        return score if form or introduced else min(score, _GUESSED)

    def _form(self, part: Sequence[Word]) -> float:
        """How much the words themselves look like a person's name."""
        first, last = part[0].plain.split("'s")[0], part[-1].plain.split("'s")[0]
        score = 0.0
        if first in self._given or self._is_double(first):
            score += 0.5
        elif first in self._ambiguous:
            score += 0.2
        elif any(word.plain in self._given for word in part[1:]):
            score += 0.3
        if len(part) > 1 and last in self._surnames:
            score += 0.3
        elif len(last) > _SHORT and last.endswith(_NAME_ENDS) and (len(part) > 1 or not score):
            score += 0.2
        if any(_is_initial(word) for word in part[1:]):
            score += 0.3
        if _ACCENTS.search(part[0].text) or _ACCENTS.search(part[-1].text):
            score += 0.1
        return score

    def _is_double(self, word: str) -> bool:
        """``Jean-Pierre``."""
        halves = word.split("-")
        return len(halves) > 1 and all(half in self._given or half in self._ambiguous for half in halves)

    def _place(self, part: Sequence[Word], lead: str) -> float:
        last = part[-1].plain
        score = 0.1
        if _STAYS.search(lead):
            score += 0.5 if len(part) < _MANY else 0.2
            if part[0].plain in self._given and len(part) == 1:
                score -= 0.2
        if len(last) > _SHORT + 1 and last.endswith(_PLACE_ENDS):
            score += 0.2
        return score
