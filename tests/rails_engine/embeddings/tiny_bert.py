"""A tiny BERT on disk, and the same model computed in plain Python, formula by formula."""

from __future__ import annotations

import json
import math
import random
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "hello",
    "world",
    "good",
    "##bye",
    "un",
    "##aff",
    "##able",
    "?",
    ",",
    "cafe",
    "你",
]
WIDTH, WIDE, LAYERS, HEADS, POSITIONS = 6, 10, 2, 3, 12


def write_safetensors(
    path: Path, arrays: dict[str, tuple[list[int], list[float]]], kind: str = "F32"
) -> None:
    """``arrays``: name → shape and values."""
    code, size = {"F32": ("f", 4), "F16": ("e", 2), "F64": ("d", 8), "BF16": ("bf", 2)}[kind]
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, (shape, values) in arrays.items():
        if code == "bf":
            raw = b"".join(struct.pack("<f", value)[2:] for value in values)
        else:
            raw = struct.pack(f"<{len(values)}{code}", *values)
        assert len(raw) == len(values) * size
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def random_arrays(seed: int = 5) -> dict[str, tuple[list[int], list[float]]]:
    draw = random.Random(seed)

    def make(*shape: int) -> tuple[list[int], list[float]]:
        values = [draw.gauss(0, 0.5) for _ in range(math.prod(shape))]
        return list(shape), list(struct.unpack(f"{len(values)}f", struct.pack(f"{len(values)}f", *values)))

    arrays = {
        "embeddings.word_embeddings.weight": make(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": make(POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": make(2, WIDTH),
        "embeddings.LayerNorm.weight": make(WIDTH),
        "embeddings.LayerNorm.bias": make(WIDTH),
    }
    for layer in range(LAYERS):
        start = f"encoder.layer.{layer}."
        dense = {
            "attention.self.query": (WIDTH, WIDTH),
            "attention.self.key": (WIDTH, WIDTH),
            "attention.self.value": (WIDTH, WIDTH),
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (WIDE, WIDTH),
            "output.dense": (WIDTH, WIDE),
        }
        for name, shape in dense.items():
            arrays[f"{start}{name}.weight"] = make(*shape)
            arrays[f"{start}{name}.bias"] = make(shape[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            arrays[f"{start}{name}.weight"] = make(WIDTH)
            arrays[f"{start}{name}.bias"] = make(WIDTH)
    return arrays


def write_model(
    folder: Path, *, kind: str = "F32", prefix: str = "", **config: Any
) -> dict[str, tuple[list[int], list[float]]]:
    folder.mkdir(parents=True, exist_ok=True)
    arrays = random_arrays()
    write_safetensors(
        folder / "model.safetensors", {prefix + name: array for name, array in arrays.items()}, kind
    )
    settings = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "num_attention_heads": HEADS,
        "layer_norm_eps": 1e-12,
    }
    (folder / "config.json").write_text(json.dumps(settings | config))
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    return arrays


def reference(
    arrays: dict[str, tuple[list[int], list[float]]], ids: list[int], pooling: str = "mean"
) -> list[float]:
    """One unit vector, computed token by token and number by number."""

    def row(name: str, at: int) -> list[float]:
        (_, width), values = arrays[name]
        return values[at * width : (at + 1) * width]

    def dense(name: str, x: list[float]) -> list[float]:
        bias = arrays[f"{name}.bias"][1]
        return [
            sum(a * b for a, b in zip(row(f"{name}.weight", o), x, strict=True)) + bias[o]
            for o in range(len(bias))
        ]

    def norm(name: str, x: list[float]) -> list[float]:
        mean = sum(x) / len(x)
        scale = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x) + 1e-12)
        weight, bias = arrays[f"{name}.weight"][1], arrays[f"{name}.bias"][1]
        return [(v - mean) / scale * w + b for v, w, b in zip(x, weight, bias, strict=True)]

    def add(*vectors: list[float]) -> list[float]:
        return [sum(values) for values in zip(*vectors, strict=True)]

    kind = row("embeddings.token_type_embeddings.weight", 0)
    xs = [
        norm(
            "embeddings.LayerNorm",
            add(
                row("embeddings.word_embeddings.weight", token),
                row("embeddings.position_embeddings.weight", at),
                kind,
            ),
        )
        for at, token in enumerate(ids)
    ]
    size = WIDTH // HEADS
    for layer in range(LAYERS):
        start = f"encoder.layer.{layer}."
        q, k, v = (
            [dense(f"{start}attention.self.{name}", x) for x in xs] for name in ("query", "key", "value")
        )
        mixed = []
        for token in range(len(ids)):
            out: list[float] = []
            for head in range(HEADS):
                part = slice(head * size, (head + 1) * size)
                exps = [
                    math.exp(
                        sum(a * b for a, b in zip(q[token][part], other[part], strict=True)) / math.sqrt(size)
                    )
                    for other in k
                ]
                out += [
                    sum(e * other[part][d] for e, other in zip(exps, v, strict=True)) / sum(exps)
                    for d in range(size)
                ]
            mixed.append(out)
        xs = [
            norm(f"{start}attention.output.LayerNorm", add(x, dense(f"{start}attention.output.dense", m)))
            for x, m in zip(xs, mixed, strict=True)
        ]
        wide = [
            [v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in dense(f"{start}intermediate.dense", x)]
            for x in xs
        ]
        xs = [
            norm(f"{start}output.LayerNorm", add(x, dense(f"{start}output.dense", w)))
            for x, w in zip(xs, wide, strict=True)
        ]
    pooled = xs[0] if pooling == "cls" else [v / len(xs) for v in add(*xs)]
    length = math.sqrt(sum(v * v for v in pooled))
    return [v / length for v in pooled]
