"""A unit's view from sheets typed as rows, for tests of matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from submission_books import PLAN, read

from huaxia_tasks.checking import check_view
from huaxia_tasks.examining import view_unit
from huaxia_tasks.model import Phase, UnitView

TODAY = date(2022, 6, 28)
PHASES = (Phase(1, "全面开展阶段", "12月底前", date(2022, 5, 21), date(2022, 12, 31)),)
PLANNED = replace(PLAN, phases=PHASES, school="武汉华夏理工学院")
UNIT = next(u for u in PLAN.units if u.name == "商学院")


def view_of(*sheets, today: date = TODAY, plan=PLANNED, **more) -> UnitView:
    submission = read(*sheets, plan=plan)
    return view_unit(plan, UNIT, [submission], today, **more)


def told(view: UnitView) -> list[str]:
    """The findings as ``rule sheet cell``."""
    found = check_view(view)
    return [
        f"{f.rule} {f.ref.sheet if f.ref else ''} {f.ref.address if f.ref else ''}" for f in found
    ]


def joined(view: UnitView) -> list[str]:
    """Each matter as its title with the rows that belong to it."""
    return [
        f"{m.title}: {' '.join(r.kind.value[0] + str(r.row.number) for r in m.rows)}"
        for m in view.matters
    ]


TASKS = "序号|任务编号|工作任务|牵头单位|完成时限"
DONE = "序号|任务编号|完成状态"
