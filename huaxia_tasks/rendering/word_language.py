"""The small language of template tags: print, decide, repeat; nothing else runs.

jinja2's immutable sandbox with strict undefined and autoescape, narrowed: only the kinds of
expression listed here, no functions but ``range``, no attributes of objects, a fixed set of
filters, and a budget of loop rounds and characters, so that no template runs without end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ..wording import day as day_words

if TYPE_CHECKING:
    from jinja2 import Environment, nodes
    from jinja2.runtime import Context

MAX_ROUNDS = 100_000
MAX_TEXT = 1_000_000
MAX_OUTPUT = 30_000_000
MAX_NUMBER = 10**15

STATE = "__state"
CHARTS = "__charts"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Nodes of jinja's syntax tree that a template may hold.
_ALLOWED = _words(
    "Template Output TemplateData Name Const Tuple List For If Getattr Getitem Slice Filter Test "
    "Compare Operand And Or Not CondExpr Add Sub Mul Div FloorDiv Mod Neg Pos Concat Assign "
    "Keyword Call"
)
_FILTERS = _words(
    "abs first groupby int last length count list lower map max min reject rejectattr reverse "
    "round select selectattr sort sum trim unique upper"
)
_CHINESE_FILTERS = {"个数": "length", "首个": "first", "末个": "last"}
_TESTS = _words(
    "defined undefined none in odd even divisibleby eq equalto == ne != lt lessthan < le <= gt "
    "greaterthan > ge >= string number sequence mapping true false boolean integer float sameas"
)


class Refusal(Exception):
    """A template asks for something that it may not do; the text is a Chinese sentence."""


class NothingToPrint(Exception):
    """A value that is not there was to be printed; the text is the field's path."""


@dataclass(slots=True)
class State:
    """What one rendering has used up and, where asked for, which texts it has printed."""

    rounds: int = 0
    shown: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """Stands for None in a paper's fields: false, equal to None, and never printed."""

    path: str

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Absent)

    def __hash__(self) -> int:
        return hash(None)

    def __str__(self) -> str:
        raise NothingToPrint(self.path)


def escape(text: str) -> str:
    """Return `text` as the inside of a ``w:t``: escaped, line breaks and tabs as elements."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "\n" in text:
        text = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in text:
        text = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return text


def as_text(value: object) -> str:
    """Return a value as it is printed.  Raises NothingToPrint for None and NaN."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise NothingToPrint("")
        return str(int(value)) if value.is_integer() and abs(value) < MAX_NUMBER else repr(value)
    if isinstance(value, date):
        return day_words(value)
    if value is None:
        raise NothingToPrint("")
    if isinstance(value, Mapping | list | tuple):
        raise Refusal("这里是一组内容，不能直接显示，请用 {% for %} 循环逐项显示")
    if isinstance(value, int | Absent):
        return str(value)
    raise Refusal("这里不是可以显示的内容")


