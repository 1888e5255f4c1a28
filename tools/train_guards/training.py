"""The order of training: rows, weights, files, cross-checks, thresholds, disguises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rails_engine.guards.classifier import unpack_model
from rails_engine.guards.vocabulary import vocabulary
from rails_engine.guards.weightfiles import read_bytes
from tools.train_guards.bank import Bank
from tools.train_guards.cross_check import cross_check
from tools.train_guards.encoder import Encoder
from tools.train_guards.fitting import KEEP, LEFT_OUT, fit
from tools.train_guards.packing import by_word, pick_keys, pick_words, read_concepts, write
from tools.train_guards.rows import TASKS, collected, made
from tools.train_guards.shipping import (
    choose_thresholds,
    in_long_texts,
    of_strangers,
    probability,
    score_rows,
    through_disguises,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.train_guards.rows import Row

#: Where the weight files of the product are, from the root of the project.
WEIGHTS = "rails_engine/guards/weights"


def train(folder: Path, root: Path, *, quick: bool = False, encoder: Path | None = None) -> None:
    """Everything."""
    here = Path(__file__).parent
    concepts = read_concepts(here / "concepts.txt")
    classes = by_word(concepts)
    rows = {task: collected(folder, task) + made(task) for task in TASKS}
    bank = Bank(classes)
    samples = {task: [bank.sample(row) for row in _with_others(rows, task)] for task in TASKS}
    models = {
        task: fit(bank, [s for s in samples[task] if s.row.split == "train"], task, KEEP[task])
        for task in TASKS
    }
    abroad = read_concepts(here / "words_abroad.txt")
    others = [word for table in (concepts, abroad) for named in table.values() for word in named]
    read = [row.text for task in TASKS for row in rows[task] if row.split == "train" and not row.invented]
    words = pick_words(read, others)
    keys = pick_keys(concepts, models.values(), words)
    weights, packed = root / WEIGHTS, [models[task] for task in TASKS]
    write(weights, concepts, words, keys, packed, [0.5] * 9)
    vocabulary.cache_clear()
    if not quick:
        beside = Encoder(encoder) if encoder else None
        for task in TASKS:
            cross_check(task, bank, samples[task], beside)
    shipped = unpack_model(read_bytes("features"), read_bytes("weights"), classes)
    scored = score_rows(rows, shipped)
    limits = choose_thresholds(rows, scored, shipped)
    numbers = [probability(limit) for task in TASKS for limit in limits[task]]
    write(weights, concepts, words, keys, packed, numbers)
    balanced = {task: limits[task][1] for task in TASKS}
    of_strangers(shipped, limits)
    in_long_texts(rows, scored, shipped, balanced)
    through_disguises(rows, scored, shipped, balanced)


def _with_others(rows: Mapping[str, Sequence[Row]], task: str) -> list[Row]:
    """The rows of a task, and the harmless ones of the others."""
    mine = [row for row in rows[task] if row.kind not in LEFT_OUT]
    seen = {row.text for row in mine}
    for other in TASKS:
        for row in rows[other]:
            if other != task and not row.label and row.split == "train" and row.text not in seen:
                seen.add(row.text)
                mine.append(row)
    return mine
