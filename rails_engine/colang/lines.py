"""Tokens to logical lines: joined, without comments and blanks, each knowing the comment above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from rails_engine.colang.lexer import Kind, Token, tokenize, unquote
from rails_engine.colang.nodes import Expression, Position
from rails_engine.colang.source import fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.colang.source import Source

OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = {close: opening for opening, close in OPENING.items()}

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NEXT_WORD = re.compile(r"(?:\s|#[^\r\n]*)*(def(?:ine)?\b|.)?")
#: What only a closer look can tell to be more than one blank.
_SPACING = re.compile(r"[^\S ]| {2}|\\|#")
_TAB = 8
_WORD, _STRING, _OPERATOR, _NEWLINE = Kind.WORD, Kind.STRING, Kind.OPERATOR, Kind.NEWLINE


def has_line_break(text: str) -> bool:
    """Whether a text runs over more than one line."""
    return "\n" in text or "\r" in text


class Phrase:
    """Some tokens of one logical line: what statements are read from."""

    __slots__ = ("before", "source", "tokens")

    def __init__(self, source: Source, tokens: Sequence[Token], before: Token | None = None) -> None:
        self.source = source
        self.tokens = tokens
        #: What a complaint about something missing points behind, when there are no tokens left.
        self.before = before

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, part: slice) -> Phrase:
        tokens = self.tokens[part]
        if tokens:
            return Phrase(self.source, tokens)
        start = min(part.start or 0, len(self.tokens))
        return Phrase(self.source, tokens, self.tokens[start - 1] if start else self.before)

    def word(self, index: int = 0) -> str:
        """The word at this place, or an empty text if there is none."""
        if index < len(self.tokens):
            token = self.tokens[index]
            if token.kind is _WORD:
                return token.text
        return ""

    def sign(self, index: int) -> str:
        """The operator or bracket at this place, or an empty text."""
        if index < len(self.tokens):
            token = self.tokens[index]
            if token.kind is _OPERATOR:
                return token.text
        return ""

    def at(self, index: int = 0) -> Position:
        """The position of a token; behind the last one if there are not so many."""
        if index < len(self.tokens):
            token = self.tokens[index]
            return self.source.at(token.line, token.column)
        last = self.tokens[-1] if self.tokens else self.before
        if last is None:
            return self.source.at(1)
        width = 0 if has_line_break(last.text) else len(last.text)
        return self.source.at(last.line, last.column + width)

    def fail(self, message: str, index: int = 0, hint: str | None = None) -> NoReturn:
        """Complain about the token at ``index``."""
        fail(self.at(index), message, hint)

    def text(self) -> str:
        """As written, with runs of blanks and line breaks as one blank."""
        first, last = self.tokens[0], self.tokens[-1]
        written = self.source.text[first.start : last.end]
        return written if _SPACING.search(written) is None else _spaced(self.tokens, self.tokens)

    def expression(self) -> Expression:
        """All of it as the source of an expression, with its brackets checked."""
        self.check_brackets()
        first, last = self.tokens[0], self.tokens[-1]
        code = self.source.text[first.start : last.end]
        if has_line_break(code):
            flat = [token._replace(text=_one_line(token)) for token in self.tokens]
            code = _spaced(flat, self.tokens)
        return Expression(code, self.at())

    def check_brackets(self) -> None:
        """Complain about a bracket without its partner."""
        still_open: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.kind is not Kind.OPERATOR:
                continue
            if token.text in OPENING:
                still_open.append(index)
            elif token.text in CLOSING and (
                not still_open or self.tokens[still_open.pop()].text != CLOSING[token.text]
            ):
                self.fail(f"{token.text!r} closes nothing that is open here", index)
        if still_open:
            index = still_open[-1]
            opening = self.tokens[index].text
            self.fail(
                f"{opening!r} is never closed", index, f"Write {OPENING[opening]!r} behind its content."
            )


def _spaced(flat: Sequence[Token], written: Sequence[Token]) -> str:
    parts = [flat[0].text]
    for before, token, new in zip(written, written[1:], flat[1:], strict=False):
        parts.append(new.text if before.end == token.start else " " + new.text)
    return "".join(parts)


def _one_line(token: Token) -> str:
    """A string over several lines as a string on one."""
    if not has_line_break(token.text):
        return token.text
    text = unquote(token).replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line. ``comment`` stood directly above it; ``last`` is its last line in the source.

    Tabs reach to the next multiple of eight in ``indent`` and count as one in ``narrow``: where the two
    disagree about what is deeper, the reading depends on an editor's settings and is refused.
    """

    phrase: Phrase
    indent: int
    narrow: int
    comment: str | None
    last: int

    @property
    def number(self) -> int:
        """Where it begins in the source, from one."""
        return self.phrase.tokens[0].line


