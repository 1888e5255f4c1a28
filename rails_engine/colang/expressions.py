"""Expressions of flows: Python's syntax for them, read by ``ast``, compiled once to closures of our own.

There is no ``eval``: what is not named here is refused when a configuration is loaded. What the
operations may do with values, and how much of it, is decided in ``operations.py``.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from rails_engine.colang import operations
from rails_engine.errors import ColangSyntaxError, ExpressionError, did_you_mean

if TYPE_CHECKING:
    from rails_engine.colang.nodes import Position

Context = Mapping[str, Any]
Evaluate = Callable[[Context], Any]

#: Stands for ``$`` while Python's parser looks at the text: one character too, so columns stay true.
SIGIL = "\u01c2"
VARIABLE = re.compile(r"\$(\w+)")
TOKEN = re.compile(
    r"""(?P<prefix>(?<!\w)[A-Za-z]{1,2})?(?P<quote>\"{3}|'{3}|\"|')(?P<body>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
    r"""|(?P<number>(?<![\w.$])(?:\d|\.\d)(?:(?<=[eE])[+-](?=\d)|[\w.])*)"""
    r"""|(?P<variable>\$\w+)""",
    re.DOTALL,
)
NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
PLAIN_TEXT = re.compile(r"(['\"])([^'\"\\\n\r\0]*)\1")
FORMATTED = ("f", "fr", "rf")
RAW = ("r", "br", "rb", "fr", "rf")
FIELD = re.compile(r"\{\{|\{[^{}]*")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
#: Python only warns of other escapes, and keeps the backslash: so does this.
ESCAPED = frozenset("\n\\'\"abfnrtvxNuU01234567")
MAX_SOURCE = 20_000
MAX_DEPTH = 100

CONSTANTS = {"true": True, "false": False, "null": None, "none": None}
BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operations.add,
    ast.Sub: operator.sub,
    ast.Mult: operations.multiply,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operations.modulo,
    ast.Pow: operations.power,
}
UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda member, container: operations.contains(container, member),
    ast.NotIn: lambda member, container: not operations.contains(container, member),
}
#: Their texts name types at most, never contents.
SPEAKING = (TypeError, ZeroDivisionError, IndexError, RecursionError)


def compile_expression(source: str, at: Position | None) -> Evaluate:
    """A function from the context to the expression's value."""
    text = source.strip()
    if VARIABLE.fullmatch(text):
        return _variable(text[1:])
    tree = _Compiler(text, at)
    evaluate = tree.compile_source()
    return evaluate if tree.is_constant else _guarded(evaluate, text, at)


def compile_condition(source: str, at: Position | None) -> Callable[[Context], bool]:
    """A function from the context to whether the expression holds."""
    text = source.strip()
    named = VARIABLE.fullmatch(text)
    evaluate = _variable(named[1]) if named else _Compiler(text, at).compile_source()
    return _guarded_truth(evaluate, text, at)


