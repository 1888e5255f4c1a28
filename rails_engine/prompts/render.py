"""The one door to Jinja: templates of prompts and of bot messages, compiled once.

A template is the operator's; what a user or a model wrote is only ever a value in it and is never
compiled. Undefined names, and ``None``, render as nothing. Most templates are text with plain
``{{ name }}`` in it: those are joined without Jinja, with the same result, and do not even import it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ConfigError, RailsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2.sandbox import ImmutableSandboxedEnvironment

Step = tuple["Callable[..., Any]", tuple[int, ...]]

_TAG = re.compile(r"\{\{|\{%|\{#")
_PLAIN = re.compile(
    r"\{\{\s*(?P<name>[A-Za-z_]\w*)"
    r"(?P<filters>(?:\s*\|\s*[A-Za-z_]\w*(?:\(\s*(?:0|[1-9]\d*)\s*\))?)*)\s*\}\}",
    re.ASCII,
)
_FILTER = re.compile(r"\|\s*(\w+)(?:\(\s*(\d+)\s*\))?", re.ASCII)
_ONLY_EXPRESSION = re.compile(r"\s*\{\{-?(?P<source>(?:(?!\{\{|\}\}|\{%|%\}|\{#).)*?)-?\}\}\s*", re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\r|\n")
#: Names that mean something to Jinja itself.
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        "true false none True False None and or not in is if else self loop caller varargs kwargs "
        "range dict cycler joiner namespace lipsum",
    )
)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template. ``value`` is there when it is one expression and nothing else."""

    render: Callable[[Mapping[str, Any]], str]
    #: The names that it may look up.
    variables: frozenset[str]
    #: Its value before it becomes text: a list stays a list.
    value: Callable[[Mapping[str, Any]], Any] | None = None

    def __call__(self, variables: Mapping[str, Any]) -> str:
        """Render it."""
        return self.render(variables)


class Templates:
    """Compiles templates that share one set of filters."""

    def __init__(self, filters: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self._filters = dict(filters or {})

    @functools.cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        return _new_environment(self._filters)

    def compile(self, source: str, *, name: str = "template") -> Template:
        """Compile a template; one that is not valid is a ``ConfigError`` that says ``name``."""
        return self._compile_plain(source, name) or self._compile_jinja(source, name)

    def compile_with_jinja(self, source: str, *, name: str = "template", message: bool = False) -> Template:
        """Compile without the short cut; ``message`` keeps a newline at the end."""
        return self._compile_jinja(source, name, message=message)

    def attribute(self, value: Any, key: str) -> Any:
        """An attribute as a template may read it; ``None`` where there is none or it is not safe."""
        return _defined(self._environment.getattr(value, key), None)

    def _compile_plain(self, source: str, name: str) -> Template | None:
        source = _NEWLINE.sub("\n", source).removesuffix("\n")
        texts: list[str] = []
        slots: list[tuple[str, tuple[Step, ...]]] = []
        end = 0
        while tag := _TAG.search(source, end):
            part = _PLAIN.match(source, tag.start())
            steps = self._steps(part["filters"]) if part else None
            if part is None or steps is None or part["name"] in _RESERVED:
                return None
            texts.append(source[end : tag.start()])
            slots.append((part["name"], steps))
            end = part.end()
        texts.append(source[end:])
        return _joined(texts, slots, name)

    def _steps(self, written: str) -> tuple[Step, ...] | None:
        steps: list[Step] = []
        for found in _FILTER.finditer(written):
            function = self._filters.get(found[1])
            if function is None or hasattr(function, "jinja_pass_arg"):
                return None
            steps.append((function, (int(found[2]),) if found[2] else ()))
        return tuple(steps)

    def _compile_jinja(self, source: str, name: str, *, message: bool = False) -> Template:
        from jinja2 import TemplateSyntaxError, meta

        environment = self._environment
        if message:
            environment = environment.overlay(keep_trailing_newline=True)
        try:
            used = frozenset(meta.find_undeclared_variables(environment.parse(source)))
            template = environment.from_string(source)
            only = _ONLY_EXPRESSION.fullmatch(source)
            expression = (
                environment.compile_expression(only["source"], undefined_to_none=False) if only else None
            )
        except TemplateSyntaxError as error:
            rows = source.split("\n")
            row = rows[error.lineno - 1] if 0 < error.lineno <= len(rows) else None
            unknown = re.match(r"No filter named '([^']*)'", error.message or "")
            raise ConfigError(
                f"{name} is not a valid template: line {error.lineno}: {error.message}",
                text=row,
                hint=did_you_mean(unknown[1], environment.filters) if unknown else None,
            ) from error
        value = _guarded(lambda given: _defined(expression(given)), name) if expression else None
        return Template(_guarded(template.render, name), used, value)


def compile_template(
    source: str, *, filters: Mapping[str, Callable[..., Any]] | None = None, name: str = "template"
) -> Template:
    """Compile one template on its own."""
    return (Templates(filters) if filters else _no_filters()).compile(source, name=name)


@functools.cache
def _no_filters() -> Templates:
    return Templates()


def _new_environment(filters: Mapping[str, Callable[..., Any]]) -> ImmutableSandboxedEnvironment:
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=ChainableUndefined,
        finalize=_no_none,
        autoescape=False,  # prompts and chat messages are not HTML
    )
    environment.globals.pop("lipsum", None)
    environment.filters.update({name: _defined_first(function) for name, function in filters.items()})
    return environment


