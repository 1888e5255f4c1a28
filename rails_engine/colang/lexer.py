"""Characters to tokens. Every character lands in one: joining their blanks and texts gives the source.

Nothing is refused here: from a quotation mark without a partner on, the rest becomes one token of its
own kind, and the next stage (``lines.py``) reports it.
"""

from __future__ import annotations

import enum
import re
from typing import NamedTuple


class Kind(enum.Enum):
    """What a token is."""

    WORD = "word"
    STRING = "string"
    DOC = "doc comment"
    OPERATOR = "operator"
    COMMENT = "comment"
    NEWLINE = "newline"
    JOIN = "line continuation"
    UNCLOSED = "unclosed string"
    END = "end"


class Token(NamedTuple):
    """A piece of the source as written, and the blanks before it; ``line`` and ``column`` count from one."""

    kind: Kind
    text: str
    start: int
    line: int
    column: int
    blanks: str = ""

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)


# An apostrophe opens a string only where a word could begin and a second one follows on the line:
# the `'` of "don't" is a letter. What is left to the last alternative are quotation marks that no
# simple string begins with.
_TOKEN = re.compile(
    r"""
    (?P<blanks> (?: [^\S\r\n] | \ufeff )* )
    (?:
      (?P<NEWLINE>  \r\n | \r | \n )
    | (?P<COMMENT>  \# [^\r\n]* )
    | (?P<JOIN>     \\ [^\S\r\n]* (?: \r\n | \r | \n ) )
    | (?P<STRING>   [fFrR]{0,2} ' (?: [^'\\\r\n] | \\[^\r\n] )* '
                  | (?! \"\"\" ) " (?: [^"\\\r\n] | \\[^\r\n] )* " )
    | (?P<OPERATOR> [=!<>]= | [-+]= | [=()\[\]{},:] )
    | (?P<WORD>     (?: [^\s\ufeff"\#()\[\]{},:=<>!+\\-] | [-+!<>](?!=) | \\(?! [^\S\r\n]* [\r\n] ) )+ )
    | (?P<END>      \Z )
    | (?P<UNCLOSED> . )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS = (Kind.UNCLOSED, *(Kind[name] if name.isupper() else Kind.UNCLOSED for name in _TOKEN.groupindex))
_TO_NEXT_QUOTE = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_REST_OF_LINE = re.compile(r"[^\r\n]*")


def tokenize(text: str) -> list[Token]:
    """All tokens of a text, comments and line ends included; the last one is the end.

    Words are runs of anything that is not a blank, a quotation mark, a comment, a bracket or one of
    ``, : = == != <= >= += -=``. Strings are in double quotes; where one may run over several lines is
    said at :func:`_string_end`.
    """
    tokens: list[Token] = []
    position, line, line_start = 0, 1, 0
    newline, join, string_start, last = Kind.NEWLINE, Kind.JOIN, Kind.UNCLOSED, Kind.END
    while True:
        for match in _TOKEN.finditer(text, position):
            kind = _KINDS[match.lastindex or 0]
            start, end = match.end(1), match.end()
            blanks = match[1]
            if kind is string_start:
                break
            tokens.append(Token(kind, text[start:end], start, line, start - line_start + 1, blanks))
            if kind is newline or kind is join:
                line += 1
                line_start = end
            elif kind is last:
                return tokens
        kind, end = _read_string(text, start, line_start)
        piece = text[start:end]
        tokens.append(Token(kind, piece, start, line, start - line_start + 1, blanks))
        for line_break in _LINE_BREAK.finditer(piece):
            line += 1
            line_start = start + line_break.end()
        position = end


def _read_string(text: str, start: int, line_start: int) -> tuple[Kind, int]:
    """The kind and the end of what begins with the quotation mark at ``start``."""
    first_on_line = not text[line_start:start].strip().strip("\ufeff")
    if text.startswith('"""', start):
        close = text.find('"""', start + 3)
        if close >= 0:
            return (Kind.DOC if first_on_line else Kind.STRING), close + 3
        if first_on_line:
            return Kind.UNCLOSED, len(text)
    end = _string_end(text, start, first_on_line=first_on_line)
    return (Kind.UNCLOSED, len(text)) if end is None else (Kind.STRING, end)


def _string_end(text: str, start: int, *, first_on_line: bool) -> int | None:
    """Where a string that its own line does not close ends; None if it was forgotten to close it.

    It ends at the next quotation mark, unless that mark plainly opens another string: when it is the
    first thing on its line and not the only one, or, for a string that opens in the middle of a line,
    when anything but a comma, a bracket or a comment follows it.
    """
    match = _TO_NEXT_QUOTE.match(text, start + 1)
    if match is None:
        return None
    end = match.end()
    rest = _REST_OF_LINE.match(text, end)
    after = rest.group().strip() if rest else ""
    if not after or after[0] == "#":
        return end
    before = _LINE_BREAK.split(text[start : end - 1])[-1]
    return end if before.strip() and (first_on_line or after[0] in ",)]}") else None


def unquote(token: Token) -> str:
    r"""The text that a string token stands for.

    ``\"`` is a quotation mark and a backslash at the end of a line joins it with the next. Everything
    else stays as written: ``\n`` stays two characters (a bot message turns it into a newline when it
    is rendered). Further lines lose the indentation that the first one has.
    """
    text = token.text
    body = text[3:-3] if text.startswith('"""') else text[1:-1]
    if "\n" in body or "\r" in body:
        first, *others = _LINE_BREAK.split(body)
        body = "\n".join([first, *(_dedent(line, token.column) for line in others)])
        body = body.replace("\\\n", "")
    return body.replace('\\"', '"') if "\\" in body else body


def _dedent(line: str, width: int) -> str:
    blanks = len(line) - len(line.lstrip())
    return line[min(blanks, width) :]
