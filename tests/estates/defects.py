"""Defects: each changes a unit's rows in one way and says which findings this must give."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .cells import Content, Formula
from .layout import Extra
from .lines import Line, Lists
from .manifest import Expect
from .spelling import Hand
from .truth import DONE, Deadline, UnitTruth
from .world import World


@dataclass
class Case:
    """A unit being written, for defects to spoil.  ``taken`` are positions that bear one already."""

    rng: random.Random
    world: World
    today: date
    truth: UnitTruth
    hand: Hand
    lists: Lists
    letters: str
    wide: bool = False
    taken: set[int] = field(default_factory=set)
    expected: list[Expect] = field(default_factory=list)
    forced: dict[tuple[str, str], str] = field(default_factory=dict)
    extras: dict[str, Extra] = field(default_factory=dict)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    no_merge: bool = False
    no_voice: bool = False
    no_formulas: bool = False

    def free(self, wanted: Callable[[int], bool] = lambda _: True) -> int | None:
        """Return a position without a defect that is as wanted, None where there is none."""
        fitting = [
            i
            for i, m in enumerate(self.truth.matters)
            if i not in self.taken and m.problem_of is None and wanted(i)
            and not any(x.problem_of == i for x in self.truth.matters)
        ]
        return self.rng.choice(fitting) if fitting else None

    def line(self, letter: str, position: int) -> Line:
        found = self.lists.of_matter(letter, position)
        assert found is not None
        return found

    def has(self, letter: str, key: str) -> bool:
        return letter in self.letters and key in self.lists.fields[letter]

    def tell(self, rule: str, line: str, key: str) -> None:
        """Expect a finding at a cell of a row; in a 总表 rows are keyed by the task's."""
        name = "T" + line[1:] if self.wide else line
        self.expected.append(Expect(rule, ("cell", name, key), key))

    def deadline(self, position: int, content: Content, *letters: str) -> None:
        for letter in letters or "TDC":
            if self.has(letter, "deadline"):
                self.line(letter, position).set("deadline", content)

    def change(self, position: int, **more: object) -> None:
        """Change what is true of a matter, for the manifest of matters."""
        matters = self.truth.matters
        matters[position] = replace(matters[position], **more)  # type: ignore[arg-type]

    def state(self, position: int, state: str, word: str = "") -> None:
        self.change(position, state=state)
        self.line("C", position).set("status", word or self.hand.status(state))


Defect = Callable[[Case], bool]
ALL: dict[str, Defect] = {}


def defect(function: Defect) -> Defect:
    """Register a defect under its function's name; it returns whether it could be planted."""
    ALL[function.__name__] = function
    return function


def _open_and_due_later(case: Case, i: int) -> bool:
    m = case.truth.matters[i]
    return m.is_open and m.state not in ("suspended", "long_term") and m.due.kind == "by_date" and (
        m.due.day is not None and m.due.day >= case.today
    )


def _done(case: Case, i: int) -> bool:
    return case.truth.matters[i].state == "done" and case.truth.matters[i].done is not None


def _place(case: Case, wanted: Callable[[Case, int], bool] = lambda _c, _i: True) -> int | None:
    found = case.free(lambda i: wanted(case, i))
    if found is not None:
        case.taken.add(found)
    return found


@defect
def status_is_empty(case: Case) -> bool:
    """An open matter whose needed 完成状态 is empty, or holds a stand-in."""
    i = _place(case, _open_and_due_later) if "C" in case.letters else None
    if i is None:
        return False
    # Something else must stand in the row, or it would be no row at all.
    if not case.wide and not (case.has("C", "task") or case.has("C", "progress")):
        return False
    if not case.has("C", "task"):
        case.line("C", i).set("progress", f"{case.truth.matters[i].topic.progress}，第{i}批")
    case.state(i, "not_started", case.rng.choice(("无", "/", "—", "待定")))
    if case.rng.random() < 0.6:
        case.line("C", i).set("status", "")
    case.tell("required-empty", f"C{i}", "status")
    return True


