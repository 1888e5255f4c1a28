from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.cuts import last_cut
from rails_engine.guards.personal_data.entities import known_entities
from rails_engine.guards.personal_data.finder import Finder
from tests.contracts.personal_data import found, values


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Ana Berg and I need help", "Ana Berg"),
        ("Hi, I'm Priya Sharma.", "Priya Sharma"),
        ("Dear Mr. Kowalczyk,", "Kowalczyk"),
        ("Dr. Okonkwo will see you", "Okonkwo"),
        ("please call Hiroshi Tanaka back", "Hiroshi Tanaka"),
        ("Regards,\nMaria del Carmen Ruiz", "Maria del Carmen Ruiz"),
        ("Thanks, Wei", "Wei"),
        ("a mail from Jean-Pierre Dubois about it", "Jean-Pierre Dubois"),
        ("I met Søren Ægidius yesterday", "Søren Ægidius"),
        ("the patient John Q. Public", "John Q. Public"),
        ("Ludwig van Beethoven wrote it", "Ludwig van Beethoven"),
        ("customer: Aylin Y\u0131lmaz", "Aylin Y\u0131lmaz"),
        ("Mohammed's car", "Mohammed"),
        ("Grace Hopper wrote a compiler", "Grace Hopper"),
        ("Sarah O'Connor is here", "Sarah O'Connor"),
    ],
)
def test_names_of_persons_are_found(text: str, name: str) -> None:
    assert values(text, "PERSON") == [name]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I live in Berlin", "Berlin"),
        ("she moved to New York City last year", "New York City"),
        ("a flight to São Paulo", "São Paulo"),
        ("we drove through Bavaria", "Bavaria"),
        ("I was born in Zwiefaltendorf", "Zwiefaltendorf"),
        ("the streets of Marrakesh", "Marrakesh"),
        ("Kenya is far", "Kenya"),
    ],
)
def test_places_are_found(text: str, place: str) -> None:
    assert values(text, "LOCATION") == [place]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("I work for Northwind Traders Inc", "ORGANIZATION", "Northwind Traders Inc"),
        ("the University of Leeds", "LOCATION", "Leeds"),
        ("he is Norwegian", "NRP", "Norwegian"),
        ("Mrs. Berg", "TITLE", "Mrs."),
    ],
)
def test_organisations_peoples_and_titles_are_found(text: str, entity: str, value: str) -> None:
    assert values(text, entity) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Please summarise this text for me.",
        "Can you write a Python function?",
        "The Quick Brown Fox",
        "How do I install Windows 11 on Monday?",
        "API keys and JSON Web Tokens",
        "What is the Big Bang Theory about?",
        "def HelloWorld(): return None",
        "SELECT Name FROM Users WHERE Id = 1",
        "Will it rain in May?",
        "Hope this helps. Mark it as done.",
        "Error: File Not Found",
        "I love Christmas",
        "- Relationships:\n- Goals",
    ],
)
def test_titles_sentences_and_code_name_nobody(text: str) -> None:
    assert values(text, "PERSON", "LOCATION") == []


def test_one_text_may_name_several() -> None:
    text = "Ana Berg from Oslo met Ben Smith in Kenya"
    assert found(text, "PERSON", "LOCATION") == [
        ("PERSON", "Ana Berg"),
        ("LOCATION", "Oslo"),
        ("PERSON", "Ben Smith"),
        ("LOCATION", "Kenya"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hey Will, bring it", "Will"),
        ("Her name was Florence, I think", "Florence"),
        ("Present: A. Lindgren and others", "A. Lindgren"),
        ("the landlord (G. H. Whitby) pays", "G. H. Whitby"),
        ("ask Sinead O'Rourke", "Sinead O'Rourke"),
        ("a talk by D'Angelis", "D'Angelis"),
        ("Georgia lives here", "Georgia"),
        ("EDNA IS BACK", "EDNA"),
        ("ALMA: You came back.", "ALMA"),
        ("Referee: Xoralia Benzaro, +34 956 597 318", "Xoralia Benzaro"),
        ("| Xoralia Benzaro | 506 |", "Xoralia Benzaro"),
        ('"last_name": "Zorblat"', "Zorblat"),
        ("booking under Zorblat, please", "Zorblat"),
        ("the porter, Sr. Zorblat", "Zorblat"),
        ("my great-aunt Xoralia is well", "Xoralia"),
    ],
)
def test_names_are_found_by_what_stands_around_them(text: str, name: str) -> None:
    assert values(text, "PERSON") == [name]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a week at Lake Zorblat", "Lake Zorblat"),
        ("the Isle of Zorblat", "Isle of Zorblat"),
        ("her shop on Zorblat Road", "Zorblat Road"),
        ("residents of Zorblatallee object", "Zorblatallee"),
        ("the river Shannon", "Shannon"),
        ("the Zorblat valley", "Zorblat"),
        ("he is from Zorblat, Norway", "Zorblat"),
        ('"city": "Zorblat"', "Zorblat"),
        ("the train to Zorblat", "Zorblat"),
        ("The Danube is long", "Danube"),
    ],
)
def test_places_are_found_by_their_form_and_what_stands_around_them(text: str, place: str) -> None:
    assert place in values(text, "LOCATION")


@pytest.mark.parametrize(
    "text",
    [
        "A. Osmosis\nB. Mitosis",
        "the file name is Config",
        "NULL OR VOID",
        "ANA_KEY and Ana(x)",
        "plan B. Then we go",
        "Apollo 11 and Windows (11)",
    ],
)
def test_answers_files_and_code_name_nobody(text: str) -> None:
    assert values(text, "PERSON", "LOCATION") == []


PIECES = st.sampled_from(
    """University of the Leeds South Isle Skye Marsh & Sons Ltd Ltd. s.r.o. Co., co., ltd Banco Hotel my son leo mr
    zork dr i am gus this is anya half past six 7 am 06:40 on 12/24 17.05. 12 août 3 de marzo 2020 2016-2021 2009 to
    2013, Ana, 34, and (34) (7) twelve, fifty-two months 20 weeks 4yo aged turned river Lake Bled Shannon Road valley
    city: "city": "Jinan", name: Bo, surname Kazlauskas;Ana;1984 | +66 81 O'Rourke H. G. , tel. lives said from told
    his Georgia Chad Will, Hi Dear works at Fonterra WALT EDNA BACK a in near Zwiefalten, Germany under née with but
    i'm couple, NASA Sr. M. el van de o'clock 你好 。 : ; ( .""".split()  # noqa: SIM905
)
FINDER = Finder(known_entities(), threshold=0.2)


@given(st.lists(PIECES, min_size=1, max_size=20), st.data())
def test_what_is_found_does_not_depend_on_a_cut(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    cut = last_cut(text[: data.draw(st.integers(0, len(text)))], 0)
    assert FINDER.find(text[:cut]) + FINDER.find(text, cut) == FINDER.find(text)
