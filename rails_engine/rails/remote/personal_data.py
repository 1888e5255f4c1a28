"""The six flows of rails that find personal data: detect and mask, on input, output and retrieval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.rails.remote.flows import REFUSE, Guard, Mask
from rails_engine.rails.runner import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCES = ("input", "output", "retrieval")


def personal_data_flows(prefix: str, detect: str, mask: str, reply: str = REFUSE) -> tuple[Guard | Mask, ...]:
    """The table of the flows. ``detect`` and ``mask`` are actions with the parameters source and text."""
    detecting = [
        Guard(f"{prefix}detect pii on {source}", source, _call(detect, source), reply=reply)
        for source in SOURCES
    ]
    masking = [Mask(f"{prefix}mask pii on {source}", source, _call(mask, source)) for source in SOURCES]
    return (*detecting, *masking)


def detected(labels: Sequence[str]) -> RailOutcome:
    """The verdict of detection."""
    if labels:
        return RailOutcome.block(
            reason="personal data", legacy=True, metadata={"entities": sorted(set(labels))}
        )
    return RailOutcome.allow(legacy=False)


def masked(text: str) -> RailOutcome:
    """The verdict of masking: the text that may pass."""
    return RailOutcome.transform(text, legacy=text)


def _call(action: str, source: str) -> str:
    return f'{action}(source="{source}", text=${SUBJECTS[source]})'
