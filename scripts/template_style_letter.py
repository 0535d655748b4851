"""The named styles of a letter (信函格式), between those of minutes and of lists."""

from __future__ import annotations

from template_style import KEEP, LINE, WHOLE, Style, exact

LETTER_STYLES: tuple[Style, ...] = (
    Style(
        "LetterMark",
        "发文机关标志（信函）",
        "方正小标宋简体",
        88,
        KEEP + exact(880) + '<w:jc w:val="center"/>',
        '<w:color w:val="FF0000"/>',
        condensed=False,
        follow="LetterNumber",
    ),
    Style(
        "LetterMarkLong",
        "发文机关标志（信函，较长）",
        "",
        68,
        KEEP + exact(680) + '<w:jc w:val="center"/>',
        based_on="LetterMark",
        condensed=False,
        follow="LetterNumber",
    ),
    Style(
        "LetterMarkLonger",
        "发文机关标志（信函，很长）",
        "",
        56,
        KEEP + exact(560) + '<w:jc w:val="center"/>',
        based_on="LetterMark",
        condensed=False,
        follow="LetterNumber",
    ),
    Style(
        "LetterMarkTwo",
        "发文机关标志（信函，两行）",
        "",
        40,
        KEEP + exact(430) + '<w:jc w:val="center"/>',
        based_on="LetterMark",
        condensed=False,
        follow="LetterNumber",
    ),
    Style(
        "LetterNumber",
        "发文字号（信函）",
        ppr=KEEP + exact(LINE, 850) + '<w:jc w:val="right"/>',
        follow="LetterTitle",
    ),
    Style(
        "LetterNumberLong",
        "发文字号（信函，标志较长）",
        ppr=KEEP + exact(LINE, 650) + '<w:jc w:val="right"/>',
        based_on="LetterNumber",
        follow="LetterTitle",
    ),
    Style(
        "LetterNumberLonger",
        "发文字号（信函，标志很长）",
        ppr=KEEP + exact(LINE, 530) + '<w:jc w:val="right"/>',
        based_on="LetterNumber",
        follow="LetterTitle",
    ),
    Style(
        "LetterTitle",
        "公文标题（信函）",
        based_on="DocTitle",
        ppr=KEEP + WHOLE + exact(LINE, 2 * LINE) + '<w:jc w:val="center"/>',
        condensed=False,
        follow="Addressee",
    ),
)
