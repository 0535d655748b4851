"""What the office is told of its register 登记.xlsx: lines that cannot be used, and lines about nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .looking import Setup
from .model import Decision, History, Plan, UnitView
from .wording import join, place, sentence

#: Kinds that speak of matters: one of these about an unknown number does nothing.
_ABOUT_MATTERS = ("延期", "核实", "暂停", "销号")


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
    past = {matter.id for history in histories for matter in history.matters}
    yield from _used_twice(views)
    for decision in setup.register or setup.decisions:
        if decision.kind not in _ABOUT_MATTERS or decision in used or decision.matter in past:
            continue
        if _is_readable(decision, views):
            whose = _whose(decision, setup.plan)
            yield (
                f"{place(decision.ref)}：{whose}没有“{decision.matter}”这个事项，这一行没有起作用。"
                "请照汇总表或回执上的编号填写，例如 U01-003；填单位自己的编号时，要同时写明单位。"
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
