from __future__ import annotations

import pytest

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
