"""From what was explicitly said to the values of a ``RailsConfig``, read and checked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rails_engine.config.checks import check_config
from rails_engine.config.findings import Finding, refusal
from rails_engine.config.reading import InvalidValueError, Reader, as_table, fields_of
from rails_engine.config.schema import Document, RailsConfig, RailSettings, RailsSection
from rails_engine.config.tree import Items, Table, empty_table, find, plain, show
from rails_engine.errors import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.config.catalog import RailCatalog
    from rails_engine.config.roots import Root
    from rails_engine.config.tree import Entry, Node, Path

#: Top-level keys that are read elsewhere.
ELSEWHERE = frozenset({"colang_version", "user_messages", "bot_messages", "flows", "docs"})
#: Top-level keys of the format that do nothing, and what to do about them.
NO_EFFECT = {
    "streaming": "Streaming is asked for with each request.",
    "event_source_uid": "It belongs to Colang 2.",
    "raw_llm_call_action": "It belongs to Colang 2.",
    "embedding_search_provider": "Put it under 'core' or 'knowledge_base'.",
    "sensitive_data_detection": "Put it under 'rails: config:'.",
    "config_path": "The loader knows it.",
    "imported_paths": "The loader knows them.",
}


def assemble(root: Root, *, name: str, environ: Mapping[str, str], catalog: RailCatalog) -> RailsConfig:
    """Read and check what the roots of a configuration say together."""
    table = root.table
    findings = list(root.findings)
    known = fields_of(RailsConfig)
    strangers = {
        key: entry
        for key, entry in table.entries.items()
        if key not in known and key not in ELSEWHERE and key not in NO_EFFECT
    }
    findings += [_stranger(key, entry, known) for key, entry in strangers.items()]
    findings += [_no_effect(key, table) for key in NO_EFFECT if table.node(key) is not None]
    reader = Reader(
        is_strict=lambda path: path[:1] == ("rails",),
        special={RailSettings: lambda reader, node, path: _settings(reader, node, path, catalog)},
    )
    values = reader.read_fields(RailsConfig, table.without((*strangers, *ELSEWHERE, *NO_EFFECT)), ())
    values["rails"] = _with_defaults(values.get("rails", RailsSection()), reader, table, catalog)
    unknown = {key: plain(entry.node) for key, entry in strangers.items()}
    values["custom_data"] = {**unknown, **values.get("custom_data", {})}
    try:
        config = RailsConfig(
            **values,
            name=name,
            docs=(*_docs(table), *root.docs),
            colang=root.colang,
            code_paths=root.code_paths,
            sources=root.sources,
            environ=environ,
            catalog=catalog,
            raw=table,
        )
    except InvalidValueError as error:
        raise refusal(f"{show(error.path)} {error.message}", find(table, error.path), error.hint) from None
    findings += reader.findings
    findings += check_config(config, catalog)
    return dataclasses.replace(config, findings=tuple(dict.fromkeys(findings)))


def _stranger(key: str, entry: Entry, known: Mapping[str, Any]) -> Finding:
    """An unknown key at the top: a remark, but an error where it would switch rails off."""
    sections = fields_of(RailsSection)
    if isinstance(entry.node, Table):
        if nearest(key.lower(), known) == "rails" and set(entry.node.entries) & set(sections):
            raise refusal(
                f"unknown key {key!r}; the rails in it would not run", entry.at, "Did you mean 'rails'?"
            )
        if key in sections and "flows" in entry.node.entries:
            raise refusal(
                f"{key!r} stands at the top; the rails in it would not run", entry.at, "Put it under 'rails'."
            )
    message = f"unknown key {key!r}; it is kept in custom_data"
    return Finding("warning", "unknown-key", message, entry.at, did_you_mean(key, known))


def _no_effect(key: str, table: Table) -> Finding:
    return Finding("warning", "no-effect", f"{key!r} has no effect", table.entries[key].at, NO_EFFECT[key])


def _settings(reader: Reader, node: Node, path: Path, catalog: RailCatalog) -> RailSettings:
    """``rails.config``: each key read into the type that its rail declares; the others have defaults."""
    table = as_table(node, path)
    for key, entry in table.entries.items():
        if key not in catalog.settings:
            reader.unknown(key, entry.at, path, catalog.settings)
    settings = {}
    for key, kind in catalog.settings.items():
        given = table.node(key)
        if given is not None:
            settings[key] = reader.read(kind, given, (*path, key))
        elif not (dataclasses.is_dataclass(kind) and any(spec.required for spec in fields_of(kind).values())):
            settings[key] = reader.read(kind, empty_table(node.at.file), (*path, key))
    return RailSettings(settings)


def _with_defaults(rails: RailsSection, reader: Reader, table: Table, catalog: RailCatalog) -> RailsSection:
    """The settings of all rails, also where the configuration has no ``rails.config``."""
    section = table.table("rails")
    if section is not None and section.node("config") is not None:
        return rails
    nothing = empty_table(table.at.file)
    return dataclasses.replace(rails, config=_settings(reader, nothing, ("rails", "config"), catalog))


def _docs(table: Table) -> list[Document]:
    """Documents that are written into the configuration itself."""
    node = table.node("docs")
    if node is None:
        return []
    reader = Reader(is_strict=lambda _path: False)
    if not isinstance(node, Items):
        raise refusal("docs must be a list", node.at)
    texts = [
        reader.read_table(_InlineDocument, item, ("docs", index)) for index, item in enumerate(node.nodes)
    ]
    return [Document(f"docs[{index}]", text.content) for index, text in enumerate(texts)]


@dataclasses.dataclass(frozen=True, slots=True)
class _InlineDocument:
    content: str
    format: str = "md"
