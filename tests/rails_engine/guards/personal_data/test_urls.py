from __future__ import annotations

import pytest

from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://example.com/a/b?c=d&e=f#g",
        "HTTPS://EXAMPLE.COM/",
        "ftp://files.example.org/pub",
        "https://user@example.com:8443/x",
        "http://192.0.2.7:8080/admin",
        "https://example.com/a_(b)",
        "www.example.com",
        "www.example.co.uk/shop",
        "example.com/path",
        "wss://stream.example/feed",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "see {}.", "({})", "<{}>", "[x]({})", '"{}",', "is it {}?"])
def test_urls_are_found_without_the_marks_around_them(url: str, frame: str) -> None:
    assert values(frame.format(url), "URL") == [url]


@pytest.mark.parametrize(
    "text", ["https://", "http:// x", "a/b", "and/or", "www.", "self.path/x", "file.py/line", "1.5/2", "e.g."]
)
def test_paths_and_schemes_alone_are_none(text: str) -> None:
    assert values(text, "URL") == []
