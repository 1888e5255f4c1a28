"""How several trees become one: the files of a folder, a folder over what it imports, and ``a + b``.

Only what was explicitly said takes part, so a default never overrides a value. ``join`` and ``overlay``
never fail; ``refuse_conflicts`` names what two configurations cannot both mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.config.findings import Finding, place, refusal
from rails_engine.config.tree import Entry, Items, Node, Scalar, Table, canonical, is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Merge = Callable[[Node, Node], Node]

#: Where a model's name may stand (beside ``model``).
NAME_PARAMETERS = ("model", "model_name")


def join(tables: Iterable[Table], start: Table) -> Table:
    """The files of one folder in their order: lists grow, single values are those of the later file."""
    whole = start
    for table in tables:
        whole = _merge_tables(whole, table, _JOIN)
    return whole


def overlay(under: Table, over: Table) -> Table:
    """One configuration over another: what both say is as ``over`` says it."""
    return _merge_tables(under, over, _OVERLAY)


def refuse_conflicts(first: Table, second: Table) -> None:
    """Raise for models of one type, or action servers, that differ between two configurations."""
    before = dict(map(_typed, first.items("models")))
    for kind, model in map(_typed, second.items("models")):
        other = before.get(kind)
        if kind is None or model is None or other is None:
            continue
        for what, mine, theirs in (
            ("engine", _engine(model), _engine(other)),
            ("model", model_name(model), model_name(other)),
        ):
            if mine is not None and theirs is not None and mine.value != theirs.value:
                raise refusal(
                    f"both configurations have a model of the type {kind!r}, and they must have the same"
                    f" {what}: {mine.value!r} here, {theirs.value!r} at {place(theirs.at)}",
                    mine.at,
                )
    mine, theirs = second.scalar("actions_server_url"), first.scalar("actions_server_url")
    if mine is not None and theirs is not None and mine.value != theirs.value:
        raise refusal(
            f"both configurations have an actions_server_url, and they differ: {mine.value!r} here,"
            f" {theirs.value!r} at {place(theirs.at)}",
            mine.at,
        )


def model_name(model: Table) -> Scalar | None:
    """Where a model says its name."""
    parameters = model.table("parameters") or Table({}, model.at)
    for scalar in (model.scalar("model"), *(parameters.scalar(key) for key in NAME_PARAMETERS)):
        if scalar is not None:
            return scalar
    return None


def drop_repeated_models(table: Table) -> tuple[Table, list[Finding]]:
    """One model of each type: the first. The others are remarked on."""
    kept: list[Node] = []
    findings: list[Finding] = []
    seen: dict[str, Table] = {}
    for node in table.items("models"):
        kind, model = _typed(node)
        if kind is not None and model is not None:
            if kind in seen:
                message = (
                    f"a second model of the type {kind!r} is not used; the first is at {place(seen[kind].at)}"
                )
                findings.append(Finding("warning", "repeated-model", message, node.at))
                continue
            seen[kind] = model
        kept.append(node)
    if not findings:
        return table, findings
    entry = table.entries["models"]
    models = Entry(entry.key, entry.at, Items(tuple(kept), entry.node.at))
    return table.replaced({"models": models}), findings


def _merge_tables(under: Table, over: Table, rules: dict[str, Merge]) -> Table:
    """Key by key; an empty value says nothing, so it overrides nothing."""
    entries = dict(under.entries)
    for key, entry in over.entries.items():
        before = entries.get(key)
        if before is None or is_empty(before.node):
            entries[key] = entry
        elif not is_empty(entry.node):
            node = rules.get(key, _deeper)(before.node, entry.node)
            entries[key] = Entry(entry.key, entry.at if node is entry.node else before.at, node)
    return Table(entries, under.at if under.at.line or not over.at.line else over.at)


def _deeper(under: Node, over: Node) -> Node:
    """Tables merge, anything else is as ``over`` has it."""
    if isinstance(under, Table) and isinstance(over, Table):
        return _merge_tables(under, over, {})
    return over


def _rails(under: Node, over: Node) -> Node:
    """Tables merge and lists unite at every level: merging never takes a rail or a pattern away."""
    if isinstance(under, Table) and isinstance(over, Table):
        return _merge_tables(under, over, dict.fromkeys((*under.entries, *over.entries), _rails))
    return _united(under, over)


def _appended(under: Node, over: Node) -> Node:
    if isinstance(under, Items) and isinstance(over, Items):
        return Items(under.nodes + over.nodes, under.at)
    return over


def _united(under: Node, over: Node) -> Node:
    """What was there, then what is new."""
    if isinstance(under, Items) and isinstance(over, Items):
        known = {_identity(node) for node in under.nodes}
        new = tuple(node for node in over.nodes if _identity(node) not in known)
        return Items(under.nodes + new, under.at)
    return over


def _last_counts(under: Node, over: Node) -> Node:
    """For lists in which the later item wins: what is in both stands where ``over`` has it."""
    if isinstance(under, Items) and isinstance(over, Items):
        return Items(_others(under, over) + over.nodes, over.at)
    return over


def _first_counts(under: Node, over: Node) -> Node:
    """For lists in which the earlier item wins: those of ``over`` come first."""
    if isinstance(under, Items) and isinstance(over, Items):
        return Items(over.nodes + _others(under, over), over.at)
    return over


def _others(under: Items, over: Items) -> tuple[Node, ...]:
    known = {canonical(node) for node in over.nodes}
    return tuple(node for node in under.nodes if canonical(node) not in known)


def _earlier(under: Node, _over: Node) -> Node:
    return under


def _models(under: Node, over: Node) -> Node:
    """Models of one type are one model: merged where it is the same, else the one of ``over``."""
    if not isinstance(under, Items) or not isinstance(over, Items):
        return over
    merged = list(under.nodes)
    places = {kind: index for index, (kind, _) in enumerate(map(_typed, merged)) if kind is not None}
    for node in over.nodes:
        kind, model = _typed(node)
        index = places.get(kind) if kind is not None else None
        if index is None or model is None:
            merged.append(node)
            continue
        _, before = _typed(merged[index])
        merged[index] = _one_model(before, model) if before is not None else model
    return Items(tuple(merged), under.at)


def _one_model(under: Table, over: Table) -> Table:
    same_engine = _value(_engine(under)) == _value(_engine(over))
    if not same_engine or _value(model_name(under)) != _value(model_name(over)):
        return over
    return _merge_tables(_nameless(under), over, {})


def _nameless(model: Table) -> Table:
    """The model without its name, which may stand in another place in the other table."""
    entry = model.entries.get("parameters")
    model = model.without(["model"])
    if entry is None or not isinstance(entry.node, Table):
        return model
    return model.replaced({"parameters": Entry(entry.key, entry.at, entry.node.without(NAME_PARAMETERS))})


def _typed(node: Node) -> tuple[str | None, Table | None]:
    if not isinstance(node, Table):
        return None, None
    kind = node.scalar("type")
    return (kind.value if kind is not None and isinstance(kind.value, str) else None), node


def _engine(model: Table) -> Scalar | None:
    return model.scalar("engine")


def _value(scalar: Scalar | None) -> object:
    return scalar.value if scalar is not None else None


def _identity(node: Node) -> str:
    """Equal for two names of one rail that differ in blanks only."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return " ".join(node.value.split())
    return canonical(node)


_JOIN: dict[str, Merge] = {
    "rails": _rails,
    "instructions": _appended,
    "flows": _appended,
    "models": _appended,
    "prompts": _appended,
    "docs": _appended,
    "import_paths": _united,
    "actions_server_url": _earlier,
}
_OVERLAY: dict[str, Merge] = {
    "rails": _rails,
    "instructions": _first_counts,
    "flows": _first_counts,
    "models": _models,
    "prompts": _last_counts,
    "docs": _last_counts,
    "import_paths": _united,
}
