"""Titles break by meaning: whole words, whole names, a trapezoid or a diamond."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from huaxia_tasks.documents._titles import break_title, width

#: One title a line; ／ marks where it must break, no mark: one line.
EXPECTED = """
关于抓紧办结逾期事项的催办通知
关于近期到期事项的工作提醒函
工作提醒函
关于抓紧办结逾期事项、／报送和更正有关清单的催办通知
关于印发《武汉华夏理工学院关于党员干部／“下基层 察民情 解民忧 暖民心”／实践活动的实施方案》的通知
关于“下基层、察民情、解民忧、暖民心”／实践活动清单报送和办理情况的通报
关于开展2022年下半年／“五帮五促”工作抽查核实的通知
关于进一步加强和改进新形势下高校／思想政治工作的实施意见
关于召开武汉华夏理工学院／第二次党代会筹备工作会议的通知
关于商请支持“访企拓岗”专项行动的函
关于报送实践活动问题清单、／任务清单、责任清单和完成清单的通知
"""

#: Titles as offices write them; only the rules of form are asked of these.
SEEN = """
关于做好2022年国庆节放假期间安全稳定工作的通知
关于表彰2021—2022学年度优秀辅导员、优秀班主任和先进学生工作集体的决定
关于转发《省教育厅办公室关于做好2022年普通高校毕业生就业创业工作的通知》的通知
武汉华夏理工学院党政办公室关于信息工程学院等5个单位清单报送情况的通报
关于组织开展2022年度二级党组织书记抓基层党建工作述职评议考核的通知
关于成立“一站式”学生社区综合管理模式建设工作领导小组的通知
关于印发《武汉华夏理工学院学生公寓安全管理办法（试行）》的通知
关于做好2022届毕业生离校工作有关事项的通知
关于开展党史学习教育“我为群众办实事”实践活动的实施方案
关于调整学校疫情防控工作领导小组成员及工作机构的通知
关于推荐2022年湖北省高等学校优秀基层党组织的公示
关于征求《武汉华夏理工学院“十四五”事业发展规划（征求意见稿）》意见的通知
关于2022年上半年重点工作任务完成情况的通报
关于举办第十届大学生科技文化艺术节开幕式的通知
关于做好2022年暑期大学生“三下乡”社会实践活动的通知
关于进一步规范公文处理和档案管理工作的通知
关于做好2022年普通高等学校招生录取工作的实施意见
关于组织申报2023年度湖北省教育科学规划课题的通知
关于开展校园及周边安全隐患大排查大整治专项行动的通知
关于加强新学期开学返校疫情防控工作的紧急通知
关于召开2022年全面从严治党工作会议暨警示教育大会的通知
关于核定2022年各单位绩效工资总量的请示
关于信息工程学院党总支换届选举结果的批复
关于同意成立武汉华夏理工学院创新创业学院的批复
关于2021—2022学年第二学期期末考试安排及有关要求的通知
关于印发2022年工作要点的通知
关于做好“下察解暖”实践活动四张清单填报工作的补充通知
关于延长图书馆和自习室开放时间有关事项的通知
关于3号、4号学生公寓热水系统改造期间停水的通告
关于开展本科教育教学审核评估自评自建工作的通知
关于对2022年第一批督办事项办理情况进行抽查核实的通知
关于报送2022年国家安全教育日活动总结的通知
关于商请协助开展访企拓岗促就业专项行动的函
关于商请派员参加实践活动师生座谈会的函
关于整改落实情况的报告
关于学习宣传贯彻党的二十大精神的通知
关于开展意识形态工作责任制落实情况专项检查的通知
关于印发《党委理论学习中心组2022年学习计划》的通知
关于给予某某同学留校察看处分的决定
关于启用“武汉华夏理工学院督查工作专用章”的通知
关于2022年“五一”劳动节放假安排的通知
关于举行2022级新生开学典礼暨军训动员大会的通知
关于做好师德师风建设月有关工作的通知
关于公布2022年度“优秀共产党员”“优秀党务工作者”和“先进基层党组织”评选结果的通知
关于加强教室、实验室、实训场所用电安全管理的通知
关于统计2022年暑假留校学生和教职工名单的通知
全面开展阶段工作总结
下基层察民情解民忧暖民心实践活动全面开展阶段工作总结
武汉华夏理工学院“下基层、察民情、解民忧、暖民心”实践活动问题清单（公开版）
清单事项办理工作推进会纪要
关于暂缓执行《学生宿舍晚间供水管理规定》第三条第二款的通知
关于ABC公司捐赠2,000册图书的感谢函
关于转发鄂办发〔2022〕11号文件的通知
"""
TITLES = [line.replace("／", "") for line in EXPECTED.strip().splitlines()]
SEEN_TITLES = SEEN.strip().splitlines()
WHOLE = (
    "领导小组", "实践活动", "武汉华夏理工学院", "信息工程学院", "创新创业学院", "毕业生", "辅导员", "清单",
    "通知", "实施方案", "管理办法", "放假", "疫情防控", "学生公寓", "图书馆", "专项行动", "工作总结",
)  # fmt: skip


@pytest.mark.parametrize("line", EXPECTED.strip().splitlines())
def test_a_title_breaks_where_a_clerk_would_break_it(line: str) -> None:
    assert break_title(line.replace("／", "")) == tuple(line.split("／"))


def test_there_are_titles_enough() -> None:
    assert len(TITLES) + len(SEEN_TITLES) >= 60


@pytest.mark.parametrize("title", [*TITLES, *SEEN_TITLES])
def test_no_line_is_wider_than_the_page_and_nothing_is_lost(title: str) -> None:
    lines = break_title(title)
    assert all(width(line) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")


@pytest.mark.parametrize("title", [*TITLES, *SEEN_TITLES])
def test_lines_form_a_trapezoid_or_a_diamond(title: str) -> None:
    widths = [width(line) for line in break_title(title)]
    pairs = list(pairwise(widths))
    top = widths.index(max(widths))
    rising = all(a < b for a, b in pairs)
    falling = all(a > b for a, b in pairs)
    diamond = all(a <= b for a, b in pairs[:top]) and all(a >= b for a, b in pairs[top:])
    assert len(widths) == 1 or rising or falling or (diamond and 0 < top < len(widths) - 1)
    assert min(widths) * 3 >= max(widths), "a stub line such as 19 + 4"


@pytest.mark.parametrize("title", [*TITLES, *SEEN_TITLES])
def test_words_numbers_and_names_stay_whole(title: str) -> None:
    lines = break_title(title)
    for word in WHOLE:
        assert sum(line.count(word) for line in lines) == title.count(word), word
    for token in re.findall(
        r"[0-9A-Za-z]+[年月日号级届]?|第[一二三四五六七八九十]+[届次批]", title
    ):
        assert any(token in line for line in lines), token
    for quoted in re.findall(r"“[^”]*”", title):
        if width(quoted) <= 14:
            assert any(quoted in line for line in lines), quoted


@pytest.mark.parametrize("title", [*TITLES, *SEEN_TITLES])
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(title: str) -> None:
    for line in break_title(title):
        assert line[0] not in "、，。：；》”）的"
        assert line[-1] not in "《“（第"


def test_a_line_break_given_by_the_office_is_obeyed() -> None:
    assert break_title("关于甲事\n和乙事的通知") == ("关于甲事", "和乙事的通知")


def test_a_name_of_the_roster_is_a_word() -> None:
    lines = break_title(
        "关于同意鲲鹏昇腾产业研究院与企业共建实训基地的批复", names=["鲲鹏昇腾产业研究院"]
    )
    assert any("鲲鹏昇腾产业研究院" in line for line in lines)


@pytest.mark.parametrize("text", ["", "通知", "A" * 300, "甲" * 100, "《" * 30, "的" * 45])
def test_odd_text_breaks_nothing(text: str) -> None:
    lines = break_title(text)
    assert "".join(lines) == text
