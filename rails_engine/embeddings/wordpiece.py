"""Splits text into the word pieces of a BERT vocabulary.

Writing out a special token in the text does not make one: "[CLS]" from a user is four pieces of text.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST_WORD = 100
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """A tokenizer for one vocabulary. Immutable, shared by threads."""

    def __init__(self, vocabulary: Mapping[str, int], *, lowercase: bool = True, where: str = "") -> None:
        try:
            self._start, self._end = vocabulary["[CLS]"], vocabulary["[SEP]"]
            self._unknown = vocabulary["[UNK]"]
        except KeyError as missing:
            raise ConfigError(f"the vocabulary lacks the token {missing}", file=where or None) from None
        self._vocabulary = dict(vocabulary)
        self._lowercase = lowercase

    @property
    def highest(self) -> int:
        """The highest id that can come out."""
        return max(self._vocabulary.values())

    def encode(self, text: str, limit: int) -> list[int]:
        """The ids of a text between start and end token, cut to ``limit`` ids in all."""
        ids = [self._start]
        for word in split_basic(text, lowercase=self._lowercase):
            ids += self._pieces(word)
            if len(ids) >= limit - 1:
                break
        return [*ids[: limit - 1], self._end]

    def _pieces(self, word: str) -> list[int]:
        """Longest match first; a word that cannot be covered is one unknown."""
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        whole = self._vocabulary.get(word)
        if whole is not None:
            return [whole]
        ids: list[int] = []
        begin = 0
        while begin < len(word):
            for end in range(len(word), begin, -1):
                found = self._vocabulary.get(("##" if begin else "") + word[begin:end])
                if found is not None:
                    ids.append(found)
                    begin = end
                    break
            else:
                return [self._unknown]
        return ids


def split_basic(text: str, *, lowercase: bool = True) -> list[str]:
    """Words and punctuation marks: control characters gone, accents too if case is."""
    text = "".join(char for char in text if not _is_control(char))
    if lowercase:
        text = unicodedata.normalize("NFD", text.lower())
        text = "".join(char for char in text if unicodedata.category(char) != "Mn")
    return "".join(f" {char} " if _stands_alone(char) else char for char in text).split()


def _is_control(char: str) -> bool:
    if char in "\t\n\r":
        return False
    return char in "\0\ufffd" or unicodedata.category(char).startswith("C")


def _stands_alone(char: str) -> bool:
    if char.isascii():
        return char in _ASCII_PUNCTUATION
    code = ord(char)
    return unicodedata.category(char).startswith("P") or any(low <= code <= high for low, high in _IDEOGRAPHS)


def load_wordpiece(folder: Path) -> WordPiece:
    """The tokenizer of a model folder: ``vocab.txt``, or the vocabulary inside ``tokenizer.json``."""
    plain, combined = folder / "vocab.txt", folder / "tokenizer.json"
    if plain.is_file():
        source = plain
        words = plain.read_text(encoding="utf-8").split("\n")
        vocabulary = {word.rstrip("\r"): at for at, word in enumerate(words) if word}
    elif combined.is_file():
        source = combined
        model = read_json(combined).get("model")
        if not isinstance(model, dict) or model.get("type") != "WordPiece":
            raise ConfigError("the tokenizer is not a WordPiece one", file=str(combined))
        vocabulary = dict(model.get("vocab") or {})
    else:
        raise ConfigError("the model folder has neither vocab.txt nor tokenizer.json", file=str(folder))
    settings = folder / "tokenizer_config.json"
    lowercase = read_json(settings).get("do_lower_case", True) if settings.is_file() else True
    return WordPiece(vocabulary, lowercase=bool(lowercase), where=str(source))


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file of the model folder."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=str(path)) from None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ConfigError("is not a JSON object", file=str(path))
    return value
