"""The state that a cell claims: tables, and what must never read as done."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from value_tables import lines

from huaxia_tasks.model import Status
from huaxia_tasks.values.status import read_status
from huaxia_tasks.values.status_words import WORDS

CELLS = [
    pytest.param(*(*line, "", "")[:4], id=line[0])
    for line in lines(
        "status_cells.tsv",
        "status_cells_second.tsv",
        "status_cells_third.tsv",
        "status_cells_fourth.tsv",
        "status_cells_fifth.tsv",
        "status_cells_sixth.tsv",
        "status_cells_seventh.tsv",
        "status_cells_eighth.tsv",
        "status_cells_ninth.tsv",
        "status_cells_tenth.tsv",
        "status_cells_eleventh.tsv",
    )
]


@pytest.mark.parametrize(("cell", "wanted", "share", "flags"), CELLS)
def test_a_cell_claims_this_state(cell, wanted, share, flags):
    reading = read_status(cell, cell)
    told = reading.status.value if reading.status else "-"
    assert told in wanted.split("|"), reading
    if share:
        assert reading.progress == pytest.approx(float(share), abs=1e-3)
    assert reading.asks_extension == (flags == "ext")


@pytest.mark.parametrize(("word", "status"), WORDS.items())
def test_every_word_of_the_list_means_its_state(word, status):
    assert read_status(word, word).status is status


DENIALS = """
未 没 没有 尚未 还未 仍未 并未 未能 不能 无法 难以 未按期 均未 全部未 从未 至今未
""".split()  # noqa: SIM905
PLANS = """
将 将于6月 拟 预计 计划 计划于9月 力争 争取 确保 保证 准备 即将 马上 快 有望 应 须 需 要 待 可 能 下周 明年 年底前
6月底前 6月底 8月 暑假 本学期末 近期 尽快 限期 届时 后续 还需 希望 承诺 努力 开学后 两周内 务必 估计 大概 可能 按计划于9月
""".split()  # noqa: SIM905
VERBS = ("完成", "办结", "落实", "解决", "整改到位", "完毕", "完成整改", "全部完成", "完成100%")


@pytest.mark.parametrize("before", [*DENIALS, *PLANS])
def test_what_is_denied_or_ahead_is_never_done(before):
    frames = ("{}{}", "{}，{}", "该项工作{}{}", "目前{}{}", "（{}{}）", "{}{}，请知悉")
    for verb in VERBS:
        for frame in frames:
            cell = frame.format(before, verb)
            status = read_status(cell, cell).status
            assert status is None or not status.is_done, cell


@pytest.mark.parametrize(
    ("raw", "kind", "status", "share"),
    [
        (0.8, "number", Status.IN_PROGRESS, 0.8),
        (80, "number", Status.IN_PROGRESS, 0.8),
        (0.8, "percent", Status.IN_PROGRESS, 0.8),
        (1, "number", Status.DONE, 1.0),
        (1.0, "percent", Status.DONE, 1.0),
        (100, "number", Status.DONE, 1.0),
        (0, "number", Status.NOT_STARTED, 0.0),
        (0.005, "percent", Status.IN_PROGRESS, 0.005),
        (120, "number", None, None),
        (-1, "number", None, None),
        (float("nan"), "number", None, None),
        (float("inf"), "number", None, None),
        (True, "bool", Status.DONE, None),
        (False, "bool", Status.IN_PROGRESS, None),
        (date(2022, 6, 30), "date", None, None),
        (None, "empty", None, None),
        ("#N/A", "error", None, None),
    ],
)
def test_numbers_and_boxes_are_read_as_what_they_stand_for(raw, kind, status, share):
    reading = read_status(raw, "" if raw is None else str(raw), kind)
    assert (reading.status, reading.progress) == (status, share)


def test_the_rest_of_a_cell_is_kept_beside_the_share():
    assert read_status("", "完成80%（余下7月做）").rest == "余下7月做"


def test_a_doubtful_claim_says_why_it_was_lessened():
    assert read_status("", "已完成，但尚有2处未整改").warnings == (
        "既写完成又写未完成，未按全部完成理解",
    )
    assert read_status("", "6月底完成").warnings == ("写的是计划完成，未按已完成理解",)


def test_a_claim_of_being_late_is_not_trusted():
    assert read_status("", "逾期未整改").warnings == ("是否超期由完成时限计算，不以此格为准",)


def test_the_offices_own_words_outrank_ours():
    own = {"交付": Status.DONE, "基本完成": Status.IN_PROGRESS}
    assert read_status("", "交 付", "text", own).status is Status.DONE
    assert read_status("", "基本完成", "text", own).status is Status.IN_PROGRESS
    assert read_status("", "未交付", "text", own).status is not Status.DONE


PIECES = st.sampled_from(
    "已 未 将 完成 办结 整改 基本 部分 80% 100% 5/8 ， 。 （ ） 6月 前 拟 延期 申请 √ □ ☑ 逾期 暂停 长期坚持 待验收 共5项 3项 ？ 的".split()  # noqa: SIM905
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=50))
def test_any_text_gets_an_answer(text):
    reading = read_status(text, text)
    assert reading.progress is None or 0 <= reading.progress <= 1
    if reading.status is Status.DONE:
        assert reading.progress in (None, 1.0)


def test_a_very_long_cell_is_answered():
    read_status("", "正在推进，已完成三项，" * 4000)
    read_status("", "完成" * 20000)
    read_status("", "（" * 40000)


LEFT_OPEN = """
遥遥无期 尚需时日 需时 不足 存疑 情况不明 的可能性不大 后再报 受阻 受影响 要等到9月 需经费支持 待定 有风险 压力大 在即 指日可待
没有把握 有望 条件不具备 质量不高 不及时 过程中 进行时 困难 有困难 情况说明
""".split()  # noqa: SIM905


@pytest.mark.parametrize("tail", LEFT_OPEN)
def test_what_is_left_open_behind_a_completion_is_never_done(tail):
    for verb in ("完成", "办结", "落实", "整改完成", "整改到位"):
        cell = verb + tail
        status = read_status(cell, cell).status
        assert status not in (Status.DONE, Status.DONE_LATE, Status.CLOSED), cell


@pytest.mark.parametrize(
    "cell",
    [
        "完成无障碍设施改造",
        "完成有线网络改造",
        "完成热水器更换",
        "完成目标任务",
        "完成情况良好",
        "整改落实到位",
    ],
)
def test_the_object_behind_a_completion_leaves_it_done(cell):
    assert read_status(cell, cell).status is Status.DONE
