"""The stages of a stream: each passes on what it has judged, in order, and nothing after a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.pipeline.buffer import OutputBuffer, Window
from rails_engine.pipeline.stages import ExactStage, WayOut, WindowStage, fresh_part
from rails_engine.rails.plan import ConfiguredRail
from rails_engine.rails.scanning import PatternScanner

if TYPE_CHECKING:
    from collections.abc import Sequence

RAIL = ConfiguredRail("output", "look", "look", {}, judges="exact", scanner=PatternScanner(["secret"]))


class Masking:
    """Writes ``***`` for ``secret``; blocks where it reads ``stop``."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.passed_over = 0
        self.over = False

    def __call__(
        self, rails: Sequence[ConfiguredRail], before: str, text: str, *, seen: int = 0
    ) -> str | None:
        assert not self.over
        assert len(rails) == 1
        self.seen.append((before, text))
        if "stop" in text:
            self.over = True
            return None
        return text.replace("secret", "***")

    def pass_over(self, characters: int) -> None:
        self.passed_over += characters

    def exact(self) -> ExactStage:
        return ExactStage(RAIL, self, self.pass_over)

    def window(self, size: int | None) -> WindowStage:
        return WindowStage([RAIL], self, OutputBuffer(size))


def run(way_out: WayOut, pieces: Sequence[str]) -> list[str]:
    out = [text for piece in pieces for text in way_out.feed(piece)]
    return out + list(way_out.close())


def test_an_exact_stage_holds_only_what_could_become_a_match() -> None:
    masking = Masking()
    stage = masking.exact()
    assert [list(stage.feed(piece)) for piece in ("a se", "ven ", "sec", "ret", " b")] == [
        ["a "],
        ["seven "],
        [],
        [],
        ["*** b"],
    ]
    assert list(stage.close()) == []
    assert masking.seen == [(" ", "secret b"), ("b", "")]
    assert masking.passed_over == len("a seven ")


@given(st.lists(st.text("secrt *", max_size=7), max_size=8))
def test_masking_in_pieces_is_masking_at_once(pieces: list[str]) -> None:
    masking = Masking()
    way_out = WayOut([masking.exact()], lambda: masking.over)
    assert "".join(run(way_out, pieces)) == "".join(pieces).replace("secret", "***")


def test_a_stage_judges_what_the_one_before_it_has_made() -> None:
    first, second = Masking(), Masking()
    run(WayOut([first.exact(), second.window(None)], lambda: False), ["my sec", "ret!"])
    assert second.seen == [("", "my ***!")]


@pytest.mark.parametrize("size", [1, 2, None])
def test_after_a_block_nothing_goes_out_and_nothing_is_judged(size: int | None) -> None:
    masking, after = Masking(), Masking()
    way_out = WayOut([masking.window(size), after.window(1)], lambda: masking.over)
    out = []
    for piece in ("a", "b", "stop", "c"):
        out += list(way_out.feed(piece))
        if masking.over:
            break
    else:
        out += list(way_out.close())
    assert "stop" not in "".join(out)
    assert masking.over
    assert [text for _, text in after.seen] == out


def test_a_way_without_stages_lets_everything_out() -> None:
    assert run(WayOut([], lambda: False), ["a", "b"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("context", "fresh", "judged", "out"),
    [
        ("one ", "two", "one two", "two"),
        ("one ", "two", "one ***", "***"),
        ("one ", "two", "*** two", "two"),
        ("Ad", "a!", "***!", "***!"),
        ("I, Ad", "a!", "I, ***!", "***!"),
        ("one ", "two", "other", "ther"),
        ("one ", "two", "", ""),
        ("", "two", "2", "2"),
        ("one ", "two", "one ", ""),
    ],
)
def test_of_a_rewritten_window_the_fresh_part_goes_out(
    context: str, fresh: str, judged: str, out: str
) -> None:
    assert fresh_part(Window(context, fresh), judged) == out


def test_a_rail_without_a_scanner_cannot_be_exact() -> None:
    with pytest.raises(TypeError, match="scanner"):
        ExactStage(ConfiguredRail("output", "look", "look", {}), Masking(), lambda _: None)
