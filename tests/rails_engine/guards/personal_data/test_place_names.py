from __future__ import annotations

from rails_engine.guards.personal_data import place_names
from rails_engine.guards.personal_data.capitals import fold
from rails_engine.guards.personal_data.place_names import more_places, peoples, place_parts, places


def test_names_are_as_they_are_looked_up() -> None:
    assert all(fold(name) == name for name in places() | peoples())


def test_countries_cities_and_regions_are_listed() -> None:
    assert {"germany", "new york", "nairobi", "sao paulo", "california", "bavaria"} <= places()


def test_the_parts_of_names_of_several_words_are_known() -> None:
    assert {"new", "york"} <= place_parts()


def test_peoples_are_no_places() -> None:
    assert {"german", "brazilian"} <= peoples()
    assert not peoples() & places()


def test_further_places_are_as_they_are_looked_up() -> None:
    names = place_names._MORE.split()
    assert sorted(names) == names
    assert all(fold(name) == name for name in names)
    for name in ("invercargill", "danube", "lake_como", "machu_picchu"):
        assert name in more_places(), name
