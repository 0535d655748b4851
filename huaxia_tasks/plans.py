"""The plans of an office: which is the newest, what tells their matters and files apart, what they share.

The newest plan is the one that papers without a plan of their own go by.  What holds for all plans is
the stricter of what they say, so that no unit gets more than any of them allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from string import ascii_lowercase

from .cache import digest
from .drafting import safe_name
from .errors import PlanError, UsageError
from .model import Decision, Manners, Plan
from .patterns import regex
from .wording import join

_NUMBER = regex(r"(\d{4})\D{0,2}?(\d{1,4})号")
#: So long after its last phase a plan is at rest, unless one of its matters is still open.
REST_DAYS = 60


def newest_first(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the plans, the one issued last first."""
    return tuple(sorted(plans, key=lambda p: (p.issued, p.key), reverse=True))


def told_apart(plans: Sequence[Plan], kept: Mapping[str, str]) -> tuple[Plan, ...]:
    """Return the plans, newest first, with all that keeps them apart; an only plan stays as it is.

    `kept` are the tags that plans have in the ledger already, "" for those without one.  Raises
    PlanError where the plans contradict each other.
    """
    ordered = newest_first(plans)
    if len(ordered) == 1:
        tag = kept.get(ordered[0].key, "")
        return (_changed(ordered[0], tag=tag),) if tag else ordered
    _require_own_numbers(ordered)
    _require_one_roster(ordered)
    tags, manners = _tags(ordered, kept), shared_manners(ordered)
    marks = _marks(ordered)
    return tuple(
        _changed(p, tag=tags[p.key], mark=marks[p.key], manners=_with_ceilings(p.manners, manners))
        for p in ordered
    )


def _changed(plan: Plan, *, tag: str, mark: str = "", manners: Manners | None = None) -> Plan:
    manners = manners or plan.manners
    more = digest(tag, mark, repr(manners)).hex()
    return replace(plan, tag=tag, mark=mark, manners=manners, digest=f"{plan.digest}{more}")


# --------------------------------------------------------------------------- apart


def _tags(plans: Sequence[Plan], kept: Mapping[str, str]) -> dict[str, str]:
    """Return the tag of each plan: none for the first of the office, short numbers for later ones.

    A plan keeps the tag that the ledger knows it by.
    """
    found = {p.key: kept[p.key] for p in plans if kept.get(p.key)}
    rest = [p for p in reversed(plans) if p.key not in found]
    known = [p for p in rest if p.key in kept]
    for plan in sorted(rest, key=lambda p: p not in known):
        taken = set(found.values())
        found[plan.key] = _free(_short_number(plan), taken) if "" in taken else ""
    return found


def _short_number(plan: Plan) -> str:
    """Return 2303 for 武华党〔2023〕3号, the day of issue for a plan without such a number."""
    found = _NUMBER.search(plan.number)
    return f"{found[1][2:]}{int(found[2]):02d}" if found else f"{plan.issued:%y%m%d}"


def _free(tag: str, taken: set[str]) -> str:
    return next(t for t in (tag, *(tag + c for c in ascii_lowercase)) if t not in taken)


def _marks(plans: Sequence[Plan]) -> dict[str, str]:
    """Return what stands in the file names of each plan; nothing for the newest."""
    found: dict[str, str] = {plans[0].key: ""}
    for plan in plans[1:]:
        name, count = safe_name(plan.number or plan.title, 30), 1
        mark = name
        while mark in found.values():
            count += 1
            mark = f"{name}（{count}）"
        found[plan.key] = mark
    return found


def _require_own_numbers(plans: Sequence[Plan]) -> None:
    seen: dict[str, Plan] = {}
    for plan in plans:
        other = seen.setdefault(plan.key, plan)
        if other is not plan:
            raise PlanError(
                f"“计划”文件夹里有两份方案工作簿写着同一个文号“{plan.number or plan.key}”",
                join(f"《{name}》" for name in sorted((other.file, plan.file))),
                "请只留下要用的一份，把另一份移出“计划”文件夹；确是两个方案的，请把文号写得不同。",
            )