@defect
def problem_is_empty(case: Case) -> bool:
    if case.wide or "P" not in case.letters or case.lists.numbering.way == "none":
        return False
    i = _place(case)
    if i is None:
        return False
    case.line("P", i).set("problem", "")
    case.tell("required-empty", f"P{i}", "problem")
    return True


@defect
def method_not_allowed(case: Case) -> bool:
    if not case.has("P", "method"):
        return False
    i = _place(case)
    if i is None:
        return False
    case.line("P", i).set("method", case.rng.choice(("电话回访", "问卷星", "邮件")))
    case.tell("value-not-allowed", f"P{i}", "method")
    return True


@defect
def number_twice(case: Case) -> bool:
    """One task bears the number of another; the other lists have them right."""
    if case.wide or case.lists.numbering.way in ("none", "shared") or "T" not in case.letters:
        return False
    if not all(case.has(x, "task") for x in "DC" if x in case.letters):
        return False
    i = _place(case, lambda c, n: n > 0)
    if i is None:
        return False
    case.line("T", i).set("item_id", case.line("T", i - 1).cells["item_id"])
    case.taken.add(i - 1)
    case.tell("number-duplicated", f"T{i}", "item_id")
    return True


@defect
def phone_too_short(case: Case) -> bool:
    if not case.has("D", "phone"):
        return False
    i = _place(case)
    if i is None:
        return False
    wrong = case.rng.choice(("1390000050", "027-878", "139000005012", "027-8888888x", "一三九零零"))
    case.line("D", i).set("phone", wrong)
    case.tell("phone-invalid", f"D{i}", "phone")
    return True


@defect
def deadline_is_empty(case: Case) -> bool:
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    case.deadline(i, "")
    case.change(i, due=Deadline(""))
    case.tell("deadline-missing", f"T{i}", "deadline")
    return True


@defect
def deadline_is_no_day(case: Case) -> bool:
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    wrong = case.rng.choice(
        ("6月31日", "2022年2月30日", "13月底前", "2022-06-31", "见附件", "—", "待定", "9月31日前")
    )
    case.deadline(i, wrong)
    case.change(i, due=Deadline("invalid"))
    case.tell("deadline-invalid", f"T{i}", "deadline")
    return True


@defect
def deadline_has_two_readings(case: Case) -> bool:
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    case.deadline(i, case.rng.choice(("学期末", "6-12个月", "开学前", "第10周", "规划阶段", "放假前")))
    case.change(i, due=Deadline("ambiguous"))
    case.tell("deadline-ambiguous", f"T{i}", "deadline")
    return True


@defect
def deadline_after_its_phase(case: Case) -> bool:
    if not case.has("T", "phase"):
        return False
    i = _place(case, lambda c, n: _open_and_due_later(c, n) and c.truth.matters[n].phase < 4)
    if i is None:
        return False
    phase = case.world.phases[case.truth.matters[i].phase - 1]
    day = phase.due + timedelta(days=case.rng.randrange(1, 20))
    while not case.world.is_workday(day):
        day += timedelta(days=1)
    case.deadline(i, case.hand.day(day))
    case.change(i, due=Deadline("by_date", day))
    case.tell("deadline-after-phase", f"T{i}", "deadline")
    return True


@defect
def deadline_after_the_plan(case: Case) -> bool:
    if case.has("T", "phase"):
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    day = date(case.world.year + 1, 3, 15)
    case.deadline(i, f"{day.year}年3月15日")
    case.change(i, due=Deadline("by_date", day))
    case.tell("deadline-after-phase", f"T{i}", "deadline")
    return True


@defect
def deadline_before_its_problem(case: Case) -> bool:
    i = _place(case, _done)
    if i is None:
        return False
    day = date(case.world.year - 1, 10, case.rng.randrange(11, 15))
    case.deadline(i, f"{day.year}年{day.month}月{day.day}日")
    case.change(i, due=Deadline("by_date", day))
    case.tell("deadline-before-start", f"T{i}", "deadline")
    return True


@defect
def status_says_nothing(case: Case) -> bool:
    i = _place(case, _open_and_due_later) if "C" in case.letters else None
    if i is None:
        return False
    case.state(i, "not_started", case.rng.choice(("请领导定夺", "按上级要求办", "张主任知道", "材料一份")))
    case.tell("status-unreadable", f"C{i}", "status")
    return True


