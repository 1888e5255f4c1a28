from __future__ import annotations

from pathlib import Path

import pytest

from rails_engine.config.loader import combine, load_content, load_path
from rails_engine.config.schema import RailsConfig
from rails_engine.config.tree import plain
from rails_engine.errors import ConfigError, UnknownConfigError

FLOW = "define flow %s\n  bot greet\n"
MAIN = "models: [{type: main, engine: e, model: m}]\n"


def flows(config):
    return [node.name for file in config.colang for node in file.definitions]


class TestPath:
    def test_a_folder_gives_its_name(self, load, write, catalog, monkeypatch):
        assert load({"config.yml": ""}, name="bank").name == "bank"
        assert load({"config/config.yml": ""}, name="shop").id == "shop"
        folder = write({"small.yml": MAIN}, "files")
        assert load_path(folder / "small.yml", environ={}, catalog=catalog).name == "small"
        assert load_path(folder, environ={}, catalog=catalog, name="mine").name == "mine"
        monkeypatch.chdir(folder)
        assert load_path(".", environ={}, catalog=catalog).name == "files"

    def test_a_config_folder_below_is_the_root(self, load, tmp_path):
        config = load({"config/config.yml": MAIN, "config/kb/a.md": "A", "other.co": "broken"})
        assert config.code_paths == (tmp_path / "bot/config",)
        assert len(config.docs) == 1

    def test_a_single_file_has_no_code(self, write, catalog):
        folder = write({"small.yml": MAIN, "actions.py": "", "rails.co": "broken"})
        config = load_path(str(folder / "small.yml"), environ={}, catalog=catalog)
        assert (config.code_paths, config.colang, len(config.models)) == ((), (), 1)

    def test_a_missing_folder_is_unknown(self, tmp_path, catalog):
        with pytest.raises(UnknownConfigError):
            load_path(tmp_path / "none", environ={}, catalog=catalog)

    def test_equal_folders_load_equal(self, load):
        files = {"b.yml": MAIN, "a.yml": "lowest_temperature: 0.5\n", "z.co": FLOW % "z", "y.co": FLOW % "y"}
        one, two = load(files, name="one"), load(dict(reversed(files.items())), name="two")
        assert one.digest == two.digest
        assert plain(one.raw) == plain(two.raw)
        assert flows(one) == flows(two)

    def test_a_hundred_flows_load_within_fifty_milliseconds(self, write, catalog):
        files = {"config.yml": MAIN + "rails: {input: {flows: [check words]}}\n"}
        for index in range(20):
            parts = []
            for flow in range(5):
                name = f"topic {index} {flow}"
                parts.append(f'define user ask {name}\n  "what about {name}"\n  "tell me of {name}"\n')
                parts.append(f'define bot answer {name}\n  "This is {name}."\n')
                parts.append(
                    f"define flow {name}\n  user ask {name}\n  $x = execute look_up(name='{name}')\n"
                    f"  if $x\n    bot answer {name}\n  else\n    bot inform answer unknown\n"
                )
            files[f"rails/topic{index}.co"] = "\n".join(parts)
        folder = write(files)
        config = load_path(folder, environ={}, catalog=catalog)
        assert len(config.colang) == 20
        assert sum(len(file.definitions) for file in config.colang) == 300


