from __future__ import annotations

from service.threads import recent
from service.threads.recent import NOTHING, Read, Recent


def said(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_what_follows_stands_behind_what_was_read():
    read = Read(7).and_then(1, [said("a"), said("b")], 20).and_then(2, [said("c")], 10)
    assert (read.born, read.version, read.size) == (7, 2, 30)
    assert read.copies() == [said("a"), said("b"), said("c")]


def test_nobody_changes_what_is_kept():
    calls = [{"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}]
    read = Read(7).and_then(1, [said("a"), *calls], 20).and_then(2, [{"content": [{"text": "b"}]}], 9)
    copies = read.copies()
    copies[0]["content"] = "changed"
    copies[1]["tool_calls"][0]["id"] = "2"
    copies[2]["content"].append("more")
    copies.pop()
    expected = [said("a"), {**calls[0], "tool_calls": [{"id": "1"}]}, {"content": [{"text": "b"}]}]
    assert read.copies() == expected


def test_what_was_put_first_makes_room():
    some = Recent(most_bytes=100)
    for name in (b"a", b"b", b"a", b"c"):
        some.put(name, Read(1).and_then(1, [said("x")], 40))
    assert [some.get(name).size for name in (b"a", b"b", b"c")] == [40, 0, 40]
    assert some.get(b"b") is NOTHING


def test_what_is_put_anew_is_counted_once():
    some = Recent(most_bytes=100)
    some.put(b"other", Read(1).and_then(1, [said("x")], 40))
    for version in range(1, 9):
        some.put(b"a", Read(1).and_then(version, [said("x")], 50))
    assert some.get(b"a").version == 8
    assert some.get(b"other").version == 1


def test_a_very_long_one_is_not_kept(monkeypatch):
    monkeypatch.setattr(recent, "MOST_OF_ONE", 10)
    some = Recent()
    some.put(b"a", Read(1).and_then(1, [said("x")], 10))
    some.put(b"a", some.get(b"a").and_then(2, [said("x")], 1))
    assert some.get(b"a") is NOTHING
