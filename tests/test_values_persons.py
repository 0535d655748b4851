"""Who is named in a cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from value_tables import lines

from huaxia_tasks.model import PersonName
from huaxia_tasks.values.person_names import is_person_name
from huaxia_tasks.values.persons import read_persons

CELLS = [
    pytest.param(*(*line, "")[:2], id=line[0])
    for line in lines(
        "person_cells.tsv",
        "person_cells_second.tsv",
        "person_cells_third.tsv",
        "person_cells_fourth.tsv",
        "person_cells_fifth.tsv",
        "person_cells_sixth.tsv",
        "person_cells_seventh.tsv",
        "person_cells_eighth.tsv",
    )
]


@pytest.mark.parametrize(("cell", "wanted"), CELLS)
def test_a_cell_names_these_people(cell, wanted):
    told = [p.name + (f"={p.role}" if p.role else "") for p in read_persons(cell)]
    assert "、".join(told) == wanted


def test_a_person_named_twice_is_one_person():
    assert read_persons("张三、李四、张三（处长）") == (
        PersonName("张三", "处长"),
        PersonName("李四"),
    )


@pytest.mark.parametrize("word", ["宣传部", "任务", "高校", "安全处", "党支部", "管理办", "施工队"])
def test_words_that_begin_like_a_name_are_no_names(word):
    assert not is_person_name(word)


PIECES = st.sampled_from(
    "张三 李四 欧阳修 王 老师 处长 （ ） 、 ： 13800000000 商学院 · 和 等 1. 待定".split()  # noqa: SIM905
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=40))
def test_any_text_gets_an_answer_made_of_it(text):
    for person in read_persons(text):
        assert person.name
        assert len(person.name) < 40


def test_a_very_long_cell_is_answered():
    read_persons("张三李四" * 10000)
    read_persons("（" * 40000)
    read_persons("张三、" * 13000)


#: What stands in columns of people, or near them, and names nobody.
NOBODY = (  # noqa: SIM905
    "各学院分管学生工作副书记 学工办全体人员 教务处相关科室负责人 后勤服务保障人员 宿舍管理人员 "
    "心理健康教育中心教师 全体班主任 全体专任教师 专任教师 兼职辅导员 学生骨干 学生党员 党支部委员 "
    "支委会成员 班子全体成员 学院领导 院党政领导 党政主要负责人 主要领导 一把手 分管校领导 联系领导 "
    "牵头领导 业务科室 办公室工作人员 值班领导 带班领导 值班室 门卫 保安队 物业公司 施工单位 维修班组 "
    "食堂经营户 供应商 厂家 家长代表 校友会 学生社团 团学干部 青年志愿者 关工委 工会小组 教研室 课程组 "
    "各教研室 实验室管理员 图书馆馆员 信息员 网格员 联络员 安全员 楼层长 寝室长 班长 团支书 学习委员 "
    "心理委员 生活委员 任课教师 主讲教师 指导教师 导师 企业导师 驻校民警 校医 医务人员 财务人员 出纳 "
    "采购组 招标组 评审专家 专家组 督导组 领导小组 工作小组 专项工作组 协调小组 项目组成员 牵头单位 "
    "配合单位 责任单位 见责任清单 详见附件 按分工负责 各负其责 集体负责 党委负责 学院负责 后勤负责 "
    "部门负责人 单位负责人 科室负责人 项目负责人 具体负责人 第一责任人 直接责任人 安全责任人 待落实 "
    "待明确 待安排 另行通知 随时调整 暂无 未确定 同任务清单 与上同 施工方 监理方 任务清单 问题清单 "
    "严格落实 全面负责 高度重视 万无一失 金牌教师 石油学院 江夏校区 汉口校区 龙头企业 华夏学院 武汉市 "
    "洪山区 东湖 光谷 南湖 石牌岭 白沙洲 时代广场 文华楼 明德楼 厚德楼 博学楼 行政楼 图书馆 体育馆 "
    "大学生活动中心 安全稳定工作 安保人员 宣传报道 管理服务 党建工作 思想政治教育 经费预算 方案制定 "
    "计划安排 平安校园 应急处置 师德师风 常态化管理 温馨提示 车辆管理 水电维修 路灯维修 房屋修缮 文明创建 "
    "金融服务 支部共建 易地搬迁 向上级汇报 于六月完成 和相关部门 与后勤处 及时处理 广泛征求 连续三年 "
    "满意度调查 简单维修 强化管理 那时 查找问题 明察暗访 成立专班 程序正当 时间待定 仇恨 区教育局 "
    "召开会议 展示活动 战略合作 铁路公安 楚天卓越 纳入考核 哈尔滨 拜访企业 刀具管理"
).split()  # fmt: skip


@pytest.mark.parametrize("words", NOBODY)
def test_offices_groups_places_and_duties_are_nobody(words):
    assert read_persons(words) == ()