class TestImports:
    def test_an_import_adds_what_it_has(self, load, write, tmp_path):
        write(
            {"x.yml": "prompts: [{task: general, content: x}]\n", "x.co": FLOW % "x", "kb/x.md": "X"}, "other"
        )
        config = load(
            {"config.yml": MAIN + "import_paths: [../other]\n", "own.co": FLOW % "own", "kb/o.md": "O"}
        )
        assert len(config.models) == len(config.prompts) == 1
        assert flows(config) == ["own", "x"]
        assert [doc.content for doc in config.docs] == ["O", "X"]
        assert [path.name for path in config.code_paths] == ["other", "bot"]

    def test_the_configuration_counts_over_what_it_imports(self, load, write):
        write(
            {
                "x.yml": "lowest_temperature: 0.9\nprompting_mode: compact\ninstructions: [{type: general, content: x}]\n"
                "models: [{type: main, engine: f, model: n}]\nprompts: [{task: general, content: x}]\n"
            },
            "other",
        )
        own = (
            MAIN + "import_paths: [../other]\nlowest_temperature: 0.1\n"
            "instructions: [{type: general, content: own}]\nprompts: [{task: general, content: own}]\n"
        )
        config = load({"config.yml": own})
        assert (config.lowest_temperature, config.prompting_mode) == (0.1, "compact")
        assert [model.engine for model in config.models] == ["e"]
        assert config.instructions[0].content == "own"
        assert config.prompts[-1].content == "own"

    def test_imports_of_imports_and_circles_are_followed_once(self, load, write):
        write({"x.yml": "import_paths: [../second, ../bot]\n", "x.co": FLOW % "x"}, "first")
        write({"y.yml": "import_paths: [../first, ../second]\n", "y.co": FLOW % "y"}, "second")
        config = load({"config.yml": "import_paths: [../first]\n", "own.co": FLOW % "own"})
        assert flows(config) == ["own", "x", "y"]
        assert len(config.sources) == 3

    def test_files_can_be_imported(self, load, write):
        write({"one.co": FLOW % "one", "two.yml": "lowest_temperature: 0.3\n"}, "parts")
        config = load({"config.yml": "import_paths: [../parts/one.co, ../parts/two.yml]\n"})
        assert flows(config) == ["one"]
        assert config.lowest_temperature == 0.3

    def test_imports_are_looked_for_on_the_shelves_of_colangpath(self, load, write, tmp_path):
        write({"guards/x.co": FLOW % "x"}, "shelf")
        environ = {"COLANGPATH": f"{tmp_path}/none:{tmp_path}/shelf"}
        assert flows(load({"config.yml": "import_paths: [guards]\n"}, environ=environ)) == ["x"]

    def test_what_stands_beside_the_configuration_counts_before_the_current_directory(
        self, load, write, tmp_path, monkeypatch
    ):
        write({"near/only.co": FLOW % "beside", "here/x": ""}, "a")
        write({"near/only.co": FLOW % "current", "near/more.co": FLOW % "more", "here/x": ""}, "b")
        monkeypatch.chdir(tmp_path / "b/here")
        yaml = "import_paths: [../near/only.co, ../near/more.co]\n"
        assert flows(load({"config.yml": yaml}, name="a/bot")) == ["beside", "more"]

    def test_a_text_can_import(self, write, catalog):
        folder = write({"x.co": FLOW % "x"})
        config = load_content(yaml=f"import_paths: [{folder}]", environ={}, catalog=catalog)
        assert flows(config) == ["x"]

    def test_errors_in_an_import_name_its_file(self, load, write):
        write({"x.yml": "lowest_temperature: hot\n"}, "other")
        with pytest.raises(ConfigError) as caught:
            load({"config.yml": "import_paths: [../other]\n"})
        assert Path(caught.value.file).name == "x.yml"
        assert (caught.value.line, caught.value.column) == (1, 21)


class TestContent:
    def test_texts_and_values_are_read_together(self, read):
        config = read(
            MAIN + "lowest_temperature: 0.1\n", colang=FLOW % "a", config={"lowest_temperature": 0.2}
        )
        assert flows(config) == ["a"]
        assert len(config.models) == 1
        assert config.lowest_temperature == 0.2

    def test_nothing_is_a_configuration_too(self, read):
        assert read().models == ()

    def test_the_hash_is_that_of_the_content(self, read):
        assert read("passthrough: true").digest == read(config={"passthrough": True}).digest
        assert read("passthrough: true").digest != read("passthrough: false").digest
        assert read(colang=FLOW % "a").digest != read(colang=FLOW % "b").digest

    def test_errors_of_texts_have_a_place(self, read):
        with pytest.raises(ConfigError) as caught:
            read(colang="define flow a\n  bott x\n")
        assert (caught.value.file, caught.value.line) == ("<colang>", 2)
        with pytest.raises(ConfigError) as caught:
            read("a: [")
        assert (caught.value.file, caught.value.line) == ("<yaml>", 1)

    def test_colang_2_is_refused(self, read):
        with pytest.raises(ConfigError, match="Colang 2"):
            read(colang='flow main\n  user said "hi"\n  bot say "x"\n')


