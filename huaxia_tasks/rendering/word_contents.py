"""Checks what a template carries besides its tags: revisions, comments, links, fonts, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..patterns import regex
from .word_package import W, WordFile, parse, relationships
from .word_places import Place, Report

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Fonts of official papers, with the English names under which Word writes the same fonts.
FONTS = frozenset(
    (
        *("方正小标宋简体", "方正小标宋_GBK", "方正小标宋_GB18030", "小标宋"),
        *("仿宋", "仿宋_GB2312", "方正仿宋_GBK", "方正仿宋简体", "FangSong", "FangSong_GB2312"),
        *("楷体", "楷体_GB2312", "方正楷体_GBK", "方正楷体简体", "KaiTi", "KaiTi_GB2312"),
        *("黑体", "方正黑体_GBK", "方正黑体简体", "SimHei"),
        *("宋体", "方正书宋_GBK", "方正书宋简体", "SimSun", "NSimSun", "新宋体"),
        *("Times New Roman", "Symbol", "Wingdings", "Wingdings 2", "Cambria Math"),
    )
)
_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia")
_THEME_SLOTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme")

_TRACKED = [f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")]
_DANGEROUS_FIELD = regex(
    r"^\s*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDE|DDEAUTO|LINK|DATABASE|IMPORT|MACROBUTTON)\b",
    re.IGNORECASE,
)
_EMBEDDED = {"oleObject": "嵌入的对象", "package": "嵌入的文件", "control": "控件"}


Places = dict["_Element", Place]


def check_contents(
    word: WordFile, roots: dict[str, _Element], places: Places, report: Report
) -> None:
    """Report what the package carries, before `strip`.

    `roots` are the parts with text, `places` the place of each of their paragraphs.
    """
    _check_links(word, report)
    _check_people(word, report)
    for root in roots.values():
        _check_tracked(root, places, report)
        _check_fields(root, places, report)
        chunk = next(root.iter(f"{W}altChunk"), None)
        if chunk is not None:
            cause = "插入了另一个文件的内容块（altChunk）"
            report.error("external-link", Place(), cause, "请把内容直接粘贴为文字。")
        _check_tables(root, places, report)
    _check_fonts(word, roots, places, report)


def _place(element: _Element, places: Places) -> Place:
    """Return the place of the paragraph that `element` is, holds or stands in."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    if paragraph is None:
        paragraph = next(element.iter(f"{W}p"), None)
    return places.get(paragraph, Place()) if paragraph is not None else Place()


def _text(element: _Element) -> str:
    return "".join(str(t.text or "") for t in element.iter(f"{W}t", f"{W}delText"))


def _check_tracked(root: _Element, places: Places, report: Report) -> None:
    found = list(root.iter(*_TRACKED))
    if found:
        cause = f"留有{len(found)}处未处理的修订"
        remedy = "请在“审阅”里接受（或拒绝）全部修订并关闭修订后保存。"
        report.error("tracked-change", _place(found[0], places), cause, remedy)
    formats = [e for e in root.iter() if str(e.tag).endswith("PrChange")]
    if formats:
        cause = f"留有{len(formats)}处格式修订记录，生成的公文不会带上"
        report.warning(
            "tracked-change", _place(formats[0], places), cause, "请在“审阅”里接受全部修订。"
        )
    comment = next(root.iter(f"{W}commentReference"), None)
    if comment is not None:
        cause = "带有批注，生成的公文不会带上"
        report.warning("comment", _place(comment, places), cause, "看过后请删除批注。")


def _check_fields(root: _Element, places: Places, report: Report) -> None:
    codes = [(e, e.text or "") for e in root.iter(f"{W}instrText")]
    codes += [(e, str(e.get(f"{W}instr", ""))) for e in root.iter(f"{W}fldSimple")]
    for element, code in codes:
        if _DANGEROUS_FIELD.match(code):
            cause = f"域代码“{code.strip()[:40]}”会取用别的文件或程序"
            remedy = "请选中它按 Ctrl+Shift+F9 转为普通文字。"
            report.error("external-link", _place(element, places), cause, remedy)


def _check_links(word: WordFile, report: Report) -> None:
    for name in sorted(n for n in word.parts if n.endswith(".rels")):
        for kind, target, external, _ in relationships(word.parts[name]):
            shown = target[:80]
            if kind == "attachedTemplate":
                cause = f"附加了别的模板“{shown}”，生成的公文不会带上"
                report.warning("attached-template", Place(), cause)
            elif kind.startswith("mailMerge"):
                cause = f"连着邮件合并的数据源“{shown}”，生成的公文不会带上"
                report.warning("external-link", Place(), cause)
            elif kind == "hyperlink" and external:
                cause = f"有指向“{shown}”的超链接，会带进公文"
                report.warning("hyperlink", Place(), cause, "如不需要，请取消超链接。")
            elif external:
                cause = f"链接着外部文件“{shown}”，打开公文时会去读取它"
                remedy = "请把图片等改为“嵌入”，或删掉该链接。"
                report.error("external-link", Place(), cause, remedy)
            elif kind in _EMBEDDED and "/charts/" not in name:
                cause = f"带有{_EMBEDDED[kind]}"
                remedy = "请改用普通文字、表格或图片。"
                level = report.error if kind == "control" else report.warning
                level("embedded", Place(), cause, remedy)


