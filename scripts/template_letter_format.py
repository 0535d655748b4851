"""Body and first page of a 函 in 信函格式 (GB/T 9704-2012, 10.1)."""

from __future__ import annotations

from template_letters import closing
from template_package import Page, Template
from template_parts import copy_only, each, p, text_box, when

#: Lines of 170 mm, centred: the upper pair 4 mm under the mark, the lower one 20 mm from the foot.
_LEFT_EMU, _WIDTH_EMU = 20 * 36000, 170 * 36000
_THICK, _THIN = 28575, 9525
#: Where the upper pair stands under a mark of 44 pt, in mm from the page's top.
_UPPER = 49.4
#: Condition, style of the mark, style of the number, by how many mm the mark is lower than one of
#: 44 pt: the pair and the number move up by as much.
_MARKS = (
    ("发文机关标志|length <= 10", "LetterMark", "LetterNumber", 0.0),
    ("10 < 发文机关标志|length <= 14", "LetterMarkLong", "LetterNumberLong", 3.53),
    ("14 < 发文机关标志|length <= 17", "LetterMarkLonger", "LetterNumberLonger", 5.64),
    ("发文机关标志|length > 17", "LetterMarkTwo", "LetterNumber", 0.0),
)


def _line(number: int, y_mm: float, weight: int) -> str:
    """Return a red line across the page at `y_mm` from its top, `weight` in EMU."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" relativeHeight="251659264" behindDoc="1" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{_LEFT_EMU}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(y_mm * 36000)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{_WIDTH_EMU}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="红色双线{number}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{_WIDTH_EMU}" cy="0"/></a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{weight}"><a:solidFill>'
        '<a:srgbClr val="FF0000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _mark(style: str) -> str:
    """Return the mark in a box of its own: it stands above the text block."""
    box = text_box(
        p(style, "{{ 发文机关标志 }}"),
        number=205,
        name="发文机关标志",
        width=_WIDTH_EMU,
        height=22 * 36000,
        position=(
            f'<wp:positionH relativeFrom="page"><wp:posOffset>{_LEFT_EMU}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(30.7 * 36000)}</wp:posOffset></wp:positionV>'
        ),
        wrap="<wp:wrapNone/>",
        anchor="t",
    )
    return p("ImprintEnd", "", box)


def _upper(raised: float) -> str:
    """Return the upper pair of lines, thick above thin."""
    y = _UPPER - raised
    return p("ImprintEnd", "", _line(201, y, _THICK) + _line(202, y + 0.9, _THIN))


def letter() -> Template:
    """函: mark 30 mm from the page's edge, number at the right, no page number on page 1."""
    lower = p("ImprintEnd", "", _line(203, 276.6, _THIN) + _line(204, 277.5, _THICK))
    first_header = "".join(when(size, _upper(raised)) for size, _, _, raised in _MARKS) + lower
    body = (
        "".join(
            when(size, _mark(mark), p(number, "{{ 发文字号 }}")) for size, mark, number, _ in _MARKS
        )
        + p("LetterTitle", "{{ 标题 }}")
        + p("Addressee", "{{ 主送 }}：")
        + each("段", "段落", p("Body", "{{ 段 }}"))
        + p("BodyKeep", "{{ 结尾 }}")
        + closing(room="附件说明 or 段落|join|length > 250")
        + copy_only()
    )
    page = Page(
        refs=(
            ("headerReference first", "rId12"),
            ("footerReference default", "rId10"),
            ("footerReference even", "rId11"),
            ("footerReference first", "rId13"),
        ),
        first_differs=True,
    )
    return Template(
        "函.docx",
        "函",
        body,
        page,
        (("header1.xml", "rId12", first_header), ("footer3.xml", "rId13", p("ImprintEnd"))),
    )
