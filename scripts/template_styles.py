"""Styles of the starter templates, after GB/T 9704-2012.

Margins of convention A; 28 characters by 22 lines through a line grid of 579 twips and characters
condensed by 5 twips.  Every paragraph of a template names one of these styles.  Lengths are twips
(1/20 pt) unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TEXT_WIDTH = 8845
CHAR = 315
LINE = 579

FONTS = {
    "仿宋_GB2312": "仿宋",
    "方正小标宋简体": "宋体",
    "黑体": "SimHei",
    "楷体_GB2312": "楷体",
    "宋体": "SimSun",
}


@dataclass(frozen=True)
class Style:
    """A paragraph style: id, the name staff see, font, size in half-points, paragraph XML."""

    id: str
    name: str
    font: str = ""
    half_points: int = 0
    ppr: str = ""
    rpr: str = ""
    based_on: str = "Normal"
    follow: str = ""
    condensed: bool = True


def exact(twips: int, before: int = 0, after: int = 0) -> str:
    """Return exact line spacing off the grid (LibreOffice snaps it otherwise)."""
    return (
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{before}" w:after="{after}" '
        f'w:line="{twips}" w:lineRule="exact"/>'
    )


def first_line(chars: int = 2) -> str:
    """Return a first-line indent in characters, in both ways of writing it."""
    return f'<w:ind w:firstLineChars="{chars * 100}" w:firstLine="{chars * CHAR}"/>'


KEEP = "<w:keepNext/>"
WHOLE = "<w:keepLines/>"

STYLES: tuple[Style, ...] = (
    Style("Body", "公文正文", ppr=first_line()),
    Style("BodyKeep", "公文正文（连下段）", ppr=KEEP + first_line(), based_on="Body"),
    Style(
        "Heading1",
        "heading 1",
        "黑体",
        32,
        KEEP + first_line() + '<w:outlineLvl w:val="0"/>',
        follow="Body",
    ),
    Style(
        "Heading2",
        "heading 2",
        "楷体_GB2312",
        32,
        KEEP + first_line() + '<w:outlineLvl w:val="1"/>',
        follow="Body",
    ),
    Style(
        "DocTitle",
        "公文标题",
        "方正小标宋简体",
        44,
        KEEP + WHOLE + exact(LINE) + '<w:jc w:val="center"/>',
        condensed=False,
        follow="Addressee",
    ),
    Style(
        "DocTitleRed",
        "公文标题（红头）",
        ppr=KEEP + WHOLE + exact(LINE, 2 * LINE) + '<w:jc w:val="center"/>',
        based_on="DocTitle",
        condensed=False,
        follow="Addressee",
    ),
    Style(
        "Mark",
        "发文机关标志",
        "方正小标宋简体",
        76,
        KEEP + exact(960, 1852) + '<w:jc w:val="center"/>',
        '<w:color w:val="FF0000"/>',
        condensed=False,
        follow="DocNumberRed",
    ),
    Style(
        "MarkLong",
        "发文机关标志（较长）",
        "",
        56,
        KEEP + exact(708, 1904) + '<w:jc w:val="center"/>',
        based_on="Mark",
        condensed=False,
        follow="DocNumberRed",
    ),
    Style(
        "MarkLongest",
        "发文机关标志（很长）",
        "",
        46,
        KEEP + exact(582, 1932) + '<w:jc w:val="center"/>',
        based_on="Mark",
        condensed=False,
        follow="DocNumberRed",
    ),
    Style(
        "DocNumber",
        "发文字号",
        ppr=KEEP + f'<w:spacing w:afterLines="100" w:after="{LINE}"/><w:jc w:val="center"/>',
        follow="DocTitle",
    ),
    Style(
        "DocNumberRed",
        "发文字号（红头）",
        ppr=KEEP
        + '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="5" w:color="FF0000"/></w:pBdr>'
        + exact(LINE, 2 * LINE)
        + '<w:jc w:val="center"/>',
        follow="DocTitleRed",
    ),
    Style(
        "Addressee",
        "主送机关",
        ppr=KEEP + f'<w:spacing w:beforeLines="100" w:before="{LINE}"/>',
        follow="Body",
    ),
    Style(
        "AnnexNote",
        "附件说明",
        ppr=KEEP
        + f'<w:spacing w:beforeLines="100" w:before="{LINE}"/><w:ind w:left="{5 * CHAR}" w:hanging="{3 * CHAR}"/><w:jc w:val="left"/>',
    ),
    Style(
        "AnnexNoteFirst",
        "附件说明（多件首项）",
        ppr=KEEP
        + f'<w:spacing w:beforeLines="100" w:before="{LINE}"/><w:ind w:left="{6 * CHAR}" w:hanging="{4 * CHAR}"/><w:jc w:val="left"/>',
        follow="AnnexNoteNext",
    ),
    Style(
        "AnnexNoteNext",
        "附件说明（多件续项）",
        ppr=KEEP + f'<w:ind w:left="{6 * CHAR}" w:hanging="{CHAR}"/><w:jc w:val="left"/>',
    ),
    Style(
        "Signature",
        "发文机关署名",
        ppr=KEEP + f'<w:spacing w:beforeLines="100" w:before="{LINE}"/><w:jc w:val="left"/>',
        follow="DocDate",
    ),
    Style("DocDate", "成文日期", ppr=KEEP + '<w:jc w:val="left"/>', follow="Body"),
    Style(
        "SignatureSeal",
        "发文机关署名（用印）",
        ppr=KEEP
        + f'<w:spacing w:beforeLines="300" w:before="{3 * LINE}"/><w:ind w:left="3802"/><w:jc w:val="center"/>',
        follow="DocDateSeal",
    ),
    Style(
        "DocDateSeal",
        "成文日期（用印）",
        ppr=KEEP + '<w:ind w:left="3802"/><w:jc w:val="center"/>',
        follow="Body",
    ),
    Style("Note", "附注", ppr=KEEP + first_line()),
    Style("SignOffEnd", "落款后空行", "", 2, exact(880), condensed=False),
    Style(
        "AnnexHead",
        "附件标识",
        "黑体",
        32,
        KEEP + '<w:pageBreakBefore/><w:jc w:val="left"/>',
        follow="AnnexTitle",
    ),
    Style(
        "AnnexTitle",
        "附件标题",
        "方正小标宋简体",
        44,
        KEEP + WHOLE + exact(LINE, LINE, LINE // 2) + '<w:jc w:val="center"/>',
        condensed=False,
    ),
    Style(
        "TableHead",
        "表头",
        "黑体",
        24,
        KEEP + exact(340) + '<w:jc w:val="center"/>',
        condensed=False,
    ),
    Style("TableText", "表文（左）", "", 24, exact(340) + '<w:jc w:val="left"/>', condensed=False),
    Style(
        "TableCenter",
        "表文（中）",
        "",
        24,
        exact(340) + '<w:jc w:val="center"/>',
        based_on="TableText",
        condensed=False,
    ),
    Style(
        "TableRight",
        "表文（右）",
        "",
        24,
        exact(340) + '<w:jc w:val="right"/>',
        based_on="TableText",
        condensed=False,
    ),
    Style(
        "TableSmall",
        "表文（小）",
        "",
        21,
        exact(300) + '<w:jc w:val="left"/>',
        based_on="TableText",
        condensed=False,
    ),
    Style("DocNumberPlain", "期号", ppr=KEEP + '<w:jc w:val="center"/>', follow="Masthead"),
    Style(
        "Masthead",
        "简报刊头",
        ppr=KEEP
        + f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="000000"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        + exact(LINE, 0, LINE // 2)
        + '<w:jc w:val="left"/>',
        follow="Heading1",
    ),
    Style(
        "MastheadRed",
        "简报刊头（红头）",
        ppr=KEEP
        + f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="5" w:color="FF0000"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        + exact(LINE, 0, LINE // 2)
        + '<w:jc w:val="left"/>',
        follow="Heading1",
    ),
    Style(
        "AfterTitle",
        "公文正文（标题下）",
        ppr=f'<w:spacing w:beforeLines="100" w:before="{LINE}"/>' + first_line(),
        based_on="Body",
        follow="Body",
    ),
    Style(
        "Attendance",
        "纪要与会名单",
        ppr=f'<w:ind w:left="{5 * CHAR}" w:hanging="{3 * CHAR}"/><w:jc w:val="left"/>',
    ),
    Style(
        "AttendanceFirst",
        "纪要与会名单（首行）",
        ppr=f'<w:spacing w:beforeLines="100" w:before="{LINE}"/><w:ind w:left="{5 * CHAR}" w:hanging="{3 * CHAR}"/><w:jc w:val="left"/>',
        based_on="Attendance",
        follow="Attendance",
    ),
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
        "LetterNumber",
        "发文字号（信函）",
        ppr=KEEP + exact(LINE, 850) + '<w:jc w:val="right"/>',
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
    Style(
        "ListTitle",
        "清单标题",
        based_on="DocTitle",
        ppr=KEEP + "<w:pageBreakBefore/>" + exact(LINE, 0, LINE // 3) + '<w:jc w:val="center"/>',
        condensed=False,
    ),
    Style(
        "FormTitle",
        "表单标题",
        based_on="DocTitle",
        ppr=exact(LINE) + '<w:jc w:val="center"/>',
        condensed=False,
        follow="FormLead",
    ),
    Style(
        "FormLead",
        "表单说明",
        based_on="Body",
        ppr=KEEP + f'<w:spacing w:afterLines="50" w:after="{LINE // 2}"/>' + first_line(),
    ),
    Style(
        "FormLabel", "表单栏目", "黑体", 24, exact(360) + '<w:jc w:val="center"/>', condensed=False
    ),
    Style("FormText", "表单内容", "", 24, exact(360) + '<w:jc w:val="left"/>', condensed=False),
    Style(
        "FormSign",
        "表单签字",
        "",
        24,
        exact(420) + '<w:ind w:right="480"/><w:jc w:val="right"/>',
        condensed=False,
    ),
    Style("TableNote", "表注", "", 24, exact(400) + '<w:jc w:val="left"/>', condensed=False),
    Style("TableGap", "表后空行", "", 24, exact(200), condensed=False),
    Style(
        "ImprintRule",
        "版记粗线",
        "",
        2,
        '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:pBdr>'
        + exact(20),
        condensed=False,
    ),
    Style(
        "ImprintThin",
        "版记细线",
        "",
        2,
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        + exact(20),
        condensed=False,
    ),
    Style(
        "CopyTo",
        "版记抄送",
        "",
        28,
        exact(420, 40, 40)
        + '<w:ind w:left="1120" w:right="280" w:hanging="840"/><w:jc w:val="both"/>',
        condensed=False,
    ),
    Style(
        "Issued",
        "版记印发",
        "",
        28,
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - 280}"/></w:tabs>'
        + exact(420, 40, 40)
        + '<w:ind w:left="280" w:right="280"/><w:jc w:val="left"/>',
        condensed=False,
    ),
    Style("ImprintRoom0", "版记定位", "", 2, exact(540), condensed=False),
    Style("ImprintRoom2", "版记定位（有抄送）", "", 2, exact(1460), condensed=False),
    Style("ImprintRoom5", "版记定位（抄送较多）", "", 2, exact(2720), condensed=False),
    Style("ImprintEnd", "版记末行", "", 2, exact(20), condensed=False),
    Style(
        "PageOdd",
        "页码（单页）",
        "宋体",
        28,
        exact(280) + '<w:ind w:right="280"/><w:jc w:val="right"/>',
        condensed=False,
    ),
    Style(
        "PageEven",
        "页码（双页）",
        "宋体",
        28,
        exact(280) + '<w:ind w:left="280"/><w:jc w:val="left"/>',
        condensed=False,
    ),
    Style(
        "Control",
        "模板标记",
        "宋体",
        18,
        exact(240) + '<w:jc w:val="left"/>',
        '<w:color w:val="7F7F7F"/>',
        condensed=False,
    ),
)


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
