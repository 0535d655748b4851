"""The named styles of the starter templates, in the order in which staff see them."""

from __future__ import annotations

from template_style import CHAR, KEEP, LINE, TEXT_WIDTH, WHOLE, Style, exact, first_line
from template_style_letter import LETTER_STYLES

#: Points between the number's line and the red rule: 4 mm below the glyphs, 3.5 pt of them the line's own.
RULE_GAP = 8

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
        ppr=KEEP + WHOLE + exact(LINE, 2 * LINE - RULE_GAP * 20 + 100) + '<w:jc w:val="center"/>',
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
        + f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{RULE_GAP}" w:color="FF0000"/></w:pBdr>'
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
        + f'<w:spacing w:beforeLines="300" w:before="{3 * LINE}"/><w:ind w:left="3925"/><w:jc w:val="center"/>',
        follow="DocDateSeal",
    ),
    Style(
        "DocDateSeal",
        "成文日期（用印）",
        ppr=KEEP + '<w:ind w:left="3925"/><w:jc w:val="center"/>',
        follow="Body",
    ),
    Style(
        "SignatureSealLong",
        "发文机关署名（用印，长名称）",
        ppr=KEEP
        + f'<w:spacing w:beforeLines="300" w:before="{3 * LINE}"/><w:ind w:left="3765"/><w:jc w:val="center"/>',
        follow="DocDateSealLong",
    ),
    Style(
        "DocDateSealLong",
        "成文日期（用印，长名称）",
        ppr=KEEP + '<w:ind w:left="3765"/><w:jc w:val="center"/>',
        follow="Body",
    ),
    Style("Note", "附注", ppr=KEEP + first_line()),
    Style("SignOffEnd", "落款后空行", "", 2, exact(LINE - 48), condensed=False),
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
        + f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{RULE_GAP}" w:color="FF0000"/></w:pBdr>'
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
        ppr=KEEP + f'<w:ind w:left="{5 * CHAR}" w:hanging="{3 * CHAR}"/><w:jc w:val="left"/>',
    ),
    Style(
        "AttendanceFirst",
        "纪要与会名单（首行）",
        ppr=KEEP
        + f'<w:spacing w:beforeLines="100" w:before="{LINE}"/><w:ind w:left="{5 * CHAR}" w:hanging="{3 * CHAR}"/><w:jc w:val="left"/>',
        based_on="Attendance",
        follow="Attendance",
    ),
    *LETTER_STYLES,
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
    Style(
        "Chart",
        "图表",
        "",
        24,
        '<w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>',
        condensed=False,
    ),
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
    Style("ImprintRoom0", "版记定位", "", 2, exact(1240), condensed=False),
    Style("ImprintRoom2", "版记定位（有抄送）", "", 2, exact(2160), condensed=False),
    Style("ImprintRoom5", "版记定位（抄送较多）", "", 2, exact(3420), condensed=False),
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