class TestCombine:
    def test_defaults_override_nothing(self, read):
        explicit = read(
            "enable_rails_exceptions: true\nsample_conversation: s\nlowest_temperature: 0.7\npassthrough: true\n"
            "rails: {input: {parallel: true}}\ninstructions: [{type: general, content: mine}]\n"
        )
        both = explicit + read("prompting_mode: compact")
        assert both.enable_rails_exceptions is both.passthrough is both.rails.input.parallel is True
        assert (both.sample_conversation, both.lowest_temperature) == ("s", 0.7)
        assert [item.content for item in both.instructions] == ["mine"]

    def test_the_last_explicit_value_counts(self, read):
        both = read("lowest_temperature: 0.1\ninstructions: [{type: general, content: a}]") + read(
            "lowest_temperature: 0.2\ninstructions: [{type: general, content: b}]"
        )
        assert both.lowest_temperature == 0.2
        assert both.instructions[0].content == "b"

    def test_the_last_prompt_of_a_task_stands_last(self, read):
        prompt = "prompts: [{task: general, content: %s}]"
        both = read(prompt % "a") + read(prompt % "b")
        assert [item.content for item in both.prompts] == ["a", "b"]

    def test_the_colang_of_the_last_comes_first_and_its_code_last(self, load):
        one = load({"config.yml": "", "r.co": FLOW % "x"}, name="one")
        two = load({"config.yml": "", "r.co": FLOW % "x"}, name="two")
        both = one + two
        assert [Path(file.name).parent.name for file in both.colang] == ["two", "one"]
        assert [path.name for path in both.code_paths] == ["one", "two"]
        assert both.name == "one + two"

    def test_a_configuration_with_itself_is_itself(self, load):
        one = load({"config.yml": MAIN + "docs: [{content: d}]\n", "r.co": FLOW % "x", "kb/a.md": "A"})
        both = one + one
        assert plain(both.raw) == plain(one.raw)
        assert both.colang == one.colang
        assert (both.docs, both.code_paths, both.name) == (one.docs, one.code_paths, one.name)
        assert both.digest == one.digest

    def test_it_does_not_matter_which_two_are_added_first(self, load):
        def make(name):
            yaml = f"custom_data: {{{name}: 1, last: {name}}}\nrails: {{input: {{flows: [x{name}]}}}}\n"
            return load(
                {"config.yml": yaml, f"{name}.co": FLOW % f"x{name}", f"kb/{name}.md": name}, name=name
            )

        a, b, c = make("a"), make("b"), make("c")
        one, two = (a + b) + c, a + (b + c)
        assert plain(one.raw) == plain(two.raw)
        assert one.colang == two.colang
        assert one.docs == two.docs
        assert (one.code_paths, one.digest, one.name) == (two.code_paths, two.digest, two.name)
        assert one.rails.input.flows == ("xa", "xb", "xc")
        assert one.custom_data["last"] == "c"

    def test_conflicts_are_refused(self, read):
        with pytest.raises(ConfigError, match="the same engine"):
            combine(read(MAIN), read("models: [{type: main, engine: f, model: m}]"))

    def test_one_may_use_what_the_other_has(self, read):
        guard = read("models: [{type: guard, engine: e, model: g}]")
        colang = "define subflow ask\n  stop\n"
        both = guard + read("rails: {input: {flows: [ask]}}", colang=colang)
        assert both.rails.input.flows == ("ask",)
        assert both.models[0].type == "guard"

    def test_remarks_of_both_are_kept_once(self, read):
        one, two = read("teem: 1"), read("taem: 1")
        assert (one + two).warnings == (*one.warnings, *two.warnings)

    def test_only_loaded_configurations_can_be_added(self, read):
        with pytest.raises(ConfigError, match="that were loaded"):
            combine(read(""), RailsConfig())
