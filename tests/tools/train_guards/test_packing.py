"""What training packs into weight files is what the product reads from them."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rails_engine.guards.classifier import TASKS, speaks_for_attacks, unpack_model
from rails_engine.guards.weightfiles import unpack, unshare
from tools.train_guards import packing

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = [0.3, 0.5, 0.9] * 3


def linear(weights: dict[str, float], bias: float = -1.0) -> Any:
    """What training makes of a task, as far as it is packed."""
    index = {name: place for place, name in enumerate(weights)}
    return SimpleNamespace(index=index, weights=np.array(list(weights.values())), bias=bias)


def models() -> list[Any]:
    return [
        linear({"ignore": 2.0, "ignore all": 1.0, "please": -2.0}),
        linear({"bomb": 3.0, "please": -0.5}, bias=-2.0),
        linear({"idiot": 1.5}, bias=0.25),
    ]


def test_what_is_packed_is_read_back_as_precisely_as_a_byte_allows() -> None:
    read = unpack_model(*packing.pack_models(models(), LIMITS), {})
    for place, word, weight in ((0, "ignore", 2.0), (1, "bomb", 3.0), (2, "idiot", 1.5)):
        step = weight / packing.HEAVIEST
        assert speaks_for_attacks(read, word) == pytest.approx(weight, abs=step), TASKS[place]
    assert read.biases == (-1.0, -2.0, 0.25)
    assert read.thresholds["harmful"] == {"strict": 0.3, "balanced": 0.5, "permissive": 0.9}
    assert ("ignore", "all") in read.neighbours
    assert read.logits("please")[0] < read.biases[0]
    jailbreak, harmful, toxicity = read.logits("please ignore all")
    assert jailbreak > harmful
    assert toxicity == pytest.approx(0.25, abs=1e-3)


def test_a_feature_that_is_rounded_to_nothing_is_left_out() -> None:
    faint = [linear({"ignore": 2.0, "faint": 2.0 / packing.HEAVIEST / 3}), *models()[1:]]
    features, _ = packing.pack_models(faint, LIMITS)
    names = unshare(features.decode().partition("\n\n")[2])
    assert "ignore" in names
    assert "faint" not in names


def test_words_say_whether_they_matter_and_how_common_they_are() -> None:
    lines = unshare(packing.pack_words({"house": 3, "zebra": 0}, {"attack", "house"}).decode())
    assert lines == ["+attack", "+house3", "zebra"]


def test_common_words_are_known_and_short_ones_only_if_they_are_very_common() -> None:
    texts = [f"number {index} has one house and xq" for index in range(packing.WORD_ROWS)]
    words = packing.pick_words(texts, ["abracadabra"])
    assert {"number", "house", "abracadabra"} <= words.keys()
    assert "xq" not in words
    assert words["abracadabra"] == 0


def test_more_than_fits_is_refused_and_less_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> int:
        return packing.write(tmp_path, {"HQ": ("how",)}, {"house": 1}, {"attack"}, models(), LIMITS)

    size = write()
    assert size == sum(path.stat().st_size for path in tmp_path.glob("*.z"))
    assert unpack((tmp_path / "concepts.z").read_bytes(), "concepts") == b"HQ how"
    before = (tmp_path / "weights.z").read_bytes()
    write()
    assert (tmp_path / "weights.z").read_bytes() == before
    monkeypatch.setattr(packing, "LIMIT", size - 1)
    with pytest.raises(SystemExit, match="are more than"):
        write()


def test_the_heaviest_weights_are_cut_off_and_none_is_lost_to_one_of_them() -> None:
    rounded, scale = packing.round_off(linear({f"w{n}": 1.0 for n in range(5000)} | {"huge": 1000.0}))
    assert math.isclose(scale * packing.HEAVIEST, 1.0)
    assert int(rounded[-1]) == packing.HEAVIEST
    assert int(rounded[0]) == packing.HEAVIEST
