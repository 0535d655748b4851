"""Native bar and column charts in Word papers: editable, with their figures in a workbook inside.

A chart is a DrawingML part with cached values (shown at once, also where nobody updates it), an
embedded workbook (so that “编辑数据” works in Word and WPS) and an inline drawing.  Meaning never
hangs on colour alone: the fills differ in brightness and the figures stand on the bars.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..errors import TemplateError
from . import seal
from .chart_book import chart_book
from .chart_xml import ChartData, Series, chart_part, escape

__all__ = ["Attachment", "ChartData", "Series", "add_chart", "attach_charts", "drawings"]

#: Width of a chart: the text block of a paper, 15.5 cm, in EMU (360,000 a centimetre).
_EMU = 360_000
WIDTH = int(15.5 * _EMU)
#: Tallest chart in cm that stands on a page with the heading of an annex; characters of a long name.
_TALLEST, _LONG_NAME = 18.0, 15

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Attachment(NamedTuple):
    """The parts of one chart, named by its number in the paper."""

    number: int
    chart: bytes
    workbook: bytes


def add_chart(docx: bytes, placeholder: str, chart: ChartData) -> bytes:
    """Return the package with the paragraph that is `placeholder` replaced by the chart.

    The paragraph's own properties stay (centred, spacing).  Meant for placeholders that the office
    wrote: in papers with texts from outside use ``render``, which fills ``[[图表:名称]]`` of the
    template only.  Raises TemplateError where no paragraph consists of `placeholder`.
    """
    from .word_package import W, parse, to_bytes
    from .word_validate import paragraph_text

    parts = {member.name: member for member in seal.members(docx)}
    root = parse(parts["word/document.xml"].content())
    wanted = _plain(placeholder)
    found = [p for p in root.iter(f"{W}p") if _plain(paragraph_text(p)) == wanted]
    if not found:
        raise TemplateError(
            f"文中没有单独成段的“{placeholder}”", "图表", "请在要放图表的地方单独写一段。"
        )
    number = 1 + sum(1 for name in parts if re.fullmatch(r"word/charts/chart\d+\.xml", name))
    drawing_ids = [int(n) for n in re.findall(rb'<wp:docPr\b[^>]*?\bid="(\d+)"', to_bytes(root))]
    paragraph = found[0]
    for child in [c for c in paragraph if c.tag != f"{W}pPr"]:
        paragraph.remove(child)
    shape = _drawing(chart, number, max(drawing_ids, default=0) + 1)
    paragraph.append(parse(shape.replace("<w:r>", f'<w:r xmlns:w="{W[1:-1]}">', 1).encode()))
    name = "word/document.xml"
    changed = [seal.member(name, to_bytes(root)) if m == name else parts[m] for m in parts]
    return attach_charts(seal.pack(changed), [_attachment(chart, number)])


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("：", ":")


def drawings(charts: Mapping[str, ChartData]) -> tuple[dict[str, object], list[Attachment]]:
    """Return the drawings by chart name, ready to be printed by a template, and their parts."""
    from markupsafe import Markup

    shapes: dict[str, object] = {}
    attachments: list[Attachment] = []
    for number, (name, chart) in enumerate(charts.items(), start=1):
        if not chart.categories or not chart.series:
            shapes[name] = Markup("")
            continue
        shapes[name] = Markup(_drawing(chart, number, 1000 + number))
        attachments.append(_attachment(chart, number))
    return shapes, attachments


def attach_charts(docx: bytes, charts: Sequence[Attachment]) -> bytes:
    """Return the package with the parts of `charts`, their relationships and content types."""
    parts = {member.name: member for member in seal.members(docx)}
    added: list[seal.Member] = []
    links, types = "", ""
    for one in charts:
        name = f"chart{one.number}"
        links += (
            f'<Relationship Id="rIdHuaxiaChart{one.number}" Type="{_R}/chart" '
            f'Target="charts/{name}.xml"/>'
        )
        types += f'<Override PartName="/word/charts/{name}.xml" ContentType="{_CHART_TYPE}"/>'
        types += f'<Override PartName="/word/embeddings/{name}.xlsx" ContentType="{_SHEET_TYPE}"/>'
        rels = (
            f'{_XML}<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_R}/package" Target="../embeddings/{name}.xlsx"/></Relationships>'
        )
        added += [
            seal.member(f"word/charts/{name}.xml", one.chart),
            seal.member(f"word/charts/_rels/{name}.xml.rels", rels.encode()),
            seal.stored(f"word/embeddings/{name}.xlsx", one.workbook),
        ]
    _insert(parts, "word/_rels/document.xml.rels", "Relationships", links)
    _insert(parts, "[Content_Types].xml", "Types", types)
    return seal.pack([*parts.values(), *added])


def _insert(parts: dict[str, seal.Member], name: str, root: str, xml: str) -> None:
    text = parts[name].content().decode()
    if f"</{root}>" in text:
        text = text.replace(f"</{root}>", f"{xml}</{root}>")
    else:
        text = re.sub(rf"(<{root}\b[^>]*?)/>", lambda m: f"{m.group(1)}>{xml}</{root}>", text)
    parts[name] = seal.member(name, text.encode())


def _attachment(chart: ChartData, number: int) -> Attachment:
    return Attachment(number, chart_part(chart), chart_book(chart))


def _drawing(chart: ChartData, number: int, shape_id: int) -> str:
    """Return the run that holds the inline drawing."""
    height = int(_height(chart) * _EMU)
    title = escape(chart.title or "图表")
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{WIDTH}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{shape_id}" name="图表 {number}" descr="{title}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="rIdHuaxiaChart{number}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _height(chart: ChartData) -> float:
    if chart.height is not None:
        return chart.height
    if chart.kind == "column":
        return 6.6
    bars = len(chart.categories) * (1 if chart.stacked else max(1, len(chart.series)))
    # A long name stands on two lines; where it has no room LibreOffice leaves every other one out.
    long = any(len(name) > _LONG_NAME for name in chart.categories)
    return min(_TALLEST, 3.0 + (0.95 if long else 0.62) * max(bars, len(chart.categories)))
