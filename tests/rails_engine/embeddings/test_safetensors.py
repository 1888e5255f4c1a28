"""The reader takes nothing on trust from the header."""

from __future__ import annotations

import json
import struct

import pytest

np = pytest.importorskip("numpy")

from rails_engine.embeddings.safetensors import load_safetensors  # noqa: E402
from rails_engine.errors import ConfigError  # noqa: E402
from tests.rails_engine.embeddings.tiny_bert import write_safetensors  # noqa: E402


def write(path, header, data=b""):
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


@pytest.mark.parametrize("kind", ["F32", "F16", "F64", "BF16"])
def test_every_stored_kind_of_number_is_read_as_float32(tmp_path, kind):
    path = tmp_path / "w.safetensors"
    write_safetensors(path, {"a": ([2, 3], [0.5, -1.0, 2.0, 0.0, 4.0, -0.25]), "b": ([1], [8.0])}, kind)
    arrays = load_safetensors(path)
    assert {name: array.dtype for name, array in arrays.items()} == {"a": np.float32, "b": np.float32}
    assert arrays["a"].tolist() == [[0.5, -1.0, 2.0], [0.0, 4.0, -0.25]]
    assert arrays["b"].tolist() == [8.0]


def test_whole_numbers_are_read(tmp_path):
    path = write(
        tmp_path / "w",
        {"ids": {"dtype": "I64", "shape": [2], "data_offsets": [0, 16]}},
        struct.pack("<2q", 0, 7),
    )
    assert load_safetensors(path)["ids"].tolist() == [0, 7]


def test_weights_cannot_be_written_to(tmp_path):
    path = tmp_path / "w.safetensors"
    write_safetensors(path, {"a": ([2], [1.0, 2.0])})
    with pytest.raises(ValueError, match="read-only"):
        load_safetensors(path)["a"][0] = 5


ENTRY = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "entry",
    [
        {**ENTRY, "data_offsets": [0, 12]},
        {**ENTRY, "data_offsets": [4, 12]},
        {**ENTRY, "data_offsets": [-8, 0]},
        {**ENTRY, "data_offsets": [8, 0]},
        {**ENTRY, "shape": [-1, -2]},
        {**ENTRY, "shape": [3]},
        {**ENTRY, "shape": "2"},
        {**ENTRY, "dtype": "F4"},
        {"dtype": "F32"},
        "text",
    ],
    ids=json.dumps,
)
def test_an_entry_that_does_not_fit_its_data_is_refused_by_name(tmp_path, entry):
    path = write(tmp_path / "w", {"layer": entry}, bytes(8))
    with pytest.raises(ConfigError, match="'layer'") as caught:
        load_safetensors(path)
    assert caught.value.file == str(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"1234567", struct.pack("<Q", 0), struct.pack("<Q", 99) + b"{}", struct.pack("<Q", 2**63) + b"{}"],
)
def test_a_header_that_does_not_fit_the_file_is_refused(tmp_path, content):
    path = tmp_path / "w"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="not a usable safetensors file"):
        load_safetensors(path)


@pytest.mark.parametrize("header", [b"[]", b"{", b"\xff\xff"])
def test_a_header_that_is_no_table_is_refused(tmp_path, header):
    with pytest.raises(ConfigError, match="header"):
        load_safetensors(write(tmp_path / "w", header, bytes(8)))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"gone\.safetensors.*No such file"):
        load_safetensors(tmp_path / "gone.safetensors")
