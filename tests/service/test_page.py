"""The pages as they go out."""

from __future__ import annotations

import pytest

from service.page import STATIC, load_pages, make_page

PAGES = load_pages()


def test_every_file_of_the_folder_is_a_page_with_its_own_bytes():
    assert {path.name for path in STATIC.iterdir()} == set(PAGES)
    for name, page in PAGES.items():
        assert page.body == (STATIC / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("chat.css", "text/css; charset=utf-8"),
        ("chat.js", "text/javascript; charset=utf-8"),
    ],
)
def test_the_type_is_that_of_the_file(name, content_type):
    assert PAGES[name].content_type == content_type


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_file_has_the_strict_headers(name):
    headers = PAGES[name].headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-cache"


def test_the_etag_is_that_of_the_content():
    one, same, other = make_page("a.js", b"1"), make_page("b.js", b"1"), make_page("a.js", b"2")
    assert one.headers["ETag"] == same.headers["ETag"] != other.headers["ETag"]
    assert one.headers["ETag"].startswith('"')
    assert one.headers["ETag"].endswith('"')


def test_pages_do_not_change():
    with pytest.raises(TypeError):
        PAGES["x"] = PAGES["chat.js"]
    with pytest.raises(TypeError):
        PAGES["chat.js"].headers["ETag"] = "x"


def test_only_files_of_known_types_are_served(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "a.css").write_text("x")
    assert set(load_pages(tmp_path)) == {"a.css"}
