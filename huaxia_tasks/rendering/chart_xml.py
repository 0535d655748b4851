"""The chart part itself: DrawingML for a bar or column chart with cached values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model import column_letters
from .clean import clean_text

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FONT, _LATIN = "仿宋_GB2312", "Times New Roman"
#: Fills from dark to light: they stay apart in a black-and-white print.
_FILLS = ("1F4E79", "9DC3E6", "7F7F7F", "D9D9D9", "2E75B6", "BFBFBF")
_SHEET = "数据"
_LINE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln>'


Number = int | float | None


class Series(NamedTuple):
    """One row of bars: its name and a value a category (None: no bar)."""

    name: str
    values: tuple[Number, ...]


class ChartData(NamedTuple):
    """What a chart shows.

    ``kind`` is column (upright) or bar (lying, for long names); ``stacked`` piles the series up;
    ``unit`` stands beside the title (单位：项); ``percent`` values are 0..1 and shown as per cent.
    ``height`` in centimetres, None: by the number of bars.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: str = "column"
    stacked: bool = False
    unit: str = ""
    percent: bool = False
    height: float | None = None

    def texts(self) -> tuple[str, ...]:
        """Return every text that the chart shows."""
        return (self.title, self.unit, *self.categories, *(one.name for one in self.series))

    @staticmethod
    def from_fields(fields: Mapping[str, object]) -> ChartData:
        """Return a chart from a document's field ``图表``: 标题 类别 系列(名称 数值) 形式 单位 …"""
        series = tuple(
            Series(str(one["名称"]), tuple(_number(v) for v in _list(one["数值"])))
            for one in _list(fields["系列"])
            if isinstance(one, Mapping)
        )
        return ChartData(
            title=str(fields.get("标题") or ""),
            categories=tuple(str(name) for name in _list(fields["类别"])),
            series=series,
            kind="bar" if fields.get("形式") == "条形" else "column",
            stacked=bool(fields.get("堆积")),
            unit=str(fields.get("单位") or ""),
            percent=bool(fields.get("百分比")),
        )


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"a chart needs a list here, not {type(value).__name__}")
    return value


def _number(value: object) -> Number:
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, int | float):
        return value
    raise TypeError(f"a chart needs a number here, not {value!r}")


def chart_part(chart: ChartData) -> bytes:
    """Return word/charts/chartN.xml; its workbook is the relationship rId1."""
    bars = "".join(_series(chart, one, n) for n, one in enumerate(chart.series))
    lying = chart.kind == "bar"
    overlap = "100" if chart.stacked else "-10"
    plot = (
        f'<c:barChart><c:barDir val="{"bar" if lying else "col"}"/>'
        f'<c:grouping val="{"stacked" if chart.stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{bars}<c:gapWidth val="{60 if lying else 80}"/>'
        f'<c:overlap val="{overlap}"/><c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
    )
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text_style(1050)}</c:legend>'
        if len(chart.series) > 1
        else ""
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_title(chart)}<c:plotArea><c:layout/>{plot}{_category_axis(lying)}"
        f"{_value_axis(chart)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_text_style(1050)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return xml.encode()


def _title(chart: ChartData) -> str:
    text = escape(chart.title)
    if chart.unit:
        text = f"{text}（单位：{escape(chart.unit)}）" if text else f"单位：{escape(chart.unit)}"
    if not text:
        return '<c:autoTitleDeleted val="1"/>'
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="1200" b="0">{_fonts()}</a:defRPr></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1200" b="0">{_fonts()}</a:rPr><a:t>{text}</a:t></a:r></a:p>'
        '</c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
    )


def _fonts() -> str:
    return (
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f'<a:latin typeface="{_LATIN}"/><a:ea typeface="{_FONT}"/><a:cs typeface="{_LATIN}"/>'
    )


def _text_style(size: int) -> str:
    """Return text properties; `size` in hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{_fonts()}'
        '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _series(chart: ChartData, one: Series, n: int) -> str:
    letter = column_letters(n + 2)
    last = len(chart.categories) + 1
    fill = _FILLS[n % len(_FILLS)]
    spot = '<c:dLblPos val="ctr"/>' if chart.stacked else '<c:dLblPos val="outEnd"/>'
    colour = _label_style(fill) if chart.stacked else _text_style(1000)
    names = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>'
        for i, name in enumerate(chart.categories)
    )
    values = "".join(
        f'<c:pt idx="{i}"><c:v>{_figure(value)}</c:v></c:pt>'
        for i, value in enumerate(one.values[: len(chart.categories)])
        if value is not None
    )
    count = len(chart.categories)
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:strRef>'
        f"<c:f>{_SHEET}!${letter}$1</c:f><c:strCache>"
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(one.name)}</c:v></c:pt></c:strCache>'
        f'</c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
        f"{_LINE}</c:spPr>"
        f'<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="{_format(chart)}" '
        f'sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{colour}{spot}'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{count}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>{_SHEET}!${letter}$2:${letter}${last}</c:f><c:numCache>"
        f"<c:formatCode>{_format(chart)}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
    )


def _label_style(fill: str) -> str:
    """Return the label's text in white on a dark bar, black on a light one."""
    red, green, blue = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128
    return _text_style(1000).replace('val="000000"', 'val="FFFFFF"' if dark else 'val="000000"')


def _figure(value: Number) -> str:
    return repr(value)


def _format(chart: ChartData) -> str:
    """Return the number format; a pile shows no figure for a bar of height nothing."""
    plain = "0.0%" if chart.percent else "General"
    return f"{plain};-{plain};" if chart.stacked else plain


def _category_axis(lying: bool) -> str:
    """Return the axis of names; lying bars are listed from the top."""
    return (
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation '
        f'val="{"maxMin" if lying else "minMax"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if lying else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr>{_LINE}</c:spPr>{_text_style(1050)}<c:crossAx val="222222222"/>'
        '<c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def _value_axis(chart: ChartData) -> str:
    lying = chart.kind == "bar"
    lowest = min((v for s in chart.series for v in s.values if v is not None), default=0)
    floor = '<c:min val="0"/>' if lowest >= 0 else ""
    ceiling = '<c:max val="1"/>' if chart.percent and _highest(chart) <= 1 else ""
    step = '<c:majorUnit val="1"/>' if not chart.percent and 0 < _highest(chart) <= 5 else ""
    return (
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>'
        f'{ceiling}{floor}</c:scaling><c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/>'
        '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/>'
        f"</a:solidFill></a:ln></c:spPr></c:majorGridlines>"
        f'<c:numFmt formatCode="{"0%" if chart.percent else "General"}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text_style(1000)}<c:crossAx val="111111111"/>'
        f'<c:crosses val="{"max" if lying else "autoZero"}"/><c:crossBetween val="between"/>{step}</c:valAx>'
    )


def _highest(chart: ChartData) -> float:
    """Return the top of the tallest bar, or pile of bars."""
    if not chart.stacked:
        return max((v for s in chart.series for v in s.values if v is not None), default=0)
    piles = zip(*(s.values for s in chart.series), strict=False)
    return max((sum(v or 0 for v in pile) for pile in piles), default=0)


def escape(text: str) -> str:
    """Return cleaned `text` on one line, fit for XML text and attributes."""
    text = " ".join(clean_text(text, limit=200).split())
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text
