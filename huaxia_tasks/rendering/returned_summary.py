"""The sheet 退回说明: what to change, where, in words, each place a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import column_letters
from ..patterns import regex
from .marks import LEVEL_WORDS, Mark, counted
from .sheet_text import inline, sheet_link, xml_attribute
from .xml_patch import MAIN

#: Heading and width in characters of each column.
COLUMNS = (("序号", 6), ("表", 14), ("位置", 9), ("要求", 9), ("哪里有问题", 46), ("怎么改", 40))
_LETTERS = [column_letters(column) for column in range(1, len(COLUMNS) + 1)]
HOW_TO = (
    "有问题的单元格已填色并加批注，点“位置”一栏可以直接跳到那里。请在原表上改好后保存，"
    "仍用本文件报送；批注、填色和本页不必删除，下次检查时会自动更新。"
)
_WIDTHS = "".join(
    f'<col min="{i}" max="{i}" width="{width}.7109375" customWidth="1"/>'
    for i, (_, width) in enumerate(COLUMNS, start=1)
)
_HEAD_ROW = 4
#: All characters below are counted as half as wide as those of Chinese text.
_NARROW = regex("[\0-\u1fff]+")


def summary_sheet(
    marks: Sequence[Mark],
    sheets: Sequence[str],
    styles: Mapping[str, int],
    unit: str = "",
    *,
    patched: bool = True,
) -> str:
    """Return the XML of the sheet.  `sheets` are the workbook's own, which links may name.

    `styles` gives the formats by the names of ``StyleSheet.summary``.  `patched` says
    that the cells stand in the unit's own sheets, to which the links then lead.
    """
    listed = [m for m in marks if m.listed]
    title = f"{unit}报送材料退回说明" if unit else "报送材料退回说明"
    rows = [
        _row(1, [(title, "title")], styles, 30),
        _row(2, [(counted(listed), "note")], styles, 20),
        _row(3, [(HOW_TO, "note")], styles, 48),
        _row(_HEAD_ROW, [(heading, "head") for heading, _ in COLUMNS], styles, 22),
    ]
    links = []
    for n, mark in enumerate(listed, start=1):
        at = _HEAD_ROW + n
        linked = mark.sheet in sheets and mark.row > 0
        cells: list[tuple[str | int, str]] = [
            (n, "centre"),
            (mark.sheet or "整个文件", "centre"),
            (mark.address or ("整张表" if mark.sheet else "—"), "link" if linked else "centre"),
            (LEVEL_WORDS[mark.level], mark.level),
            (mark.text, "text"),
            (mark.remedy, "text"),
        ]
        rows.append(_row(at, cells, styles, _height(cells)))
        if linked:
            place = f"{column_letters(mark.column or 1)}{mark.row}"
            target = xml_attribute(sheet_link(mark.sheet, place))
            links.append(f'<hyperlink ref="C{at}" location="{target}" display="{mark.address}"/>')
    last = _HEAD_ROW + len(listed)
    return _page("".join(rows), links, last)


def _height(cells: Sequence[tuple[str | int, str]]) -> int:
    """Return the height in points that the fullest cell of a row needs.

    Given outright: not every office program makes room for wrapped text when it opens a file.
    """
    lines = 1
    for (value, _), (_, wide) in zip(cells, COLUMNS, strict=True):
        text, room = str(value), wide - 2
        if 2 * len(text) > lines * room:
            lines = max(lines, -(-text_units(text) // room))
    return min(15 * lines + 4, 400)


def text_units(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return len(text) if text.isascii() else len(text) + len(_NARROW.sub("", text))


def _row(
    n: int, cells: Sequence[tuple[str | int, str]], styles: Mapping[str, int], height: int = 0
) -> str:
    body = []
    for letter, (value, style) in zip(_LETTERS, cells, strict=False):
        start = f'<c r="{letter}{n}" s="{styles[style]}"'
        if isinstance(value, int):
            body.append(f"{start}><v>{value}</v></c>")
        elif not value:
            body.append(f"{start}/>")
        else:
            body.append(f'{start} t="inlineStr">{inline(value)}</c>')
    size = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{n}"{size}>{"".join(body)}</row>'


def _page(rows: str, links: Sequence[str], last: int) -> str:
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:F{last}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEAD_ROW}" topLeftCell="A{_HEAD_ROW + 1}" activePane="bottomLeft" '
        f'state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{_WIDTHS}</cols>'
        f"<sheetData>{rows}</sheetData>"
        '<mergeCells count="3"><mergeCell ref="A1:F1"/><mergeCell ref="A2:F2"/>'
        f'<mergeCell ref="A3:F3"/></mergeCells>{hyperlinks}'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
