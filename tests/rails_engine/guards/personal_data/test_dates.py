from __future__ import annotations

import pytest

from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    "date",
    [
        "2024-03-17",
        "2024/03/17",
        "17.03.2024",
        "17/03/2024",
        "3/17/2024",
        "17/3/24",
        "2024-03-17T09:30:00Z",
        "2024-03-17 09:30",
        "March 17, 2024",
        "March 17th",
        "17 March 2024",
        "17th of March 2024",
        "the 3rd of May",
        "Monday, March 17, 2024",
        "Mar. 17, 2024",
        "12-Mar-2024",
        "March 2024",
        "DECEMBER 24",
    ],
)
def test_dates_are_found(date: str) -> None:
    assert values(f"It was {date}, I think", "DATE_TIME") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3",
        "3/4 of them",
        "10-12 people",
        "17.35.2024",
        "2024-13-01",
        "call 555-01-2345",
        "192.168.1.1",
        "May I ask?",
        "12:30",
        "march on",
        "$2024",
        "2024 items",
        "a ratio of 16/9/4000",
    ],
)
def test_versions_fractions_and_other_numbers_are_none(text: str) -> None:
    assert values(text, "DATE_TIME") == []


def test_a_bare_year_counts_behind_its_words() -> None:
    assert values("I was born in 1987", "DATE_TIME") == ["1987"]
    assert values("there are 1987 left", "DATE_TIME") == []


def test_times_of_day_count_with_their_half() -> None:
    assert values("at 9:30 pm or 10:15am", "DATE_TIME") == ["9:30 pm", "10:15am"]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("a 34-year-old man", "34"),
        ("she is 7 years old", "7"),
        ("aged 51", "51"),
        ("Age: 29", "29"),
        ("I'm 42 and tired", "42"),
        ("a 45 y/o patient", "45"),
        ("34 yrs old", "34"),
    ],
)
def test_ages_are_only_the_number(text: str, age: str) -> None:
    assert values(text, "AGE") == [age]


@pytest.mark.parametrize(
    "text",
    [
        "a 300-year-old tree",
        "page 34",
        "is 500 enough",
        "34 years ago",
        "he was 5 years older",
        "was 12% more",
        "is 3.14",
    ],
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert values(text, "AGE") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("le 12 août", "12 août"),
        ("am 3. März", "3. März"),
        ("el 5 de mayo", "5 de mayo"),
        ("7 września", "7 września"),
        ("due 12/24", "12/24"),
        ("Am 17.05. kam er", "17.05."),
        ("the war of 1914\u20131918", "1914"),
        ("from 2009 to 2013", "2013"),
        ("Thu 14 Nov, 10:15", "10:15"),
        ("on 3 March at 7 pm", "7 pm"),
    ],
)
def test_dates_of_other_languages_and_forms_are_found(text: str, date: str) -> None:
    assert date in values(text, "DATE_TIME")


@pytest.mark.parametrize("text", ["on 24/7", "on 3/4 of them", "5/31 of it", "version 17.05.", "on 45/12"])
def test_other_fractions_are_none(text: str) -> None:
    assert values(text, "DATE_TIME") == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("back by 11 pm", "11 pm"),
        ("it lands at 06:40", "06:40"),
        ("half past six", "six"),
        ("at 7 o'clock", "7 o'clock"),
    ],
)
def test_a_time_alone_counts_where_it_is_only_looked_for(text: str, time: str) -> None:
    assert values(text, "DATE_TIME", threshold=0.2) == [time]
    assert values(text, "DATE_TIME") == []


def test_a_year_behind_a_month_of_another_language_is_found_by_itself() -> None:
    assert values("le 12 août 2020", "DATE_TIME") == ["12 août", "2020"]
