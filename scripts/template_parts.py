"""Parts of a Word document, written as XML: paragraphs, tags, tables, the imprint box.

Every paragraph names its style; the only run property is the hint that draws quotes and dashes in
the Chinese font.  Lengths are twips (1/20 pt) unless a name says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from template_styles import STYLES, TEXT_WIDTH

EMU_PER_TWIP = 635
STYLE_IDS = frozenset(style.id for style in STYLES)


def run(text: str, style: str = "") -> str:
    """Return a run with the eastAsia hint; in `text` ``\\t`` becomes a tab, ``\\n`` a line break."""
    mark = f'<w:rStyle w:val="{style}"/>' if style else ""
    props = f'<w:rPr>{mark}<w:rFonts w:hint="eastAsia"/></w:rPr>'
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    pieces = "".join(
        marks.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in re.split(r"([\t\n])", text)
        if piece
    )
    return f"<w:r>{props}{pieces}</w:r>"


def p(style: str, text: str = "", *runs: str) -> str:
    """Return a paragraph of a named style."""
    if style not in STYLE_IDS:
        raise ValueError(f"no style {style}")
    content = (run(text) if text else "") + "".join(runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def tag(text: str) -> str:
    """Return a paragraph that holds a loop or condition and vanishes when rendered."""
    return p("Control", "{%p " + text + " %}")


def when(condition: str, *parts: str) -> str:
    """Return parts that appear only where `condition` holds."""
    return tag(f"if {condition}") + "".join(parts) + tag("endif")


def each(name: str, source: str, *parts: str) -> str:
    """Return parts repeated for every element."""
    return tag(f"for {name} in {source}") + "".join(parts) + tag("endfor")


def chart(name: str) -> str:
    """Return the paragraph of a native chart; it vanishes where there is nothing to compare."""
    return when(f"图表.{name}.类别", p("Chart", f"[[图表:{name}]]"))


@dataclass(frozen=True)
class Column:
    """A table column: heading, what stands in a row, width in twips, l(eft) c(entre) r(ight) s(mall)."""

    heading: str
    content: str
    twips: int
    align: str = "c"


_CELL_STYLES = {"l": "TableText", "c": "TableCenter", "r": "TableRight", "s": "TableSmall"}


def _cell(twips: int, content: str, span: int = 1) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _row(cells: str, *, header: bool = False, height: int = 0) -> str:
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeat}</w:trPr>{cells}</w:tr>"


def table_frame(widths: Sequence[int], rows: str) -> str:
    """Return a fixed table of the style 公文表格 with explicit grid columns."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="OfficeTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{rows}</w:tbl>"
    )


def loop_table(
    columns: Sequence[Column], name: str, source: str, total: str = "", height: int = 480
) -> str:
    """Return a table with a repeated heading row and one row per element of `source`."""
    widths = [c.twips for c in columns]
    head = _row(
        "".join(_cell(c.twips, p("TableHead", c.heading)) for c in columns),
        header=True,
        height=height,
    )
    body = _row(
        "".join(_cell(c.twips, p(_CELL_STYLES[c.align], c.content)) for c in columns), height=height
    )
    first, rest = columns[0].twips, sum(widths) - columns[0].twips

    def control(text: str) -> str:
        return _row(_cell(first, p("Control", text)) + _cell(rest, p("Control"), len(columns) - 1))

    loop = control("{%tr for " + f"{name} in {source}" + " %}")
    return table_frame(widths, head + loop + body + control("{%tr endfor %}") + total)


def total_row(columns: Sequence[Column], contents: Sequence[str]) -> str:
    """Return a closing row such as 合计, in the alignment of its columns."""
    cells = zip(columns, contents, strict=True)
    return _row(
        "".join(_cell(c.twips, p(_CELL_STYLES[c.align], text)) for c, text in cells), height=480
    )


def note_row(columns: Sequence[Column], text: str) -> str:
    """Return a closing row over all columns that explains the table."""
    return _row(_cell(sum(c.twips for c in columns), p("TableText", text), len(columns)))