def _no_none(value: Any) -> Any:
    return "" if value is None else value


def _defined(value: Any, default: Any = "") -> Any:
    from jinja2 import Undefined

    return default if isinstance(value, Undefined) else value


def _defined_first(function: Callable[..., Any]) -> Callable[..., Any]:
    """Registered filters see an empty string in place of Jinja's own kind of nothing."""
    if hasattr(function, "jinja_pass_arg"):
        return function
    return lambda value, *args, **kwargs: function(_defined(value), *args, **kwargs)


def _guarded(function: Callable[[Mapping[str, Any]], Any], name: str) -> Callable[[Mapping[str, Any]], Any]:
    def run(variables: Mapping[str, Any]) -> Any:
        try:
            return function(variables)
        except RailsError:
            raise
        except Exception as error:
            # Jinja's own texts speak of the template; those of other exceptions may quote a value.
            ours = type(error).__module__.startswith("jinja2.")
            what = f"{type(error).__name__}: {error}" if ours else type(error).__name__
            raise ConfigError(f"{name} cannot be rendered: {what}") from error

    return run


def _joined(texts: list[str], slots: list[tuple[str, tuple[Step, ...]]], name: str) -> Template:
    used = frozenset(slot for slot, _ in slots)
    if not slots:
        text = texts[0]
        return Template(lambda _: text, used)
    first, pairs = texts[0], list(zip(slots, texts[1:], strict=True))

    def render_names(variables: Mapping[str, Any]) -> str:
        parts = [first]
        for (slot, _), text in pairs:
            value = variables.get(slot)
            if value is not None:
                parts.append(value if type(value) is str else str(value))
            parts.append(text)
        return "".join(parts)

    def render_filtered(variables: Mapping[str, Any]) -> str:
        parts = [first]
        for (slot, steps), text in pairs:
            value = _filtered(variables, slot, steps)
            if value is not None:
                parts.append(str(value))
            parts.append(text)
        return "".join(parts)

    filtered = any(steps for _, steps in slots)
    value = None
    if len(slots) == 1 and not "".join(texts).strip():
        slot, steps = slots[0]
        value = _guarded(lambda given: _filtered(given, slot, steps), name)
    return Template(_guarded(render_filtered if filtered else render_names, name), used, value)


def _filtered(variables: Mapping[str, Any], slot: str, steps: tuple[Step, ...]) -> Any:
    value = variables.get(slot, "")
    for function, args in steps:
        value = function(value, *args)
    return value


# Bot messages

