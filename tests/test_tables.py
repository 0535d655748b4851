"""Tables are found wherever they stand, and only their rows are read.

Each layout is a workbook as units send it; what must be read of it is written out exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from submission_books import Error, Formula, picture, read, rules, sheet

from huaxia_tasks.workbooks.book import Cell, Sheet

HEAD = "序号|工作任务|牵头单位|完成时限"


class Layout(NamedTuple):
    """A workbook, what is read of it and which troubles it gives (besides none)."""

    name: str
    sheets: list[Sheet]
    expected: str
    troubles: str = ""


def s(rows: str, name: str = "任务清单", **more: object) -> list[Sheet]:
    """Return one sheet typed as lines."""
    return [sheet(name, rows.strip("\n").split("\n"), **more)]  # type: ignore[arg-type]


LAYOUTS = [
    Layout(
        "the heading in the first row",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2|乙|教务处|7月底"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=教务处 deadline=7月底
""",
    ),
    Layout(
        "title, unit and day above",
        s(
            "商学院2022年任务清单\n填报单位：商学院||填报时间：2022年6月28日\n"
            + HEAD
            + "\n1|甲|商学院|6月底",
            merged="A1:D1 A2:B2 C2:D2",
        ),
        """
任务清单 任务清单 3
4 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "a title over two rows, blank rows, and a table that begins in column C",
        s(f"||任务清单\n\n\n||{HEAD}\n\n||1|甲|商学院|6月底", merged="C1:F2"),
        """
任务清单 任务清单 4
6 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "twelve lines of instructions above",
        s(
            "\n".join(f"{n}. 请如实填写任务清单各栏目" for n in range(1, 13))
            + f"\n{HEAD}\n1|甲|商学院|6月底"
        ),
        """
任务清单 任务清单 13
14 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "headings all disguised",
        s("序  号|*工作\\n任务：|牵头单位（盖章）|完成 时限★\n1|甲|商学院|6月底"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "two lines of merged headings",
        s(
            "序号|任务编号|牵头单位|责任人||完成时限\n|||姓名|电话|\n1|R1|商学院|张三|87654321|6月底",
            "责任清单",
            merged="A1:A2 B1:B2 C1:C2 D1:E1 F1:F2",
        ),
        """
责任清单 责任清单 1
3 seq=1 item_id=R1 lead_unit=商学院 person=张三 phone=87654321 deadline=6月底
""",
    ),
    Layout(
        "two lines of headings without merges",
        s(
            "序号|任务编号|牵头单位|责任人||完成时限\n|||姓名|电话|\n1|R1|商学院|张三|87654321|6月底",
            "责任清单",
        ),
        """
责任清单 责任清单 1
3 seq=1 item_id=R1 lead_unit=商学院 person=张三 phone=87654321 deadline=6月底
""",
    ),
    Layout(
        "completion over state and progress, time over planned and actual",
        s(
            "序号|工作任务|完成情况||完成时间||备注\n||状态|进展|计划|实际|\n"
            "1|甲|已完成|挂牌|6月底|6月28日|",
            "完成清单",
            merged="A1:A2 B1:B2 C1:D1 E1:F1 G1:G2",
        ),
        """
完成清单 完成清单 1
3 seq=1 task=甲 status=已完成 progress=挂牌 deadline=6月底 done_date=6月28日
""",
    ),
    Layout(
        "three lines of headings",
        s(
            "序号|工作任务|责任分工|||完成时限\n||牵头单位|责任人||\n|||姓名|电话|\n1|甲|商学院|张三|139|6月底",
            "责任清单",
            merged="A1:A3 B1:B3 C1:E1 C2:C3 D2:E2 F1:F3",
        ),
        """
责任清单 责任清单 1
4 seq=1 task=甲 lead_unit=商学院 person=张三 phone=139 deadline=6月底
""",
    ),
    Layout(
        "unit responsible over lead and co-operating",
        s(
            "序号|工作任务|责任单位||完成时限\n||牵头|配合|\n1|甲|商学院|教务处|6月底",
            merged="A1:A2 B1:B2 C1:D1 E1:E2",
        ),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 co_units=教务处 deadline=6月底
""",
    ),
    Layout(
        "a group line that says nothing, above plain headings",
        s(
            "基本情况||落实情况||\n序号|工作任务|牵头单位|完成时限|备注\n1|甲|商学院|6月底|",
            merged="A1:B1 C1:E1",
        ),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "unit and day in merged cells are no group line",
        s(
            "填报单位：商学院||填报时间：2022年6月28日||\n序号|工作任务|牵头单位|完成时限|备注\n1|甲|商学院|6月底|",
            merged="A1:B1 C1:E1",
        ),
        """
任务清单 任务清单 2
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "headings merged over two rows each, nothing below them",
        s(f"{HEAD}\n\n1|甲|商学院|6月底", merged="A1:A2 B1:B2 C1:C2 D1:D2"),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "one heading over two columns joins what stands in both",
        s(
            "序号|工作任务||牵头单位|完成时限\n1|甲|之一|商学院|6月底\n2|乙||商学院|6月底",
            merged="B1:C1",
        ),
        """
任务清单 任务清单 1
2 seq=1 task=甲；之一 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "column numbers below the heading",
        s(f"{HEAD}\n1|2|3|4\n1|甲|商学院|6月底"),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "column numbers in brackets below the heading",
        s(f"{HEAD}\n（1）|（2）|（3）|（4）\n1|甲|商学院|6月底"),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "how to fill in, below the heading",
        s(f"{HEAD}\n|请写明具体任务|填写单位全称|如：6月底前\n1|甲|商学院|6月底"),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "the heading repeated at page breaks, with its title",
        s(
            f"任务清单\n{HEAD}\n1|甲|商学院|6月底\n任务清单（续）\n{HEAD}\n2|乙|商学院|7月底\n{HEAD}\n3|丙|商学院|8月底",
            merged="A1:D1 A4:D4",
        ),
        """
任务清单 任务清单 2
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
6 seq=2 task=乙 lead_unit=商学院 deadline=7月底
8 seq=3 task=丙 lead_unit=商学院 deadline=8月底
""",
    ),
    Layout(
        "a two-line heading repeated",
        s(
            "序号|任务编号|牵头单位|责任人|\n|||姓名|电话\n1|R1|商学院|张三|1\n"
            "序号|任务编号|牵头单位|责任人|\n|||姓名|电话\n2|R2|商学院|李四|2",
            "责任清单",
            merged="A1:A2 B1:B2 C1:C2 D1:E1 A4:A5 B4:B5 C4:C5 D4:E4",
        ),
        """
责任清单 责任清单 1
3 seq=1 item_id=R1 lead_unit=商学院 person=张三 phone=1
6 seq=2 item_id=R2 lead_unit=商学院 person=李四 phone=2
""",
    ),
    Layout(
        "four lists under each other on one sheet",
        s(
            """
商学院四张清单
一、问题清单
序号|问题编号|问题描述|收集方式
1|W1|灯坏|谈
二、任务清单
序号|任务编号|工作任务|牵头单位|完成时限
1|R1|换灯|后勤处|6月底
2|R2|查灯|后勤处|7月底

三、责任清单
序号|任务编号|牵头单位|责任人|联系电话
1|R1|后勤处|张三|139

四、完成清单
序号|任务编号|完成状态|进展情况
1|R1|已完成|已换
注：以上数据截至6月28日
""",
            "Sheet1",
            merged="A1:E1 A2:E2 A5:E5",
        ),
        """
问题清单 Sheet1 3
4 seq=1 item_id=W1 problem=灯坏 method=谈
任务清单 Sheet1 6
7 seq=1 item_id=R1 task=换灯 lead_unit=后勤处 deadline=6月底
8 seq=2 item_id=R2 task=查灯 lead_unit=后勤处 deadline=7月底
责任清单 Sheet1 11
12 seq=1 item_id=R1 lead_unit=后勤处 person=张三 phone=139
完成清单 Sheet1 15
16 seq=1 item_id=R1 status=已完成 progress=已换
""",
    ),
    Layout(
        "two lists under each other without titles",
        s(
            "序号|问题描述|收集方式|反映群体\n1|灯坏|谈|学生\n序号|工作任务|工作措施|牵头单位|完成时限\n1|换灯|买灯|后勤处|6月底",
            "Sheet1",
        ),
        """
问题清单 Sheet1 1
2 seq=1 problem=灯坏 method=谈 group=学生
任务清单 Sheet1 3
4 seq=1 task=换灯 measure=买灯 lead_unit=后勤处 deadline=6月底
""",
    ),
    Layout(
        "two lists side by side with a blank column between",
        s(
            "问题清单||||任务清单\n序号|问题描述|收集方式||序号|工作任务|牵头单位|完成时限\n"
            "1|灯坏|谈||1|换灯|后勤处|6月底\n2|门坏|查||||\n",
            "Sheet1",
        ),
        """
问题清单 Sheet1 2
3 seq=1 problem=灯坏 method=谈
4 seq=2 problem=门坏 method=查
任务清单 Sheet1 2
3 seq=1 task=换灯 lead_unit=后勤处 deadline=6月底
""",
    ),
    Layout(
        "a blank spacer column does not split a table",
        s("序号|工作任务||牵头单位|完成时限\n1|甲||商学院|6月底"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "sums, signatures and remarks are no rows",
        s(
            f"{HEAD}\n1|甲|商学院|6月底\n小计|1\n2|乙|商学院|7月底\n合  计|2项\n共计：2项\n"
            "填表人：张三||审核人：李四|\n单位负责人（签字）：|||2022年6月28日\n（盖章）\n"
            "备注：1.本表一式两份。\n2.电子版同时报送。\n填报说明\n一、序号不要改动\n二、时限写到日"
        ),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
4 seq=2 task=乙 lead_unit=商学院 deadline=7月底
""",
    ),
    Layout(
        "signatures in cells of their own",
        s(f"{HEAD}\n1|甲|商学院|6月底\n填表人|张三|审核人|李四\n单位（盖章）||日期："),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "example rows are no rows",
        s(
            f"{HEAD}\n示例|修建风雨操场|后勤处|6月底\n（示例）|改造食堂|后勤处|7月底\n1|例：甲|商学院|6月底\n1|甲|商学院|6月底"
        ),
        """
任务清单 任务清单 1
5 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "rows with nothing but a number are no rows",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2\n3|||\n4| |　|\n5|乙|商学院|7月底\n6"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
6 seq=5 task=乙 lead_unit=商学院 deadline=7月底
""",
    ),
    Layout(
        "template rows with given numbers of problems are no rows",
        s("序号|问题编号|问题描述\n1|W1|灯坏\n2|W2|\n3|W3|", "问题清单"),
        """
问题清单 问题清单 1
2 seq=1 item_id=W1 problem=灯坏
""",
    ),
    Layout(
        "a task's number alone is a row of the completion list",
        s("序号|任务编号|完成状态\n1|R1|已完成\n2|R2|\n3||", "完成清单"),
        """
完成清单 完成清单 1
2 seq=1 item_id=R1 status=已完成
3 seq=2 item_id=R2
""",
    ),
    Layout(
        "rows handed out with the unit's name only are no rows",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2||商学院|\n3||商学院|\n4||商学院|"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "rows of strokes, or of 无, are no rows",
        s(f"{HEAD}\n1|无|无|无\n2|/|/|/\n3|—|—|—"),
        "任务清单 任务清单 1",
    ),
    Layout(
        "a row without number is a row",
        s(f"{HEAD}\n|甲|商学院|6月底\n|乙||"),
        """
任务清单 任务清单 1
2 task=甲 lead_unit=商学院 deadline=6月底
3 task=乙
""",
    ),
    Layout(
        "captions between rows are no rows",
        s(
            f"{HEAD}\n一、教学工作\n1|甲|商学院|6月底\n（二）学生工作|||\n2|乙|商学院|7月底",
            merged="A2:D2",
        ),
        """
任务清单 任务清单 1
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
5 seq=2 task=乙 lead_unit=商学院 deadline=7月底
""",
    ),
    Layout(
        "captions in the first column of a table without numbers",
        s(
            "工作任务|牵头单位|完成时限\n一、教学工作\n甲|商学院|6月底\n（二）学生工作\n乙|商学院|7月底"
        ),
        """
任务清单 任务清单 1
3 task=甲 lead_unit=商学院 deadline=6月底
5 task=乙 lead_unit=商学院 deadline=7月底
""",
    ),
    Layout(
        "merged cells count for every row they cover and keep their place",
        s(
            "序号|问题类别|工作任务|牵头单位|完成时限\n1|教学|甲|商学院|6月底\n2||乙||\n3||丙||7月底",
            merged="B2:B4 D2:D4 E2:E3",
        ),
        """
任务清单 任务清单 1
2 seq=1 category=教学 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 category=教学@B2 task=乙 lead_unit=商学院@D2 deadline=6月底@E2
4 seq=3 category=教学@B2 task=丙 lead_unit=商学院@D2 deadline=7月底
""",
    ),
    Layout(
        "a row that shows nothing but merged cells is no row",
        s(f"{HEAD}\n1|甲|商学院|6月底\n|||\n2|乙|商学院|7月底", merged="A2:A3 B2:B3 C2:C3 D2:D3"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
4 seq=2 task=乙 lead_unit=商学院 deadline=7月底
""",
    ),
    Layout(
        "what lies hidden under a merge is not read",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2|乙|教务处|9月底", merged="C2:C3 D2:D3"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院@C2 deadline=6月底@D2
""",
    ),
    Layout(
        "blank cells are not filled from above without a merge",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2|乙||"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙
""",
    ),
    Layout(
        "ditto marks take the value above and keep their own place",
        s(
            f'{HEAD}\n1|甲|商学院|6月底\n2|乙|同上|〃\n3|丙|″|（同上）\n4|同上|"|8月底\n5|丁|教务处|同上'
        ),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院 deadline=6月底
4 seq=3 task=丙 lead_unit=商学院 deadline=6月底
5 seq=4 task=丙 lead_unit=商学院 deadline=8月底
6 seq=5 task=丁 lead_unit=教务处 deadline=8月底
""",
    ),
    Layout(
        "ditto in the first row has nothing to take",
        s(f"{HEAD}\n1|甲|同上|6月底"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=同上 deadline=6月底
""",
    ),
    Layout(
        "ditto below a merged cell",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2|乙||7月底\n3|丙|同上|8月底", merged="C2:C3"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院@C2 deadline=7月底
4 seq=3 task=丙 lead_unit=商学院 deadline=8月底
""",
    ),
    Layout(
        "line breaks stay, control characters and outer blanks go",
        [
            sheet(
                "任务清单",
                [HEAD, [1, " 甲\r\n乙\x07 ", "商学院、\n教务处　", "\u200b6月底"]],
            )
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲⏎乙 lead_unit=商学院、⏎教务处 deadline=6月底
""",
    ),
    Layout(
        "a form with labels and values is no heading",
        s("填报人|张三|联系电话|87654321\n" + HEAD + "\n1|甲|商学院|6月底"),
        """
任务清单 任务清单 2
3 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "text of a row that uses words of headings is no heading",
        s("序号|问题描述|收集方式\n1|备注|谈\n|工作任务|责任人不清\n2|措施|查", "问题清单"),
        """
问题清单 问题清单 1
2 seq=1 problem=备注 method=谈
3 problem=工作任务 method=责任人不清
4 seq=2 problem=措施 method=查
""",
    ),
    Layout(
        "formulas without result and error values",
        [
            sheet(
                "任务清单",
                [
                    HEAD,
                    [1, "甲", Formula("=A1"), Error("#N/A")],
                    [Formula("=1"), "乙", "商学院", "7月底"],
                ],
            )
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit= deadline=#N/A
3 seq= task=乙 lead_unit=商学院 deadline=7月底
""",
        "formula-without-value@C2 formula-without-value@D2",
    ),
    Layout(
        "formulas dragged beyond the last row are no rows",
        [
            sheet(
                "任务清单",
                [HEAD, [1, "甲", "商学院", "6月底"]]
                + [[n, None, Formula(), Error("#REF!")] for n in range(2, 30)],
            )
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "a column of formulas without result is told once",
        [sheet("任务清单", [HEAD, *([n, f"甲{n}", "商学院", Formula()] for n in range(1, 6))])],
        """
任务清单 任务清单 1
2 seq=1 task=甲1 lead_unit=商学院 deadline=
3 seq=2 task=甲2 lead_unit=商学院 deadline=
4 seq=3 task=甲3 lead_unit=商学院 deadline=
5 seq=4 task=甲4 lead_unit=商学院 deadline=
6 seq=5 task=甲5 lead_unit=商学院 deadline=
""",
        "formula-without-value@D2",
    ),
    Layout(
        "a workbook whose formulas were never computed is not passed over in silence",
        [
            sheet(
                "任务清单",
                [HEAD, [1, Formula(), Formula(), Formula()], [2, Formula(), Formula(), Formula()]],
            )
        ],
        """
任务清单 任务清单 1
2 seq=1 task= lead_unit= deadline=
3 seq=2 task= lead_unit= deadline=
""",
        " ".join(f"formula-without-value@{c}{r}" for c in "BCD" for r in (2, 3)),
    ),
    Layout(
        "hidden rows are read and told once for the sheet",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2|乙|商学院|7月底\n3|丙|商学院|8月底", hidden_rows=(3, 4)),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院 deadline=7月底
4 seq=3 task=丙 lead_unit=商学院 deadline=8月底
""",
        "hidden-content@",
    ),
    Layout(
        "a hidden sheet with rows is read and told; one with choices only is not",
        [
            *s(f"{HEAD}\n1|甲|商学院|6月底", hidden=True),
            sheet("选项", ["问", "谈", "查"], hidden=True),
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
        "hidden-content@",
    ),
    Layout(
        "a hidden row that is blank is not told",
        s(f"{HEAD}\n1|甲|商学院|6月底\n2", hidden_rows=(3, 9)),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "unknown headings are told where cells below are filled",
        s(
            "序号|工作任务|满意度|牵头单位|完成时限|颜色\n1|甲|高|商学院|6月底|\n2|乙|低|商学院|7月底|"
        ),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院 deadline=7月底
""",
        "unknown-heading@C1",
    ),
    Layout(
        "a column without heading is told where it is filled",
        s("序号|工作任务||牵头单位|完成时限\n1|甲|（重点）|商学院|6月底"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
        "unknown-heading@C1",
    ),
    Layout(
        "a needed column that is not there",
        s("序号|工作任务|牵头单位|备注\n1|甲|商学院|"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院
""",
        "missing-column@1",
    ),
    Layout(
        "an empty list asks for no column",
        s("序号|工作任务|牵头单位|备注\n1|||"),
        "任务清单 任务清单 1",
    ),
    Layout(
        "the completion list may name its task by number",
        s("序号|任务编号|完成状态\n1|R1|已完成", "完成清单"),
        """
完成清单 完成清单 1
2 seq=1 item_id=R1 status=已完成
""",
    ),
    Layout(
        "the completion list needs a state and its task",
        s("序号|牵头单位|进展情况\n1|商学院|已与三家企业签约", "完成清单"),
        """
完成清单 完成清单 1
2 seq=1 lead_unit=商学院 progress=已与三家企业签约
""",
        "missing-column@1 missing-column@1",
    ),
    Layout(
        "a named sheet without any heading",
        s("1|甲|商学院|6月底\n2|乙|商学院|7月底"),
        "",
        "missing-column@",
    ),
    Layout(
        "a workbook without any list",
        s("姓名|班级\n张三|1班", "名单"),
        "",
        "missing-column@",
    ),
    Layout(
        "a list of contacts is no list of the plan",
        [
            *s(f"{HEAD}\n1|甲|商学院|6月底"),
            sheet("联系人", ["姓名|单位|联系电话|备注", "张三|商学院|139|"]),
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "a table with few known headings among many",
        s("序号|工作任务|甲项|乙项|丙项|牵头单位|完成时限\n1|甲||||商学院|6月底"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "a merge over the whole sheet, and one beyond it, harm nothing",
        s(f"{HEAD}\n1|甲|商学院|6月底", merged="A100:XFD1048576 F1:G1 A3:D60000"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "pictures in cells count as filled",
        [
            Sheet(
                "完成清单",
                {
                    1: {
                        1: Cell("text", "任务编号", "任务编号"),
                        2: Cell("text", "完成状态", "完成状态"),
                        3: Cell("text", "佐证材料", "佐证材料"),
                    },
                    2: {
                        1: Cell("text", "R1", "R1"),
                        2: Cell("text", "已完成", "已完成"),
                        3: Cell("picture", "ID_1", ""),
                    },
                },
            )
        ],
        """
完成清单 完成清单 1
2 item_id=R1 status=已完成 proof=图片
""",
    ),
    Layout(
        "rows and columns out of order",
        [
            Sheet(
                "任务清单",
                {
                    3: {
                        4: Cell("text", "6月底", "6月底"),
                        2: Cell("text", "甲", "甲"),
                        3: Cell("text", "商学院", "商学院"),
                    },
                    1: {
                        c: Cell("text", t, t)
                        for c, t in ((3, "牵头单位"), (2, "工作任务"), (4, "完成时限"), (1, "序号"))
                    },
                },
            )
        ],
        """
任务清单 任务清单 1
3 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "a list of one column",
        s("师生反映的问题清单\n问题\n灯坏\n门坏\n", "Sheet1"),
        """
问题清单 Sheet1 2
3 problem=灯坏
4 problem=门坏
""",
    ),
    Layout(
        "a title written upright beside the table",
        s(
            f"任务清单|{HEAD}\n|1|甲|商学院|6月底\n|2|乙|商学院|7月底\n|3|丙|商学院|8月底\n|4|丁|商学院|9月底",
            "Sheet1",
            merged="A1:A5",
        ),
        """
任务清单 Sheet1 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院 deadline=7月底
4 seq=3 task=丙 lead_unit=商学院 deadline=8月底
5 seq=4 task=丁 lead_unit=商学院 deadline=9月底
""",
    ),
    Layout(
        "a sheet of examples beside the list",
        [
            *s(f"{HEAD}\n1|甲|商学院|6月底"),
            sheet("填写示例", [HEAD, "1|修建操场|后勤处|6月底"]),
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "a sheet of choices and a sheet of counts are no lists",
        [
            *s(f"{HEAD}\n1|甲|商学院|6月底"),
            sheet("选项", ["收集方式|反映群体|完成状态|所属阶段", "问|学生|已完成|全面开展"]),
            sheet("统计", ["序号|单位|任务数|完成数|完成率|备注", "1|商学院|5|4|80%|"]),
        ],
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout(
        "nothing to report, written across the row",
        s(f"{HEAD}\n1|本月无新增任务||\n2|暂无||", merged="B2:D2"),
        "任务清单 任务清单 1",
    ),
    Layout(
        "a small table of counts below the list",
        s(
            f"{HEAD}\n1|甲|商学院|6月底\n2|乙|商学院|7月底\n3|丙|商学院|8月底\n\n类型|数量\n教学|3\n合计|3",
        ),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
3 seq=2 task=乙 lead_unit=商学院 deadline=7月底
4 seq=3 task=丙 lead_unit=商学院 deadline=8月底
""",
    ),
    Layout(
        "numbers of many kinds",
        s(
            f"{HEAD}\n①|甲|商学院|6月底\n（2）|乙|商学院|7月底\n三|丙|商学院|8月底\n4.|丁||\nR-05|戊||"
        ),
        """
任务清单 任务清单 1
2 seq=① task=甲 lead_unit=商学院 deadline=6月底
3 seq=（2） task=乙 lead_unit=商学院 deadline=7月底
4 seq=三 task=丙 lead_unit=商学院 deadline=8月底
5 seq=4. task=丁
6 seq=R-05 task=戊
""",
    ),
    Layout(
        "blank below, dots, and where the form may be continued",
        s(f"{HEAD}\n1|甲|商学院|6月底\n……|……|……|……\n（以下空白）\n此表可续页"),
        """
任务清单 任务清单 1
2 seq=1 task=甲 lead_unit=商学院 deadline=6月底
""",
    ),
    Layout("an empty workbook", [Sheet("Sheet1")], "", "missing-column@"),
    Layout("no sheet at all", [], "", "missing-column@"),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name.replace(" ", "-"))
def test_a_layout_is_read_exactly(layout: Layout) -> None:
    submission = read(*layout.sheets)
    assert picture(submission) == layout.expected.strip("\n").split("\n") or (
        not layout.expected and not submission.tables
    )
    told = [f"{t.rule}@{t.ref.address or t.ref.row or ''}" for t in submission.troubles]
    assert sorted(told) == sorted(layout.troubles.split())


def test_every_layout_has_a_name_of_its_own() -> None:
    names = [layout.name for layout in LAYOUTS]
    assert len(names) == len(set(names))


def test_a_needed_column_is_told_with_its_list_and_heading() -> None:
    submission = read(*s("序号|工作任务|牵头单位\n1|甲|商学院"))
    (trouble,) = submission.troubles
    assert dict(trouble.gaps) == {"清单": "任务清单", "栏目": "完成时限"}
    assert trouble.field == "deadline"
    assert (trouble.ref.sheet, trouble.ref.row) == ("任务清单", 1)


def test_an_unknown_heading_is_told_with_its_words_and_how_many_cells() -> None:
    submission = read(*s("序号|工作任务|满意度|牵头单位|完成时限\n1|甲|高|商学院|6月底"))
    (trouble,) = submission.troubles
    assert (trouble.gaps["栏目"], trouble.gaps["行数"]) == ("满意度", "1")
    (row,) = submission.tables[0].rows
    assert [(v.text, v.ref.address, v.ref.heading) for v in row.extra] == [("高", "C2", "满意度")]


def test_hidden_rows_are_named() -> None:
    submission = read(*s(f"{HEAD}\n1|甲|商学院|6月底\n2|乙|商学院|7月底", hidden_rows=(3,)))
    assert (
        submission.troubles[0].gaps["说明"] == "工作表“任务清单”有1行内容被隐藏或筛选掉了（第3行）"
    )
    assert [r.hidden for r in submission.tables[0].rows] == [False, True]


def test_every_value_knows_its_place_and_heading() -> None:
    submission = read(
        *s(
            "序号|任务编号|牵头单位|责任人|\n|||姓名|电话\n1|R1|商学院|张三|1",
            "责任清单",
            merged="A1:A2 B1:B2 C1:C2 D1:E1",
        )
    )
    (row,) = submission.tables[0].rows
    ref = row.cells["person"].ref
    assert (ref.file, ref.sheet, ref.row, ref.column) == ("报送/商学院/清单.xlsx", "责任清单", 3, 4)
    assert ref.heading == "责任人/姓名"
    assert row.cells["seq"].raw == 1
    assert rules(submission) == []


def test_empty_cells_of_a_known_column_are_there_and_empty() -> None:
    (row,) = read(*s(f"{HEAD}|备注\n1|甲||6月底|")).tables[0].rows
    assert row.cells["lead_unit"].kind == "empty"
    assert row.cells["lead_unit"].ref.address == "C2"
    assert row.get("lead_unit") is None
    assert "measure" not in row.cells
