"""Cuts a Markdown document into chunks that are worth finding: a title path and a body each.

A chunk ends at a heading, or at a blank line once it is long enough; a fenced block is never cut.
This is not a Markdown parser: bodies stay as they were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: A chunk longer than this ends at the next blank line.
LONG = 400

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*(.*)$")
_METADATA = ("yaml", "yml")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document. ``metadata`` is the document's; ``score`` is set on what a search returns."""

    title: str
    body: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    score: float = 0.0


def split_markdown(name: str, content: str, read_yaml: Callable[[str], Any]) -> list[Chunk]:
    """The chunks of a document; ``name`` is for errors, ``read_yaml`` reads its metadata block."""
    lines = content.removeprefix("\ufeff").splitlines()
    metadata, begin = _take_metadata(name, lines, read_yaml)
    return [Chunk(title, body, metadata) for title, body in _cut(lines[begin:])]


def _take_metadata(
    name: str, lines: list[str], read_yaml: Callable[[str], Any]
) -> tuple[dict[str, Any], int]:
    """The mapping in a leading fenced yaml block, and where the text begins after it."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fence = _FENCE.match(lines[first]) if lines else None
    if fence is None or fence[2].strip().lower() not in _METADATA:
        return {}, first
    for end in range(first + 1, len(lines)):
        if _closes(lines[end], fence[1]):
            break
    else:
        raise ConfigError(
            "the metadata block at the top is not closed",
            file=name,
            line=first + 1,
            text=lines[first],
            hint=f"End it with a line {fence[1]}.",
        )
    metadata = read_yaml("\n".join(lines[first + 1 : end]))
    if metadata is not None and not isinstance(metadata, dict):
        raise ConfigError(
            f"the metadata block at the top must be a mapping, not a {type(metadata).__name__}",
            file=name,
            line=first + 1,
            text=lines[first],
        )
    return metadata or {}, end + 1


def _cut(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Title path and body of each chunk."""
    path: list[tuple[int, str]] = []
    body: list[str] = []
    fence = ""

    def close() -> Iterator[tuple[str, str]]:
        text = "\n".join(body).rstrip()
        body.clear()
        if text:
            yield " - ".join(title for _, title in path if title), text

    for line in lines:
        if fence:
            if _closes(line, fence):
                fence = ""
        elif opened := _FENCE.match(line):
            fence = "" if "`" in opened[2] and opened[1][0] == "`" else opened[1]
        elif heading := _HEADING.match(line):
            yield from close()
            level = len(heading[1])
            path = [(above, title) for above, title in path if above < level]
            path.append((level, (heading[2] or "").strip()))
            continue
        elif not line.strip():
            if sum(map(len, body)) + len(body) - 1 > LONG:
                yield from close()
            if not body:
                continue
        body.append(line)
    yield from close()


def _closes(line: str, fence: str) -> bool:
    """Whether a line ends a fenced block: the same mark, at least as long, nothing after it."""
    match = _FENCE.match(line)
    return match is not None and match[1].startswith(fence) and not match[2].strip()