#: ``$name``, ``$a.b``, ``$l[0]``, ``$d["k"]``, ``$l[$i]``, ``$a.method()``.
_VARIABLE = re.compile(
    r"\$(?P<name>[^\W\d]\w*)(?P<path>(?:\.[^\W\d]\w*(?:\(\))?|\[(?:-?\d+|\"[^\"\]]*\"|'[^'\]]*'|\$?[^\W\d]\w*)\])*)"
)
#: One with a brace before it, which must not become a part of the tag that takes its place.
_BRACED = re.compile(r"(?P<brace>\{?)" + _VARIABLE.pattern)
_STEP = re.compile(
    r"\.(?P<key>\w+)(?P<call>\(\))?|\[(?:(?P<number>-?\d+)|[\"'](?P<text>[^\"'\]]*)[\"']|\$?(?P<name>\w+))\]"
)
_JINJA = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_IN_TAG = re.compile(r"(\"[^\"]*\"|'[^']*')|\$(?=[^\W\d])")


def compile_message(text: str, *, name: str = "bot message") -> Callable[[Mapping[str, Any]], str]:
    r"""Compile a bot message: ``$variables``, Jinja, and ``\n`` for a newline.

    What is not a variable stays as it is written: ``$5``, a lone ``$``, brackets around one. Names
    that begin with ``_`` are private and render as nothing, like unknown ones.
    """
    if _TAG.search(text):
        return _compile_mixed(text, name)
    found = list(_VARIABLE.finditer(text))
    if any("()" in variable["path"] for variable in found):
        return _compile_mixed(text, name)
    texts: list[str] = []
    getters: list[Callable[[Mapping[str, Any]], Any]] = []
    end = 0
    for variable in found:
        texts.append(_with_newlines(text[end : variable.start()]))
        getters.append(_getter(variable["name"], variable["path"]))
        end = variable.end()
    texts.append(_with_newlines(text[end:]))
    first, pairs = texts[0], list(zip(getters, texts[1:], strict=True))
    if not pairs:
        return lambda _: first

    def render(variables: Mapping[str, Any]) -> str:
        parts = [first]
        for getter, after in pairs:
            value = getter(variables)
            if value is not None:
                parts.append(str(value))
            parts.append(after)
        return "".join(parts)

    return render


def _with_newlines(text: str) -> str:
    return text.replace("\\n", "\n")


def _getter(name: str, path: str) -> Callable[[Mapping[str, Any]], Any]:
    if name.startswith("_"):
        return lambda _: None
    steps = [_step(match) for match in _STEP.finditer(path)]
    if not steps:
        return lambda variables: variables.get(name)

    def follow(variables: Mapping[str, Any]) -> Any:
        value = variables.get(name)
        for step in steps:
            if value is None:
                return None
            value = step(value, variables)
        return value

    return follow


def _step(match: re.Match[str]) -> Callable[[Any, Mapping[str, Any]], Any]:
    if match["number"] is not None:
        number = int(match["number"])
        return lambda value, _: _item(value, number)
    if match["name"] is not None:
        name = match["name"]
        return lambda value, variables: _item(value, None if name[0] == "_" else variables.get(name))
    if match["text"] is not None:
        text = match["text"]
        return lambda value, _: _item(value, text)
    key = match["key"]
    return lambda value, _: _attribute(value, key)


def _item(value: Any, key: Any) -> Any:
    try:
        return value[key]
    except Exception:  # noqa: BLE001 - whatever a user's object raises, it has no such item
        return None


def _attribute(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return value.get(key)
    if key.startswith("_"):
        return None
    try:
        found = _no_filters().attribute(value, key)
    except Exception:  # noqa: BLE001 - as above
        return None
    return found


def _compile_mixed(text: str, name: str) -> Callable[[Mapping[str, Any]], str]:
    """Variables become Jinja expressions, so that those of a ``{% for %}`` are seen too."""
    parts = _JINJA.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            parts[index] = _IN_TAG.sub(lambda found: found[1] or "", part)
        else:
            parts[index] = _with_newlines(_BRACED.sub(_as_expression, part))
    template = _no_filters().compile_with_jinja("".join(parts), name=name, message=True)
    if not any(used.startswith("_") for used in template.variables):
        return template.render
    return lambda given: template.render({key: v for key, v in given.items() if not key.startswith("_")})


def _as_expression(variable: re.Match[str]) -> str:
    if variable["name"] in _RESERVED:
        return variable[0]
    brace = "{{ '{' }}" if variable["brace"] else ""
    return brace + "{{ " + variable["name"] + variable["path"].replace("$", "") + " }}"
