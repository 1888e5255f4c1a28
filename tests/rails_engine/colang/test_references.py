"""Rails as a configuration names them, and which Colang a text is in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.colang.references import is_colang_2, split_rail_reference
from rails_engine.errors import ColangSyntaxError


@pytest.mark.parametrize(
    ("text", "name", "params"),
    [
        ("self check input", "self check input", {}),
        ("  self  check   input ", "self check input", {}),
        (
            "content safety check input $model=content_safety",
            "content safety check input",
            {"model": "content_safety"},
        ),
        ('check $k="v w"', "check", {"k": "v w"}),
        ("check $k='v w'", "check", {"k": "v w"}),
        ("check $a=1 $b=2 $c=3", "check", {"a": 1, "b": 2, "c": 3}),
        ("check $a=1, $b=two words, c=3", "check", {"a": 1, "b": "two words", "c": 3}),
        ("check $a = 1", "check", {"a": 1}),
        ('check(k=v, k2="x")', "check", {"k": "v", "k2": "x"}),
        ("check($k=True, n=None, f=-0.5)", "check", {"k": True, "n": None, "f": -0.5}),
        ("check $l=[1, 'a']", "check", {"l": [1, "a"]}),
        ("check $m=meta/llama-3.1-8b:latest", "check", {"m": "meta/llama-3.1-8b:latest"}),
        ("check $m=true", "check", {"m": "true"}),
        ("check $m=3 apples", "check", {"m": "3 apples"}),
        ("check $m=$other", "check", {"m": "$other"}),
        ('check $q="say \\"hi\\""', "check", {"q": 'say "hi"'}),
        ("check(f)", "check", {"$1": "f"}),
    ],
)
def test_a_name_and_all_its_parameters(text: str, name: str, params: dict[str, Any]) -> None:
    assert split_rail_reference(text) == (name, params)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the name of a flow is missing"),
        ("$a=1", "the name of a flow cannot hold a variable"),
        ("check $a=", "'$a' has no value"),
        ("check(a=1", "'(' is never closed"),
        ("check(a=1) b", "unexpected 'b'"),
        ("check $a=[1", "'[' is never closed"),
        ("check $a=[x y]", "'x' is not a value"),
        ("a\nb", "one line"),
        ('check $a="x', "not closed"),
    ],
)
def test_a_broken_reference_is_refused(text: str, message: str) -> None:
    with pytest.raises(ColangSyntaxError) as caught:
        split_rail_reference(text)
    assert message in caught.value.message
    assert caught.value.file is None


@given(
    st.one_of(
        st.text(max_size=40), st.text(alphabet=st.sampled_from(list("ab $=,()[]{}\"'1\n:")), max_size=40)
    )
)
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    try:
        name, params = split_rail_reference(text)
    except ColangSyntaxError:
        return
    assert name
    assert all(params)


@pytest.mark.parametrize(
    "text",
    [
        "flow main\n  activate greeting",
        "import core\nimport llm\n",
        "# comment\n\n@active\nflow x",
        "import guardrails\n\nflow input rails $text\n  abort",
    ],
)
def test_colang_2_is_recognised(text: str) -> None:
    assert is_colang_2(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "define flow x\n  user a",
        "import core\ndefine flow x\n  user a",
        "  define user flow y\n    'x'",
        "defin flow x",
        'define bot x\n  "a\nflow b"',
    ],
)
def test_colang_1_is_not_taken_for_it(text: str) -> None:
    assert not is_colang_2(text)
