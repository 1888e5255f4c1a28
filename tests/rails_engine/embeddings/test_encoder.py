"""The forward pass against the same model computed in plain Python."""

from __future__ import annotations

import json
import math

import pytest

np = pytest.importorskip("numpy")

from rails_engine.embeddings.encoder import SentenceEncoder, gelu  # noqa: E402
from rails_engine.embeddings.wordpiece import load_wordpiece  # noqa: E402
from rails_engine.errors import ConfigError  # noqa: E402
from tests.rails_engine.embeddings.tiny_bert import (  # noqa: E402
    POSITIONS,
    random_arrays,
    reference,
    write_model,
    write_safetensors,
)

TEXTS = ["hello", "hello world", "Good, goodbye?", "unaffable 你 cafe", "", "hello world", "goodbye hello"]


@pytest.mark.parametrize("prefix", ["", "bert."])
def test_vectors_are_those_of_the_plain_computation(tmp_path, prefix):
    arrays = write_model(tmp_path, prefix=prefix)
    tokenizer = load_wordpiece(tmp_path)
    for text, vector in zip(TEXTS, SentenceEncoder(tmp_path).encode(TEXTS), strict=True):
        expected = reference(arrays, tokenizer.encode(text, POSITIONS))
        assert vector == pytest.approx(expected, abs=2e-6), text


def test_a_batch_gives_what_single_texts_give(tmp_path):
    write_model(tmp_path)
    encoder = SentenceEncoder(tmp_path)
    together = encoder.encode(TEXTS * 30)
    alone = [encoder.encode([text])[0] for text in TEXTS]
    for at, vector in enumerate(together):
        assert vector == pytest.approx(alone[at % len(TEXTS)], abs=2e-6)


def test_long_texts_are_cut_at_the_length_of_the_model(tmp_path):
    arrays = write_model(tmp_path)
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 5}')
    ids = load_wordpiece(tmp_path).encode("hello " * 40, 5)
    assert SentenceEncoder(tmp_path).encode(["hello " * 40])[0] == pytest.approx(
        reference(arrays, ids), abs=2e-6
    )
    (tmp_path / "sentence_bert_config.json").unlink()
    ids = load_wordpiece(tmp_path).encode("hello " * 40, POSITIONS)
    assert SentenceEncoder(tmp_path).encode(["hello " * 40])[0] == pytest.approx(
        reference(arrays, ids), abs=2e-6
    )


def test_pooling_by_the_first_token_is_honoured(tmp_path):
    arrays = write_model(tmp_path)
    (tmp_path / "1_Pooling").mkdir()
    pooling = tmp_path / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}))
    expected = reference(arrays, load_wordpiece(tmp_path).encode("hello world", 9), "cls")
    assert SentenceEncoder(tmp_path).encode(["hello world"])[0] == pytest.approx(expected, abs=2e-6)
    pooling.write_text(json.dumps({"pooling_mode_max_tokens": True}))
    with pytest.raises(ConfigError, match="pooling_mode_max_tokens"):
        SentenceEncoder(tmp_path)


def test_half_precision_weights_run(tmp_path):
    write_model(tmp_path / "full")
    write_model(tmp_path / "half", kind="F16")
    full, half = (SentenceEncoder(tmp_path / name).encode(["hello world"])[0] for name in ("full", "half"))
    assert half == pytest.approx(full, abs=5e-3)


def test_gelu_is_the_exact_form():
    xs = np.linspace(-6, 6, 401, dtype=np.float32)
    exact = [x * 0.5 * (1 + math.erf(x / math.sqrt(2))) for x in xs.tolist()]
    assert gelu(xs).tolist() == pytest.approx(exact, abs=1e-6)
    assert gelu(xs).dtype == np.float32


def spoil(arrays, **changes):
    for name, change in changes.items():
        key = next(key for key in arrays if key.endswith(name.replace("__", ".")))
        if change is None:
            del arrays[key]
        else:
            arrays[key] = change
    return arrays


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        (spoil(random_arrays(), word_embeddings__weight=None), "word_embeddings"),
        (spoil(random_arrays(), query__weight=None), "attention.self.query"),
        (
            spoil(random_arrays(), query__bias=([2], [0.0, 0.0])),
            r"'encoder.layer.0.attention.self.query.bias' has the shape \(2,\)",
        ),
        (spoil(random_arrays(), position_embeddings__weight=([2, 2], [0.0] * 4)), "position_embeddings"),
        (spoil(random_arrays(), token_type_embeddings__weight=([0, 6], [])), "token_type_embeddings"),
        ({k: v for k, v in random_arrays().items() if k.startswith("embeddings")}, "no encoder layers"),
        (spoil(random_arrays(), word_embeddings__weight=([2, 6], [0.0] * 12)), "vocabulary has more words"),
    ],
)
def test_weights_that_do_not_fit_are_refused_by_name(tmp_path, arrays, message):
    write_model(tmp_path)
    write_safetensors(tmp_path / "model.safetensors", arrays)
    with pytest.raises(ConfigError, match=message):
        SentenceEncoder(tmp_path)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"model_type": "mpnet"}, "mpnet"),
        ({"hidden_act": "relu"}, "relu"),
        ({"num_attention_heads": 4}, "4 attention heads do not divide 6"),
        ({"num_attention_heads": 0}, "0 attention heads"),
    ],
)
def test_other_architectures_are_refused(tmp_path, config, message):
    write_model(tmp_path, **config)
    with pytest.raises(ConfigError, match=message):
        SentenceEncoder(tmp_path)
