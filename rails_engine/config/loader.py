"""From folders, files and texts to a ``RailsConfig``: the one way in."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rails_engine.config.assembly import assemble
from rails_engine.config.files import find_config_root
from rails_engine.config.findings import refusal
from rails_engine.config.fingerprint import digest_of
from rails_engine.config.merge import join, overlay, refuse_conflicts
from rails_engine.config.roots import Root, load_root, text_root
from rails_engine.config.tree import Scalar, canonical, empty_table, table_from_plain
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rails_engine.config.catalog import RailCatalog
    from rails_engine.config.schema import RailsConfig
    from rails_engine.config.tree import Table

T = TypeVar("T")

#: Folders that a configuration may import, directly and through what it imports.
MAX_IMPORTS = 200


def load_path(
    path: str | Path,
    *,
    environ: Mapping[str, str],
    catalog: RailCatalog,
    name: str | None = None,
) -> RailsConfig:
    """Load a folder or a single YAML file."""
    given = Path(path)
    place = find_config_root(given)
    root = load_root(place)
    if root.is_bare:
        raise ConfigError(
            "the folder holds no configuration",
            file=str(place),
            hint="Put a config.yml there, with the 'models' to use and the 'rails' to run.",
        )
    root = _with_imports(root, place if place.is_dir() else place.parent, environ)
    called = name if name is not None else given.resolve().name if place.is_dir() else given.stem
    return assemble(root, name=called, environ=environ, catalog=catalog)


def load_content(
    *,
    colang: str | None = None,
    yaml: str | None = None,
    config: Mapping[str, Any] | None = None,
    environ: Mapping[str, str],
    catalog: RailCatalog,
    name: str = "",
) -> RailsConfig:
    """Load texts; values of ``config`` count over those of ``yaml``."""
    from rails_engine.config.compose import compose

    tables = []
    if yaml is not None:
        tables.append(compose(yaml, "<yaml>"))
    if config is not None:
        tables.append(table_from_plain(config, "<config>"))
    table = join(tables, empty_table("<config>"))
    digest = digest_of([colang or "", canonical(table)])
    root = _with_imports(text_root(colang, table, digest), Path(), environ)
    return assemble(root, name=name, environ=environ, catalog=catalog)


def combine(first: RailsConfig, second: RailsConfig) -> RailsConfig:
    """``first + second``: what both say explicitly is as the second says it."""
    if first.raw is None or second.raw is None or first.catalog is None:
        raise ConfigError("only configurations that were loaded can be added")
    refuse_conflicts(first.raw, second.raw)
    root = Root(
        table=overlay(first.raw, second.raw),
        colang=(*second.colang, *_others(first.colang, second.colang)),
        docs=_united(_loaded_docs(first), _loaded_docs(second)),
        code_paths=_united(first.code_paths, second.code_paths),
        sources=_united(first.sources, second.sources),
        findings=(*first.findings, *second.findings),
    )
    environ = {**first.environ, **second.environ}
    name = " + ".join(dict.fromkeys(part for part in (first.name, second.name) if part))
    return assemble(root, name=name, environ=environ, catalog=first.catalog)


def _others(these: Iterable[T], taken: Iterable[T]) -> tuple[T, ...]:
    known = list(taken)
    return tuple(item for item in these if item not in known)


def _united(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    """What counts last stands last."""
    return (*_others(first, second), *second)


def _loaded_docs(config: RailsConfig) -> tuple[Any, ...]:
    """The documents from files; those in the values themselves come with the values."""
    inline = len(config.raw.items("docs")) if config.raw is not None else 0
    return config.docs[inline:]


def _with_imports(root: Root, base: Path, environ: Mapping[str, str]) -> Root:
    """Add what a root imports, and what that imports. The root's own words count over theirs."""
    seen = {source.path.resolve() for source in root.sources if source.path is not None}
    waiting = deque(_imports(root.table, base, environ))
    imported: list[Root] = []
    while waiting:
        place = waiting.popleft()
        if place.resolve() in seen:
            continue
        seen.add(place.resolve())
        if len(imported) == MAX_IMPORTS:
            raise ConfigError(f"more than {MAX_IMPORTS} imports", file=str(place))
        found = load_root(place)
        imported.append(found)
        waiting.extend(_imports(found.table, place if place.is_dir() else place.parent, environ))
    if not imported:
        return root
    table = root.table
    for found in imported:
        table = overlay(found.table, table)
    roots = [root, *imported]
    return Root(
        table=table,
        colang=tuple(file for one in roots for file in one.colang),
        docs=tuple(doc for one in roots for doc in one.docs),
        code_paths=(*(path for one in imported for path in one.code_paths), *root.code_paths),
        sources=tuple(source for one in roots for source in one.sources),
        findings=tuple(finding for one in roots for finding in one.findings),
    )


def _imports(table: Table, base: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """The places that ``import_paths`` names: beside the configuration, as given, or under COLANGPATH."""
    import os

    shelves = [Path(part) for part in environ.get("COLANGPATH", "").split(os.pathsep) if part]
    for node in table.items("import_paths"):
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            raise refusal("import_paths is a list of paths", node.at)
        places = [shelf / node.value for shelf in (base, Path(), *shelves)]
        found = next((place for place in places if place.exists()), None)
        if found is None:
            looked = ", ".join(dict.fromkeys(str(place) for place in places))
            raise refusal(
                f"the import path {node.value!r} cannot be resolved", node.at, f"Looked at: {looked}."
            )
        yield found
