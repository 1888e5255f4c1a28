"""What texts write before and behind the names of persons and places, in a dozen languages.

What stands before is compared in small letters. None of it needs more than ``LEAD`` characters before a name,
nor more behind it than the next word.
"""

from __future__ import annotations

import re

#: How much of what stands before a name is read; the phrases here are shorter.
LEAD = 30
_RELATIVES = (
    "mother|father|mum|mom|mummy|mommy|dad|daddy|brother|sister|wife|husband|son|daughter|twins?|aunt|auntie|uncle|"
    "nana?|gran|granny|grandma|grandpa|grandmother|grandfather|grandson|granddaughter|cousin|niece|nephew|"
    "stepson|stepfather|stepmother|stepdaughter|fiancée?|girlfriend|boyfriend|gf|bf|in-law"
)
_FELLOWS = (
    "friend|mate|buddy|colleague|coworker|co-worker|boss|neighbou?r|flatmate|roommate|housemate|classmate|"
    "penpal|pen pal|babysitter|nanny"
)
_ROLES = (
    "patient|employee|customer|guardian|beneficiary|manager|author|singer|witness|defendant|accused|plaintiff|"
    "claimant|landlord|landlady|tenant|guarantor|applicant|student|pupil|teacher|tutor|coach|guide|passenger|"
    "caller|lawyer|attorney|solicitor|nurse|dentist|surgeon|therapist|midwife|plumber|electrician|technician|"
    "detective|sergeant|inspector|secretary|chairman|chairwoman|treasurer|novelist|poet|composer|painter|actor|"
    "actress|footballer|father|pastor|imam|rabbi|explorer|philosopher|survivor|victim|widow|heir|deceased|surname"
)
#: They name machines and firms as well, so a mark has to stand between.
_ROLES_MARKED = (
    "client|driver|guest|owner|holder|sender|recipient|consignee|chair|director|supervisor|referee|"
    "buyer|seller|officer|interpreter|translator|vet|doctor|representative|contact|kontakt|contacto|"
    "signatory|organi[sz]er|coordinator|engineer|passengers|guests|present|attendees|participants|cc|attn|"
    "from|to|by|who|fn|signed|candidate|members|witnesses|chairperson"
)
#: What stands right before a name.
INTRODUCES = re.compile(
    r"(?:(?:\b|_)(?:(?:sur|fore|nick|user|first|last|full)[_ ]?)?names?"
    r"(?:'s| is| was|[\"']?\s?[:=]|,)?|"
    r"\b(?:i'm|i am|im|call me|calls me|called|named|this is|it's|ask for|meet|dear|hi|hello|hey|thanks|"
    r"regards|sincerely|cheers|dearest|love|yours|signed|starring|directed by|written by|sung by|"
    r"played by|taught by|led by|hosted by|prepared by|reported by|requested by|approved by|translated by|"
    r"edited by|painted by|signed by|speak to|goes by|known (?:only )?as|(?:reservation|booking|booked|"
    r"table|\d) under|(?:year|month|week)-old|talk to|says|said|asked|ask|asks|told|replied|tell|"
    r"spoke with|spoke to|talked to|met|married|attn|attention|contact|reach|thank|remind|invite|invited|"
    r"phoned|emailed|texted|visited by|née|nee|geb|alias|aka|behalf of|in the name of|sendt av|me llamo|"
    r"mi nombre es|je m'appelle|mi chiamo|ich heiße|ich bin|mein name ist|jag heter|jeg heter|jeg hedder|"
    r"ik heet|mijn naam is|meu nome é|chamo-me|me chamo|nazywam się|jmenuji se|mă numesc|nimeni on|hola|"
    r"bonjour|salut|ciao|hallo|hej|hei|cześć|ahoj|merhaba|liebe[rs]?|querid[oa]|estimad[oa]|chère?|"
    rf"gentile|famille|familie|{_RELATIVES}|{_FELLOWS}|{_ROLES}|ex-\w{{1,20}})[,:]?|"
    rf"\b(?:{_ROLES_MARKED})[\"']?[,:(=])"
    r"[\s\"'(\u201c\u201e]{1,3}\Z"
)
#: Some of these, for a file or a table has a name as well.
OF_THINGS = re.compile(
    r"\b(?:file|class|table|domain|brand|product|company|project|variable|column|event|function|host|package|"
    r"model|method|branch|app)[ _]names?[\"']?(?: is| was)?[\s:=\"'(]{1,4}\Z"
)
#: Of these, after which even a word like ``Will`` is a name.
GREETS = re.compile(
    r"\b(?:hi|hey|hello|dear|dearest|thanks|regards|sincerely|cheers|love|named|called|name is|name was|"
    r"name's|call me|i'm|my (?:son|daughter|wife|husband|brother|sister|friend|boss|aunt|uncle|mum|mom|"
    r"dad))[,:]?\s\Z"
)
#: And what stands behind it then.
GREETED = re.compile(r"[,!.](?:\s|\Z)|\s?\n|\Z")
#: The last line of a letter.
SIGNED = re.compile(r"\n[-\u2013\u2014~] ?\Z")
BY = re.compile(r"\b(?:by|with|from|for|and|add|starring|early|than|as|of|to|is|you,|,)[\s\"'(]{1,3}\Z")
_SAYS_WHERE = r"[\s\"'(]{1,3}(?:the )?\Z"
STAYS = re.compile(
    r"(?:(?:\b(?:in|from|near|visit|visited|visiting|outside|around|across|via|leaving|toward|towards|"
    r"inside)|\b(?:university|city|town|village|province|state|capital|port|republic|kingdom|district|"
    r"region|county|suburb|mayor|streets|north|south|east|west|island|isle|mouth|banks|outskirts|coast|"
    r"centre|center) of|\b(?:moved|move|moving|travel|travelled|traveled|fly|flew|flying|drive|drove|"
    r"returned|return|returning|go|going|went|gone|come|coming|came|trip|way|back|headed|relocated|sent|"
    r"shipped|trains?|bus|buses|ferry|ferries|flights?|road|route|tickets?|taxi|drive) to|\b(?:lives?|"
    r"lived|living|born|based|arrived|stay|stayed|staying|located|situated|bridge|harbour|church|airport|"
    r"station|port|camp|beach) (?:in|at|of)|\b(?:river|lake|mount|village|island|suburb|town|volcano|"
    r"isle)|\b(?:wohn\w{1,3} in|komme aus|lebe in|vivo en|vive en|soy de|habite à|viens de|abito a|vivo a|"
    r"vengo da|bor i|"
    r"kommer från|mieszkam w|moro em|woon in))"
    rf"{_SAYS_WHERE})|"
    r"\b(?:city|town|place|country|location|region|village|ort|stadt|wohnort|ville|ciudad|città|cidade|"
    r"miasto|birthplace|"
    r"place of birth|hometown|destination|domicile)[\"']?\s?[:=]\s?[\"']?\Z"
)
#: Surer than a list of given names.
OF_KIND = re.compile(r"\b(?:river|lake|mount|island|village|town|city|suburb|volcano|isle)(?: of)? \Z")
#: Surer than a list of rarer ones.
INSIDE = re.compile(r"\b(?:in|near|visiting|outside|(?:moved|returned|travelled) to) \Z")
#: Less sure.
PASSES = re.compile(rf"\b(?:crosses|crossed|close to|next to|reached|i'm at|we're at){_SAYS_WHERE}")
TITLED = re.compile(
    r"\b(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|lady|lord|dame|herr|frau|mme|mlle|monsieur|madame|"
    r"sr|sra|srta|señor|señora|doña|don|senhor|senhora|signor|signora|sig|dott|ing|mag|pan|pani|fru|herra|"
    r"rouva|mevrouw|meneer|bay|president|senator|king|queen|prince|princess|pope|saint|captain|capt|"
    r"lieutenant|lt|colonel|col|major|sgt|judge|justice|reverend|rev|fr|father|sister|brother|uncle|aunt|"
    r"auntie|nurse|chancellor|minister|mayor|"
    r"governor|sheikh|sultan|shri|smt)\.?|m\.)\s"
    r"(?:[a-z]\.\s?){0,2}\Z"
)
VERBS = re.compile(
    r"(?:\"|')?[,]?\s(?:is|was|has|had|said|says|began|lives|lived|works|worked|will|would|can|could|"
    r"wants|needs|told|asked|wrote|called|went|listed|just|and i|who|came|took|made|likes|loves|thinks|"
    r"became|joined|version|calls|met|claims|swears|ordered|leads|brings|rang|phoned|insists|reckons|"
    r"replied|answered|teaches|studies|won|signed|"
    r"gave|paid|left|arrived|moved|married|died|resigned|never|always|gets|got|sends|keeps)\b"
)
#: What persons do, and neither countries nor cities.
LIVES = re.compile(
    r",? (?:lives|lived|ordered|smiled|laughed|cried|swears|sings|texted|emailed|phoned|is my|is his|"
    r"is her)\b"
)
#: A telephone number, or an age, as it stands behind a person.
NUMBERED = re.compile(r"\s?[,;|(\t]\s?(?:\+\d|\(?0\d|\d{2,3}[ -]\d)|\s?\(\d{1,2}\)|, \d{1,2}[,.\n]")
#: The edges of a cell of a table.
CELL_BEFORE = re.compile(r"(?:[;|\t]\s?|\S,)\Z")
CELL_BEHIND = re.compile(r"\s?[;|\t]|,\S|\n")
CELL_BEFORE_NUMBER = re.compile(r"\s{0,20}[;|\t]\s?[+(\d]")
#: Who speaks, in a play.
SPEAKER = re.compile(r"(?:\A|\n)\Z")
OWNS = re.compile(r"(?:'s|’s)\b")  # noqa: RUF001
SPEAKS = re.compile(r"(?:,? (?:can|could|please|i|you|are|do|don't)\b|:\s?\\?\"|!|, )")
#: What a name is part of when it stands before these.
OF_PLACES = re.compile(
    r"\s(?:valley|river|lake|island|islands|county|region|district|province|beach|bay|airport|coast|city)\b"
)
