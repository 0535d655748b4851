"""Says what is wrong inside one tag, in the words of someone who types in Word."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..patterns import regex
from .clean import INVISIBLE
from .word_language import CHARTS, environment, refused_node
from .word_places import Report, nearest
from .word_tags import CELL_TAGS, Tag

if TYPE_CHECKING:
    from jinja2 import nodes

OPENING = ("for", "if")
CLOSING = ("endfor", "endif")
MIDDLE = ("elif", "else")
KEYWORDS = (*OPENING, *MIDDLE, *CLOSING, "set", *CELL_TAGS)
FOR_EXAMPLE = "{% for 事项 in 事项列表 %} … {% endfor %}"

#: Longest tag, in characters.
MAX_TAG = 400

_OPERATORS = {"and", "or", "not", "in", "is", "if", "else", "recursive"}
_STRINGS = regex(r"'[^']*'|\"[^\"]*\"")
#: Chinese punctuation and the full-width forms of ASCII punctuation.
_FULL_WIDTH = "".join(chr(c) for c in range(0xFF01, 0xFF5F) if not chr(c).isalnum())
_MARKS = regex(f"[。【】《》〈〉、×÷…—“”‘’{re.escape(_FULL_WIDTH)}]")
_DIGIT_FIRST = regex(r"(?<![\w.])\d+[^\W\d]\w*")
_NAME = regex(r"[^\W\d]\w*")
_TWO_NAMES = regex(r"([^\W\d]\w*)\s+([^\W\d]\w*)")


def read_tag(tag: Tag, report: Report, fields: frozenset[str]) -> nodes.Template | None:
    """Return the syntax tree of one tag, or None after reporting why there is none.

    `fields` only help to guess what was meant; unknown names are not looked for here.
    """
    if tag.kind == "{#" or tag.chart:
        return None
    if tag.is_cell_tag:
        _check_cell_tag(tag, report)
        return None
    if _looks_wrong(tag, report, fields):
        return None
    if tag.kind == "{{" and tag.level:
        report.error(
            "print-level",
            tag.place,
            f"“{tag.raw}”不能带“{tag.level}”",
            f"请改为 {{{{ {tag.inner} }}}}。",
        )
        return None
    if tag.kind == "{%" and not _is_statement(tag, report):
        return None
    return _parse(tag, report, fields)


def _looks_wrong(tag: Tag, report: Report, fields: frozenset[str]) -> bool:
    """Report what can be told without parsing; whether anything was."""
    hidden = INVISIBLE.search(tag.raw)
    if hidden:
        code = f"U+{ord(hidden.group()):04X}"
        report.error(
            "zero-width",
            tag.place,
            f"标记“{INVISIBLE.sub('', tag.raw)}”里夹有看不见的字符（{code}）",
            "请把整个标记删掉，用键盘重新输入。",
        )
        return True
    if len(tag.raw) > MAX_TAG:
        cause = f"标记“{tag.raw[:30]}……”过长（{len(tag.raw)}字）"
        report.error("too-long", tag.place, cause, "请检查是否少了结尾的大括号，或分成几个标记。")
        return True
    bare = _STRINGS.sub("''", tag.inner)
    if not bare:
        report.error("empty-tag", tag.place, f"标记“{tag.raw}”是空的", "请填写名称，或删掉该标记。")
    elif bare.startswith("{") or bare.endswith("}"):
        name = tag.inner.strip("{} ")
        report.error(
            "extra-brace",
            tag.place,
            f"标记“{tag.raw}”的大括号不是两个",
            f"请改为两个大括号：{{{{ {name} }}}}。",
        )
    elif mark := _MARKS.search(bare):
        _report_mark(tag, mark.group(), report, fields)
    elif digit := _DIGIT_FIRST.search(bare):
        meant = nearest(digit.group().lstrip("0123456789"), fields)
        hint = f"是否为“{meant}”？" if meant else "请把数字放到名称后面，例如“任务5月”。"
        report.error(
            "digit-first", tag.place, f"标记“{tag.raw}”里的名称“{digit.group()}”以数字开头", hint
        )
    elif wide := _wide_name(bare):
        plain = unicodedata.normalize("NFKC", wide)
        report.error(
            "fullwidth-letter",
            tag.place,
            f"标记“{tag.raw}”里的名称“{wide}”含有全角字母或数字",
            f"请改为“{plain}”。",
        )
    else:
        return False
    return True


def _report_mark(tag: Tag, mark: str, report: Report, fields: frozenset[str]) -> None:
    meant = nearest(tag.inner, fields) if tag.kind == "{{" else None
    plain = unicodedata.normalize("NFKC", mark)
    hint = f"请改用英文（半角）的“{plain}”" if plain != mark else "请改用英文（半角）标点"
    if meant:
        hint += f"；如果是名称的一部分，是否为“{meant}”"
    report.error("fullwidth-mark", tag.place, f"标记“{tag.raw}”里有中文标点“{mark}”", f"{hint}。")


def _wide_name(text: str) -> str | None:
    for match in _NAME.finditer(text):
        name = match.group()
        if any("\uff00" <= char <= "\uffef" for char in name):
            return name
    return None


def _check_cell_tag(tag: Tag, report: Report) -> None:
    if next(tag.paragraph.iterancestors("{*}tc"), None) is None:
        report.error(
            "outside-table",
            tag.place,
            f"“{tag.raw}”只能写在表格的格子里",
            "请移到表格的格子里，或删掉。",
        )


def _is_statement(tag: Tag, report: Report) -> bool:
    """Whether a ``{%`` tag begins with a word of the language and is complete."""
    word, rest = tag.word, tag.inner[len(tag.word) :].strip()
    joined = (word + rest).replace(" ", "")
    cause, remedy = "", ""
    if word not in KEYWORDS:
        meant = joined if joined in CLOSING else nearest(word, KEYWORDS)
        cause = f"“{tag.raw}”不是能识别的控制语句"
        remedy = f"是否为“{{% {meant} … %}}”？" if meant else "可用的有 for、if、elif、else、set。"
    elif word == "else" and rest:
        cause = f"“{tag.raw}”里 else 后面不能再写条件"
        remedy = f"请改为 {{% elif {rest.removeprefix('if').strip()} %}}。"
    elif word in CLOSING and rest:
        cause = f"“{tag.raw}”里 {word} 后面多了文字"
        remedy = f"请改为 {{% {word} %}}。"
    elif word in ("if", "elif") and not rest:
        cause, remedy = f"“{tag.raw}”没有写条件", "例如 {% if 逾期事项 %}。"
    elif word == "for" and not re.search(r"\S\s+in\s+\S", rest):
        cause, remedy = f"“{tag.raw}”缺少循环的对象", f"循环应写成 {FOR_EXAMPLE}。"
    elif word == "set" and "=" not in rest:
        cause, remedy = f"“{tag.raw}”缺少等号", "例如 {% set 份数 = 2 %}。"
    if cause:
        report.error("bad-statement", tag.place, cause, remedy)
    return not cause


def _parse(tag: Tag, report: Report, fields: frozenset[str]) -> nodes.Template | None:
    from jinja2 import TemplateSyntaxError

    try:
        tree = environment().parse(_alone(tag))
    except (TemplateSyntaxError, RecursionError):
        _report_syntax(tag, report, fields)
        return None
    if _unknown_word(tag, tree, report):
        return None
    refused = refused_node(tree) or _private_name(tree)
    if refused:
        report.error(
            "not-allowed",
            tag.place,
            f"标记“{tag.raw}”{refused}",
            "模板里只能显示内容、判断和循环。",
        )
        return None
    return tree


def _alone(tag: Tag) -> str:
    """Return a small template in which the tag stands alone and balanced."""
    inner, word = tag.inner, tag.word
    if tag.kind == "{{":
        return f"{{{{ {inner} }}}}"
    if word == "elif":
        inner, word = f"if {inner.removeprefix('elif')}", "if"
    if word in OPENING:
        return f"{{% {inner} %}}{{% end{word} %}}"
    return f"{{% {inner} %}}" if word == "set" else ""


def _private_name(tree: nodes.Template) -> str | None:
    from jinja2 import nodes

    for node in tree.find_all(nodes.Name):
        if node.name == CHARTS or node.name.startswith("_"):
            return f"用了不能使用的名称“{node.name}”"
    return None


def _unknown_word(tag: Tag, tree: nodes.Template, report: Report) -> bool:
    """Report filters and tests that do not exist; whether there were any."""
    from jinja2 import nodes

    env = environment()
    unknown = [
        ("过滤器", node.name, env.filters)
        for node in tree.find_all(nodes.Filter)
        if node.name not in env.filters or node.name.startswith("_")
    ] + [
        ("判断", node.name, env.tests)
        for node in tree.find_all(nodes.Test)
        if node.name not in env.tests
    ]
    for kind, name, known in unknown:
        meant = nearest(name, [n for n in known if n.isidentifier() and not n.startswith("_")])
        hint = f"是否为“{meant}”？" if meant else "请删掉它。"
        cause = f"标记“{tag.raw}”里没有名为“{name}”的{kind}"
        report.error("unknown-filter", tag.place, cause, hint)
    return bool(unknown)


def _report_syntax(tag: Tag, report: Report, fields: frozenset[str]) -> None:
    bare = _STRINGS.sub("''", tag.inner)
    pair = next(
        (m for m in _TWO_NAMES.finditer(bare) if not {m[1], m[2]} & _OPERATORS.union(KEYWORDS)),
        None,
    )
    if pair:
        joined = pair[1] + pair[2]
        meant = joined if joined in fields else nearest(joined, fields) or joined
        cause = f"标记“{tag.raw}”里的名称中间有空格（“{pair[0]}”）"
        remedy = f"名称里不能有空格，请改为“{meant}”。"
        report.error("space-in-name", tag.place, cause, remedy)
    else:
        remedy = "请写成 {{ 名称 }}，名称只用汉字、字母、数字和下划线。"
        report.error("bad-expression", tag.place, f"标记“{tag.raw}”的写法有误", remedy)
