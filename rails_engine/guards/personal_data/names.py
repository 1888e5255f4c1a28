"""Persons, places and organisations: by lists of names, by the words around them, and by how names end.

There is no model behind it. A name that is in no list is found where the text introduces it ("my name is",
"Mr.", "lives in") or where it has the form of one; others are missed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.around_names import (
    BY,
    CELL_BEFORE,
    CELL_BEFORE_NUMBER,
    CELL_BEHIND,
    GREETED,
    GREETS,
    INSIDE,
    INTRODUCES,
    LEAD,
    LIVES,
    NUMBERED,
    OF_KIND,
    OF_PLACES,
    OF_THINGS,
    OWNS,
    PASSES,
    SIGNED,
    SPEAKER,
    SPEAKS,
    STAYS,
    TITLED,
    VERBS,
)
from rails_engine.guards.personal_data.capitals import TITLES, Word, fold, runs
from rails_engine.guards.personal_data.common_words import SUFFIXES, common_words
from rails_engine.guards.personal_data.given_names import ambiguous_names, given_names
from rails_engine.guards.personal_data.more_given_names import more_given_names
from rails_engine.guards.personal_data.more_surnames import more_surnames
from rails_engine.guards.personal_data.organisations import OF, OrganisationFinder
from rails_engine.guards.personal_data.place_names import more_places, peoples, places
from rails_engine.guards.personal_data.recogniser import words
from rails_engine.guards.personal_data.spans import Span
from rails_engine.guards.personal_data.surnames import surnames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENTITIES = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "NRP", "TITLE"})
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
_OWN_ENDS = ("'s", "’s")  # noqa: RUF001
_ACCENTS = re.compile("[\u00c0-\u024f]")
#: ``O'Brien``, ``D'Angelo``, ``McCoy``: no other words are written so.
_OWN_FORM = re.compile(r"(?:O['\u2019]|D['\u2019]|Mc|Mac)[A-Z\u00c0-\u00de]\w{2,}")
_QUERIES = ("FROM ", "INTO ", "TABLE ", "JOIN ", "IN ", "UPDATE ", "BY ")
#: Behind a name, or before one, they make it a place.
_PLACE_WORDS = words(
    "lake river bay island islands mountains valley falls beach airport station bridge square street road "
    "avenue boulevard peninsula desert gulf sea ocean canyon strait canal glacier volcano coast harbour "
    "harbor "
    "stadium arena"
)
_AFTER_UNKNOWN = words(
    "park lane close castle forest hill hills heights gardens palace cathedral county province"
)
_PLACE_HEADS = words(
    "lake lago lac loch lough mount monte cape cabo isle fort rio via viale corso piazza rua rue calle "
    "carrer "
    "avenida avenue plaza praca boulevard quai ulica parc parque puente playa cerro schloss chateau ulitsa"
)
_OF_PLACES = words("isle gulf bay strait cape district province republic kingdom county city")
_OF_A_NAME = re.compile(r" of (?=[A-Z])")
_MIN_CAPS = 5
_SHORT = 3
_MANY = 4
_LONGEST = 4
_LONG_END = 6
#: What stands before a single initial of a name.
_BEFORE_INITIAL = re.compile(
    r"(?:[:,(;]|\d\.|\b(?:by|from|to|for|and|with|customer|caller|patient|client|dr|mr|mrs|ms|prof)\.?) \"?\Z"
)
_NEXT = re.compile(r", ([^\W\d_]+(?: [A-Z][a-z]+)?)")
_WORD_BEHIND = re.compile(r"[^\w]*(\w*)")
_STREET_ENDS = ("strasse", "gasse", "allee", "gracht", "straat", "gatan", "vagen", "plein", "gade", "kade")
#: Of any run of capitals; of one that has as many words as names have; and the most without anything else.
_ANY, _PAIR, _GUESSED = 0.15, 0.2, 0.35


def _is_initial(word: Word) -> bool:
    return len(word.text) == len("X.") and word.text.endswith(".")


def _is_shouted(lead: str, after: str) -> bool:
    """Whether the words around are in capitals as well."""
    if any(c.islower() for c in lead):
        return False
    behind = _WORD_BEHIND.match(after)
    word = behind[1] if behind else ""
    return word.isupper() if word else any(c.isupper() for c in lead)


def _is_introduced(lead: str) -> bool:
    return INTRODUCES.search(lead) is not None and OF_THINGS.search(lead) is None


class NameFinder:
    """Finds persons, places, peoples and organisations among capitalised words."""

    def __init__(self) -> None:
        self._given = given_names()
        self._more_given = more_given_names()
        self._ambiguous = ambiguous_names()
        self._places = places()
        self._more_places = more_places()
        self._peoples = peoples()
        self._common = common_words()
        self._surnames = surnames()
        self._more_surnames = more_surnames()
        self._organisations = OrganisationFinder(self._is_given)
        #: Alone these are nothing, whatever stands around them.
        self._boring = self._common - self._given - self._ambiguous - self._places - self._peoples
        self._boring -= TITLES | OF

    def find(self, text: str, start: int) -> Iterator[Span]:
        """The spans among the runs of capitals from ``start`` on."""
        before: list[Word] = []
        for run in runs(text, start, self._boring):
            if before:
                if self._organisations.joined(text, before, run):
                    yield Span(before[0].start, run[-1].end, "ORGANIZATION", 0.6)
                    before = []
                    continue
                yield from self._judge_pair(text, before, run)
            before = run
        if before:
            yield from self._judge_run(text, before)

    def _judge_pair(self, text: str, run: list[Word], after: list[Word]) -> Iterator[Span]:
        """A run before which the next is looked at: ``Isle of Wight``, ``University of Leeds``."""
        between = _OF_A_NAME.match(text, run[-1].end)
        if run[-1].plain in _OF_PLACES and between and between.end() == after[0].start:
            yield Span(run[-1].start, after[-1].end, "LOCATION", 0.55)
        organised = self._organisations.of(text, run, after)
        if organised is not None:
            yield organised
        else:
            yield from self._judge_run(text, run)

    def _judge_run(self, text: str, run: Sequence[Word]) -> Iterator[Span]:
        """A run is cut at organisations, known places, titles and ordinary words; the rest is judged."""
        organised = self._organisations.find(text, run)
        if organised is not None:
            span, first, last = organised
            yield from self._judge_words(text, run[:first])
            yield span
            yield from self._judge_words(text, run[last:])
            return
        yield from self._judge_words(text, run)

    def _judge_words(self, text: str, run: Sequence[Word]) -> Iterator[Span]:
        part: list[Word] = []
        index = 0
        titled = -1
        while index < len(run):
            word = run[index]
            if (index == titled and word.plain not in TITLES) or self._is_greeted(text, word):
                # Behind ``Mr`` any word is a name.
                part.append(word)
                index += 1
                continue
            size = self._place_at(text, run, index, part)
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

    def _is_greeted(self, text: str, word: Word) -> bool:
        """``Hi Will,``: here even such a word is a name."""
        if word.plain not in self._ambiguous:
            return False
        lead = text[max(0, word.start - LEAD) : word.start].lower()
        return GREETS.search(lead) is not None and GREETED.match(text, word.end) is not None

    def _place_at(self, text: str, run: Sequence[Word], index: int, part: Sequence[Word]) -> int:
        """How many words from here on are a place; a person's name may begin like the name of one."""
        named = self._named_place(run, index)
        if named != 1:
            return named or self._formed_place(run, index, part)
        name = run[index].plain
        after = run[index + 1 : index + 2]
        known = after and (after[0].plain in self._common or after[0].plain in self._places)
        could_be = name in self._ambiguous or name in self._more_given
        if could_be and after and not known:
            return 0
        if part and self._is_given(part[-1].plain):
            return 0
        formed = self._formed_place(run, index, part)
        if formed:
            return formed
        lives = could_be and not after and LIVES.match(text, run[index].end)
        return 0 if lives else 1

    def _named_place(self, run: Sequence[Word], index: int) -> int:
        """How many words from here on the lists have as one place."""
        names = [word.plain for word in run[index : index + _LONGEST]]
        for size in range(len(names), 0, -1):
            name = " ".join(names[:size])
            if name in self._places or name.rstrip(".") in self._places:
                return max(size, self._more_places.longest(names)) if size < len(names) else size
        return self._more_places.longest([name.removesuffix("'s") for name in names])

    def _formed_place(self, run: Sequence[Word], index: int, part: Sequence[Word]) -> int:
        """``Lake Bled``, ``Hollow Road``: how many words from here on are a place by one of them."""
        plain = run[index].plain
        behind = run[index + 1 : index + 4]
        if not behind or part:
            return 0
        if plain in _PLACE_HEADS and behind[0].plain not in self._common:
            return len(behind) + 1
        if plain in self._common:
            return 0
        for size, word in enumerate(behind, 1):
            sure = word.plain in _PLACE_WORDS
            if sure or (word.plain in _AFTER_UNKNOWN and not self._is_given(plain)):
                return size + 1
            if word.plain in self._common:
                return 0
        return 0

    def _is_given(self, plain: str) -> bool:
        return plain in self._given or plain in self._ambiguous or plain in self._more_given

    def _is_common(self, word: Word, part: Sequence[Word], after: Sequence[Word]) -> bool:
        plain = word.plain
        named = part and (part[0].plain in self._given or part[0].plain in self._more_given)
        if named and plain not in ("i", "the", "please", "and"):
            # Behind a given name an ordinary word is a surname, where it is the last.
            return bool(after) and plain in self._common and len(plain) < 3  # noqa: PLR2004
        if plain in self._given:
            return False
        if plain in self._ambiguous and after and after[0].plain not in self._common:
            return False
        bare = plain if _OWN_FORM.match(word.text) else plain.split("'")[0]
        if bare.endswith("s") and bare[:-1] in self._common and plain not in self._more_given:
            return True
        if bare in self._common or (len(bare) < 2 and word.text != "Ó"):  # noqa: PLR2004
            return True
        return not part and plain.endswith(SUFFIXES) and plain not in self._more_given

    def _judge(self, text: str, part: Sequence[Word]) -> Iterator[Span]:
        bare = list(part)
        while bare and _is_initial(bare[0]):
            bare = bare[1:]
        if not bare:
            return
        start, end = bare[0].start, bare[-1].end
        lead = text[max(0, start - LEAD) : start]
        after = text[end : end + 24]
        # ``SELECT … FROM``: a language of machines.
        small = "" if lead.endswith(_QUERIES) else lead.lower()
        person = self._person(bare, small, after)
        initials = len(part) - len(bare)
        if initials and self._is_signature(text, part, initials):
            person, start = person + 0.3, part[0].start
        place = self._place(bare, small, after)
        short = len(bare) == 1 and bare[0].text.isupper() and len(bare[0].text) < _MIN_CAPS
        speaks = after[:1] == ":" and SPEAKER.search(lead)
        shouted = speaks or NUMBERED.match(after) or _is_shouted(lead, after)
        if short and not (self._is_given(bare[0].plain) and shouted):
            person -= 0.3
            place -= 0.3
        if end > start + 2 and text[end - 2 : end] in _OWN_ENDS:
            end -= 2
        if max(person, place) <= 0:
            return
        entity = "PERSON" if person >= place else "LOCATION"
        yield Span(start, end, entity, min(1.0, round(max(person, place), 2)))

    def _is_signature(self, text: str, part: Sequence[Word], initials: int) -> bool:
        """``G. H. Whitcombe``; one initial alone may be the letter of an answer (``A. Osmosis``)."""
        if initials > 1:
            return True
        lead = text[max(0, part[0].start - LEAD) : part[0].start]
        return _BEFORE_INITIAL.search(lead.lower()) is not None

    def _person(self, part: Sequence[Word], lead: str, after: str) -> float:
        form = self._form(part)
        signed = not after.strip() and SIGNED.search(lead)
        introduced = signed or TITLED.search(lead) or _is_introduced(lead)
        score = _ANY + form + (_PAIR if len(part) in (2, 3, 4) else 0)
        if introduced:
            score += 0.5
        elif BY.search(lead):
            score += 0.15
        if OWNS.match(after) or part[-1].text.endswith(_OWN_ENDS):
            score += 0.3
        elif VERBS.match(after) or LIVES.match(after):
            score += 0.2
        elif SPEAKS.match(after) and not lead.strip():
            score += 0.15
        beside = self._beside(part, lead, after)
        form += beside
        score += beside
        # Nothing but a capital and its neighbours: a product and an idea look the same.
        return score if form or introduced else min(score, _GUESSED)

    def _beside(self, part: Sequence[Word], lead: str, after: str) -> float:
        """What a telephone number, an age or the cells of a table beside it say."""
        if NUMBERED.match(after):
            return 0.25
        if len(part) > 1:
            return 0.1 if CELL_BEFORE.search(lead) and CELL_BEFORE_NUMBER.match(after) else 0.0
        plain = part[0].plain
        known = plain in self._surnames or plain in self._more_surnames
        return 0.3 if known and CELL_BEFORE.search(lead) and CELL_BEHIND.match(after) else 0.0

    def _form(self, part: Sequence[Word]) -> float:
        """How much the words themselves look like a person's name."""
        first, last = part[0].plain.split("'s")[0], part[-1].plain.split("'s")[0]
        score = 0.0
        if first in self._given or self._is_double(first):
            score += 0.5
        elif first in self._more_given:
            score += 0.35
        elif first in self._ambiguous:
            score += 0.2
        elif any(word.plain in self._given or word.plain in self._more_given for word in part[1:]):
            score += 0.3
        if len(part) > 1 and (last in self._surnames or last in self._more_surnames):
            score += 0.3
        elif len(last) > _SHORT and last.endswith(_NAME_ENDS) and (len(part) > 1 or not score):
            score += 0.2
        if any(_is_initial(word) for word in part[1:]):
            score += 0.3
        if _OWN_FORM.match(part[-1].text):
            score += 0.3
        if _ACCENTS.search(part[0].text) or _ACCENTS.search(part[-1].text):
            score += 0.1
        return score

    def _is_double(self, word: str) -> bool:
        """``Jean-Pierre``."""
        halves = word.split("-")
        return len(halves) > 1 and all(self._is_given(half) for half in halves)

    def _place(self, part: Sequence[Word], lead: str, after: str) -> float:
        last = part[-1].plain
        score = 0.1
        given = self._is_given(part[0].plain)
        if STAYS.search(lead):
            score += 0.5 if len(part) < _MANY else 0.2
            if given and len(part) == 1:
                score -= 0.2
        elif PASSES.search(lead) and not given:
            score += 0.3
        if given and OF_KIND.search(lead):
            score += 0.6
        elif part[0].plain in self._more_given and INSIDE.search(lead):
            score += 0.4
        if len(last) > _SHORT + 1 and last.endswith(_PLACE_ENDS):
            score += 0.2
        if len(last) > _LONG_END + 1 and last.endswith(_STREET_ENDS) and len(part) == 1:
            score += 0.4
        if OF_PLACES.match(after):
            score += 0.3
        if not given and self._is_before_place(after):
            score += 0.4
        return score

    def _is_before_place(self, after: str) -> bool:
        """``Zwiefalten, Germany``."""
        behind = _NEXT.match(after)
        return behind is not None and (
            fold(behind[1]) in self._places or fold(behind[1].split(" ")[0]) in self._places
        )
