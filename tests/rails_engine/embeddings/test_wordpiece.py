"""Word pieces: BERT's rules for splitting, and how a vocabulary is found."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.embeddings.wordpiece import WordPiece, load_wordpiece, split_basic
from rails_engine.errors import ConfigError
from tests.rails_engine.embeddings.tiny_bert import WORDS

TINY = WordPiece({word: at for at, word in enumerate(WORDS)})


def pieces(text, limit=50):
    return [WORDS[at] for at in TINY.encode(text, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World?", ["hello", ",", "world", "?"]),
        ("  hello\t\n world ", ["hello", "world"]),
        ("Café", ["cafe"]),
        ("Cafe\u0301", ["cafe"]),
        ("a\0b\u200bc\ufffdd", ["abcd"]),
        ("你好hello", ["你", "好", "hello"]),
        ("don't $5", ["don", "'", "t", "$", "5"]),
        ("«wow»…", ["«", "wow", "»", "…"]),
        ("😀 ok", ["😀", "ok"]),
        ("[CLS]", ["[", "cls", "]"]),
        ("", []),
    ],
)
def test_text_is_split_at_blanks_marks_and_ideographs(text, expected):
    assert split_basic(text) == expected


def test_case_and_accents_stay_where_the_model_knows_them():
    assert split_basic("Café", lowercase=False) == ["Café"]


def test_words_are_covered_by_the_longest_pieces():
    assert pieces("unaffable") == ["[CLS]", "un", "##aff", "##able", "[SEP]"]
    assert pieces("goodbye") == ["[CLS]", "good", "##bye", "[SEP]"]


def test_a_word_that_cannot_be_covered_is_one_unknown():
    assert pieces("unaffected hello") == ["[CLS]", "[UNK]", "hello", "[SEP]"]
    assert pieces("good" + "bye" * 33) == ["[CLS]", "[UNK]", "[SEP]"]


@given(st.text(max_size=60), st.integers(3, 20))
def test_ids_fit_the_limit_between_start_and_end(text, limit):
    ids = TINY.encode(text, limit)
    assert len(ids) <= limit
    assert (WORDS[ids[0]], WORDS[ids[-1]]) == ("[CLS]", "[SEP]")
    assert not {"[CLS]", "[SEP]", "[PAD]"} & {WORDS[at] for at in ids[1:-1]}


def test_a_vocabulary_without_its_special_tokens_is_refused():
    with pytest.raises(ConfigError, match=r"\[SEP\]"):
        WordPiece({"[CLS]": 0, "[UNK]": 1}, where="vocab.txt")


def test_the_vocabulary_is_read_from_either_file(tmp_path):
    plain, combined = tmp_path / "a", tmp_path / "b"
    for folder in (plain, combined):
        folder.mkdir()
    (plain / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    model = {"type": "WordPiece", "vocab": {word: at for at, word in enumerate(WORDS)}}
    (combined / "tokenizer.json").write_text(json.dumps({"model": model}))
    assert (
        load_wordpiece(plain).encode("Hello 你", 9)
        == load_wordpiece(combined).encode("Hello 你", 9)
        == [2, 4, 14, 3]
    )


def test_a_cased_model_says_so_in_its_settings(tmp_path):
    (tmp_path / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    (tmp_path / "tokenizer_config.json").write_text('{"do_lower_case": false}')
    assert load_wordpiece(tmp_path).encode("Hello", 9) == [2, 1, 3]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "neither vocab.txt nor tokenizer.json"),
        ({"tokenizer.json": '{"model": {"type": "BPE"}}'}, "not a WordPiece"),
        ({"tokenizer.json": "[]"}, "not a JSON object"),
        ({"tokenizer.json": "{"}, "not a JSON object"),
    ],
)
def test_a_folder_without_a_usable_vocabulary_is_refused(tmp_path, files, message):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError, match=message):
        load_wordpiece(tmp_path)
