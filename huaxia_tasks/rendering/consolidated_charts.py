"""The sheet 图表: native charts over the figures of 总览, so that they follow when these change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Tally, column_letters
from ..patterns import regex
from .chart_xml import ChartData, Series, chart_part
from .consolidated_overview import SHEET, Overview
from .consolidated_sheets import page_setup, relations_xml
from .seal import Member, member
from .sheet_text import inline
from .xml_patch import MAIN, RELATIONSHIPS

#: Bars of one chart of units, and the most charts of units; more units are left to the table.
UNITS_A_CHART, MOST_CHARTS = 28, 10
_EMU = 360_000
#: Centimetres of a chart's width and of a page's height; a row of 15 points is as high as said.
_WIDTH, _ROW = 16.4, 0.529
_PAGE_ROWS = 49
_PAGE = _PAGE_ROWS * _ROW
_REFERENCE = regex(r"<c:f>[^<!]*!\$([A-Z])\$(\d+)(?::\$[A-Z]\$(\d+))?</c:f>")
_EXTERNAL = regex(r"<c:externalData.*?</c:externalData>", re.S)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class _Placed(NamedTuple):
    """A chart: its data, where its names stand on 总览 (rows from 1), its columns, centimetres."""

    data: ChartData
    head: int
    first: int
    columns: tuple[int, ...]
    height: float


def chart_parts(made: Overview, tally: Tally) -> tuple[str, list[Member]]:
    """Return the sheet 图表 as XML, and its drawing and charts (none where nothing can be shown)."""
    placed = _charts(made, tally)
    charts = [
        member(f"xl/charts/chart{n}.xml", _on_sheet(one)) for n, one in enumerate(placed, start=1)
    ]
    if not charts:
        return _sheet("还没有事项，暂不绘图。"), []
    relations = [("chart", f"../charts/chart{n}.xml") for n in range(1, len(charts) + 1)]
    parts = [
        member("xl/drawings/drawing1.xml", _drawing(placed).encode()),
        member("xl/drawings/_rels/drawing1.xml.rels", relations_xml(relations).encode()),
        *charts,
    ]
    note = ""
    if len(tally.units) > UNITS_A_CHART * MOST_CHARTS:
        note = f"单位超过{UNITS_A_CHART * MOST_CHARTS}个，分单位情况见“{SHEET}”。"
    return _sheet(note, pages=int(_tops(placed)[-1] // _PAGE) + 1), parts


def _charts(made: Overview, tally: Tally) -> list[_Placed]:
    placed = []
    if any(count.matters for _, count in made.phases):
        names = tuple(name for name, _ in made.phases)
        counts = [count for _, count in made.phases]
        series = (
            Series("已完成", tuple(c.done for c in counts)),
            Series("应完成", tuple(c.base for c in counts)),
        )
        data = ChartData("各阶段完成情况", names, series, unit="项")
        placed.append(_Placed(data, made.phase_head, made.phase_head + 1, (4, 5), 8))
    units = [u for u in tally.units if u.matters]
    if units and len(tally.units) <= UNITS_A_CHART * MOST_CHARTS:
        placed += _unit_charts(made, tally)
    return placed


def _unit_charts(made: Overview, tally: Tally) -> list[_Placed]:
    placed = []
    for start in range(0, len(tally.units), UNITS_A_CHART):
        some = tally.units[start : start + UNITS_A_CHART]
        series = (
            Series("已完成", tuple(u.done for u in some)),
            Series("超期", tuple(u.overdue for u in some)),
        )
        part = (
            f"（第{start + 1}至{start + len(some)}个单位）"
            if len(tally.units) > UNITS_A_CHART
            else ""
        )
        data = ChartData(
            f"各单位完成和超期事项{part}",
            tuple(u.name for u in some),
            series,
            kind="bar",
            unit="项",
        )
        first = made.unit_head + 1 + start
        placed.append(_Placed(data, made.unit_head, first, (4, 11), 3.0 + 0.78 * len(some)))
    return placed


def _on_sheet(one: _Placed) -> bytes:
    """Return the chart part with its references led to the table on 总览."""

    def lead(found: re.Match[str]) -> str:
        letter, top, bottom = found.groups()
        n = ord(letter) - ord("A")
        column = column_letters(one.columns[n - 1] if n else 1)
        if top == "1":
            return f"<c:f>{SHEET}!${column}${one.head}</c:f>"
        start, end = one.first + int(top) - 2, one.first + int(bottom or top) - 2
        return f"<c:f>{SHEET}!${column}${start}:${column}${end}</c:f>"

    xml = _EXTERNAL.sub("", chart_part(one.data).decode())
    return _REFERENCE.sub(lead, xml).encode()


def _drawing(placed: Sequence[_Placed]) -> str:
    anchors = ""
    for n, (one, top) in enumerate(zip(placed, _tops(placed), strict=True), start=1):
        anchors += (
            f"<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>{_EMU // 4}</xdr:colOff>"
            f"<xdr:row>{int(top // _ROW)}</xdr:row><xdr:rowOff>{int(top % _ROW * _EMU)}</xdr:rowOff>"
            "</xdr:from>"
            f'<xdr:ext cx="{int(_WIDTH * _EMU)}" cy="{int(one.height * _EMU)}"/>'
            '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
            f'<xdr:cNvPr id="{n + 1}" name="图{n}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
            '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
            f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
            f'xmlns:r="{RELATIONSHIPS}" r:id="rId{n}"/></a:graphicData></a:graphic>'
            "</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>"
        )
    return f'{_XML}<xdr:wsDr xmlns:xdr="{_DRAWING}" xmlns:a="{_A}">{anchors}</xdr:wsDr>'


def _tops(placed: Sequence[_Placed]) -> list[float]:
    """Return how far below the sheet's top each chart stands, none across the end of a page."""
    tops, at = [], 0.8
    for one in placed:
        if at % _PAGE + one.height > _PAGE:
            at = (at // _PAGE + 1) * _PAGE + 0.3
        tops.append(at)
        at += one.height + 0.5
    return tops


def _sheet(note: str, pages: int = 0) -> str:
    row = f'<row r="1"><c r="A1" t="inlineStr">{inline(note)}</c></row>' if note else ""
    breaks = "".join(f'<brk id="{n * _PAGE_ROWS}" max="16383" man="1"/>' for n in range(1, pages))
    if breaks:
        breaks = (
            f'<rowBreaks count="{pages - 1}" manualBreakCount="{pages - 1}">{breaks}</rowBreaks>'
        )
    drawn = '<drawing r:id="rId1"/>' if pages else ""
    return (
        f'{_XML}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>{row}</sheetData>'
        f"{page_setup('', landscape=False)}{breaks}{drawn}</worksheet>"
    )