def form_table(
    widths: Sequence[int], rows: Sequence[tuple[int, Sequence[tuple[str, str, int]]]]
) -> str:
    """Return a form: each row is (least height, cells of (style, text, columns spanned))."""
    out = []
    for height, cells in rows:
        at, line = 0, ""
        for style, text, span in cells:
            content = text if text.startswith("<w:p>") else p(style, text)
            line += _cell(sum(widths[at : at + span]), content, span)
            at += span
        out.append(_row(line, height=height))
    return table_frame(widths, "".join(out))


def text_box(
    content: str,
    *,
    number: int,
    name: str,
    width: int,
    height: int,
    position: str,
    wrap: str,
    body: str = "",
    anchor: str = "b",
    fit: bool = True,
) -> str:
    """Return an anchored text box (lengths in EMU) as a run; Word 2010+, WPS and LibreOffice."""
    fitting = "<a:spAutoFit/>" if fit else "<a:noAutofit/>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        f'{position}<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'{wrap}<wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}" {body}>{fitting}</wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def imprint() -> str:
    """Return 版记: 抄送, then who issued it and when."""
    copy = _row(_cell(TEXT_WIDTH, p("CopyTo", "抄送：{{ 抄送 }}。")))
    issued = _row(_cell(TEXT_WIDTH, p("Issued", "{{ 印发机关 }}\t{{ 印发日期 }}印发")))
    content = when("抄送", imprint_table(copy + issued)) + when("not 抄送", imprint_table(issued))
    rooms = (
        ("抄送行数 == 0", "ImprintRoom0"),
        ("抄送行数 in (1, 2)", "ImprintRoom2"),
        ("抄送行数 > 2", "ImprintRoom5"),
    )
    # A table needs a paragraph behind it; where 版记 follows, its last rows are kept with that.
    return when("版记", foot_box(content, "版记", rooms)) + when("not 版记", p("ImprintEnd"))


def bulletin_imprint() -> str:
    """Return the foot of a 简报: to whom it reports, to whom it is sent, who made it and when."""
    to = p("CopyTo", "报：{{ 主送 }}。") + when("抄送", p("CopyTo", "送：{{ 抄送 }}。"))
    issued = p("Issued", "{{ 印发机关 }}\t{{ 印发日期 }}印发")
    content = imprint_table(_row(_cell(TEXT_WIDTH, to)) + _row(_cell(TEXT_WIDTH, issued)))
    return foot_box(
        content, "简报版记", (("抄送行数 == 0", "ImprintRoom2"), ("抄送", "ImprintRoom5"))
    )


def copy_only() -> str:
    """Return the foot of a letter: 抄送 alone, without rules and without an issuer."""
    rooms = (("抄送行数 < 2", "ImprintRoom0"), ("抄送行数 > 1", "ImprintRoom5"))
    copy = imprint_table(_row(_cell(TEXT_WIDTH, p("CopyTo", "抄送：{{ 抄送 }}。"))), "ImprintPlain")
    return when("抄送", foot_box(copy, "抄送", rooms))


def foot_box(content: str, name: str, rooms: Sequence[tuple[str, str]]) -> str:
    """Return a box whose last rule lies on the lower edge of the text block.

    `rooms` are conditions with the style of the paragraph that holds the box.  That paragraph is as
    high as the box, so that text never runs into it and a page without room for it sends it to the
    next.  A box that text flows round would do without, but LibreOffice sets it 2 mm too high.
    """
    position = (
        '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    )
    box = text_box(
        content + p("ImprintEnd"),
        number=101,
        name=name,
        width=TEXT_WIDTH * EMU_PER_TWIP,
        height=720000,
        position=position,
        wrap="<wp:wrapNone/>",
    )
    return "".join(
        when(condition, f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{box}</w:p>')
        for condition, style in rooms
    )


def imprint_table(rows: str, style: str = "ImprintTable") -> str:
    """Return a table whose outer rules are thick and inner ones thin."""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>{rows}</w:tbl>'
    )


def page_number(style: str) -> str:
    """Return the footer paragraph “— 1 —”."""
    begin = (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    )
    code = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return p(style, "", run("— "), begin, code, end, run(" —"))