def read_lines(source: Source) -> list[Line]:
    r"""The logical lines of a text.

    A line goes on with the next after a backslash, after a final ``or``, and inside brackets: after an
    opening one, after a comma, and before a closing one. A final colon is dropped. Comments and
    ``\"\"\"`` texts on lines of their own belong to the next line if that follows without an empty line.
    """
    return _LineReader(source).read()


class _LineReader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: list[Line] = []
        self.tokens: list[Token] = []
        self.comments: list[str] = []
        self.depth = 0
        self.empty = True
        #: How many tokens the line had when it was decided that it goes on (empty lines change nothing).
        self.joined = 0

    def read(self) -> list[Line]:
        for token in tokenize(self.source.text):
            kind = token.kind
            if kind is _WORD or kind is _STRING:
                self.tokens.append(token)
            elif kind is _NEWLINE:
                self.end_line(token)
                continue
            elif kind is _OPERATOR:
                self.depth += (token.text in OPENING) - (token.text in CLOSING)
                self.tokens.append(token)
            elif kind is Kind.COMMENT:
                if not self.tokens:
                    self.comments.append(token.text[1:].strip())
            elif kind is Kind.DOC:
                self.add_doc(token)
            elif kind is Kind.UNCLOSED:
                self.refuse_unclosed(token)
            else:
                continue
            self.empty = False
        self.flush()
        return self.lines

    def refuse_unclosed(self, token: Token) -> NoReturn:
        quote = '"""' if token.text.startswith('"""') else '"'
        where = self.source.at(token.line, token.column)
        fail(where, "this string is not closed", f"Write {quote} behind its last character.")

    def add_doc(self, token: Token) -> None:
        if self.tokens:  # inside brackets it is a value
            self.tokens.append(token._replace(kind=Kind.STRING))
        else:
            self.comments.extend(line.strip() for line in unquote(token).strip().splitlines())

    def end_line(self, newline: Token) -> None:
        if self.tokens:
            if not self.goes_on(newline):
                self.flush()
        elif self.empty:
            self.comments.clear()
        self.empty = True

    def goes_on(self, newline: Token) -> bool:
        if self.joined == len(self.tokens):
            return True
        last = self.tokens[-1]
        wants_more = last.text == "or" and last.kind is Kind.WORD
        if not wants_more and self.depth <= 0:
            return False
        match = _NEXT_WORD.match(self.source.text, newline.end)
        following = (match.group(1) if match else None) or ""
        if following.startswith("def"):
            return False
        wants_more = wants_more or (last.kind is Kind.OPERATOR and (last.text == "," or last.text in OPENING))
        if not wants_more and following not in CLOSING:
            return False
        self.joined = len(self.tokens)
        return True

    def flush(self) -> None:
        tokens, self.tokens, self.depth, self.joined = self.tokens, [], 0, 0
        if not tokens:
            return
        first, last = tokens[0], tokens[-1]
        margin = self.source.lines[first.line - 1][: first.column - 1].replace("\ufeff", "")
        if len(tokens) > 1 and last.text == ":" and last.kind is Kind.OPERATOR:
            tokens.pop()
        self.lines.append(
            Line(
                phrase=Phrase(self.source, tokens),
                indent=len(margin.expandtabs(_TAB)) if "\t" in margin else len(margin),
                narrow=len(margin),
                comment="\n".join(self.comments) if self.comments else None,
                last=last.line + (len(_LINE_BREAK.findall(last.text)) if last.kind is _STRING else 0),
            )
        )
        self.comments.clear()
