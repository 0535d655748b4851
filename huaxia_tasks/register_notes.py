"""What the office is told of its register 登记.xlsx: lines that cannot be used, and lines about nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from .decided import is_for
from .looking import Setup
from .matters import counted_day
from .model import Decision, History, Plan, UnitView
from .settle import day_of
from .values.numbers import number_key
from .wording import day, join, place, sentence

#: Kinds that speak of matters: one of these about an unknown number does nothing.
_ABOUT_MATTERS = ("延期", "核实", "暂停", "销号", "撤销", "合并")


def register_notes(
    setup: Setup, views: Sequence[UnitView], histories: Iterable[History]
) -> Iterator[str]:
    """Yield, line by line, what of the register has no effect, and why.

    Where several plans run, `views` and `histories` are those of all of them.
    """
    for trouble in setup.decision_troubles:
        says = sentence(trouble.gaps.get("说明", "这一行用不上"))
        yield f"{place(trouble.ref)}：{says}{trouble.gaps.get('办法', '')}"
    used = {d for view in views for matter in view.matters for d in matter.decisions}
    past = [matter for history in histories for matter in history.matters]
    yield from _used_twice(views)
    yield from _no_longer_time(views, {p.id: p.due for p in past})
    whose = {p.id: p.unit for p in past}
    whose |= {m.id: m.unit for view in views for m in view.matters}
    numbers = {(p.unit, number_key(p.number)) for p in past if p.number}
    for decision in setup.register or setup.decisions:
        if decision.kind not in _ABOUT_MATTERS or decision in used:
            continue
        plan, owner = setup.plan, whose.get(decision.matter)
        named = owner or _named_by(decision, plan)
        if decision.decided_on and views and decision.decided_on > views[0].today:
            yield (
                f"{place(decision.ref)}：决定日期{day(decision.decided_on)}还没有到，到那天才起作用。"
                "年份或月份写错了的，请改正。"
            )
        elif named and not is_for(decision, named):
            yield (
                f"{place(decision.ref)}：“{decision.matter}”是{plan.unit_name(named)}的编号，"
                f"单位写的却是{plan.unit_name(decision.unit)}，这一行没有起作用。请核对编号和单位。"
            )
        elif owner or (decision.unit, number_key(decision.matter)) in numbers:
            continue
        elif not decision.unit and not named:
            yield (
                f"{place(decision.ref)}：“{decision.matter}”是单位自己的编号，几个单位都可能有，"
                "这一行没有起作用。请在“单位”一栏写明是哪个单位，或改填程序的编号，例如 U01-003。"
            )
        elif _is_readable(decision, views):
            yield (
                f"{place(decision.ref)}：{_whose(decision, plan)}没有“{decision.matter}”这个事项，"
                "这一行没有起作用。"
                "请照汇总表或回执上的编号填写，例如 U01-003；填单位自己的编号时，要同时写明单位。"
            )


def _named_by(decision: Decision, plan: Plan) -> str:
    """Return the unit whose id a matter's number begins with, "" where it is a unit's own number."""
    before = decision.matter.partition("-")[0]
    return before if plan.unit(before) is not None else ""


def _no_longer_time(views: Sequence[UnitView], past: Mapping[str, date | None]) -> Iterator[str]:
    """Yield approved extensions that give no time: asked for too late, or to no later day."""
    for view in views:
        for matter in view.matters:
            own = [d for d in matter.decisions if d.kind == "延期" and d.approved]
            if not own or not matter.is_open:
                continue
            counts = counted_day(matter, own, past.get(matter.id))
            for late in counts.late:
                asked, before = (
                    late.asked_on or late.decided_on,
                    counted_day(matter, (), past.get(matter.id)).due,
                )
                if asked is not None and before is not None:
                    yield (
                        f"{place(late.ref)}：{matter.id}的时限是{day(before)}，{day(asked)}才提出延期，"
                        "时限过后提出的不作数，原时限仍然有效。日期写错了的，请改正。"
                    )
            only = own[0] if len(own) == 1 and not counts.late else None
            written = day_of(matter.due)
            if only and only.new_due and written and only.new_due < written == counts.due:
                yield (
                    f"{place(only.ref)}：{matter.id}的时限本来就是{day(written)}，新时限{day(only.new_due)}"
                    "比它还早，这一行没有起作用。请核对新时限。"
                )


def _used_twice(views: Sequence[UnitView]) -> Iterator[str]:
    """Yield the lines that had an effect under more than one plan."""
    plans: dict[Decision, dict[str, str]] = {}
    for view in views:
        for matter in view.matters:
            for decision in matter.decisions:
                plans.setdefault(decision, {})[view.plan.key] = view.plan.label
    for decision, own in plans.items():
        if len(own) > 1:
            yield (
                f"{place(decision.ref)}：“{decision.matter}”在{join(own.values())}的清单里都有，都按这一行办理。"
                "只指其中一个的，请改填程序的事项编号，或加一列“方案”写明文号。"
            )


def _is_readable(decision: Decision, views: Sequence[UnitView]) -> bool:
    """Whether the matters of the unit meant are known: of one whose list is absent nothing is said."""
    meant = [
        v for v in views if decision.unit == v.unit.id or decision.matter.startswith(v.unit.id)
    ]
    return all(v.state == "received" for v in meant)


def _whose(decision: Decision, plan: Plan) -> str:
    known = {unit.id for unit in plan.units}
    return (
        f"{plan.unit_name(decision.unit)}的清单里" if decision.unit in known else "各单位的清单里"
    )