@defect
def status_against_progress(case: Case) -> bool:
    if not case.has("C", "progress"):
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    case.state(i, "not_started", "未启动")
    case.line("C", i).set("progress", case.rng.choice(("已全部完成", "全部完成。", "已完成")))
    case.tell("status-contradicts", f"C{i}", "status")
    return True


@defect
def status_against_day(case: Case) -> bool:
    if not case.has("C", "done_date"):
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    case.state(i, "in_progress", "推进中")
    case.line("C", i).set("done_date", case.hand.day(case.truth.written))
    case.tell("status-contradicts", f"C{i}", "status")
    return True


@defect
def unit_of_nowhere(case: Case) -> bool:
    i = _place(case)
    if i is None:
        return False
    name = case.rng.choice(("航空航天学院", "武汉大学信息管理学院", "综合科", "师资科研处", "第三产业办公室"))
    for letter in "TDC":
        if case.has(letter, "lead_unit"):
            case.line(letter, i).set("lead_unit", name)
    case.change(i, lead="" if not case.has("P", "lead_unit") or case.wide else case.truth.unit.id)
    case.tell("unit-unknown", f"T{i}", "lead_unit")
    return True


@defect
def lead_is_empty(case: Case) -> bool:
    i = _place(case)
    if i is None:
        return False
    content = case.rng.choice(("", "", "/", "待定"))
    for letter in "TDC":
        if case.has(letter, "lead_unit"):
            case.line(letter, i).set("lead_unit", content)
    case.change(i, lead="" if not case.has("P", "lead_unit") or case.wide else case.truth.unit.id)
    case.tell("no-lead", f"T{i}", "lead_unit")
    return True


@defect
def two_units_lead(case: Case) -> bool:
    i = _place(case)
    if i is None:
        return False
    m = case.truth.matters[i]
    other = case.rng.choice([u for u in case.world.units if u.id != m.lead and u.id not in m.cos])
    case.forced["T", "lead_unit"] = "牵头单位"
    case.line("T", i).set("lead_unit", f"{case.world.unit(m.lead).name}、{other.name}")
    case.change(i, cos=(other.id, *m.cos))
    case.tell("two-leads", f"T{i}", "lead_unit")
    return True


@defect
def everybody_leads(case: Case) -> bool:
    i = _place(case)
    if i is None:
        return False
    case.forced["T", "lead_unit"] = "牵头单位"
    for letter in "TDC":
        if case.has(letter, "lead_unit"):
            case.line(letter, i).set("lead_unit", case.rng.choice(("各学院", "各相关部门", "各职能部门"))
                                     if letter == "T" else case.line("T", i).cells["lead_unit"])
    case.change(i, lead="" if not case.has("P", "lead_unit") or case.wide else case.truth.unit.id)
    case.tell("collective-lead", f"T{i}", "lead_unit")
    return True


@defect
def lead_helps_itself(case: Case) -> bool:
    if not case.has("T", "co_units"):
        return False
    i = _place(case)
    if i is None:
        return False
    m = case.truth.matters[i]
    own = case.world.unit(m.lead)
    names = [case.hand.unit_name(case.world.unit(c), "name") for c in m.cos]
    name = own.party if own.party and case.rng.random() < 0.3 else own.name
    text = "、".join([*names, name])
    for letter in "TD":
        if case.has(letter, "co_units"):
            case.line(letter, i).set("co_units", text)
    case.tell("lead-is-co-unit", f"T{i}", "co_units")
    return True


@defect
def nobody_responsible(case: Case) -> bool:
    if "D" not in case.letters:
        return False
    i = _place(case)
    if i is None:
        return False
    content = case.rng.choice(("", "/", "待定", "各科室负责人"))
    line = case.line("D", i)
    if not content and not case.wide and not (
        case.has("D", "task") or case.has("D", "leader") or case.has("D", "handler")
    ):
        content = "待定"
    line.set("person", content)
    if case.has("D", "handler"):
        line.set("handler", "")
    case.tell("no-person", f"D{i}", "person")
    return True


