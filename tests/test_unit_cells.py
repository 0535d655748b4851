"""Which units a row names, and who of them leads and who helps."""

from __future__ import annotations

import pytest
from builders import a_plan, a_row

from huaxia_tasks.model import ListKind
from huaxia_tasks.unit_cells import UnitCells

PLAN = a_plan()


def _named(**fields: object) -> tuple[list[str], list[str]]:
    leads, helps = UnitCells(PLAN, None, {}).of(a_row(ListKind.TASKS, **fields))
    return [m.text for m in leads], [m.text for m in helps]


@pytest.mark.parametrize(
    ("remark", "helps"),
    [
        ("配合单位：教务部", ["教务部"]),
        ("已上会研究。协办部门：教务部、商学院；9月启动", ["教务部"]),
        ("配合单位:商学院", []),
        ("配合单位：相关部门", []),
        ("配合单位：待定", []),
        ("请教务部协助", []),
        ("由教务部配合", ["教务部"]),
        ("教务部、商学院共同配合", ["教务部"]),
        ("已完成，教务部协助", ["教务部"]),
        ("会同教务部开展", ["教务部"]),
        ("联合教务部", ["教务部"]),
        ("与教务部联合实施", ["教务部"]),
        ("和教务部共同完成", ["教务部"]),
        ("与教务部共同商议后再定", []),
        ("与教务部沟通", []),
        ("配合单位（教务部、国际交流处）", ["教务部", "国际交流处"]),
        ("配合单位：教务部（张三）、国际交流处", ["教务部", "国际交流处"]),
        ("教务部已配合完成", ["教务部"]),
        ("由商学院与教务部共同完成", ["教务部"]),
        ("同教务部合作开展", ["教务部"]),
        ("与学生共同完成", []),
        ("教务部、学生会协助", []),
        ("武汉大学教务部配合", []),
        ("不需要教务部配合", []),
        ("各学院配合", []),
        ("配合教务部", []),
        ("已与教务部联系", []),
        ("无", []),
    ],
)
def test_units_that_help_may_stand_in_a_remark_under_their_label_or_stated_plainly(remark, helps):
    assert _named(lead_unit="商学院", remark=remark) == (["商学院"], helps)


def test_the_column_of_units_that_help_outranks_a_remark():
    leads, helps = _named(lead_unit="商学院", co_units="教务部", remark="配合单位：党政办公室")
    assert (leads, helps) == (["商学院"], ["教务部"])


def test_of_several_units_without_a_lead_column_a_remark_changes_nothing():
    leads, helps = _named(lead_unit="商学院、教务部", remark="配合单位：党政办公室")
    assert leads == ["商学院", "教务部"]
    assert helps == []
