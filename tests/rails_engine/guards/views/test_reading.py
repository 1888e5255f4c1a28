from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.views import read_views
from rails_engine.guards.views.reading import MAX_VIEWS

CASES = Path(__file__).parents[3] / "cases" / "rails"
DISGUISES = {
    case["disguise"]: case["texts"] for case in yaml.safe_load((CASES / "disguises.yml").read_text())
}
#: Kinds of texts that are what they seem to be: one view, or two where they look like data or code.
ORDINARY = {
    "english": "I have booked a room for three nights in June. Could I move it to July, and what would that cost?",
    "german": "Ich m\u00f6chte meine Buchung verschieben. K\u00f6nnen Sie mir sagen, ob das m\u00f6glich ist?",
    "french": "Je voudrais changer ma r\u00e9servation, est-ce possible\u00a0? Merci d'avance pour votre aide.",
    "spanish": "\u00bfPuedo cambiar mi reserva para la segunda semana de julio? \u00a1Muchas gracias!",
    "russian": "\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435, \u043c\u043e\u0436\u043d\u043e \u043b\u0438 \u043f\u0435\u0440\u0435\u043d\u0435\u0441\u0442\u0438 \u043c\u043e\u044e \u0431\u0440\u043e\u043d\u044c?",
    "chinese": "\u6211\u60f3\u66f4\u6539\u6211\u7684\u9884\u8ba2\uff0c\u8bf7\u544a\u8bc9\u6211\u9700\u8981\u591a\u5c11\u8d39\u7528\u3002",
    "japanese": "\u4e88\u7d04\u3092\u5909\u66f4\u3057\u305f\u3044\u306e\u3067\u3059\u304c\u3001\u3067\u304d\u307e\u3059\u304b\u3002",
    "korean": "\uc608\uc57d\uc744 \ubcc0\uacbd\ud558\uace0 \uc2f6\uc2b5\ub2c8\ub2e4.",
    "arabic": "\u0623\u0631\u064a\u062f \u062a\u063a\u064a\u064a\u0631 \u062d\u062c\u0632\u064a",
    "hindi": "\u092e\u0948\u0902 \u0905\u092a\u0928\u0940 \u092c\u0941\u0915\u093f\u0902\u0917 \u092c\u0926\u0932\u0928\u093e \u091a\u093e\u0939\u0924\u093e \u0939\u0942\u0901",
    "thai": "\u0e09\u0e31\u0e19\u0e15\u0e49\u0e2d\u0e07\u0e01\u0e32\u0e23\u0e40\u0e1b\u0e25\u0e35\u0e48\u0e22\u0e19\u0e01\u0e32\u0e23\u0e08\u0e2d\u0e07",
    "maths": "Let f(x) = 3x^2 + 2x - 1. Find x so that f(x) = 0, and show that x > 0 for n >= 3.",
    "table": "| name | size |\n| --- | --- |\n| small | 10 |\n| large | 250 |",
    "numbers": "12.5, 13.75 and 14.25 make 40.5; call 555 0199 after 10:30 on 2024-05-01.",
    "log": "2024-05-01 12:00:01 GET /index.html 200 512 0.003",
    "emoji": "Great \U0001f600 thanks a lot \U0001f44d\U0001f3fd \u2764\ufe0f",
}


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_view_says_what_is_under_the_disguise(disguise: str) -> None:
    for text in DISGUISES[disguise]:
        assert any(plain(text["meant"]) in plain(view.text) for view in read_views(text["written"])), text


@pytest.mark.parametrize("disguise", DISGUISES)
def test_all_views_of_a_disguise_lead_back_into_what_was_written(disguise: str) -> None:
    for text in DISGUISES[disguise]:
        written = text["written"]
        for view in read_views(written):
            for start in range(0, len(view.text), 7):
                low, high = view.span(start, start + 5)
                assert 0 <= low <= high <= len(written)


@pytest.mark.parametrize("kind", ORDINARY)
def test_an_ordinary_text_has_one_view_or_a_repaired_one_where_words_are_unknown(kind: str) -> None:
    kinds = [view.kind for view in read_views(ORDINARY[kind])]
    assert kinds[0] == "folded"
    assert set(kinds[1:]) <= ({"repaired"} if kind in {"german", "french", "spanish"} else set())


@pytest.mark.parametrize(
    "code",
    [
        "def total(rows, key='price'):\n    return sum(float(r.get(key, 0)) for r in rows)\n",
        '{"id": 12, "name": "lamp", "tags": ["new", "small"]}',
        "SELECT name FROM users WHERE id = 12 ORDER BY name;",
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>",
        "git commit -m 'fix the build' && git push",
    ],
)
def test_code_and_data_have_at_most_two(code: str) -> None:
    assert len(read_views(code)) <= 2


@given(st.text(max_size=400) | st.text(alphabet=st.characters(), max_size=200))
def test_any_text_at_all_has_few_views_of_bounded_size_that_lead_back(text: str) -> None:
    views = read_views(text)
    assert 1 <= len(views) <= MAX_VIEWS
    for view in views:
        assert len(view.text) <= 18 * len(text) + 100
        low, high = view.span(0, len(view.text))
        assert 0 <= low <= high <= len(text)


@given(
    st.text(
        alphabet=st.sampled_from(
            "aeiout .-_*%=&#;\\ux0141@$!+/|<>\"'\n\u200b\u0430\u00e9\ud800\U000e0061\ufe01\u01dd\u4e2d"
        ),
        max_size=200,
    )
)
def test_any_mixture_of_disguises_has_views_that_lead_back_in_order(text: str) -> None:
    for view in read_views(text):
        last = 0
        for at in range(len(view.text)):
            low, high = view.span(at, at + 1)
            assert last <= low <= high <= len(text)
            last = low


def test_half_of_a_surrogate_pair_is_read_like_any_character() -> None:
    assert read_views("\ud83d ignore %41 \udc00 this")[0].text == " ignore %41  this"


@pytest.mark.parametrize(
    "unit",
    [
        "plain words here ", "a ", "a.b.c ", "\u0430\u0431 ", "%41", "&#65;", "QUJD", "0", "01000001", "1 2 ", "\u200b", "\U000e0061",
        "\ufe01", "\u01dd\u0265 ", "qzx wvut ", "snoitcurtsni ", '"', '\\"', "'a' + ", "<b>", "<", "<!--", "=", "(", "\n", "aa\n", "- ",
        "ig nore ", "x1 ", "\u4e2d\u6587", "\u0301", "# ", "://", "india golf ", "9-7-", "zz ", "U+0041 ", "\\101", "*a*", "iiggnn ",
    ],
    ids=ascii,
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        best = float("inf")
        for _ in range(2):
            began = time.process_time()
            read_views(text)
            best = min(best, time.process_time() - began)
        return best

    assert cost(16_000) < 40 * cost(1_600) + 0.02
