"""Write the weight files: concepts, words, classifiers. What reads them is rails_engine/guards."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from rails_engine.guards.features import tokens_of
from rails_engine.guards.views.folding import fold
from rails_engine.guards.views.view import View
from rails_engine.guards.weightfiles import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tools.train_guards.fitting import Linear

LIMIT = 128 * 1024
#: What the heaviest feature weighs in the files. Twice that changes what is said of none of dev's 225
#: attacks, of one or two of its 450 harmful requests and 1,025 abusive texts, and takes a kilobyte for each
#: six thousand features; half of it loses 2 % of the harmful requests.
HEAVIEST = 63
#: A word is known if so many rows have it; the commonest of these are kept.
WORD_ROWS, WORDS = 4, 13000
#: A word that so many rows have is common, commoner, and so on.
LEVELS = (16, 64, 256, 1024, 4096)
#: Short ones are more often parts of words, names and initials.
SHORT_WORD_ROWS = {1: 10**9, 2: 90, 3: 15}
#: Concepts whose words stand everywhere; they are known words, but none worth mending.
_COMMON_CONCEPTS = frozenset(
    (
        *("AL", "YO", "YR", "IM", "WE", "AR", "NO", "NX", "HQ", "WQ", "YQ", "WH", "DO", "TO", "GET", "SHD"),
        *("QUO", "BLG", "BDY", "NW", "TL", "SAF", "FIG"),
    )
)
_SHORTEST_KEY = 4
_KEYS_EACH = 1500


def read_concepts(path: Path) -> dict[str, tuple[str, ...]]:
    """Class to its words in the folded spelling."""
    table: dict[str, tuple[str, ...]] = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, words = line.partition(": ")
            folded = {t for word in words.split() for t in tokens_of(fold(View(word)).text)}
            table[name] = tuple(sorted(folded))
    return table


def by_word(concepts: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Word to its classes, in the order of the file."""
    table: dict[str, tuple[str, ...]] = {}
    for name, words in concepts.items():
        for word in words:
            table[word] = (*table.get(word, ()), name)
    return table


def pick_words(texts: Iterable[str], others: Iterable[str]) -> dict[str, int]:
    """The words that many texts have, and these others; how common each is."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({t for t in tokens_of(fold(View(text)).text) if t.isascii() and t.isalpha()})
    by_number = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    common = [
        w for w, n in by_number[:WORDS] if n >= SHORT_WORD_ROWS.get(len(w), WORD_ROWS) or w in {"a", "i"}
    ]
    named = {w for w in others if w.isascii() and w.isalpha() and len(w) > 1}
    picked = [*common, *sorted(named.difference(common))]
    return {word: bisect_right(LEVELS, counts[word]) for word in picked}


def pick_keys(
    concepts: Mapping[str, Sequence[str]], models: Iterable[Linear], words: Iterable[str]
) -> set[str]:
    """The words worth mending: those of telling concepts, and those that speak for an attack."""
    keys = {w for name, ws in concepts.items() if name not in _COMMON_CONCEPTS for w in ws}
    known = set(words)
    for model in models:
        speaking = sorted(
            (-float(weight), name)
            for name, weight in zip(model.index, model.weights, strict=True)
            if weight > 0 and name in known
        )
        keys |= {name for _, name in speaking[:_KEYS_EACH]}
    return {w for w in keys if w.isascii() and w.isalpha() and len(w) >= _SHORTEST_KEY}


def write(
    folder: Path,
    concepts: Mapping[str, Sequence[str]],
    words: Mapping[str, int],
    keys: set[str],
    models: Sequence[Linear],
    limits: Sequence[float],
) -> int:
    """All weight files; gives their size together. ``limits``: three thresholds a model."""
    plain = "\n".join(" ".join((name, *ws)) for name, ws in concepts.items())
    features, weights = pack_models(models, limits)
    files = {
        "concepts": (plain.encode(), zlib.Z_DEFAULT_STRATEGY),
        "words": (pack_words(words, keys), zlib.Z_DEFAULT_STRATEGY),
        "features": (features, zlib.Z_DEFAULT_STRATEGY),
        # No two stretches of them are alike: to look for such makes them an eighth larger.
        "weights": (weights, zlib.Z_HUFFMAN_ONLY),
    }
    total = 0
    for name, (data, strategy) in files.items():
        packer = zlib.compressobj(9, strategy=strategy)
        packed = packer.compress(data) + packer.flush()
        (folder / f"{name}.z").write_bytes(packed)
        total += len(packed)
        print(f"{name}.z: {len(packed):,} bytes")
    if total > LIMIT:
        raise SystemExit(f"{total:,} bytes are more than {LIMIT:,}")
    return total


def pack_words(words: Mapping[str, int], keys: set[str]) -> bytes:
    """A line a word: a sign before one that matters, and how common it is behind one that is."""
    lines = [f"{'+' * (w in keys)}{w}{words.get(w) or ''}" for w in keys.union(words)]
    return share(sorted(lines)).encode()


def pack_models(models: Sequence[Linear], limits: Sequence[float]) -> tuple[bytes, bytes]:
    """A line of numbers and the features; a byte for each feature and classifier."""
    rounded = [round_off(model) for model in models]
    tables = [dict(zip(m.index, w.tolist(), strict=True)) for m, (w, _) in zip(models, rounded, strict=True)]
    features = sorted({f for table in tables for f, w in table.items() if w})
    numbers = [
        *(f"{scale:.6g}" for _, scale in rounded),
        *(f"{m.bias:.6g}" for m in models),
        *(f"{limit:.3f}" for limit in limits),
    ]
    columns = b"".join(bytes(table.get(f, 0) & 0xFF for f in features) for table in tables)
    return f"{' '.join(numbers)}\n\n{share(features)}".encode(), columns


def round_off(model: Linear) -> tuple[Any, float]:
    """Weights as bytes, and what they are to be multiplied with."""
    top = float(np.quantile(np.abs(model.weights), 0.9995))
    scale = top / HEAVIEST
    return np.clip(np.round(model.weights / scale), -HEAVIEST, HEAVIEST).astype(np.int8), scale