def _require_one_roster(plans: Sequence[Plan]) -> None:
    """Raise PlanError where two plans give one unit different codes: its papers could not be merged."""
    newest = plans[0]
    codes = {u.name: u.id for u in newest.units}
    for plan in plans[1:]:
        for unit in plan.units:
            code = codes.get(unit.name)
            if code is not None and code != unit.id:
                raise PlanError(
                    f"两份方案给同一个单位的编号不同：{unit.name}在《{newest.file}》里是{code}，"
                    f"在《{plan.file}》里是{unit.id}",
                    "“单位”表",
                    "请把两份方案“单位”表的编号改成一致，再运行一次。",
                )


# --------------------------------------------------------------------------- shared


def shared_manners(plans: Sequence[Plan]) -> Manners:
    """Return how the office behaves under all plans: ceilings and days of the strictest, hours of the newest.

    A plan that was at rest already when the newest was issued has no say.
    """
    every = [p.manners for p in plans if not may_rest(p, plans[0].issued)] or [plans[0].manners]
    return replace(
        every[0],
        per_unit_per_day=min(m.per_unit_per_day for m in every),
        per_unit_per_week=min(m.per_unit_per_week for m in every),
        workdays_only=any(m.workdays_only for m in every),
        not_on_eve_of_break=any(m.not_on_eve_of_break for m in every),
    )


def _with_ceilings(own: Manners, shared: Manners) -> Manners:
    """Return a plan's own manners with what holds for all plans."""
    return replace(
        own,
        workdays_only=shared.workdays_only,
        from_time=shared.from_time,
        to_time=shared.to_time,
        per_unit_per_day=shared.per_unit_per_day,
        per_unit_per_week=shared.per_unit_per_week,
        not_on_eve_of_break=shared.not_on_eve_of_break,
    )


def may_rest(plan: Plan, today: date) -> bool:
    """Whether a plan ended so long ago that only an open matter keeps it going."""
    return plan.due is not None and plan.due + timedelta(days=REST_DAYS) < today


# --------------------------------------------------------------------------- choosing


def chosen(plans: Sequence[Plan], wanted: str) -> Plan:
    """Return the plan that a person names by number, title or file; the newest for "".

    Raises UsageError where none or several fit.
    """
    if not wanted.strip():
        return plans[0]
    text = _plain(wanted)
    for fits in (_is_named, _is_hinted):
        found = [p for p in plans if fits(p, text)]
        if len(found) == 1:
            return found[0]
    names = join(f"“{p.number or p.title}”" for p in plans)
    raise UsageError(f"没有名为“{wanted}”的方案", todo=f"--plan 后面可以写文号或文件名：{names}。")


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()).removesuffix("xlsx")


def _is_named(plan: Plan, text: str) -> bool:
    names = (plan.number, plan.key, plan.title, plan.file, plan.file.rpartition("/")[2])
    return text in {_plain(n) for n in names if n} or bool(plan.tag and text == plan.tag)


def _is_hinted(plan: Plan, text: str) -> bool:
    return len(text) >= 2 and any(text in _plain(n) for n in (plan.number, plan.title, plan.file))


# --------------------------------------------------------------------------- the register

_OUR_ID = regex(r"([^-]+)-(?:(\d{4,6}[a-z]?)-)?\d{3,}")


def plans_meant(decision: Decision, plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the plans that a line of the register may speak of.

    Told by its column 方案, by the tag in the number of its matter, and for 认领 by the duty; a unit's
    own number may stand in the lists of any of them.
    """
    if decision.plan.strip():
        text = _plain(decision.plan)
        named = tuple(p for p in plans if _is_named(p, text))
        return named or tuple(p for p in plans if _is_hinted(p, text))
    found = _OUR_ID.fullmatch(decision.matter)
    if found is not None and any(p.unit(found[1]) for p in plans):
        return tuple(p for p in plans if p.tag == (found[2] or ""))
    with_duty = tuple(p for p in plans if any(d.id == decision.matter for d in p.duties))
    return with_duty or tuple(plans)
