"""From the bytes of a request to a JSON object, or an error that says what is wrong and where.

Refused are: what is not JSON in UTF-8, what is not an object, what is nested too deep, and an object that has
a key twice, since whoever looks at a request before us may have read the other value. No error repeats
anything of the body.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any

from rails_engine import jsontext
from service.errors import BadRequestError, BodyTooLargeError, Problem

if TYPE_CHECKING:
    from service.call import Limits

NESTED = frozenset({dict, list})
KEY_END = re.compile(rb'"[ \t\r\n]*:')


def read_body(raw: bytes, limits: Limits) -> dict[str, Any]:
    """The object that the bytes hold. ``BadRequestError`` with status 400, or ``BodyTooLargeError``."""
    if len(raw) > limits.max_body_bytes:
        raise BodyTooLargeError(limits.max_body_bytes)
    text = raw.removeprefix(codecs.BOM_UTF8)
    if not text.strip():
        raise _malformed("the body is empty; it must be a JSON object", "missing")
    try:
        body = jsontext.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        place = f" (line {line}, column {column})" if line is not None and column is not None else ""
        raise _malformed(f"the body is not valid JSON{place}", "json_invalid") from None
    if type(body) is not dict:
        raise _malformed("the body must be a JSON object", "dict_type")
    keys = _count_keys(body, limits.max_depth)
    if _may_repeat_a_key(text, keys) and _repeats_a_key(text):
        raise _malformed("an object in the body has a key twice", "json_repeated_key")
    return body


def _malformed(message: str, kind: str) -> BadRequestError:
    return BadRequestError([Problem(("body",), message, kind)], status=400)


def _count_keys(body: dict[str, Any], max_depth: int) -> int:
    """How many keys there are in all objects together; raises if they are nested too deep."""
    keys = 0
    level: list[Any] = [body]
    for _ in range(max_depth):
        below: list[Any] = []
        for node in level:
            items = node
            if type(node) is dict:
                keys += len(node)
                items = node.values()
            for item in items:
                if type(item) in NESTED:
                    below.append(item)  # noqa: PERF401 - faster than a comprehension for the few that there are
        if not below:
            return keys
        level = below
    raise _malformed(f"the body is nested deeper than {max_depth} levels", "json_depth")


def _may_repeat_a_key(text: bytes, keys: int) -> bool:
    """False if the text certainly has no more keys than were read.

    Every key ends with a quote and a colon, so a text with as many colons as keys has none twice. Otherwise
    the quotes are looked at, those inside of strings taken out; that may count too many, never too few.
    """
    if text.count(b":") == keys:
        return False
    unescaped = text.replace(b"\\\\", b"").replace(b'\\"', b"")
    return len(KEY_END.findall(unescaped)) != keys


def _repeats_a_key(text: bytes) -> bool:
    """Whether an object of this JSON text has a key twice. Slow; the text is known to be readable."""
    repeated = False

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated = repeated or len(found) < len(pairs)
        return found

    json.loads(text.decode(), object_pairs_hook=look)
    return repeated
