r"""How well the recognisers of personal data do on labelled documents: precision, recall, F1 of each label.

    python tools/measure_personal_data.py documents.jsonl.gz [--split dev] [--misses LABEL]
    python tools/measure_personal_data.py tests/cases/personal_data/strangers/people.txt

A line of the first is ``{"text", "spans": [{"start", "end", "label"}], "source", "split", "kind"}``.
In the other a value is marked as ``[[LABEL|value]]``, a text without any begins with ``NONE``, ``\n`` is a
line break, and a broken bar is dropped. A span is found where one of the same entity overlaps it, and exactly
found where both ends agree. ``--misses`` prints what went wrong with one label; that is for the terminal
only, since collected rows belong to nobody here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rails_engine.guards.personal_data.entities import known_entities
from rails_engine.guards.personal_data.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is asked for. Addresses and post codes count as LOCATION, as the documents have them.
ASKED = known_entities() - {"ADDRESS", "ZIP_CODE", "US_PASSPORT"}
RENAMED = {"ZIP_CODE": "LOCATION"}
GROUPS = {
    "structured": (
        "EMAIL_ADDRESS",
        "CREDIT_CARD",
        "IBAN_CODE",
        "US_SSN",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "URL",
        "CRYPTO",
        "API_KEY",
    ),
    "phones": ("PHONE_NUMBER",),
    "names and places": ("PERSON", "LOCATION"),
    "dates and ages": ("DATE_TIME", "AGE"),
}
_MARK = re.compile(r"\[\[([A-Z_]+)\|(.*?)\]\](?!\])", re.DOTALL)
#: What no document has; found in those without structured data, it is a false alarm.
NAMES_AND_DATES = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "NRP", "TITLE", "DATE_TIME", "AGE"})


@dataclass(slots=True)
class Count:
    """What became of the spans of one label."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    said: int = 0
    right: int = 0

    def add(self, other: Count) -> None:
        """Sum up."""
        self.gold += other.gold
        self.found += other.found
        self.exact += other.exact
        self.said += other.said
        self.right += other.right

    def line(self, name: str) -> str:
        """A row of the table."""
        precision = self.right / self.said if self.said else 1.0
        recall = self.found / self.gold if self.gold else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        exact = 2 * self.exact / (self.gold + self.said) if self.gold + self.said else 1.0
        return f"{name:<24}{self.gold:>6}{self.said:>6}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}{exact:>8.3f}"


def read(path: Path, split: str | None = None, source: str | None = None) -> Iterator[dict[str, Any]]:
    """The documents of a split."""
    if path.suffix == ".txt":
        yield from read_marked(path)
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if split in (None, row["split"]) and (source is None or source in row["source"]):
                yield row


def read_marked(path: Path) -> Iterator[dict[str, Any]]:
    """Texts with marks. Names count as false finds where the file marks names at all."""
    lines = path.read_text("utf-8").replace("\\n", "\0").replace("\u00a6", "").splitlines()
    labelled = "synthetic" if any("[[PERSON|" in line for line in lines) else "structured"
    for line in lines:
        text, spans, at = "", [], 0
        plain = line.removeprefix("NONE ").replace("\0", "\n")
        for mark in _MARK.finditer(plain):
            text += plain[at : mark.start()]
            spans.append({"start": len(text), "end": len(text) + len(mark[2]), "label": mark[1]})
            text += mark[2]
            at = mark.end()
        kind = "hardneg" if line.startswith("NONE ") else labelled
        yield {"text": text + plain[at:], "spans": spans, "kind": kind}


def count(
    row: dict[str, Any], finder: Finder, counts: dict[str, Count], misses: str | None
) -> list[tuple[str, str]]:
    """Compare what is found in a document with its labels; gives what was found."""
    text = row["text"]
    gold = [(s["start"], s["end"], RENAMED.get(s["label"], s["label"])) for s in row["spans"]]
    said = [(s.start, s.end, s.entity) for s in finder.find(text)]
    everything = [(label, text[start:end]) for start, end, label in said]
    if row["kind"] != "synthetic":  # the names and dates have no labels
        said = [s for s in said if s[2] not in NAMES_AND_DATES]
    for start, end, label in gold:
        tally = counts[label]
        tally.gold += 1
        found = any(a < end and start < b and label == e for a, b, e in said)
        tally.found += found
        tally.exact += (start, end, label) in said
        if not found and misses == label:
            print("missed", repr(text[start:end]), "in", repr(text[max(0, start - 50) : end + 30]))
    for start, end, label in said:
        tally = counts[label]
        tally.said += 1
        right = any(a < end and start < b and label == e for a, b, e in gold)
        tally.right += right
        if not right and misses == label:
            print("false ", repr(text[start:end]), "in", repr(text[max(0, start - 50) : end + 30]))
    return everything


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--split")
    parser.add_argument("--source", help="only documents of sources with this in their name")
    parser.add_argument("--misses")
    parser.add_argument("--threshold", type=float, default=0.4)
    options = parser.parse_args()
    finder = Finder(ASKED, threshold=options.threshold)
    counts: dict[str, Count] = defaultdict(Count)
    alarms: list[tuple[str, str]] = []
    plain = 0
    for row in read(options.file, options.split, options.source):
        said = count(row, finder, counts, options.misses)
        if row["kind"] in ("hardneg", "no-structured-pii"):
            plain += 1
            alarms += [pair for pair in said if pair[0] not in NAMES_AND_DATES]
    print(f"{'':<24}{'spans':>6}{'said':>6}{'prec.':>8}{'recall':>8}{'F1':>8}{'exact':>8}")
    for label in sorted(counts):
        print(counts[label].line(label))
    print()
    for name, labels in GROUPS.items():
        total = Count()
        for label in labels:
            total.add(counts[label])
        print(total.line(name))
    print(f"\nfalse alarms on {plain} texts without structured data: {len(alarms)}")
    for label, value in alarms:
        print("  ", label, repr(value))


if __name__ == "__main__":
    main()
