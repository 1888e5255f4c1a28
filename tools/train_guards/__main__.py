"""Train the local guards, write their weight files, and print what they reach.

    python -m tools.train_guards FOLDER [--quick] [--encoder MODEL]

FOLDER has the collected rows (``jailbreak.train-dev.jsonl.gz`` and so on); they are not part of this
project. ``--quick`` leaves the cross-checks out; ``--encoder`` compares with a sentence encoder in them: the
folder of one that the package sentence-transformers reads. That takes half an hour more.
Needs ``pip install -e '.[training]'``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.train_guards.training import train

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.train_guards", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--encoder", type=Path, metavar="MODEL")
    wanted = parser.parse_args()
    train(wanted.folder, Path(__file__).resolve().parents[2], quick=wanted.quick, encoder=wanted.encoder)
