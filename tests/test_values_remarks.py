"""What a remark asks and claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.model import Status
from huaxia_tasks.values.blanks import is_ditto, is_placeholder
from huaxia_tasks.values.remarks import scan_remark


@pytest.mark.parametrize(
    ("remark", "phrase", "until"),
    [
        ("因疫情影响，申请延期至9月30日", "因疫情影响，申请延期至9月30日", "9月30日"),
        ("拟延期", "拟延期", ""),
        ("恳请延期一个月", "恳请延期一个月", "一个月"),
        ("建议顺延至下学期", "建议顺延至下学期", "下学期"),
        ("经费未到位。申请推迟到10月底完成。", "申请推迟到10月底完成", "10月底"),
        (
            "供货厂家延期，无法按时完成，申请顺延至8月底",
            "供货厂家延期，无法按时完成，申请顺延至8月底",
            "8月底",
        ),
        ("能否延期到9月？", "能否延期到9月", "9月"),
        ("请求宽限，延期至7月15日", "请求宽限，延期至7月15日", "7月15日"),
        ("需延长时限", "需延长时限", ""),
        ("顺延一个月", "顺延一个月", "一个月"),
        ("整改时限延长至9月底", "整改时限延长至9月底", "9月底"),
        ("完成时限由6月30日改为7月31日", "完成时限由6月30日改为7月31日", "7月31日"),
        ("建议完成时间改到国庆节前", "建议完成时间改到国庆节前", "国庆节前"),
        ("申请再给10天时间", "申请再给10天时间", "10天"),
        ("需再延10天", "需再延10天", "10天"),
        ("时限调整为8月15日", "时限调整为8月15日", "8月15日"),
        ("改期至9月上旬", "改期至9月上旬", "9月上旬"),
        ("建议推迟到暑假", "建议推迟到暑假", "暑假"),
        ("如期完成有困难，申请延期", "如期完成有困难，申请延期", ""),
        ("若学校同意，拟延期至7月15日", "若学校同意，拟延期至7月15日", "7月15日"),
        ("延期申请已于6月20日报党政办", "延期申请已于6月20日报党政办", ""),
        ("恳请学校批准延期至7月15日", "恳请学校批准延期至7月15日", "7月15日"),
        ("待学校同意后延期至7月15日", "待学校同意后延期至7月15日", "7月15日"),
        ("完成时限延期10天", "完成时限延期10天", "10天"),
    ],
)
def test_a_wish_for_more_time_is_found_with_its_words(remark, phrase, until):
    reading = scan_remark(remark)
    assert (reading.asks_extension, reading.phrase, reading.until) == (True, phrase, until)


@pytest.mark.parametrize(
    "remark",
    ["", "无", "已完成", "需学校协调经费", "因疫情，施工延期", "会议推迟到下周召开", "无需延期", "不申请延期",
     "请教务处配合", "见附件", "开学推迟，影响进度", "延长开放时间", "会议推迟一周",
     "借阅期限延长至60天", "缴费期限延长至9月10日", "给学生10天时间准备",
     "毕业典礼延期至6月28日", "不需再延期", "不得以疫情为由延期", "若经费不到位，拟申请延期", "如遇疫情，工作拟延期", "会议改期至9月上旬", "开放时间调整为8点至22点", "延安精神学习一周",
     "开学推迟两周", "延长开放时间一小时", "不再延期一个月"],
)  # fmt: skip
def test_other_talk_asks_for_nothing(remark):
    assert not scan_remark(remark).asks_extension


@pytest.mark.parametrize(
    "remark", ["同意延期至10月底", "经批准延期至10月底", "延期申请已获批", "延期已获校长签字同意"]
)
def test_an_approved_extension_is_no_wish(remark):
    reading = scan_remark(remark)
    assert (reading.asks_extension, reading.granted) == (False, True)


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("已完成", Status.DONE),
        ("暂停，待开学后恢复", Status.SUSPENDED),
        ("由后勤处牵头，正在推进", Status.IN_PROGRESS),
        ("已完成。下学期长期坚持", Status.DONE),
        ("未启动", Status.NOT_STARTED),
        ("完成80%，余下7月", Status.IN_PROGRESS),
        ("尚未完成", Status.IN_PROGRESS),
        ("完成，材料已存档", Status.DONE),
        ("未动工", Status.NOT_STARTED),
        ("完成（见佐证）", Status.DONE),
        ("全部落实到位", Status.DONE),
        ("已协调解决", Status.DONE),
        ("已完成1、2号楼", Status.PARTLY_DONE),
        ("除5号楼外全部完成", Status.PARTLY_DONE),
        ("学校通知取消该项任务", Status.REJECTED),
        ("长期", Status.LONG_TERM),
        ("已维修好", Status.DONE),
        ("取消该项", Status.REJECTED),
        ("已超时完成", Status.DONE_LATE),
        ("还未开始", Status.NOT_STARTED),
        ("长期任务", Status.LONG_TERM),
        ("工程已竣工", Status.DONE),
        ("转为意见建议", Status.REJECTED),
        ("因疫情暂停", Status.SUSPENDED),
    ],
)
def test_a_state_in_a_remark_is_read(remark, status):
    assert scan_remark(remark).status.status is status


@pytest.mark.parametrize(
    "remark",
    [
        "完成时限见附件",
        "张三负责",
        "请教务处配合",
        "6月底前完成",
        "需经费2万元",
        "无",
        "不暂停服务",
        "施工期间暂停供水",
        "暑假期间食堂暂停营业",
        "疫情期间堂食暂停",
        "已取消收费",
        "学生要求取消",
        "运行正常",
    ],
)
def test_a_remark_without_a_state_claims_none(remark):
    assert scan_remark(remark).status is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "无", "暂无", "—", "——", "-", "/", "／", "\\", "NA", "n/a", "N/A", "待定", "同上", "″", "〃",
     '"', "……", "待补充", "见附件", "#N/A", "（无）", "无。", "XXX", "某某", "　", "\u200b"],
)  # fmt: skip
def test_a_stand_in_is_known(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["无锡", "√", "0", "商学院", "无法完成", "待验收", "张三", "1"])
def test_words_that_say_something_are_no_stand_ins(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["同上", "同 上", "〃", "″", "“", '"', "同前", "（同上）", "''", "”"]
)
def test_the_same_as_above_is_known(text):
    assert is_ditto(text)


@pytest.mark.parametrize("text", ["", "无", "—", "上", "同意", "“商学院”"])
def test_other_cells_do_not_say_the_same_as_above(text):
    assert not is_ditto(text)


@given(st.text(max_size=80))
def test_any_remark_gets_an_answer(text):
    reading = scan_remark(text)
    assert reading.phrase in text
    assert is_placeholder(text) or not is_ditto(text)