def compile_value(source: str, at: Position | None) -> Evaluate:
    """The value of a parameter: an expression, or, where nothing looks like one, the text itself.

    A text that is nothing but ``"$name"`` means the variable, quotes or not.
    """
    text = source.strip()
    if text in CONSTANTS:
        return _constant(CONSTANTS[text])
    plain = PLAIN_TEXT.fullmatch(text)
    if plain and not VARIABLE.fullmatch(plain[2]):
        return _constant(plain[2])
    try:
        literal = ast.literal_eval(_Compiler(text, at).to_python())
    except (ColangSyntaxError, SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        if "$" not in text:
            return _constant(text)
        return compile_expression(text, at)
    if not isinstance(literal, str):
        return compile_expression(text, at)
    named = VARIABLE.fullmatch(literal)
    return _variable(named[1]) if named else _constant(literal)


def _variable(name: str) -> Evaluate:
    def variable(context: Context) -> Any:
        return context.get(name)

    return variable


def _constant(value: Any) -> Evaluate:
    def constant(_: Context) -> Any:
        return value

    return constant


def _guarded(evaluate: Evaluate, source: str, at: Position | None) -> Evaluate:
    """Whatever goes wrong in an expression becomes an error that shows it."""

    def guarded(context: Context) -> Any:
        try:
            return evaluate(context)
        except Exception as error:  # noqa: BLE001  values are foreign objects and may raise anything
            _fail_at_run(error, source, at)

    return guarded


def _guarded_truth(evaluate: Evaluate, source: str, at: Position | None) -> Callable[[Context], bool]:
    """The same for whether it holds: values may refuse to be true or false."""

    def holds(context: Context) -> bool:
        try:
            return bool(evaluate(context))
        except Exception as error:  # noqa: BLE001  the same
            _fail_at_run(error, source, at)

    return holds


def _fail_at_run(error: Exception, source: str, at: Position | None) -> NoReturn:
    cause: BaseException | None = error
    if isinstance(error, ExpressionError):
        reason, cause = str(error), error.__cause__
    elif isinstance(error, SPEAKING):
        reason = f"{type(error).__name__}: {error}"
    else:
        reason = type(error).__name__
    place = f"{at.file}:{at.line}:{at.column}: " if at else ""
    raise ExpressionError(f"{place}cannot evaluate {source[:200]!r}: {reason}") from cause


class _Compiler:
    """One expression on its way from text to closures."""

    def __init__(self, source: str, at: Position | None) -> None:
        self.source = source
        self.at = at
        self.depth = 0
        self.is_constant = False

    def compile_source(self) -> Evaluate:
        if not self.source:
            self.fail("an expression is missing", 0)
        if len(self.source) > MAX_SOURCE:
            self.fail("the expression is too long", 0)
        try:
            tree = ast.parse(self.to_python(), mode="eval")
        except SyntaxError as error:
            # At the end of the text Python names no column.
            column = error.offset - 1 if error.offset else len(self.source)
            self.fail(f"not an expression: {error.msg.replace(SIGIL, '$')}", column)
        except (ValueError, MemoryError, RecursionError):
            self.fail("not an expression", 0)
        self.is_constant = isinstance(tree.body, ast.Constant)
        return self.compile(tree.body)

    def fail(self, message: str, column: int, hint: str | None = None) -> NoReturn:
        at = self.at
        if at is None:
            raise ColangSyntaxError(message, column=column + 1, text=self.source, hint=hint)
        raise ColangSyntaxError(
            message, file=at.file, line=at.line, column=at.column + column, text=at.text or None, hint=hint
        )

    def to_python(self) -> str:
        """The text with every variable as a name that Python can read, in f-strings too."""
        return TOKEN.sub(self._rewrite, self.source)

    def _rewrite(self, token: re.Match[str]) -> str:
        if token["variable"]:
            return SIGIL + token[0][1:]
        if token["number"]:
            if not NUMBER.fullmatch(token[0]):
                self.fail(f"not a number: {token[0][:80]!r}", token.start())
            return token[0]
        prefix, quote, body = token["prefix"] or "", token["quote"], token["body"]
        if prefix.lower() in FORMATTED:
            body = FIELD.sub(lambda field: VARIABLE.sub(SIGIL + r"\1", field[0]), body)
        if prefix.lower() not in RAW:
            body = ESCAPE.sub(lambda pair: pair[0] if pair[1] in ESCAPED else "\\" + pair[0], body)
        return prefix + quote + body + quote

    def compile(self, node: ast.expr) -> Evaluate:
        compile_node: Callable[[Any], Evaluate] | None = getattr(
            self, f"compile_{type(node).__name__.lower()}", None
        )
        if compile_node is None:
            self.refuse(node)
        if self.depth >= MAX_DEPTH:
            self.fail("the expression is nested too deeply", self.column(node))
        self.depth += 1
        evaluate = compile_node(node)
        self.depth -= 1
        return evaluate

    def column(self, node: ast.expr) -> int:
        lines = self.source.split("\n")
        before = lines[: node.lineno - 1]
        line = lines[len(before)] if len(before) < len(lines) else ""
        python = line.replace("$", SIGIL).encode()[: node.col_offset].decode(errors="ignore")
        return sum(len(text) + 1 for text in before) + len(python)

    def refuse(self, node: ast.expr, hint: str | None = None) -> NoReturn:
        text = ast.unparse(node).replace(SIGIL, "$")
        self.fail(f"not something that an expression may hold: {text[:80]}", self.column(node), hint)

    # What stands for a value

    def compile_constant(self, node: ast.Constant) -> Evaluate:
        if node.value is not None and not isinstance(node.value, str | int | float):
            self.refuse(node)
        return _constant(node.value)

    def compile_name(self, node: ast.Name) -> Evaluate:
        name = node.id
        if name.startswith(SIGIL):
            return _variable(name[1:])
        if name in CONSTANTS:
            return _constant(CONSTANTS[name])
        hint = "A variable is written with a dollar sign, a text in quotes."
        return self.fail(f"unknown name {name!r}", self.column(node), hint)

    def compile_joinedstr(self, node: ast.JoinedStr) -> Evaluate:
        parts = [self.compile(part) for part in node.values]

        def join(context: Context) -> str:
            return "".join(operations.check_join("", [part(context) for part in parts]))

        return join

    def compile_formattedvalue(self, node: ast.FormattedValue) -> Evaluate:
        value = self.compile(node.value)
        spec = self.compile(node.format_spec) if node.format_spec is not None else None
        conversions: dict[str, Callable[[Any], str]] = {"r": repr, "s": str, "a": ascii}
        convert = conversions.get(chr(node.conversion) if node.conversion > 0 else "")

        def format_field(context: Context) -> str:
            content = value(context)
            if convert is not None:
                content = convert(operations.check_size(content))
            return operations.format_value(content, spec(context) if spec else "")

        return format_field

    def _compile_items(self, node: ast.List | ast.Tuple | ast.Set, build: Callable[[Any], Any]) -> Evaluate:
        items = [self.compile(item) for item in node.elts]

        def collect(context: Context) -> Any:
            return operations.check_size(build([item(context) for item in items]))

        return collect

    def compile_list(self, node: ast.List) -> Evaluate:
        return self._compile_items(node, list)

    def compile_tuple(self, node: ast.Tuple) -> Evaluate:
        return self._compile_items(node, tuple)

    def compile_set(self, node: ast.Set) -> Evaluate:
        return self._compile_items(node, set)

    def compile_dict(self, node: ast.Dict) -> Evaluate:
        pairs = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.refuse(node)
            pairs.append((self.compile(key), self.compile(value)))

        def collect(context: Context) -> Any:
            return operations.check_size({key(context): value(context) for key, value in pairs})

        return collect

    # Operators

    def compile_binop(self, node: ast.BinOp) -> Evaluate:
        operate = BINARY.get(type(node.op))
        if operate is None:
            self.refuse(node)
        left, right = self.compile(node.left), self.compile(node.right)

        def binary(context: Context) -> Any:
            return operate(left(context), right(context))

        return binary

    def compile_unaryop(self, node: ast.UnaryOp) -> Evaluate:
        operate = UNARY.get(type(node.op))
        if operate is None:
            self.refuse(node)
        operand = self.compile(node.operand)

        def unary(context: Context) -> Any:
            return operate(operand(context))

        return unary

    def compile_boolop(self, node: ast.BoolOp) -> Evaluate:
        *first, last = [self.compile(value) for value in node.values]
        stops_at = isinstance(node.op, ast.Or)

        def boolean(context: Context) -> Any:
            for operand in first:
                value = operand(context)
                if bool(value) is stops_at:
                    return value
            return last(context)

        return boolean

    def compile_compare(self, node: ast.Compare) -> Evaluate:
        first = self.compile(node.left)
        rest = [
            (COMPARE[type(sign)], self.compile(operand))
            for sign, operand in zip(node.ops, node.comparators, strict=True)
        ]
        if len(rest) == 1:
            compare, second = rest[0]
            return lambda context: compare(first(context), second(context))

        def chain(context: Context) -> Any:
            left, result = first(context), True
            for compare, operand in rest:
                right = operand(context)
                result = compare(left, right)
                if not result:
                    break
                left = right
            return result

        return chain

    def compile_ifexp(self, node: ast.IfExp) -> Evaluate:
        test, body, orelse = self.compile(node.test), self.compile(node.body), self.compile(node.orelse)
        return lambda context: body(context) if test(context) else orelse(context)

    # What looks into a value

    def compile_attribute(self, node: ast.Attribute) -> Evaluate:
        name = self.public(node)
        value = self.compile(node.value)

        def attribute(context: Context) -> Any:
            return operations.attribute(value(context), name)

        return attribute

    def public(self, node: ast.Attribute) -> str:
        if node.attr.startswith("_"):
            self.fail(f"{node.attr!r} is a private name", self.column(node))
        return node.attr.removeprefix(SIGIL)

    def compile_subscript(self, node: ast.Subscript) -> Evaluate:
        value, key = self.compile(node.value), self.compile(node.slice)

        def item(context: Context) -> Any:
            return operations.item(value(context), key(context))

        return item

    def compile_slice(self, node: ast.Slice) -> Evaluate:
        ends = [self.compile(end) if end else _constant(None) for end in (node.lower, node.upper, node.step)]
        return lambda context: slice(*(end(context) for end in ends))

    def compile_call(self, node: ast.Call) -> Evaluate:
        arguments = [self.compile(argument) for argument in node.args]
        named: dict[str, Evaluate] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                self.refuse(node)
            named[keyword.arg] = self.compile(keyword.value)
        if isinstance(node.func, ast.Attribute):
            name = self.public(node.func)
            value = self.compile(node.func.value)

            def method(context: Context) -> Any:
                given = [argument(context) for argument in arguments]
                return operations.call_method(
                    value(context), name, given, {key: compiled(context) for key, compiled in named.items()}
                )

            return method
        function = self.function(node, set(named))

        def call(context: Context) -> Any:
            given = [argument(context) for argument in arguments]
            return function(*given, **{key: compiled(context) for key, compiled in named.items()})

        return call

    def function(self, node: ast.Call, keywords: set[str]) -> Callable[..., Any]:
        if not isinstance(node.func, ast.Name):
            self.refuse(node)
        name = node.func.id.replace(SIGIL, "$")
        if name not in operations.FUNCTIONS:
            hint = did_you_mean(name, operations.FUNCTIONS)
            self.fail(f"unknown function {name!r}", self.column(node), hint)
        function, allowed = operations.FUNCTIONS[name]
        unknown = sorted(keywords - allowed)
        if unknown:
            self.fail(f"{name}() takes no argument {unknown[0]!r}", self.column(node))
        return function
