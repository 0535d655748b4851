"""What was accepted once stays the measure: over rewording, over several reports, until somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from builders import a_chain, a_view, findings_of, rule_ids

from huaxia_tasks.changes import remember
from huaxia_tasks.model import Decision, PastMatter, Row

FIRST, SECOND = date(2022, 6, 15), date(2022, 6, 22)
NEW = "晚上十点以后也有地方看书"


def accepted(rows: Sequence[Row], past: Sequence[PastMatter] = (), day: date = FIRST):
    return remember(a_view(*rows, past=past).matters, past, day)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"tasks": {"task": NEW}}, True),  # the number and the problem hold
        ({"tasks": {"task": NEW}, "problems": {"problem": "学校门口堵车"}}, False),  # number reused
        ({"tasks": {"task": NEW, "item_id": "", "problem_id": "W01"}}, True),  # the problem alone
    ],
)
def test_a_matter_worded_anew_keeps_its_id_where_its_problem_stands(changes, same):
    duties = {"duties": {"task": ""}, "completions": {"task": ""}}
    past = accepted(a_chain(**duties))
    now = a_view(*a_chain(**{**duties, **changes}), past=past)
    ids = [m.id for m in now.matters if m.task is not None]
    assert (ids == ["U02-001"]) is same


def test_the_measure_names_a_matter_whose_task_is_worded_anew():
    way = {"measure": "腾出三间教室，每晚开放到二十三时"}
    none = {"problems": {"problem": "", "item_id": ""}}
    past = accepted(a_chain(tasks={**way, "problem_id": ""}, **none))
    now = a_chain(
        tasks={**way, "task": NEW, "problem_id": ""},
        duties={"task": NEW},
        completions={"task": NEW},
        **none,
    )
    assert [m.id for m in a_view(*now, past=past).matters if m.task] == ["U02-001"]


def test_a_day_that_became_a_standing_task_has_moved_and_stays_so():
    past = accepted(a_chain())
    same = {"deadline": "长期坚持"}
    rows = a_chain(tasks=same, duties=same, completions=same)
    found = findings_of("deadline-moved", a_view(*rows, past=past))
    assert ["这次改成了“长期坚持”" in f.message for f in found] == [True]
    later = accepted(rows, past, SECOND)
    assert [p.due for p in later] == [p.due for p in past]
    assert "deadline-moved" in rule_ids(a_view(*rows, past=later))


def test_what_was_for_ever_from_the_beginning_is_no_change():
    same = {"deadline": "长期坚持"}
    rows = a_chain(tasks=same, duties=same, completions=same)
    assert "deadline-moved" not in rule_ids(a_view(*rows, past=accepted(rows)))


def test_a_row_that_is_gone_is_told_until_somebody_decides_or_it_comes_back():
    other = {"item_id": "R02", "problem_id": "W02", "task": "修缮球场"}
    rest = a_chain(
        problems={"item_id": "W02", "problem": "球场地面开裂"},
        tasks=other,
        duties=other,
        completions=other,
    )
    past = accepted(rest, accepted(a_chain()), SECOND)
    told = findings_of("row-vanished", a_view(*rest, past=past))
    assert [f.message.split("报过")[0] for f in told] == ["2022年6月15日"]
    again = remember(a_view(*rest, past=past).matters, past, date(2022, 6, 29))
    assert "row-vanished" in rule_ids(a_view(*rest, past=again))
    off = Decision("撤销", "U02-001", "U02", True, date(2022, 6, 23), verdict="同意")
    assert "row-vanished" not in rule_ids(a_view(*rest, past=again, decisions=[off]))
    back = a_view(*rest, *a_chain(), past=again)
    assert "row-vanished" not in rule_ids(back)
    assert sorted(m.id for m in back.matters) == ["U02-001", "U02-002"]


def test_marks_make_no_copied_text_another_one():
    from huaxia_tasks.rules.changes import _progress

    said = "已腾出两间教室，添置桌椅八十套"
    one, two = (
        _progress(a_view(*a_chain(completions={"progress": text})))[0][-1]
        for text in (said, "已腾出两间教室；添置桌椅八十套。")
    )
    assert one == two
