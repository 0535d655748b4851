"""styles.xml of the starter templates: defaults, named styles, table styles."""

from __future__ import annotations

from lxml import etree
from template_style import FONTS, HEAD, LINE, TEXT_WIDTH, Style, W
from template_style_list import STYLES

__all__ = ["FONTS", "HEAD", "LINE", "STYLES", "TEXT_WIDTH", "W", "styles_xml"]


def fonts_xml(font: str) -> str:
    """Return rFonts with one font for every script, so that “” and — never fall to a Latin one."""
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


#: Order of elements in pPr that Word insists on.
_PPR_ORDER = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "pBdr",
    "tabs",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
)


def _ordered(ppr: str) -> str:
    """Return paragraph properties in the order of the schema."""
    root = etree.fromstring(f'<w:pPr xmlns:w="{W}">{ppr}</w:pPr>')
    items = sorted(root, key=lambda e: _PPR_ORDER.index(etree.QName(e).localname))
    return "".join(
        etree.tostring(e, encoding="unicode").replace(f' xmlns:w="{W}"', "") for e in items
    )


def _style_xml(style: Style) -> str:
    rpr = fonts_xml(style.font) if style.font else ""
    rpr += style.rpr
    if not style.condensed:
        rpr += '<w:spacing w:val="0"/>'
    if style.half_points:
        rpr += f'<w:sz w:val="{style.half_points}"/><w:szCs w:val="{style.half_points}"/>'
    follow = f'<w:next w:val="{style.follow}"/>' if style.follow else ""
    custom = "" if style.name.startswith("heading") else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{follow}<w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:pPr>{_ordered(style.ppr)}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def styles_xml() -> str:
    """Return styles.xml: defaults, 正文, all named styles and the table style 公文表格."""
    body = fonts_xml("仿宋_GB2312")
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{body}'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{body}<w:color w:val="000000"/><w:spacing w:val="-5"/><w:sz w:val="32"/>'
        '<w:szCs w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="黑体标签"/>'
        f"<w:qFormat/><w:rPr>{fonts_xml('黑体')}</w:rPr></w:style>"
        '<w:style w:type="character" w:customStyle="1" w:styleId="RunInHeading">'
        '<w:name w:val="二级标题（接排）"/>'
        f"<w:qFormat/><w:rPr>{fonts_xml('楷体_GB2312')}</w:rPr></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="OfficeTable"><w:name w:val="公文表格"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="50" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="ImprintPlain"><w:name w:val="版记表（无线）"/>'
        '<w:basedOn w:val="TableNormal"/></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="ImprintTable"><w:name w:val="版记表"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        '<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:insideH w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        "</w:tblBorders></w:tblPr></w:style>"
        f"{''.join(map(_style_xml, STYLES))}</w:styles>"
    )
