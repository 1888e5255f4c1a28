"""The short way of a word: what ends a pause is text alone, so nobody has to be woken for it.

Nearly all that a model says are events of one form, in which only the text changes. Whoever hears a stream
with pauses is told of that text without a step of all the generators between the connection and the client.
Whatever is of any other form is left where it is, for those to read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rails_engine.llm.remote import StreamReader
    from rails_engine.llm.sse import EventParser
    from rails_engine.transport import Response


def hear_plain(response: Response, parser: EventParser, reader: StreamReader) -> str | None:
    """The text of the events that have come, if they are whole and text is all that they say."""
    payload = response.peek()
    if not payload:
        return None
    texts = []
    for data in parser.whole(payload):
        text = reader.plain(data)
        if not text:
            return None
        texts.append(text)
    if not texts:
        return None
    response.take()
    return texts[0] if len(texts) == 1 else "".join(texts)
