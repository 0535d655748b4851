"""Checks the tags of a template part: braces, statements, balance, and where they stand.

What passes here gives well-formed XML whatever the values are: the two ends of a loop or a
condition stand in the same paragraph, cell, table or run of paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ..patterns import regex
from .clean import INVISIBLE
from .word_expressions import CLOSING, MIDDLE, OPENING, read_tag
from .word_package import W
from .word_places import Place, Report
from .word_tags import SHIELDS, Paragraph, Tag

if TYPE_CHECKING:
    from jinja2 import nodes
    from lxml.etree import _Element

#: Deepest nesting of loops and conditions (Python itself allows 20), most tags of a part.
MAX_DEPTH = 12
MAX_TAGS = 5000

_SINGLE = regex(r"\{\s*([^\W\d][\w.]*(?:[ \xa0\u3000]+\w+)*)\s*\}")
_SPACED = regex(r"\{\s+[{%]|[%}]\s+\}")
_UNSHIELD = {ord(shield): char for char, shield in SHIELDS.items()}
_LEVEL_NAMES = {"p": "段落", "tr": "表格行", "tc": "单元格", "": "文字"}


class ReadTag(NamedTuple):
    """A tag together with its syntax tree (None for remarks, closing words and broken ones)."""

    tag: Tag
    tree: nodes.Template | None


def lint_part(
    root: _Element, paragraphs: list[Paragraph], report: Report, fields: frozenset[str]
) -> list[ReadTag]:
    """Report what is wrong with the tags of one part; return the tags read, in document order.

    `fields` only help to guess what was meant.
    """
    read: list[ReadTag] = []
    for paragraph in paragraphs:
        _check_unclosed(paragraph, report)
        _check_between(paragraph, report)
        _check_field_code(paragraph, report)
        for tag in paragraph.tags:
            read.append(ReadTag(tag, read_tag(tag, report, fields)))
            _check_company(tag, paragraph, report)
    if len(read) > MAX_TAGS:
        cause = f"标记过多（{len(read)}个）"
        report.error("too-many", read[0].tag.place, cause, f"一份模板最多{MAX_TAGS}个标记。")
    order = {element: at for at, element in enumerate(root.iter())}
    read.sort(key=lambda r: order.get(r.tag.paragraph if r.tag.home is None else r.tag.home, 0))
    _check_balance([r.tag for r in read if r.tag.kind == "{%" and not r.tag.is_cell_tag], report)
    return read


def _check_unclosed(paragraph: Paragraph, report: Report) -> None:
    for piece in paragraph.unclosed:
        opener, rest = piece[:2], piece[2:]
        closer = {"{{": "}}", "{%": "%}", "{#": "#}"}[opener]
        place = paragraph.place
        shown = piece.strip()[:30]
        if re.search("[｝％]", rest):
            cause, code = f"“{shown}”的结尾用了全角符号", "fullwidth-brace"
            remedy = f"请改为半角的 {closer}。"
        elif "}" in rest:
            cause, code = f"“{shown}”的结尾不完整", "unclosed"
            remedy = f"以 {opener} 开头的标记要以 {closer} 结尾。"
        else:
            cause, code = f"“{shown}”只有开头的 {opener}，没有结尾的 {closer}", "unclosed"
            remedy = "请补上结尾；一个标记要写在同一段里。"
        report.error(code, place, cause, remedy)


def _check_between(paragraph: Paragraph, report: Report) -> None:
    """Report braces that stand as plain text: they would be printed in the paper."""
    for text in paragraph.between:
        if "[[图表" in text:
            cause = f"“{text.strip()[:40]}”里的图表标记写法不对"
            remedy = "图表标记要单独成段，写成 [[图表:名称]]。"
            report.error("chart-place", paragraph.place, cause, remedy)
        if not any(char in text for char in "{}｛｝") and "%}" not in text:
            continue
        place, shown = paragraph.place, text.strip()[:40]
        single, hidden = _SINGLE.search(text), INVISIBLE.search(text)
        if hidden:
            code = f"U+{ord(hidden.group()):04X}"
            cause = f"“{INVISIBLE.sub('', shown)}”里夹有看不见的字符（{code}）"
            remedy = "请把这一处删掉，用键盘重新输入。"
            report.error("zero-width", place, cause, remedy)
        elif re.search("[｛｝]|\\{％|％\\}", text):
            right = re.sub("[｛｝％]", lambda m: unicodedata.normalize("NFKC", m.group()), shown)
            cause = f"“{shown}”用了全角的大括号或百分号，会原样印在文中"
            report.error("fullwidth-brace", place, cause, f"请改为半角：{right}。")
        elif _SPACED.search(text):
            cause = f"“{shown}”的两个大括号（或大括号与百分号）之间有空格"
            report.error("spaced-brace", place, cause, "请去掉中间的空格。")
        elif single:
            cause = f"“{single.group()}”只有一层大括号，会原样印在文中"
            remedy = f"如是标记请改为 {{{{ {single.group(1)} }}}}；如是文字请改用圆括号。"
            report.error("single-brace", place, cause, remedy)
        elif "}}" in text or "%}" in text:
            cause = f"“{shown}”有结尾的大括号而没有开头"
            report.error("stray-close", place, cause, "请补上开头的 {{ 或 {%，或删掉多余的括号。")
        else:
            cause = f"“{shown}”里有大括号，会原样印在文中"
            report.warning("brace-left", place, cause, "如不是标记，请改用圆括号。")


def _check_field_code(paragraph: Paragraph, report: Report) -> None:
    """Report tags in field codes and attributes: a value there could become a command."""
    for element in paragraph.element.iter(f"{W}instrText", f"{W}fldSimple"):
        code = element.text or element.get(f"{W}instr") or ""
        code = code.translate(_UNSHIELD)
        if "{{" in code or "{%" in code:
            cause = f"标记写在了域代码“{code.strip()[:40]}”里"
            report.error("tag-in-field", paragraph.place, cause, "请把标记移到普通文字里。")


def check_attributes(root: _Element, label: str, report: Report) -> None:
    """Report tags in attributes (alternative text, names): they are not filled in."""
    for element in root.iter():
        for value in element.attrib.values():
            text = str(value)
            if "{{" in text or "{%" in text or "{#" in text:
                cause = f"图片、控件等的属性里写有标记“{text[:40]}”"
                remedy = "请删掉该属性（如图片的替换文字）里的标记。"
                report.error("tag-in-attribute", Place(label), cause, remedy)


def _check_company(tag: Tag, paragraph: Paragraph, report: Report) -> None:
    """Report what would vanish together with the paragraph, row or cell of a tag."""
    if tag.kind == "{{" or tag.level in ("", "r"):
        return
    unit = paragraph.element
    if tag.level in ("tr", "tc"):
        above = next(unit.iterancestors(f"{W}{tag.level}"), None)
        if above is None:
            plain = "{%" if tag.word != "for" else "{%p"
            cause = f"“{tag.raw}”只能写在表格里"
            remedy = f"不在表格里请改用 {plain}。"
            report.error("outside-table", paragraph.place, cause, remedy)
            return
        unit = above
    text = "".join(str(t.text or "") for t in unit.iter(f"{W}t")).replace(tag.source(), "", 1)
    name = _LEVEL_NAMES[tag.level]
    if text.strip() or any(True for _ in unit.iter(f"{W}drawing", f"{W}pict", f"{W}object")):
        cause = f"“{tag.raw}”所在的{name}里还有别的内容，生成时会一并丢失"
        remedy = f"请让“{tag.raw}”单独占一个{name}。"
        report.error("text-lost", paragraph.place, cause, remedy)
    elif tag.word in MIDDLE and next(unit.iter(f"{W}sectPr"), None) is not None:
        cause = f"“{tag.raw}”所在的{name}带有分节符，生成时会一并丢失"
        report.error("text-lost", paragraph.place, cause, "请把它移到分节符之前的另一段。")
    elif tag.level in ("tr", "p", "tc") and re.search("[%}]", tag.inner):
        cause = f"“{tag.raw}”里有 % 或 }}，{tag.level} 标记中不能使用"
        report.error("bad-expression", paragraph.place, cause, "请换一种写法。")


def _check_balance(tags: list[Tag], report: Report) -> None:
    stack: list[Tag] = []
    for tag in tags:
        word = tag.word
        if word in OPENING:
            stack.append(tag)
            if len(stack) == MAX_DEPTH + 1:
                cause = f"循环和判断套了{MAX_DEPTH}层以上"
                report.error("too-deep", tag.place, cause, "请减少嵌套。")
        elif word in MIDDLE:
            if not stack or (word == "elif" and stack[-1].word != "if"):
                cause = f"“{tag.raw}”前面没有对应的 {{% if %}}"
                report.error("unbalanced", tag.place, cause, "请补上 {% if … %}，或删掉它。")
            else:
                _check_pair(stack[-1], tag, report)
        elif word in CLOSING:
            _close(stack, tag, report)
    for tag in stack:
        cause = f"“{tag.raw}”没有对应的 {{% end{tag.word} %}}"
        remedy = f"请在它管到的内容后面补上 {{%{tag.level} end{tag.word} %}}。"
        report.error("unbalanced", tag.place, cause, remedy)


def _close(stack: list[Tag], tag: Tag, report: Report) -> None:
    wanted = tag.word.removeprefix("end")
    if not stack:
        cause = f"“{tag.raw}”前面没有对应的 {{% {wanted} … %}}"
        report.error("unbalanced", tag.place, cause, "请补上开头，或删掉它。")
        return
    opener = stack[-1]
    if opener.word != wanted:
        cause = f"“{tag.raw}”对不上前面的“{opener.raw}”（{opener.place.where}）"
        remedy = f"“{opener.raw}”要用 {{%{opener.level} end{opener.word} %}} 结尾。"
        report.error("unbalanced", tag.place, cause, remedy)
        if any(other.word == wanted for other in stack):
            while stack and stack.pop().word != wanted:
                pass
        return
    stack.pop()
    _check_pair(opener, tag, report)


def _check_pair(opener: Tag, tag: Tag, report: Report) -> None:
    """Report two ends of one loop or condition that do not stand at the same height."""
    levels = ["" if level == "r" else level for level in (opener.level, tag.level)]
    where = opener.place.where
    if levels[0] != levels[1]:
        mark = f"{{%{opener.level} {tag.inner} %}}"
        cause = f"“{tag.raw}”与前面的“{opener.raw}”（{where}）写法不一致"
        report.error("unbalanced", tag.place, cause, f"请改为 {mark}。")
    elif not _same_height(opener, tag, levels[0]):
        cause = f"“{tag.raw}”与前面的“{opener.raw}”（{where}）不在同一个格子、表格或文本框里"
        remedy = "开头和结尾要放在同一段、同一格，或同一表格的两行里。"
        report.error("unbalanced", tag.place, cause, remedy)


def _same_height(opener: Tag, tag: Tag, level: str) -> bool:
    first, second = opener.paragraph, tag.paragraph
    if level in ("tr", "tc"):
        units = [next(p.iterancestors(f"{W}{level}"), None) for p in (first, second)]
        if None in units:
            return True
        return _parent(units[0]) is _parent(units[1])
    if level == "p":
        return _parent(first) is _parent(second)
    holders = [_parent(_parent(t.home)) for t in (opener, tag)]
    if first is second:
        return holders[0] is holders[1]
    return holders[0] is first and holders[1] is second and _parent(first) is _parent(second)


def _parent(element: _Element | None) -> _Element | None:
    return None if element is None else element.getparent()
