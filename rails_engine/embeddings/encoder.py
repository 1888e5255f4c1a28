"""Sentence vectors from BERT weights, computed with numpy alone (MiniLM and its relatives).

The weights stay mapped from their file and are multiplied in place, so that worker processes share
them. Dimensions are read from the file. Set OPENBLAS_NUM_THREADS=1 before the process starts: for
sentences, several BLAS threads cost more than they bring. Needs numpy: import this module only where
numpy is known to be there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rails_engine.embeddings.safetensors import Array, load_safetensors
from rails_engine.embeddings.wordpiece import load_wordpiece, read_json
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rails_engine.embeddings.wordpiece import WordPiece

#: Texts of one token length are computed together, up to this many tokens.
_BATCH_TOKENS = 2_048
_DEFAULT_LENGTH = 256
_ENDS = 2  # every text has a start and an end token


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear layer; ``weight`` is (out, in) as stored."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """Apply the layer to the last axis."""
        return x @ self.weight.T + self.bias


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation."""

    weight: Array
    bias: Array
    epsilon: float

    def __call__(self, x: Array) -> Array:
        """Normalise the last axis."""
        x = x - x.mean(-1, keepdims=True)
        scale: Array = np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(self.epsilon))
        return x / scale * self.weight + self.bias


