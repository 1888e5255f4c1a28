from __future__ import annotations

from collections.abc import Mapping

import pytest

from rails_engine.errors import ConfigError


def test_everything_that_the_format_knows_is_read_without_a_remark(read):
    yaml = """
    models:
      - type: main
        engine: openai
        model: gpt-4o
        parameters: {base_url: "http://x", temperature: 1e-3, api_version: 2024-02-01}
        cache: {enabled: true, maxsize: 10, stats: {enabled: true, log_interval: 5}}
    instructions: [{type: general, content: Be kind.}]
    sample_conversation: "user hi"
    prompts:
      - task: general
        messages: [{type: system, content: x}, "{{ history }}"]
        models: [openai/gpt-4o]
        output_parser: p
        max_length: "3000"
        mode: compact
        stop: [User]
        max_tokens: 5
    prompting_mode: compact
    colang_version: "1.0"
    rails:
      input: {flows: [check words], parallel: yes, speculative_generation: true}
      output:
        flows: [check words]
        streaming: {enabled: true, chunk_size: 10, context_size: 0, stream_first: false}
      retrieval: {flows: [check chunks]}
      dialog:
        single_call: {enabled: true, fallback_to_multiple_calls: false}
        user_messages:
          embeddings_only: true
          embeddings_only_similarity_threshold: "0.75"
          embeddings_only_fallback_intent: unknown
      tool_input: {flows: [], parallel: true}
      tool_output: {flows: []}
      actions: {instant_actions: [a]}
      config:
        word_list: {input: {words: [bad]}, on_error: allow, timeout: 2}
        classifier: {mood: {base_url: "http://x"}}
        server: {endpoint: "http://x"}
    custom_data: {a: 1}
    import_paths: []
    knowledge_base:
      folder: kb
      embedding_search_provider:
        name: default
        parameters: {embedding_engine: e}
        cache: {enabled: true, key_generator: md5, store: redis, store_config: {host: h}}
    core: {embedding_search_provider: {name: simple}}
    passthrough: false
    enable_rails_exceptions: true
    lowest_temperature: 0.2
    enable_multi_step_generation: true
    actions_server_url: http://x
    tracing: {enabled: true}
    metrics: {enabled: false}
    user_messages: {greet: [hello]}
    bot_messages: {greet: [hi]}
    flows: [{id: greeting, elements: [{user: greet}, {bot: greet}]}]
    docs: [{format: md, content: text}]
    """
    config = read(yaml)
    assert config.warnings == ()
    assert config.models[0].parameters == {
        "base_url": "http://x",
        "temperature": 0.001,
        "api_version": "2024-02-01",
    }
    assert config.models[0].cache.stats.log_interval == 5
    assert config.prompts[0].messages == ({"type": "system", "content": "x"}, "{{ history }}")
    assert config.prompts[0].max_length == 3000
    assert config.rails.dialog.user_messages.embeddings_only_similarity_threshold == 0.75
    assert config.rails.config.word_list.input.words == ("bad",)
    assert config.rails.config["classifier"]["mood"].base_url == "http://x"
    assert config.knowledge_base.embedding_search_provider.cache.store_config == {"host": "h"}
    assert config.docs[0].content == "text"
    assert [node.name for node in config.colang[0].definitions] == ["greet", "greet", "greeting"]


def test_unknown_keys_at_the_top_are_kept_and_remarked_on(read):
    config = read("modles: [1]\ncustom_data: {a: 1, modles: mine}\nteam: {name: x}\n")
    assert config.custom_data == {"a": 1, "modles": "mine", "team": {"name": "x"}}
    assert config.warnings == (
        "<yaml>:1:1: unknown key 'modles'; it is kept in custom_data (Did you mean 'models'?)",
        "<yaml>:3:1: unknown key 'team'; it is kept in custom_data",
    )


def test_unknown_keys_outside_of_rails_are_remarked_on(read):
    yaml = "models: [{type: main, engine: e, model: m, temprature: 1}]\ncore: {provider: x}\n"
    assert read(yaml).warnings == (
        "<yaml>:1:44: unknown key 'temprature' under models[0]",
        "<yaml>:2:8: unknown key 'provider' under core",
    )


@pytest.mark.parametrize("yaml", ["rail: hello", "rail: {speed: 5}", "input: hello", "input: {x: y}"])
def test_a_key_that_only_resembles_rails_is_an_unknown_key(read, yaml):
    assert "kept in custom_data" in read(yaml).warnings[0]


def test_keys_without_effect_are_remarked_on(read):
    assert read("streaming: true\nsensitive_data_detection: {}\n").warnings == (
        "<yaml>:1:1: 'streaming' has no effect (Streaming is asked for with each request.)",
        "<yaml>:2:1: 'sensitive_data_detection' has no effect (Put it under 'rails: config:'.)",
    )


@pytest.mark.parametrize("yaml", ["", "rails:\n  config:\n", "rails: {config: {word_list: }}", "rails:\n"])
def test_rails_that_are_not_mentioned_have_their_default_settings(read, yaml):
    settings = read(yaml).rails.config
    assert settings.word_list.on_error == "block"
    assert settings["classifier"] == {}
    assert isinstance(settings, Mapping)


def test_settings_that_need_a_value_are_absent_where_it_is_not_said(read):
    assert "server" not in read("").rails.config


def test_a_configuration_in_python_is_read_like_one_in_yaml(read):
    config = read(config={"rails": {"input": {"flows": ("check words",)}}, "custom_data": {1: {"x"}}})
    assert config.rails.input.flows == ("check words",)
    assert config.custom_data == {1: {"x"}}
    with pytest.raises(ConfigError) as caught:
        read(config={"rails": {"input": {"flows": "check words"}}})
    assert caught.value.file == "<config>"
    assert caught.value.line is None
    assert "rails.input.flows must be a list" in str(caught.value)


def test_documents_in_the_values_must_be_a_list_of_texts(read):
    for yaml in ("docs: {a: b}", "docs: [{format: md}]"):
        with pytest.raises(ConfigError, match="docs"):
            read(yaml)
