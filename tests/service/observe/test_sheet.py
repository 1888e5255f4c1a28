"""The file format is prometheus_client's: what is written here is read there, while it is being written."""

from __future__ import annotations

from prometheus_client.mmap_dict import MmapedDict, mmap_key

from service.observe.sheet import FIRST_SIZE, Sheet


def read(path):
    return {key: value for key, value, _, _ in MmapedDict.read_all_values_from_file(str(path))}


def key(number, name="a"):
    return mmap_key("metric", "metric_total", [name], [str(number)], "Help, with ünicode.")


def test_a_change_can_be_read_at_once(tmp_path):
    sheet = Sheet(tmp_path / "counter_1.db")
    slot = sheet.slot(key(1))
    assert read(tmp_path / "counter_1.db") == {key(1): 0.0}
    sheet.values[slot] += 2.5
    sheet.values[slot] += 1
    assert read(tmp_path / "counter_1.db") == {key(1): 3.5}
    sheet.close()


def test_keys_of_every_length_are_kept_apart(tmp_path):
    sheet = Sheet(tmp_path / "x.db")
    names = ["n" * length for length in range(1, 20)]
    for number, name in enumerate(names):
        slot = sheet.slot(key(number, name))
        sheet.values[slot] = number
    assert read(tmp_path / "x.db") == {key(n, name): float(n) for n, name in enumerate(names)}
    sheet.close()


def test_it_grows_and_what_was_written_stays(tmp_path):
    path = tmp_path / "x.db"
    sheet = Sheet(path)
    slots = [sheet.slot(key(number)) for number in range(2000)]
    for number, slot in enumerate(slots):
        sheet.values[slot] += number
    assert path.stat().st_size > FIRST_SIZE
    assert read(path) == {key(number): float(number) for number in range(2000)}
    sheet.close()


def test_a_file_that_is_there_is_continued(tmp_path):
    first = Sheet(tmp_path / "x.db")
    first.values[first.slot(key(1))] = 4
    first.close()
    second = Sheet(tmp_path / "x.db")
    second.values[second.slot(key(1))] += 1
    second.values[second.slot(key(2))] += 7
    assert read(tmp_path / "x.db") == {key(1): 5.0, key(2): 7.0}
    second.close()


def test_it_is_the_format_that_prometheus_client_writes(tmp_path):
    theirs = MmapedDict(str(tmp_path / "theirs.db"))
    ours = Sheet(tmp_path / "ours.db")
    for number in range(5):
        theirs.write_value(key(number), float(number), 0.0)
        ours.values[ours.slot(key(number))] = number
    assert (tmp_path / "ours.db").read_bytes()[:4096] == (tmp_path / "theirs.db").read_bytes()[:4096]
    theirs.close()
    ours.close()