@defect
def problem_nobody_takes_up(case: Case) -> bool:
    if case.wide or "P" not in case.letters or case.lists.numbering.way in ("shared", "none"):
        return False
    n = len(case.lists.lines["P"]) + 1
    topic = case.truth.topics_left.pop()
    cells = {k: None for k in case.lists.fields["P"]} | {
        "seq": n,
        "problem": topic.problem,
        "method": "问",
        "group": "其他" if case.no_voice else "学生",
        "collected_on": case.hand.day(case.truth.matters[0].collected),
        "category": topic.category,
        "scope": topic.scope,
        "item_id": case.lists.numbering.problem(n + 20),
        "lead_unit": case.truth.unit.name,
    }
    line = Line("P_extra", "P", None, {k: v for k, v in cells.items() if k in case.lists.fields["P"]})
    line.own |= set(line.cells)
    case.lists.lines["P"].append(line)
    case.tell("problem-without-task", "P_extra", "problem")
    return True


@defect
def task_nobody_answers_for(case: Case) -> bool:
    if case.wide or "D" not in case.letters or len(case.truth.matters) < 3:
        return False
    i = _place(case)
    if i is None:
        return False
    case.lists.lines["D"] = [x for x in case.lists.lines["D"] if x.matter != i]
    case.expected.append(Expect("task-without-responsibility", ("cell", f"T{i}", "task"), "task"))
    return True


@defect
def completion_of_nothing(case: Case) -> bool:
    if case.wide or "C" not in case.letters or not case.has("C", "task"):
        return False
    topic = case.truth.topics_left.pop()
    cells: dict[str, Content] = {
        "seq": len(case.lists.lines["C"]) + 1,
        "task": topic.task,
        "lead_unit": case.truth.unit.name,
        "deadline": "10月底前",
        "status": "推进中",
        "progress": f"{topic.progress}，另附说明{case.rng.randrange(10**6)}",
    }
    line = Line("C_extra", "C", None, {k: cells.get(k) for k in case.lists.fields["C"]})
    line.own |= set(line.cells)
    case.lists.lines["C"].append(line)
    case.tell("completion-without-task", "C_extra", "task")
    return True


@defect
def number_of_nothing(case: Case) -> bool:
    """A number in 完成清单 that no task bears; its words say which task is meant."""
    way = case.lists.numbering.way
    if case.wide or way in ("none", "shared") or not case.has("C", "task"):
        return False
    i = _place(case)
    if i is None:
        return False
    case.line("C", i).set("item_id", case.lists.numbering.task(i + 61))
    case.tell("task-number-unknown", f"C{i}", "item_id")
    return True


@defect
def problem_number_of_nothing(case: Case) -> bool:
    way = case.lists.numbering.way
    if case.wide or way in ("none", "shared") or "P" not in case.letters:
        return False
    i = _place(case)
    if i is None:
        return False
    case.line("T", i).set("problem_id", case.lists.numbering.problem(i + 61))
    case.tell("task-number-unknown", f"T{i}", "problem_id")
    return True


@defect
def days_differ(case: Case) -> bool:
    if case.wide or not case.has("D", "deadline"):
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    day = case.truth.matters[i].due.day
    assert day is not None
    other = day + timedelta(days=5)
    case.line("D", i).set("deadline", f"{other.year}年{other.month}月{other.day}日")
    case.tell("lists-disagree", f"D{i}", "deadline")
    return True


@defect
def leads_differ(case: Case) -> bool:
    if case.wide or not case.has("D", "lead_unit"):
        return False
    i = _place(case)
    if i is None:
        return False
    m = case.truth.matters[i]
    other = case.rng.choice([u for u in case.world.units if u.id != m.lead and u.id not in m.cos])
    case.line("D", i).set("lead_unit", other.name)
    case.tell("lists-disagree", f"D{i}", "lead_unit")
    return True


