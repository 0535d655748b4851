"""Written plans for tests: two campaigns of a made-up school, and Word files made of paragraphs."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

#: A campaign of study: phases with spans, duties with labels, text words without a period.
STUDY = """江城职业学院文件
江职党发〔2023〕8号
关于印发《江城职业学院深入开展主题教育实施方案》的通知
各党总支、各直属党支部、各部门：
现将《江城职业学院深入开展主题教育实施方案》印发给你们，请认真贯彻执行。
中共江城职业学院委员会
2023年4月17日
江城职业学院深入开展主题教育实施方案
根据《关于在全校深入开展主题教育的意见》（江委发〔2023〕3号）和《主题教育工作要点》精神，结合学校实际，制定本方案。
一、总体要求
坚持学思用贯通，把主题教育同推动学校中心工作结合起来。
二、目标任务
1.凝心铸魂筑牢根本。教育引导全校党员干部坚定理想信念。
2.实干担当促进发展。教育引导全校党员干部履职尽责。
三、主要措施
（一）抓好理论学习。校领导班子要通过理论学习中心组学习、读书班等形式开展集中学习，读书班不少于7天。各党支部每月至少开展1次集中学习。（牵头单位：党委宣传部；责任单位：各党总支、各直属党支部）
（二）深入调查研究。校领导班子成员要牵头开展调研，2023年6月底前形成调研报告。教务处、科研处负责梳理制约教学科研的问题，形成问题清单。党委办公室适时组织召开调研成果交流会。
（三）推动事业发展。各二级学院要对照问题清单制定任务清单、责任清单，明确责任人和完成时限，定期在校园网公布完成清单。
四、方法步骤
主题教育从2023年4月开始，至8月底基本结束。
（一）动员部署（4月20日前）。召开动员大会，全面部署。党委组织部牵头制定工作安排。
（二）集中推进（4月下旬至7月中旬）。一是开展读书班，校领导班子带头学。二是开展大调研，各党总支要深入师生听取意见。三是开展大整改，各部门要建立台账、逐项销号。
（三）总结提升（8月底前）。各党总支要形成总结报告，报党委办公室。
五、组织领导
（一）成立主题教育领导小组。领导小组办公室设在党委办公室，负责日常工作。
（二）加强督促指导。领导小组办公室派出指导组，不定期开展检查。
附件：主题教育领导小组名单
党委办公室 2023年4月18日印发
"""

#: A campaign of repairs: numbered with 第一阶段, a table of tasks, no notice before it.
SAFETY = (
    "江职安〔2024〕5号",
    "关于开展校园安全隐患专项整治的工作方案",
    "为深刻吸取近期事故教训，根据《关于开展校园安全专项整治的紧急通知》（教安函〔2024〕11号）要求，制定本方案。",
    "一、工作目标",
    "全面排查消除安全隐患，坚决防范事故发生。",
    "二、整治重点",
    "（一）消防安全。安全保卫处要对学生公寓、实验室、食堂逐栋排查消防设施，建立隐患清单。",
    "（二）实验室安全。各二级学院要全面清查危险化学品，实验室与设备管理处负责集中处置。",
    "（三）用电安全。后勤管理处牵头，信息中心、各二级学院配合，11月30日前完成老旧线路改造。",
    "三、实施步骤",
    "本次整治分三个阶段进行。",
    "1.自查自纠阶段：2024年10月15日至10月31日。各单位要开展拉网式排查，如实填写问题清单。",
    "2.集中整改阶段：11月1日至11月30日。各单位要对照问题清单制定任务清单，逐项整改。",
    "3.检查验收阶段：12月20日前。校安全工作委员会组织验收，形成完成清单。",
    "四、工作要求",
    "（一）压实责任。各单位主要负责人是第一责任人，要亲自部署、亲自检查。",
    "（二）严肃问责。对整改不力的，纪委办公室要严肃追责。",
    "江城职业学院安全工作委员会",
    "2024年10月12日",
    "附件",
    "序号\t整改内容\t责任单位\t完成时限",
    "1\t更换3号公寓失效灭火器\t安全保卫处\t10月31日前",
    "2\t拆除食堂违规电热设备\t后勤管理处、饮食服务中心\t11月15日前",
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
#: A list as Word numbers it: 一、（一）1.
NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)  # fmt: skip


def a_word_file(*paragraphs: str | tuple[int, str], extra: str = "") -> bytes:
    """Return a .docx; ``(0, "指导思想")`` is a paragraph that Word numbers, tabs make a row of a table."""
    body = "".join(_paragraph(p) for p in paragraphs)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}{extra}</w:body></w:document>"
        )
        package.writestr("word/numbering.xml", NUMBERING)
    return target.getvalue()


def _paragraph(paragraph: str | tuple[int, str]) -> str:
    if isinstance(paragraph, tuple):
        depth, text = paragraph
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{number}{_run(text)}</w:p>"
    if "\t" in paragraph:
        cells = "".join(f"<w:tc><w:p>{_run(c)}</w:p></w:tc>" for c in paragraph.split("\t"))
        return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    return f"<w:p>{_run(paragraph)}</w:p>"


def _run(text: str) -> str:
    half = len(text) // 2
    parts = (text[:half], text[half:])
    return "".join(f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r>' for t in parts if t)