@dataclass(frozen=True, slots=True)
class Layer:
    """One encoder layer: attention, then the feed-forward part."""

    query: Dense
    key: Dense
    value: Dense
    mixed: Dense
    mixed_norm: Norm
    wide: Dense
    narrow: Dense
    narrow_norm: Norm
    heads: int

    def __call__(self, x: Array) -> Array:
        """(texts, tokens, width) in and out."""
        x = self.mixed_norm(x + self.mixed(self._attend(x)))
        return self.narrow_norm(x + self.narrow(gelu(self.wide(x))))

    def _attend(self, x: Array) -> Array:
        texts, tokens, width = x.shape

        def split(y: Array) -> Array:
            return y.reshape(texts, tokens, self.heads, width // self.heads).transpose(0, 2, 1, 3)

        likeness = split(self.query(x)) @ split(self.key(x)).transpose(0, 1, 3, 2)
        likeness /= np.float32(math.sqrt(width // self.heads))
        likeness = np.exp(likeness - likeness.max(-1, keepdims=True))
        likeness /= likeness.sum(-1, keepdims=True)
        mixed: Array = likeness @ split(self.value(x))
        return mixed.transpose(0, 2, 1, 3).reshape(texts, tokens, width)


def gelu(x: Array) -> Array:
    """The exact form by the error function, which is taken from Abramowitz and Stegun 7.1.26."""
    z = np.abs(x) * np.float32(math.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = np.float32(1.061405429) * t - np.float32(1.453152027)
    for term in (1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(term)
    erf = np.sign(x) * (1 - series * t * np.exp(-z * z))
    half: Array = x * np.float32(0.5) * (1 + erf)
    return half


class SentenceEncoder:
    """Texts to unit vectors. Immutable, shared by threads."""

    def __init__(self, folder: Path) -> None:
        settings = read_json(folder / "config.json")
        if settings.get("model_type", "bert") != "bert" or settings.get("hidden_act", "gelu") != "gelu":
            raise ConfigError(
                f"only BERT encoders with GELU can be run, this is {settings.get('model_type')!r}"
                f" with {settings.get('hidden_act')!r}",
                file=str(folder / "config.json"),
            )
        self._tokenizer: WordPiece = load_wordpiece(folder)
        file = folder / "model.safetensors"
        weights = _Weights(load_safetensors(file), str(file), float(settings.get("layer_norm_eps", 1e-12)))
        self._words = weights.take("embeddings.word_embeddings.weight")
        width = self._words.shape[-1]
        self._positions = weights.take("embeddings.position_embeddings.weight", None, width)
        self._kind = weights.take("embeddings.token_type_embeddings.weight", None, width)[0]
        self._norm = weights.norm("embeddings.LayerNorm", width)
        heads = int(settings.get("num_attention_heads", 12))
        if heads < 1 or width % heads:
            raise ConfigError(f"{heads} attention heads do not divide {width} dimensions", file=str(file))
        self._layers = [
            weights.layer(f"encoder.layer.{at}.", width, heads) for at in range(weights.count_layers())
        ]
        if self._tokenizer.highest >= len(self._words):
            raise ConfigError("the vocabulary has more words than the weights", file=str(file))
        self._length = min(_read_length(folder), len(self._positions))
        self._first_token = _read_pooling(folder) == "cls"

    def encode(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """One unit vector a text. Texts of one length go through together, so nothing is padded."""
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for at, text in enumerate(texts):
            ids = self._tokenizer.encode(text, self._length)
            by_length.setdefault(len(ids), []).append((at, ids))
        vectors: list[Sequence[float]] = [()] * len(texts)
        for length, rows in by_length.items():
            step = max(1, _BATCH_TOKENS // length)
            for begin in range(0, len(rows), step):
                batch = rows[begin : begin + step]
                for (at, _), vector in zip(batch, self._run([ids for _, ids in batch]), strict=True):
                    vectors[at] = vector.tolist()
        return vectors

    def _run(self, ids: list[list[int]]) -> Array:
        x = self._norm(self._words[np.array(ids)] + self._positions[: len(ids[0])] + self._kind)
        for layer in self._layers:
            x = layer(x)
        pooled: Array = x[:, 0] if self._first_token else x.mean(1)
        lengths: Array = np.maximum(np.linalg.norm(pooled, axis=-1, keepdims=True), np.float32(1e-12))
        return pooled / lengths


class _Weights:
    """Arrays by name, with or without the ``bert.`` prefix, each checked for its shape."""

    def __init__(self, arrays: Mapping[str, Array], file: str, epsilon: float) -> None:
        self._arrays = arrays
        self._file = file
        self._epsilon = epsilon
        self._prefix = "" if "embeddings.word_embeddings.weight" in arrays else "bert."

    def take(self, name: str, *shape: int | None) -> Array:
        array = self._arrays.get(self._prefix + name)
        if array is None:
            raise ConfigError(f"the weights lack {name!r}: not a BERT encoder", file=self._file)
        wanted = shape or (None, None)
        fits = array.ndim == len(wanted) and array.size > 0
        if not fits or any(want not in (None, have) for want, have in zip(wanted, array.shape, strict=True)):
            raise ConfigError(f"{name!r} has the shape {array.shape}", file=self._file)
        return array

    def dense(self, name: str, width_in: int, width_out: int | None) -> Dense:
        weight = self.take(f"{name}.weight", width_out, width_in)
        return Dense(weight, self.take(f"{name}.bias", len(weight)))

    def norm(self, name: str, width: int) -> Norm:
        return Norm(self.take(f"{name}.weight", width), self.take(f"{name}.bias", width), self._epsilon)

    def layer(self, name: str, width: int, heads: int) -> Layer:
        wide = self.dense(f"{name}intermediate.dense", width, None)
        return Layer(
            query=self.dense(f"{name}attention.self.query", width, width),
            key=self.dense(f"{name}attention.self.key", width, width),
            value=self.dense(f"{name}attention.self.value", width, width),
            mixed=self.dense(f"{name}attention.output.dense", width, width),
            mixed_norm=self.norm(f"{name}attention.output.LayerNorm", width),
            wide=wide,
            narrow=self.dense(f"{name}output.dense", len(wide.bias), width),
            narrow_norm=self.norm(f"{name}output.LayerNorm", width),
            heads=heads,
        )

    def count_layers(self) -> int:
        start = f"{self._prefix}encoder.layer."
        numbers = {name[len(start) :].split(".")[0] for name in self._arrays if name.startswith(start)}
        if not numbers:
            raise ConfigError("the weights have no encoder layers", file=self._file)
        return len(numbers)


def _read_length(folder: Path) -> int:
    path = folder / "sentence_bert_config.json"
    length = read_json(path).get("max_seq_length") if path.is_file() else None
    return length if isinstance(length, int) and length > _ENDS else _DEFAULT_LENGTH


def _read_pooling(folder: Path) -> str:
    path = folder / "1_Pooling" / "config.json"
    if not path.is_file():
        return "mean"
    modes = sorted(key for key, value in read_json(path).items() if key.startswith("pooling_mode_") and value)
    if modes == ["pooling_mode_mean_tokens"]:
        return "mean"
    if modes == ["pooling_mode_cls_token"]:
        return "cls"
    raise ConfigError(f"only mean and cls pooling can be run, this asks for {modes}", file=str(path))