def _spoil_due(case: Case, reason: bool) -> int | None:
    """Make an open matter past due, with or without a reason; return its position."""
    if "C" not in case.letters or not (case.has("C", "reason") or case.has("C", "next_step")):
        return None
    earliest = case.world.start + timedelta(days=12)
    i = _place(case, lambda c, n: _open_and_due_later(c, n) and c.truth.matters[n].collected <= c.today - timedelta(days=6))
    if i is None:
        return None
    m = case.truth.matters[i]
    day = case.world.workday_until(case.today - timedelta(days=case.rng.randrange(1, 4)))
    day = max(day, m.collected, earliest)
    if not case.world.is_workday(day) or day >= case.today:
        return None
    case.deadline(i, f"{day.year}年{day.month}月{day.day}日")
    case.change(i, due=Deadline("by_date", day))
    line = case.line("C", i)
    case.state(i, "in_progress", "推进中")
    line.set("reason", "设备没有到货，施工单位人手不足" if reason else "")
    line.set("next_step", "每天与厂家对接一次" if reason else "")
    line.set("progress", f"{m.topic.progress}，编{case.rng.randrange(10**7)}号")
    for key in ("reason", "next_step", "progress"):
        if key not in case.lists.fields["C"]:
            line.cells.pop(key, None)
    case.tell("overdue", f"C{i}", "status")
    return i


@defect
def past_due_with_reason(case: Case) -> bool:
    return _spoil_due(case, True) is not None


@defect
def past_due_without_reason(case: Case) -> bool:
    i = _spoil_due(case, False)
    if i is None:
        return False
    key = "reason" if case.has("C", "reason") else "next_step"
    case.tell("unfinished-without-reason", f"C{i}", key)
    return True


@defect
def paused_without_reason(case: Case) -> bool:
    if not (case.has("C", "reason") or case.has("C", "next_step")):
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    case.state(i, "suspended", "暂停")
    line = case.line("C", i)
    for key in ("reason", "next_step"):
        if case.has("C", key):
            line.set(key, case.rng.choice(("", "无", "/")))
    if case.has("C", "progress"):
        line.set("progress", f"{case.truth.matters[i].topic.progress}，{case.rng.randrange(10**6)}")
    case.tell("unfinished-without-reason", f"C{i}", "reason" if case.has("C", "reason") else "next_step")
    return True


@defect
def done_without_a_day(case: Case) -> bool:
    if not case.has("C", "done_date"):
        return False
    i = _place(case, _done)
    if i is None:
        return False
    case.line("C", i).set("done_date", case.rng.choice(("", "/", "—", "无")))
    case.change(i, done=None)
    case.tell("done-without-date", f"C{i}", "done_date")
    return True


@defect
def done_without_proof(case: Case) -> bool:
    if not case.has("C", "proof"):
        return False
    i = _place(case, _done)
    if i is None:
        return False
    case.line("C", i).set("proof", case.rng.choice(("", "无", "/")))
    case.tell("done-without-proof", f"C{i}", "proof")
    return True


@defect
def done_tomorrow(case: Case) -> bool:
    if not case.has("C", "done_date"):
        return False
    i = _place(case, _done)
    if i is None:
        return False
    day = case.today + timedelta(days=case.rng.randrange(3, 30))
    case.line("C", i).set("done_date", f"{day.year}年{day.month}月{day.day}日")
    case.change(i, done=day)
    case.tell("done-in-future", f"C{i}", "done_date")
    return True


@defect
def immediately_but_not_yet(case: Case) -> bool:
    if "C" not in case.letters or not case.has("P", "collected_on"):
        return False
    i = _place(
        case,
        lambda c, n: _open_and_due_later(c, n)
        and c.world.workdays_between(c.truth.matters[n].collected, c.today) > 6,
    )
    if i is None:
        return False
    case.deadline(i, case.rng.choice(("立行立改", "即知即改", "立即整改")))
    case.change(i, due=Deadline("immediate"))
    case.state(i, "in_progress", "推进中")
    case.tell("immediate-not-done", f"T{i}", "deadline")
    return True


@defect
def more_time_wanted(case: Case) -> bool:
    if not case.has("C", "extend_to"):
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    day = case.truth.matters[i].due.day
    assert day is not None
    case.line("C", i).set("extend_to", case.hand.day(day + timedelta(days=30)))
    case.tell("extension-not-approved", f"C{i}", "extend_to")
    return True


