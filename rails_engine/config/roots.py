"""One folder, file or text, read: its values, its Colang, its documents, where its code is.

A root is what an import brings in, and what a configuration is before its imports are added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.colang.coyml import read_coyml
from rails_engine.colang.parser import parse
from rails_engine.colang.references import is_colang_2
from rails_engine.config.checks import check_colang_version
from rails_engine.config.files import KINDS, MAX_BYTES, decode, list_folder, read_bytes
from rails_engine.config.findings import Finding, refusal
from rails_engine.config.fingerprint import digest_bytes, digest_files
from rails_engine.config.merge import drop_repeated_models, join
from rails_engine.config.schema import Document, Source
from rails_engine.config.tree import Items, Table, empty_table, find, parse_path, plain
from rails_engine.errors import ColangSyntaxError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rails_engine.colang import nodes
    from rails_engine.config.files import FoundFile

#: Keys with Colang in YAML form, and the shape that each must have.
COYML = {"user_messages": Table, "bot_messages": Table, "flows": Items}


@dataclass(frozen=True, slots=True)
class Root:
    """What one place holds."""

    table: Table
    colang: tuple[nodes.File, ...] = ()
    docs: tuple[Document, ...] = ()
    code_paths: tuple[Path, ...] = ()
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    #: Nothing there says anything about rails, models or flows.
    is_bare: bool = False


def load_root(path: Path) -> Root:
    """Read a folder, a YAML file or a Colang file."""
    return _load_folder(path) if path.is_dir() else _load_file(path)


def text_root(colang: str | None, table: Table, digest: str) -> Root:
    """A root of texts."""
    check_colang_version(table)
    table, findings = drop_repeated_models(table)
    files = [parse_colang(decode(colang.encode(), "<colang>"), "<colang>")] if colang is not None else []
    source = Source(None, digest)
    return Root(table, (*files, *_coyml(table)), sources=(source,), findings=tuple(findings))


def parse_colang(text: str, name: str) -> nodes.File:
    """Parse a Colang 1.0 text."""
    if is_colang_2(text):
        raise ConfigError(
            "this is Colang 2, which is not supported yet",
            file=name,
            hint="A Colang 1.0 file defines with 'define user', 'define bot' and 'define flow'.",
        )
    return parse(text, name)


def _load_file(path: Path) -> Root:
    kind = KINDS.get(path.suffix.lower())
    if kind not in ("yaml", "colang"):
        raise ConfigError("a file of a configuration ends in .yml, .yaml or .co", file=str(path))
    content = read_bytes(path, MAX_BYTES[kind])
    text = decode(content, str(path))
    source = Source(path, digest_files([(path.name, digest_bytes(content))]))
    if kind == "colang":
        return Root(empty_table(str(path)), (parse_colang(text, str(path)),), sources=(source,))
    table = _compose(text, str(path))
    check_colang_version(table)
    table, findings = drop_repeated_models(table)
    return Root(table, _coyml(table), sources=(source,), findings=tuple(findings))


def _load_folder(path: Path) -> Root:
    folder = list_folder(path)
    contents = {file.relative: read_bytes(file.path, MAX_BYTES[file.kind]) for file in folder.files}
    hashes = [(name, digest_bytes(content)) for name, content in contents.items()]
    if folder.ignore_file is not None:
        ignored = read_bytes(folder.ignore_file, MAX_BYTES["yaml"])
        hashes.append((folder.ignore_file.name, digest_bytes(ignored)))
    texts = {
        file.relative: decode(contents[file.relative], str(file.path))
        for file in folder.files
        if file.kind in ("yaml", "colang")
    }
    yaml_files = [file for file in folder.files if file.kind == "yaml" and not _is_kb(file)]
    tables = {file.relative: _compose(texts[file.relative], str(file.path)) for file in yaml_files}
    start = empty_table(str(path))
    knowledge = _Knowledge(path, join(tables.values(), start))
    table = join((tables[file.relative] for file in yaml_files if not knowledge.holds(file)), start)
    check_colang_version(table)
    table, findings = drop_repeated_models(table)
    colang = [
        parse_colang(texts[file.relative], str(file.path))
        for file in folder.files
        if file.kind == "colang" and not knowledge.holds(file)
    ]
    unread = [f for f in folder.files if f.kind in ("yaml", "colang") and knowledge.holds(f)]
    docs, sources = knowledge.read(folder.files, contents)
    return Root(
        table=table,
        colang=(*colang, *_coyml(table)),
        docs=docs,
        code_paths=(path,),
        sources=(Source(path, digest_files(hashes)), *sources),
        findings=(*findings, *knowledge.findings, *map(_not_read, unread)),
        is_bare=not tables and not colang,
    )


def _is_kb(file: FoundFile) -> bool:
    """Folders whose name begins with ``kb`` hold documents and nothing else."""
    return "/" in file.relative and file.relative.startswith("kb")


def _not_read(file: FoundFile) -> Finding:
    message = f"{file.path} is not read: folders of the knowledge base hold .md files only"
    return Finding("warning", "not-read", message)


class _Knowledge:
    """Where the documents of a folder are: in ``kb``, or where ``knowledge_base.folder`` says."""

    def __init__(self, root: Path, table: Table) -> None:
        self.findings: list[Finding] = []
        self._root = root
        self._prefix: str | None = None
        self._outside: Path | None = None
        section = table.table("knowledge_base")
        folder = section.scalar("folder") if section is not None else None
        if folder is None or not isinstance(folder.value, str) or folder.value.strip("/") == "kb":
            return
        place = root / folder.value
        if not place.is_dir():
            message = (
                f"knowledge_base.folder {folder.value!r} does not exist; the folder 'kb' is used instead"
            )
            self.findings.append(Finding("warning", "no-such-folder", message, folder.at))
        elif place.resolve().is_relative_to(root.resolve()):
            self._prefix = f"{place.resolve().relative_to(root.resolve()).as_posix()}/"
        else:
            self._outside = place

    def holds(self, file: FoundFile) -> bool:
        """Whether a file stands among documents."""
        return _is_kb(file) or (self._prefix is not None and file.relative.startswith(self._prefix))

    def read(
        self, files: Iterable[FoundFile], contents: Mapping[str, bytes]
    ) -> tuple[tuple[Document, ...], tuple[Source, ...]]:
        """The documents, and the further source where they stand outside the folder."""
        sources: tuple[Source, ...] = ()
        if self._outside is not None:
            files = list_folder(self._outside).files
            contents = {file.relative: read_bytes(file.path, MAX_BYTES[file.kind]) for file in files}
            hashes = [(name, digest_bytes(content)) for name, content in contents.items()]
            sources = (Source(self._outside, digest_files(hashes)),)
        docs = tuple(
            Document(file.relative, decode(contents[file.relative], str(file.path)))
            for file in files
            if file.kind == "text" and self._is_document(file)
        )
        return docs, sources

    def _is_document(self, file: FoundFile) -> bool:
        if self._outside is not None:
            return True
        return file.relative.startswith(self._prefix) if self._prefix is not None else _is_kb(file)


def _compose(text: str, name: str) -> Table:
    from rails_engine.config.compose import compose

    return compose(text, name)


def _coyml(table: Table) -> tuple[nodes.File, ...]:
    """The Colang that is written as YAML."""
    given = {}
    for key, shape in COYML.items():
        node = table.node(key)
        if node is None:
            continue
        if not isinstance(node, shape):
            wanted = "a list" if shape is Items else "a section of keys and values"
            raise refusal(f"{key} must be {wanted}", table.entries[key].at)
        given[key] = node
    if not given:
        return ()
    first = next(iter(given))
    at = table.entries[first].at
    values = {key: plain(node) for key, node in given.items()}
    try:
        file = read_coyml(
            values.get("user_messages", {}), values.get("bot_messages", {}), values.get("flows", []), at.file
        )
    except ColangSyntaxError as error:
        path, colon, _ = error.message.partition(": ")
        where = find(table, parse_path(table, path)) if colon else at
        raise refusal(error.message, where, error.hint) from None
    return (file,)