@cache
def environment() -> Environment:
    """Return the one environment that templates are compiled in."""
    from jinja2 import StrictUndefined, pass_context
    from jinja2.runtime import LoopContext, Undefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    class Unknown(StrictUndefined):
        """A name that is not there; its message is the bare name."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            return str(self._undefined_name or self._undefined_hint or "")

    class PaperEnvironment(ImmutableSandboxedEnvironment):
        """Looks into dicts, lists and texts only; calculates with numbers only."""

        intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, dict) and attribute in obj:
                return obj[attribute]
            if isinstance(obj, LoopContext):
                return super().getattr(obj, attribute)
            return self.undefined(obj=obj, name=attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, dict | list | tuple | str):
                try:
                    return obj[argument]
                except (LookupError, TypeError):
                    pass
            return self.undefined(obj=obj, name=str(argument))

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            return _calculate(super().call_binop, context, operator, left, right)

    def show(context: Context, value: Any) -> Markup:
        if type(value) is str:
            text = value
        elif isinstance(value, Markup):
            return value
        elif isinstance(value, Undefined):
            text = str(value)
        else:
            text = as_text(value)
        shown = context.parent[STATE].shown
        if shown is not None:
            shown.append(text)
        return Markup(escape(text))

    env = PaperEnvironment(
        autoescape=True, undefined=Unknown, finalize=pass_context(show), cache_size=0
    )
    env.policies["ext.i18n.trimmed"] = False
    env.globals = {"range": _bounded_range}
    known = dict(env.filters)
    env.filters = {name: known[name] for name in _FILTERS}
    env.filters |= {chinese: known[name] for chinese, name in _CHINESE_FILTERS.items()}
    env.filters |= dict.fromkeys(("default", "d", "默认"), _default)
    env.filters |= {"join": _join, "连接": _join, "replace": _replace, "替换": _replace}
    env.filters |= {"e": _same, "escape": _same, "string": as_text, "日期": as_text}
    env.filters[_COUNT] = pass_context(_count)
    env.filters[_CONCAT] = _join
    env.filters[ATTRIBUTE] = lambda value: Markup(escape(" ".join(as_text(value).split())))
    tests = dict(env.tests)
    env.tests = {name: tests[name] for name in _TESTS if name in tests}
    env.tests["none"] = lambda value: value is None or isinstance(value, Absent)
    return env


#: Filters that the compiler puts in: loop rounds, joined texts, values of attributes.
_COUNT, _CONCAT, ATTRIBUTE = "__count", "__concat", "__attribute"


def _bounded_range(*limits: int) -> range:
    rounds = range(*limits)
    if len(rounds) > MAX_ROUNDS:
        raise Refusal(f"循环次数过多（{len(rounds)}次）")
    return rounds


def _count(context: Context, items: Iterable[Any]) -> list[Any]:
    """Return what a loop goes through, charged to the budget of this rendering."""
    from jinja2.runtime import Undefined

    if isinstance(items, Undefined):
        str(items)
    if isinstance(items, Absent):
        raise NothingToPrint(items.path)
    if isinstance(items, str | int | float):
        raise Refusal("循环的对象不是一组内容")
    found = list(items)
    state = context.parent[STATE]
    state.rounds += len(found)
    if state.rounds > MAX_ROUNDS:
        raise Refusal(f"循环次数过多（超过{MAX_ROUNDS}次）")
    return found


def _join(items: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    if isinstance(items, str):
        return items
    if attribute is not None:
        get = environment().getitem
        items = (get(item, attribute) for item in items)
    return _bounded(str(between).join(as_text(item) for item in items))


def _replace(text: object, old: str, new: str) -> str:
    if not old:
        raise Refusal("replace 要替换的文字是空的")
    return _bounded(as_text(text).replace(str(old), str(new)))


def _default(value: Any, instead: Any = "", empty_too: bool = False) -> Any:
    """Return `instead` where there is no value; with `empty_too` also for an empty one."""
    from jinja2.runtime import Undefined

    missing = value is None or isinstance(value, Undefined | Absent)
    return instead if missing or (empty_too and not value) else value


def _same(value: Any) -> Any:
    return value


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Refusal(f"文字过长（{len(text)}字）")
    return text


def _calculate(
    plain: Callable[..., Any], context: Context, operator: str, left: Any, right: Any
) -> Any:
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        return _bounded(left + right)
    if operator == "+" and isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > MAX_ROUNDS:
            raise Refusal("清单过长")
        return left + right
    for value in (left, right):
        str(value)
        if not isinstance(value, int | float):
            raise Refusal(f"“{operator}”两边不都是数字，不能计算")
    result = plain(context, operator, left, right)
    if abs(result) > MAX_NUMBER:
        raise Refusal("计算结果过大")
    return result


def refused_node(tree: nodes.Node) -> str | None:
    """Return why a syntax tree may not run, as a Chinese sentence, or None where it may."""
    from jinja2 import nodes

    env = environment()
    for node in [tree, *tree.find_all(nodes.Node)]:
        kind = type(node).__name__
        if kind not in _ALLOWED:
            return f"用了模板中不允许的写法（{kind}）"
        if isinstance(node, nodes.Filter) and node.name not in env.filters:
            return f"没有名为“{node.name}”的过滤器"
        if isinstance(node, nodes.Test) and node.name not in env.tests:
            return f"没有名为“{node.name}”的判断"
        if isinstance(node, nodes.For) and node.recursive:
            return "不能使用 recursive 循环"
        if isinstance(node, nodes.Call) and not _may_be_called(node.node):
            return "用了模板中不允许的函数"
        if isinstance(node, nodes.Name) and node.name.startswith("__") and node.name != CHARTS:
            return f"不能使用名称“{node.name}”"
    return None


def _may_be_called(node: nodes.Expr) -> bool:
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        return (
            isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr == "cycle"
        )
    return isinstance(node, nodes.Name) and node.name == "range"


def bounded_tree(tree: nodes.Template) -> nodes.Template:
    """Return the tree with every loop charged to the budget and every ``~`` bounded."""
    from jinja2 import nodes
    from jinja2.visitor import NodeTransformer

    class Bounds(NodeTransformer):
        def visit_For(self, node: nodes.For) -> nodes.Node:
            self.generic_visit(node)
            node.iter = nodes.Filter(node.iter, _COUNT, [], [], None, None, lineno=node.lineno)
            return node

        def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
            self.generic_visit(node)
            parts = nodes.List(node.nodes, lineno=node.lineno)
            return nodes.Filter(parts, _CONCAT, [], [], None, None, lineno=node.lineno)

    Bounds().visit(tree)
    tree.set_environment(environment())
    return tree


@dataclass(slots=True)
class Names:
    """Names that an expression reads: root name -> the chains of attributes read from it."""

    chains: list[tuple[str, ...]] = field(default_factory=list)
    minus: set[tuple[str, str]] = field(default_factory=set)


def names_in(tree: nodes.Node) -> Names:
    """Return the names that a tree reads, each with its attributes (事项.名称 -> 事项, 名称).

    ``minus`` holds pairs joined by ``-``: a hyphen in a name reads as a subtraction.
    """
    from jinja2 import nodes

    found = Names()

    def walk(node: nodes.Node, tail: tuple[str, ...] = ()) -> None:
        if isinstance(node, nodes.Getattr):
            walk(node.node, (node.attr, *tail))
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            key = node.arg.value
            walk(node.node, (key, *tail) if isinstance(key, str) else ("[]", *tail))
        elif isinstance(node, nodes.Name):
            if node.ctx == "load":
                found.chains.append((node.name, *tail))
        else:
            if isinstance(node, nodes.Sub):
                pair = (node.left, node.right)
                if all(isinstance(side, nodes.Name) for side in pair):
                    found.minus.add((pair[0].name, pair[1].name))  # type: ignore[attr-defined]
            for child in node.iter_child_nodes():
                walk(child)

    walk(tree)
    return found
