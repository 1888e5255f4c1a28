"""Organisations among capitalised words: by Ltd, Bank, University of … in their names, and by lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.common_words import common_words
from rails_engine.guards.personal_data.companies import companies, is_acronym
from rails_engine.guards.personal_data.place_names import places
from rails_engine.guards.personal_data.recogniser import words
from rails_engine.guards.personal_data.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rails_engine.guards.personal_data.capitals import Word

#: What a business is in the eyes of the law: nothing else ends like that.
_FORMS = words(
    "inc inc. llc llp ltd ltd. limited gmbh ag corp corp. co co. plc oy oyj ab as asa aps bv nv sa srl spa "
    "kft zrt sro "
    "doo pty pte lda ltda eurl sarl sas kg kgaa ohg gbr bhd sdn pvt"
)
_ENDS = _FORMS | words(
    "corporation company group holdings partners associates foundation association institute university "
    "college school bank insurance technologies technology solutions systems software labs laboratories "
    "industries enterprises consulting services networks capital ventures media research airlines hospital "
    "council committee agency ministry trust lines movers data analytics energy pharmaceuticals motors "
    "electronics society cooperative co-operative organization organisation programme federation "
    "authority clinic hospice academy museum theatre orchestra airways railways bakery brewery "
    "hotel restaurant pharmacy embassy consulate nursery mutual logistics shipping freight "
    "constructions builders plumbing roofing shipyard shipyards terminals press publishing "
    "publishers studios bros brothers sons daughters telecom vineyards winery "
    "skole skola schule gymnasium universitet universitat hochschule klinik klinikum krankenhaus apotheke "
    "verlag stiftung verein sygehus sykehus sjukhus sairaala yliopisto koulu"
)
#: Before a name: ``Banco …``, ``Klinikum …``.
_HEADS = words(
    "banco banca banque bank hotel hospital hospital. hopital klinikum klinik clinica clinique "
    "krankenhaus ospedale stadtwerke restaurant ristorante restaurante trattoria osteria pizzeria "
    "pasticceria panetteria panaderia pasteleria boulangerie patisserie backerei metzgerei farmacia "
    "pharmacie apotheke apteka ferreteria carniceria libreria librairie papeteria supermercado "
    "supermercados mercado autohaus garage autofficina officina taller gasthaus gasthof brauerei kanzlei "
    "kancelaria notaria praxis zahnarztpraxis arztpraxis ayuntamiento mairie comune gemeinde prefeitura "
    "camara ministerio ministere ministero ministerium universidad universidade universite universita "
    "universitat universiteit uniwersytet univerzita hochschule institut instituto istituto ecole escuela "
    "escola scuola colegio college lycee liceo grundschule gymnasium fondation fundacion fundacao "
    "fondazione stiftung asociacion associacao associazione verein cooperativa sociedad sociedade societe "
    "societa compagnie compania groupe grupo gruppo transportes transports trasporti construcciones "
    "construcoes costruzioni editions editorial "
    "editora verlag firma zaklad przychodnia szkola autoservis nemocnice"
)
#: Before ``of`` and a name. Of a lone ``University`` the town is told, as before.
OF = words(
    "college bank ministry department institute academy faculty hospital church embassy consulate "
    "museum bureau board chamber court society association federation school"
)
_OF_A_TOWN = OF | {"university"}
#: Behind them a town is a part of the name.
_PLACED = words("university college school academy hospital")
#: Ordinary words with which names begin.
_KINDS = words("world national international royal general central first united great grand north south")
#: Of nothing but ordinary words, where they are three.
_WHOLE = words(
    "organization organisation association federation society programme foundation institute bank union"
)
#: ``s.r.o.`` and the like, behind a name.
_FORM_BEHIND = re.compile(
    r",? (?:(?i:s\.r\.o|s\.n\.c|s\.r\.l|s\.p\.a|s\.a\.s|s\.l|s\.a|a\.s|d\.o\.o|e\.v|n\.v|b\.v)\.|"
    r"& Co\.?(?: KG\b)?|Co\., Ltd\b\.?)"
)
_OF_A_NAME = re.compile(r" of (?:the )?(?=[A-Z])")
_LEAD = 40
_WORKS = re.compile(
    r"(?:\b(?:(?:work|works|worked|working) (?:for|at)|employed (?:by|at)|joined|company|firm|startup|"
    r"bank|meet \w{3,12} at|monday at|tuesday at|wednesday at|thursday at|friday at|saturday at|sunday at|"
    r"subsidiary of|employees? of|customers? of|shares (?:in|of)|(?:ceo|cfo|cto|founder|co-founder) of|"
    r"invoices? from|acquired by|owned by|hired by|fired (?:by|from)|laid off (?:by|from)|interview at|"
    r"intern at|internship at|job at|position at|account (?:at|with)|policy with|flights? with|"
    r"subscription to|subscribed to|employer|employers|"
    r"insured (?:with|by)|owns|supplier)[:,]?"
    r"|\b(?:org|company|company_name|organi[sz]ation|employer|vendor|supplier|firma|empresa|societe|"
    r"société)[\"']?\s?[:=])"
    r"[\s\"'(]{0,3}\Z"
)
_MANY, _LONGEST = 3, 4


class OrganisationFinder:
    """Finds the organisation in a run of capitalised words."""

    def __init__(self, is_person: Callable[[str], bool]) -> None:
        self._companies = companies()
        self._is_person = is_person
        self._common = common_words()
        self._places = places()

    def find(self, text: str, run: Sequence[Word]) -> tuple[Span, int, int] | None:
        """The organisation in a run, and from which word to which it goes."""
        found = self._ended(text, run) or self._headed(run) or self._known(run) or self._behind(text, run)
        if found is None:
            return None
        first, last, score = found
        end = run[last].end
        form = _FORM_BEHIND.match(text, end) if last == len(run) - 1 else None
        return Span(run[first].start, form.end() if form else end, "ORGANIZATION", score), first, last + 1

    def of(self, text: str, run: Sequence[Word], after: Sequence[Word]) -> Span | None:
        """``University of …``, whose name is the run that follows."""
        if run[-1].plain not in _OF_A_TOWN or after[0].plain in self._common - {
            "south",
            "north",
            "east",
            "west",
        }:
            return None
        between = _OF_A_NAME.match(text, run[-1].end)
        if between is None or between.end() != after[0].start:
            return None
        return Span(run[0 if run[0].plain != "the" else 1].start, after[-1].end, "ORGANIZATION", 0.6)

    def joined(self, text: str, run: Sequence[Word], after: Sequence[Word]) -> bool:
        """Whether the two are one name: ``Marsh & Sons Ltd``."""
        return text[run[-1].end : after[0].start] == " & " and self._is_end(after[-1]) and len(after) > 1

    def _is_end(self, word: Word) -> bool:
        plain = word.plain.removesuffix("'s")
        return plain in _ENDS or plain.rstrip(".,") in _ENDS

    def _ended(self, text: str, run: Sequence[Word]) -> tuple[int, int, float] | None:
        for index in range(len(run) - 1, 0, -1):
            if not self._is_end(run[index]):
                continue
            first = 0
            while first < index and run[first].plain in self._common and index - first > 1:
                first += 1
            while first and run[first - 1].plain in _KINDS:
                first -= 1
            if run[first].plain not in self._common or run[first].plain in _KINDS:
                placed = (
                    index + 2 == len(run) and run[index].plain in _PLACED and run[-1].plain in self._places
                )
                return first, index + placed, 0.6
            whole = run[index].plain in _WHOLE and run[0].plain != "the" and index + 1 >= _MANY
            return (0, index, 0.45) if whole and index == len(run) - 1 else None
        if _FORM_BEHIND.match(text, run[-1].end) and run[0].plain not in self._common:
            return 0, len(run) - 1, 0.6
        return None

    def _headed(self, run: Sequence[Word]) -> tuple[int, int, float] | None:
        """The name goes to the end of the run, or of the first word that could end it."""
        for index in range(len(run) - 1):
            behind = run[index + 1].plain
            if run[index].plain in _HEADS and behind not in self._common and len(behind) > 1:
                return index, len(run) - 1, 0.55
        return None

    def _known(self, run: Sequence[Word]) -> tuple[int, int, float] | None:
        names = [word.plain.removesuffix("'s") for word in run]
        for index, word in enumerate(run):
            size = self._companies.longest(names[index : index + _LONGEST])
            if size:
                return index, index + size - 1, 0.6
            if word.text.isupper() and is_acronym(word.text):
                return index, index, 0.5
        return None

    def _behind(self, text: str, run: Sequence[Word]) -> tuple[int, int, float] | None:
        """Whatever stands where the text says that somebody works."""
        lead = text[max(0, run[0].start - _LEAD) : run[0].start].lower()
        if run[0].plain in self._common or self._is_person(run[0].plain) or not _WORKS.search(lead):
            return None
        return 0, len(run) - 1, 0.5
