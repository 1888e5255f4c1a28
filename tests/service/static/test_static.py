"""What the pages' files promise before any browser sees them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "service" / "static"
FILES = sorted(path.name for path in STATIC.iterdir())
SCRIPTS = [name for name in FILES if name.endswith(".js")]
PAGES = [name for name in FILES if name.endswith(".html")]
MARKUP_FROM_TEXT = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|setHTML|DOMParser|createContextualFragment"
CODE_FROM_TEXT = r"\beval\b|new Function|setTimeout\(\s*[\"'`]|javascript:"


def read(name):
    return (STATIC / name).read_text(encoding="utf-8")


def references(name):
    """The files of ours that a file asks for, as names in the folder."""
    text = read(name)
    if name.endswith(".html"):
        found = re.findall(r'(?:src|href)="static/([^"]+)"', text)
    else:
        found = re.findall(r'from "\./([^"]+)"', text)
    return set(found)


def needed(page):
    """Everything that a page loads."""
    found, todo = set(), {page}
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= references(name) - found
    return found


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_make_neither_markup_nor_code_of_text(name):
    assert not re.search(MARKUP_FROM_TEXT, read(name))
    assert not re.search(CODE_FROM_TEXT, read(name))


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_set_no_attribute_that_would_run(name):
    handlers = "click|error|load|submit|input|change|focus|blur|key|mouse|pointer|toggle"
    assert not re.search(rf"\bon({handlers})\w*\s*[:=]|[\"'](on[a-z]+|style)[\"']\s*[,:]", read(name))


@pytest.mark.parametrize("name", PAGES)
def test_pages_hold_no_script_and_no_style_of_their_own(name):
    text = read(name)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_loaded_from_anywhere_else(name):
    text = read(name).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|[\"'(]//|@import|\burl\(", text)


@pytest.mark.parametrize("name", [*SCRIPTS, *PAGES])
def test_addresses_are_relative_so_that_a_prefix_changes_nothing(name):
    assert not re.search(r"(?:src|href)=\"/|(?:get|post|fetch|request)\(\s*[\"'`]/", read(name))


def test_every_file_is_used_and_every_reference_has_its_file():
    used = set().union(*map(needed, PAGES))
    assert used == set(FILES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_all_that_it_loads_is_small(page):
    assert sum((STATIC / name).stat().st_size for name in needed(page)) < 60_000


@pytest.mark.parametrize("page", PAGES)
def test_every_id_that_the_scripts_name_is_in_the_page(page):
    text = "".join(read(name) for name in needed(page) if name.endswith(".js"))
    named = set(re.findall(r"byId\(\"([\w-]+)\"\)", text))
    there = re.findall(r'\bid="([\w-]+)"', read(page))
    assert named
    assert named <= set(there)
    assert len(there) == len(set(there))


def test_every_symbol_that_is_drawn_is_in_the_page():
    for page in PAGES:
        text = "".join(read(name) for name in needed(page))
        assert set(re.findall(r'href="#(i-\w+)"', read(page))) <= set(
            re.findall(r'<symbol id="(i-\w+)"', text)
        )
    outcomes = {"passed", "modified", "blocked", "failed", "ran", "stopped"}
    assert {f"i-{name}" for name in outcomes} <= set(re.findall(r'<symbol id="(i-\w+)"', read("index.html")))