def _check_people(word: WordFile, report: Report) -> None:
    names: list[str] = []
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in word.parts:
            wanted = ("creator", "lastModifiedBy", "Manager", "Company")
            for element in parse(word.parts[part]).iter():
                if str(element.tag).rpartition("}")[2] in wanted and (element.text or "").strip():
                    names.append((element.text or "").strip())
    if names:
        shown = "、".join(dict.fromkeys(names))
        cause = f"文件属性里记有姓名或单位“{shown}”，生成的公文不会带上"
        report.info("author", Place(), cause)


def _check_fonts(
    word: WordFile, roots: dict[str, _Element], places: Places, report: Report
) -> None:
    seen: set[str] = set()
    for element, place in _font_elements(word, roots, places):
        for slot in _FONT_SLOTS:
            font = str(element.get(f"{W}{slot}", ""))
            if font and font not in FONTS and font not in seen:
                seen.add(font)
                cause = f"用了公文以外的字体“{font}”"
                remedy = "公文用小标宋、仿宋、楷体、黑体、宋体，西文用 Times New Roman。"
                report.warning("font", place, cause, remedy)
        theme = next((s for s in _THEME_SLOTS if element.get(f"{W}{s}")), None)
        if theme and theme not in seen:
            seen.add(theme)
            cause = "用了“主题字体”，会盖过指定的字体，各台电脑显示不一"
            report.warning("theme-font", place, cause, "请选中文字，直接指定字体名称。")


def _font_elements(
    word: WordFile, roots: dict[str, _Element], places: Places
) -> Iterator[tuple[_Element, Place]]:
    for root in roots.values():
        for fonts in root.iter(f"{W}rFonts"):
            yield fonts, _place(fonts, places)
    for style in _used_styles(word, roots):
        title = style.find(f"{W}name")
        name = str(title.get(f"{W}val")) if title is not None else "默认"
        for fonts in style.iter(f"{W}rFonts"):
            yield fonts, Place(f"样式“{name}”")


def _used_styles(word: WordFile, roots: dict[str, _Element]) -> list[_Element]:
    """Return the styles that the text uses, with those that they are based on, and defaults."""
    part = word.main.rpartition("/")[0] + "/styles.xml"
    if part not in word.parts:
        return []
    root = parse(word.parts[part])
    styles = {str(s.get(f"{W}styleId")): s for s in root.iter(f"{W}style")}
    naming = [f"{W}{tag}" for tag in ("pStyle", "rStyle", "tblStyle")]
    wanted = [str(e.get(f"{W}val")) for text in roots.values() for e in text.iter(*naming)]
    wanted += [name for name, style in styles.items() if style.get(f"{W}default") == "1"]
    used: dict[str, _Element] = {}
    while wanted:
        name = wanted.pop()
        if name in styles and name not in used:
            used[name] = styles[name]
            wanted += [str(e.get(f"{W}val")) for e in styles[name].findall(f"{W}basedOn")]
    return [*root.findall(f"{W}docDefaults"), *(s for n, s in styles.items() if n in used)]


def _check_tables(root: _Element, places: Places, report: Report) -> None:
    for table in root.iter(f"{W}tbl"):
        columns = table.findall(f"{W}tblGrid/{W}gridCol")
        if not columns or any(not c.get(f"{W}w") for c in columns):
            cause = "表格没有写明各列的宽度，WPS 中可能走样"
            remedy = "请在“表格属性→列”里逐列指定宽度。"
            report.warning("table-width", _place(table, places), cause, remedy)
        rows = table.findall(f"{W}tr")
        loop = next((i for i, row in enumerate(rows) if "{%tr" in _tight(row)), None)
        if loop is None or loop + 1 >= len(rows):
            continue
        if loop > 0 and rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            cause = "表头行没有设为“在各页顶端重复出现”，跨页后看不到表头"
            report.info("table-header", _place(rows[0], places), cause, "请在“表格属性→行”里勾选。")
        if rows[loop + 1].find(f"{W}trPr/{W}cantSplit") is None:
            cause = "内容行允许跨页断行，一行可能被分在两页"
            remedy = "请在“表格属性→行”里取消“允许跨页断行”。"
            report.info("table-split", _place(rows[loop + 1], places), cause, remedy)


def _tight(row: _Element) -> str:
    return re.sub(r"\{%\s*tr\b", "{%tr", _text(row))
