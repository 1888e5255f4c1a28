"""Models of other libraries answer behind our interface."""

from __future__ import annotations

import pytest

from rails_engine.compat.models import ForeignModel, as_provider, provider_maker
from rails_engine.errors import ConfigError, ProviderAuthError, ProviderError
from rails_engine.llm.base import LLMRequest, ModelSpec
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.transport import Transport

HI = [{"role": "user", "content": "hi"}]
CHAT = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "hi"}]


def wrap(target):
    return as_provider(target, Transport())


class Invoke:
    def invoke(self, prompt, config=None, *, stop=None, **params):
        return f"{prompt!r} {stop} {params}"


class Ainvoke:
    async def ainvoke(self, prompt, stop=None):
        return f"{prompt!r} {stop}"


class Call:
    def _call(self, prompt, stop=None):
        return f"{prompt!r} {stop}"


class OnlyAsync(Call):
    def _call(self, prompt, stop=None):
        raise NotImplementedError

    async def _acall(self, prompt, stop=None):
        return f"async {prompt}"


def function(prompt):
    return f"{prompt!r}"


class Method:
    async def generate_async(self, prompt, **params):
        return {"content": f"{prompt!r} {params}"}


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        (Invoke(), "'hi' ['.'] {'temperature': 0}"),
        (Ainvoke(), "'hi' ['.']"),
        (Call(), "'hi' ['.']"),
        (OnlyAsync(), "async hi"),
        (function, "'hi'"),
        (Method(), "'hi' {'temperature': 0, 'stop': ['.']}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_it_is_asked_with_what_it_takes(target, answer):
    request = LLMRequest(HI, params={"temperature": 0, "stop": ["."]})
    assert wrap(target).complete(request).text == answer


def test_a_conversation_goes_as_messages_where_they_are_taken_and_as_one_text_elsewhere():
    assert wrap(Ainvoke()).complete(LLMRequest(CHAT)).text == f"{CHAT!r} None"
    assert wrap(function).complete(LLMRequest(CHAT)).text == repr(
        "System: Be kind.\n\nUser: hi\n\nAssistant:"
    )


class Streams(Call):
    def stream(self, prompt):
        yield from ("a", "b")


class StreamsAsync(Call):
    async def astream(self, prompt):
        for piece in ("a", "b"):
            yield piece


class CannotStream(Call):
    def stream(self, prompt):
        raise NotImplementedError


@pytest.mark.parametrize("target", [Streams(), StreamsAsync()], ids=lambda value: type(value).__name__)
def test_it_streams_as_it_can(target):
    assert [chunk.text for chunk in wrap(target).stream(LLMRequest(HI))] == ["a", "b"]


@pytest.mark.parametrize("target", [Call(), CannotStream()], ids=lambda value: type(value).__name__)
def test_what_cannot_stream_answers_in_one_piece(target):
    chunks = list(wrap(target).stream(LLMRequest(HI)))
    assert [chunk.text for chunk in chunks] == ["'hi' None"]
    assert chunks[-1].finish_reason == "stop"


def test_closing_a_stream_closes_the_one_behind_it():
    closed = []

    class Endless(Call):
        async def astream(self, prompt):
            try:
                while True:
                    yield "x"
            finally:
                closed.append(True)

    chunks = wrap(Endless()).stream(LLMRequest(HI))
    assert next(chunks).text == "x"
    chunks.close()
    assert closed == [True]


class Fails:
    def __init__(self, error):
        self.error = error

    def invoke(self, prompt):
        raise self.error

    def stream(self, prompt):
        yield "a"
        raise self.error


def test_its_exceptions_are_provider_errors_without_their_text():
    with pytest.raises(ProviderError, match=r"^Fails failed with ValueError\.$") as caught:
        wrap(Fails(ValueError("sk-secret"))).complete(LLMRequest(HI))
    assert isinstance(caught.value.__cause__, ValueError)
    with pytest.raises(ProviderError, match=r"^Fails failed with ValueError\.$"):
        list(wrap(Fails(ValueError("sk-secret"))).stream(LLMRequest(HI)))


def test_our_own_errors_keep_their_type():
    with pytest.raises(ProviderAuthError):
        wrap(Fails(ProviderAuthError("no"))).complete(LLMRequest(HI))


def test_an_object_that_implements_nothing_says_so():
    class Nothing:
        def invoke(self, prompt):
            raise NotImplementedError

    with pytest.raises(ProviderError, match="Nothing implements none"):
        wrap(Nothing()).complete(LLMRequest(HI))
    with pytest.raises(ConfigError, match="a object cannot answer as a model"):
        wrap(object())


def test_a_provider_of_ours_stays_what_it_is():
    ours = ScriptedProvider(["x"])
    assert as_provider(ours, Transport()) is ours
    assert provider_maker(ScriptedProvider) is ScriptedProvider


def test_its_name_is_found():
    class Named(Invoke):
        model_name = "grey-parrot"

    assert wrap(Named()).spec.model == "grey-parrot"
    assert wrap(Named()).list_models()[0]["id"] == "grey-parrot"


class WithModel:
    def __init__(self, model, temperature=1, base_url=None):
        self.given = (model, temperature, base_url)

    def invoke(self, prompt):
        return "x"


class WithModelName(WithModel):
    def __init__(self, *, model_name, **more):
        self.given = (model_name, more)


class WithAnything(WithModel):
    def __init__(self, **more):
        self.given = more


class WithNothing(WithModel):
    def __init__(self):
        self.given = ()


SPEC = ModelSpec("main", "own", "grey", parameters={"temperature": 0}, base_url="http://x")


@pytest.mark.parametrize(
    ("cls", "given"),
    [
        (WithModel, ("grey", 0, "http://x")),
        (WithModelName, ("grey", {"temperature": 0, "base_url": "http://x"})),
        (WithAnything, {"model": "grey", "temperature": 0, "base_url": "http://x"}),
    ],
)
def test_a_registered_class_is_made_with_the_model_and_its_parameters(cls, given):
    model = provider_maker(cls)(SPEC, Transport())
    assert isinstance(model, ForeignModel)
    assert model.target.given == given
    assert model.spec is SPEC


def test_a_class_that_cannot_be_made_is_an_error_of_the_configuration():
    assert provider_maker(WithNothing)(ModelSpec("main", "own", "grey"), Transport()).target.given == ()
    with pytest.raises(ConfigError, match="the model class 'WithNothing' cannot be made: TypeError"):
        provider_maker(WithNothing)(SPEC, Transport())
