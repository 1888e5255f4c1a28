"""Writes docs/rails/surfaces.md, the table of all shipped rails, from the rails themselves.

    python tools/rails_table.py

Which of them the original ships as well is known from tests/cases/rails/surfaces.yml, where each stands in a
configuration that the tests load. Nothing in the table is written by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from rails_engine.colang.references import split_rail_reference
from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.plan import KINDS
from rails_engine.rails.remote.rail import RemoteRail

if TYPE_CHECKING:
    from rails_engine.config.catalog import RailFlow
    from rails_engine.rails.base import Rail

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/rails/surfaces.md"
CASES = ROOT / "tests/cases/rails/surfaces.yml"

HEAD = """# Every rail that ships

Written by `tools/rails_table.py`; do not edit. A rail is put to use by its name in `rails.<list>.flows`.

- *Streams* says how an output rail judges an answer that is still being written: an `exact` one holds back
  only what could still become a match, a `window` one judges pieces, a `whole` one waits for the end.
- *Edits* marks rails that may change the text.
- *Fails* says what happens to a text that the rail could not judge, where its settings say nothing else.
"""
#: Rails that are on the page of another one.
SHARED = {
    "repetition": "conversation-limits",
    "self_check_facts": "self-check",
    "self_check_hallucination": "self-check",
    "self_check_input": "self-check",
    "self_check_output": "self-check",
}
COLUMNS = ("rail", "list", "settings", "needs", "streams", "edits", "fails", "page")


def original_flows() -> set[str]:
    """The flows that the original ships."""
    surfaces = yaml.safe_load(CASES.read_text(encoding="utf-8"))["surfaces"]
    return {
        split_rail_reference(line)[0]
        for surface in surfaces
        for kind in KINDS
        for line in surface.get(kind, ())
    }


def render() -> str:
    """The whole page."""
    library, original = shipped_rails(), original_flows()
    rows: dict[bool, list[str]] = {True: [], False: []}
    for name in sorted(library.flows):
        owner = library.owner(name)
        if owner is not None:
            rows[name in original].append(_line(_row(library.flows[name], owner)))
    parts = [
        HEAD,
        f"## The original's ({len(rows[True])})\n",
        _table(rows[True]),
        f"## Our own ({len(rows[False])})\n",
        _table(rows[False]),
    ]
    return "\n".join(parts)


def _table(lines: list[str]) -> str:
    return "\n".join([_line(COLUMNS), _line(("---",) * len(COLUMNS)), *lines]) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _row(flow: RailFlow, owner: type[Rail]) -> tuple[str, ...]:
    rail = owner()
    parameter = " $model=…" if flow.model_param else ""
    kinds = ", ".join(f"`{kind}`" for kind in KINDS if kind in flow.kinds)
    return (
        f"`{flow.name}{parameter}`",
        kinds,
        f"`{flow.settings}`" if flow.settings else "",
        _needs(flow),
        _judges(flow, rail) if "output" in flow.kinds else "",
        "yes" if flow.rewrites else "",
        "passes" if rail.allows_on_error({}) else "blocks",
        _page(owner),
    )


def _needs(flow: RailFlow) -> str:
    needs = [f"a model `{flow.model_type}`"] if flow.model_type else []
    needs += ["a model"] if flow.model_param else []
    needs += [f"prompt `{task.partition(' ')[0]}`" for task in flow.prompts]
    return ", ".join(needs)


def _judges(flow: RailFlow, rail: Rail) -> str:
    if rail.scanner(flow.name) is not None:
        return "exact"
    return "window" if rail.judges == "exact" else rail.judges


def _page(owner: type[Rail]) -> str:
    module = owner.__module__.rpartition(".")[2]
    pages = [module, module.replace("_", "-"), SHARED.get(module, "")]
    if issubclass(owner, RemoteRail):
        pages.append("remote")
    found = next((page for page in pages if PAGE.with_name(f"{page}.md").is_file()), None)
    return f"[{found}]({found}.md)" if found else ""


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(render(), encoding="utf-8")
