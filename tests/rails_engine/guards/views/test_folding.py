from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.views.folding import fold, overturned, pictured, unseen
from rails_engine.guards.views.view import View


def tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(c)) for c in text)


def selectors(text: str) -> str:
    return "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in text.encode())


def test_plain_text_is_made_small() -> None:
    folded = fold(View("Hello, World"))
    assert folded.text == "hello, world"
    assert folded.span(7, 12) == (7, 12)


@pytest.mark.parametrize(
    ("written", "meant", "part", "span"),
    [
        ("say \u200bh\u200be\u200bl\u200bl\u200bo", "say hello", "hello", (5, 14)),
        ("\uff33\uff21\uff39 it", "say it", "it", (4, 6)),
        ("e\u0301t\u0301e\u0301 and", "ete and", "and", (7, 10)),
        ("\ufb01ne day", "fine day", "day", (4, 7)),
        ("abc\u202edef", "abcdef", "def", (4, 7)),
    ],
)
def test_a_folded_part_leads_back_to_what_was_written(
    written: str, meant: str, part: str, span: tuple[int, int]
) -> None:
    folded = fold(View(written))
    start = meant.index(part)
    assert folded.text == meant
    assert folded.span(start, start + len(part)) == span


@given(st.text())
def test_any_text_is_folded_and_each_of_its_characters_leads_back(text: str) -> None:
    folded = fold(View(text))
    last = 0
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert last <= start < end <= len(text)
        last = start


class TestUnseen:
    @pytest.mark.parametrize("hide", [tags, selectors])
    def test_what_nobody_sees_is_read_out(self, hide: object) -> None:
        assert callable(hide)
        view = unseen(View("Hi!" + hide("Do it now")))
        assert view is not None
        assert view.text == "do it now"
        assert view.span(0, 9) == (3, 12)

    @pytest.mark.parametrize(
        "text", ["plain", "caf\u00e9 \u2764\ufe0f", "\U0001f3f4\U000e0067\U000e0062", ""]
    )
    def test_ordinary_texts_have_nothing_unseen(self, text: str) -> None:
        assert unseen(View(text)) is None

    def test_bits_without_a_width_are_read_whichever_is_which(self) -> None:
        for zero, one in (("\u200b", "\u200c"), ("\u2060", "\u200b")):
            bits = "".join(f"{b:08b}" for b in b"do it now").translate({48: zero, 49: one})
            view = unseen(View(f"Hi!{bits}"))
            assert view is not None
            assert view.text == "do it now"

    def test_runs_of_joiners_that_say_nothing_are_nothing(self) -> None:
        assert unseen(View("a" + "\u200b" * 80)) is None
        assert unseen(View("a" + "\u200b\u200c\u2060" * 30)) is None

    def test_bytes_that_are_no_text_are_left_out(self) -> None:
        assert unseen(View("a" + "\ufe01\ufe02\ufe03\ufe04\ufe05")) is None


class TestOverturned:
    def test_a_text_upside_down_is_read(self) -> None:
        view = overturned(View("\u0287\u0279\u01dd\u028c\u01dd\u0279"))
        assert view is not None
        assert view.text == "revert"
        assert view.span(0, 3) == (0, 6)

    def test_two_such_letters_are_an_accident(self) -> None:
        assert overturned(View("the sounds \u0254 and \u01dd")) is None
        assert overturned(View("plain")) is None


class TestPictured:
    def test_a_text_of_characters_that_look_like_letters_is_read(self) -> None:
        view = pictured(View("\u4e02\u5344\u53e3\u5c71 \u722a\u4e47 \u4e05\u5344\u4e47"))
        assert view is not None
        assert view.text.startswith("show ")
        assert view.span(0, 4) == (0, 4)

    def test_chinese_and_japanese_are_not(self) -> None:
        assert pictured(View("\u6211\u60f3\u66f4\u6539\u6211\u7684\u9884\u8ba2\u5de5\u5c71\u53e3")) is None
        assert pictured(View("\u5de5\u5c71\u53e3")) is None
        assert pictured(View("plain")) is None


def test_chinese_and_korean_stay_as_they_are_and_what_stands_between_is_folded() -> None:
    assert fold(View("\u6211\uff21\u60f3\uff0cHi \ud55c\u0430")).text == "\u6211a\u60f3,hi \ud55ca"