@defect
def more_time_wanted_in_words(case: Case) -> bool:
    if "C" not in case.letters:
        return False
    i = _place(case, _open_and_due_later)
    if i is None:
        return False
    case.state(i, "extended", case.rng.choice(("要求顺延", "要求推迟", "申请延期")))
    case.tell("extension-not-approved", f"C{i}", "status")
    return True


@defect
def phone_in_public(case: Case) -> bool:
    if not case.has("T", "measure"):
        return False
    i = _place(case)
    if i is None:
        return False
    case.line("T", i).set("measure", f"{case.truth.matters[i].topic.measure}，联系13812345{case.rng.randrange(100, 999)}")
    case.expected.append(Expect("personal-data", ("cell", f"T{i}", "measure"), "measure"))
    return True


@defect
def column_of_its_own(case: Case) -> bool:
    from .headings import FOREIGN

    letter = "T" if case.wide else case.rng.choice([x for x in case.letters if x in "TDC"])
    heading = case.rng.choice(FOREIGN)
    lines = case.lists.lines[letter]
    case.extras[letter] = Extra(heading, {x.key: f"值{n}" for n, x in enumerate(lines)})
    case.expected.append(Expect("unknown-heading", ("head", letter, "extra")))
    return True


@defect
def row_is_hidden(case: Case) -> bool:
    if case.wide or case.hand.csv:
        return False
    letter = case.rng.choice(case.letters)
    lines = [x for x in case.lists.lines[letter] if x.matter not in case.taken]
    if not lines:
        return False
    case.rng.choice(lines).hidden = True
    case.no_merge = True
    case.expected.append(Expect("hidden-content", ("table", letter)))
    return True


@defect
def formula_has_no_result(case: Case) -> bool:
    if case.hand.csv or case.no_formulas or not case.has("C", "progress"):
        return False
    i = _place(case)
    if i is None:
        return False
    case.line("C", i).set("progress", Formula("CONCATENATE(A1,A2)"))
    case.tell("formula-without-value", f"C{i}", "progress")
    return True


@defect
def needed_column_missing(case: Case) -> bool:
    """任务清单 has no 完成时限; in the other lists it may stand."""
    if case.wide or case.taken or "T" not in case.letters:
        return False
    if any(not m.is_open or m.due.kind != "by_date" for m in case.truth.matters):
        return False
    case.lists.fields["T"].discard("deadline")
    for letter in "DC":
        case.lists.fields.get(letter, set()).discard("deadline")
    for i in range(len(case.truth.matters)):
        case.taken.add(i)
        case.change(i, due=Deadline(""))
    case.expected.append(Expect("missing-column", ("table", "T"), "deadline"))
    return True


@defect
def problems_from_nowhere(case: Case) -> bool:
    fields = case.lists.fields.get("P", set())
    if case.wide or not {"method", "group", "collected_on"} & fields or "origin" in fields:
        return False
    i = _place(case)
    if i is None:
        return False
    line = case.line("P", i)
    present = [k for k in ("method", "group", "collected_on") if k in fields]
    for key in present:
        line.set(key, case.rng.choice(("", "", "/")))
    if case.truth.matters[i].group.startswith("学生") and i == 0:
        for n, m in enumerate(case.truth.matters):
            if n != i and m.problem_of is None and case.has("P", "group"):
                case.line("P", n).set("group", "学生")
                break
    case.tell("problem-without-source", f"P{i}", present[0])
    return True


@defect
def no_voice_of_students(case: Case) -> bool:
    if not case.has("P", "group") or case.taken or any(x.key == "P_extra" for x in case.lists.lines["P"]):
        return False
    first = None
    for n, m in enumerate(case.truth.matters):
        if m.problem_of is None:
            case.line("P", n).set("group", "其他")
            first = n if first is None else first
        case.taken.add(n)
    assert first is not None
    case.no_voice = True
    case.tell("no-student-voice", f"P{first}", "group")
    return True


def claims_done(state: str) -> bool:
    return state in DONE
