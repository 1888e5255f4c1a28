from __future__ import annotations

import pytest

from rails_engine.config.roots import load_root
from rails_engine.errors import ConfigError

FLOW = "define flow %s\n  user greet\n  bot greet\n"


def flows(config):
    return [node.name for file in config.colang for node in file.definitions]


def test_every_yaml_and_colang_file_of_a_folder_counts_whatever_its_name(load):
    config = load(
        {
            "config.yml": "models: [{type: main, engine: e, model: m}]\n",
            "prompts.yaml": "prompts: [{task: general, content: x}]\n",
            "deep/down/more.yml": "lowest_temperature: 0.5\n",
            "b.co": FLOW % "b",
            "a.co": FLOW % "a",
            "deep/c.co": FLOW % "c",
        }
    )
    assert len(config.models) == len(config.prompts) == 1
    assert config.lowest_temperature == 0.5
    assert flows(config) == ["a", "b", "c"]


def test_the_later_file_counts_and_no_section_is_lost(load):
    config = load(
        {
            "a.yml": "lowest_temperature: 0.1\nrails: {input: {flows: [check words]}, output: {parallel: true}}\n",
            "b.yml": "lowest_temperature: 0.2\nrails: {output: {flows: [check words]}}\n",
        }
    )
    assert config.lowest_temperature == 0.2
    assert config.rails.input.flows == config.rails.output.flows == ("check words",)
    assert config.rails.output.parallel is True


def test_only_md_files_of_the_kb_folder_are_read(load):
    config = load(
        {
            "config.yml": "",
            "kb/b.md": "B",
            "kb/deep/a.md": "A",
            "kb_more/c.md": "C",
            "README.md": "no document",
            "kb/broken.yml": "a: [",
            "kb/x.co": "define flow",
            "kb/notes.txt": "",
        }
    )
    assert [(doc.name, doc.content) for doc in config.docs] == [
        ("kb/b.md", "B"),
        ("kb/deep/a.md", "A"),
        ("kb_more/c.md", "C"),
    ]
    assert [warning.partition(" is not read")[0].rpartition("/kb/")[2] for warning in config.warnings] == [
        "broken.yml",
        "x.co",
    ]


def test_a_file_named_like_the_kb_folder_is_an_ordinary_file(load):
    assert flows(load({"config.yml": "", "kb.co": FLOW % "a"})) == ["a"]


def test_the_documents_are_where_the_configuration_says(load):
    config = load(
        {
            "config.yml": "knowledge_base: {folder: ./texts/}\n",
            "texts/a.md": "A",
            "texts/front.yml": "modles: x\n",
            "kb/b.md": "B",
        }
    )
    assert [doc.name for doc in config.docs] == ["texts/a.md"]
    assert config.custom_data == {}
    assert len(config.warnings) == 1


def test_the_documents_may_be_outside_of_the_folder(load, write):
    write({"a.md": "A", "x.yml": "a: ["}, "shared")
    config = load({"config.yml": "knowledge_base: {folder: ../shared}\n", "kb/b.md": "B"})
    assert [(doc.name, doc.content) for doc in config.docs] == [("a.md", "A")]


def test_a_documents_folder_that_is_not_there_is_remarked_on(load):
    config = load({"config.yml": "knowledge_base: {folder: texts}\n", "kb/b.md": "B"})
    assert [doc.name for doc in config.docs] == ["kb/b.md"]
    assert "'texts' does not exist; the folder 'kb' is used" in config.warnings[0]


def test_ignored_files_are_not_read(load):
    config = load({".railsignore": "*.draft.*\n", "config.yml": "", "x.draft.yml": "a: [", "y.draft.co": "x"})
    assert config.warnings == ()


def test_a_folder_with_colang_only_is_a_configuration(load):
    assert flows(load({"rails.co": FLOW % "a"})) == ["a"]


def test_an_empty_yaml_file_is_a_configuration(load):
    assert load({"config.yml": ""}).models == ()


def test_code_is_not_read_but_its_folder_is_named(load, tmp_path):
    config = load({"config.yml": "", "actions.py": "raise SystemExit", "config.py": "("})
    assert config.code_paths == (tmp_path / "bot",)


def test_a_file_that_is_not_utf_8_is_refused(load):
    with pytest.raises(ConfigError, match="not UTF-8") as caught:
        load({"config.yml": b"models: []\nx: \xff\n"})
    assert (caught.value.line, caught.value.column) == (2, 4)


def test_colang_errors_name_the_file_as_it_was_given(load, tmp_path):
    with pytest.raises(ConfigError) as caught:
        load({"config.yml": "", "sub/a.co": "define flow a\n  bott x\n"})
    assert caught.value.file == str(tmp_path / "bot/sub/a.co")


def test_colang_in_yaml_comes_after_that_in_files(load):
    yaml = "bot_messages: {greet: [from yaml]}\n"
    config = load({"config.yml": yaml, "rails.co": 'define bot greet\n  "from a file"\n'})
    assert [node.texts for file in config.colang for node in file.definitions] == [
        ("from a file",),
        ("from yaml",),
    ]


def test_a_file_of_another_kind_is_no_root(write):
    folder = write({"a.txt": ""})
    with pytest.raises(ConfigError, match=r"ends in \.yml, \.yaml or \.co"):
        load_root(folder / "a.txt")
