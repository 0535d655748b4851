"""What follows for the manifest from a unit's truth: lists not sent, rest days, duties, its matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .defects import Case
from .layout import Map
from .manifest import Manifest, MatterTruth, Told
from .truth import Truth
from .world import LISTS, UnitInfo, World


@dataclass
class Oracle:
    """Whose manifest is kept, of which plan and day."""

    manifest: Manifest
    world: World
    today: date


def absent_lists(one: Oracle, info: UnitInfo, letters: str) -> None:
    for letter in info.asked:
        if letter in one.world.due and letter not in letters and one.world.due[letter] < one.today:
            one.manifest.told.append(Told("not-submitted", info.id, "", LISTS[letter]))


def rest_days(one: Oracle, case: Case, where: Map) -> None:
    """Open matters due on a rest day are told so: at the first cell that states the day."""
    for i, m in enumerate(case.truth.matters):
        day = m.due.day
        if day is None or m.due.kind == "recurring" or one.world.is_workday(day):
            continue
        if _state(case, m) in ("done", "done_late", "closed", "done_unverified", "rejected"):
            continue
        key = ("T" if case.wide else _first_with_deadline(case)) + str(i)
        place = where.cells[key, "deadline"]
        one.manifest.told.append(
            Told(
                "deadline-on-rest-day",
                case.truth.unit.id,
                place.file,
                place.sheet,
                place.cell,
                "deadline",
            )
        )


def measures(one: Oracle, case: Case) -> None:
    """A college with matters in a phase that is over is told the outcomes it has nothing for."""
    unit = case.truth.unit
    if not unit.is_college or not case.has("T", "phase"):
        return
    for phase in one.world.phases:
        matters = [i for i, m in enumerate(case.truth.matters) if m.phase == phase.no]
        if phase.due >= one.today or not matters:
            continue
        words = "\n".join(_words(case, i) for i in matters)
        for outcome in one.world.outcomes():
            keys = [k for _, o, ks in one.world.measures if o == (outcome,) for k in ks]
            if not any(w in words for w in (outcome.split("促")[0], *keys)):
                told = Told("measure-uncovered", unit.id, field="measure_tag")
                one.manifest.told.append(told)


def duties(one: Oracle, case: Case) -> None:
    """A unit is told the duties of the plan that bear its name and none of its rows covers."""
    if "T" not in case.letters:
        return
    words = "\n".join(_words(case, i) for i in range(len(case.truth.matters)))
    for _, unit, keywords in one.world.claimable:
        if unit == case.truth.unit.id and not any(k in words for k in keywords):
            one.manifest.told.append(Told("duty-unclaimed", unit))


def requests(one: Oracle, case: Case, where: Map) -> None:
    """Requests of students and staff that wait too long, where nothing else was sent."""
    if case.letters != "P" or not {"collected_on", "group"} <= case.lists.fields["P"]:
        return
    if "T" in one.world.due and one.world.due["T"] < one.today:
        return  # that the whole 任务清单 is not there is told
    for i, m in enumerate(case.truth.matters):
        line = case.lists.of_matter("P", i)
        voiced = line and any(v in str(line.cells["group"]) for v in ("学生", "教师", "家长"))
        if voiced and one.world.workdays_between(m.collected, one.today) > 10:
            place = where.cells[f"P{i}", "problem"]
            at = (place.file, place.sheet, place.cell)
            one.manifest.told.append(Told("request-unanswered", case.truth.unit.id, *at, "problem"))


def matters(one: Oracle, case: Case) -> None:
    unit = case.truth.unit.id
    if case.letters == "P":
        problem_matters(one, case)
        return
    extra = [x for x in case.lists.lines["P"] if x.key == "P_extra"]
    for n, m in enumerate(case.truth.matters, 1):
        state = _state(case, m)
        dated = any(case.has(x, "deadline") for x in "TDC")
        kind = m.due.kind if dated else ""
        day = m.due.day.isoformat() if m.due.day and dated else ""
        done = m.done if case.has("C", "done_date") else None
        finished = state in ("done", "done_late", "closed", "done_unverified")
        columns = "T" if case.wide or case.lists.of_matter("D", n - 1) is None else "TD"
        cos = m.cos if any(case.has(x, "co_units") for x in columns) else _leads_beside(case, n - 1)
        one.manifest.matters.append(
            MatterTruth(
                f"{unit}-{n:03d}",
                " ".join(m.topic.task.split()),
                m.lead,
                cos,
                kind,
                "?" if m.due.kind == "recurring" else day,
                state,
                done.isoformat() if done and finished else "",
            )
        )
    for line in extra:
        lead = unit if case.has("P", "lead_unit") else ""
        n = len(case.truth.matters) + 1
        title = str(line.cells["problem"])
        one.manifest.matters.append(
            MatterTruth(f"{unit}-{n:03d}", title, lead, (), "", "", "not_started", "")
        )


def problem_matters(one: Oracle, case: Case) -> None:
    """A unit that sent problems only has a matter for each."""
    unit = case.truth.unit.id
    lead = unit if case.has("P", "lead_unit") else ""
    for n, line in enumerate(case.lists.lines["P"], 1):
        title = str(line.cells["problem"] or "")
        one.manifest.matters.append(
            MatterTruth(f"{unit}-{n:03d}", title, lead, (), "", "", "not_started", "")
        )


def _words(case: Case, position: int) -> str:
    """Return what the rows of a matter say in the columns that tell what it is about."""
    m = case.truth.matters[position]
    texts = []
    for letter in case.letters:
        at = m.problem_of if letter == "P" and m.problem_of is not None else position
        line = case.lists.of_matter(letter, at)
        for key in ("measure_tag", "task", "measure", "problem", "goal", "category"):
            if line is not None and key in case.lists.fields[letter]:
                texts.append(str(line.cells.get(key) or ""))
    return "\n".join(texts)


def _leads_beside(case: Case, position: int) -> tuple[str, ...]:
    """Return the further leads of a matter whose lists have no column for co-units."""
    m = case.truth.matters[position]
    if case.habits.joint_lead:
        return m.cos
    told = any(e.rule == "two-leads" and e.at[1] == f"T{position}" for e in case.expected)
    return m.cos[:1] if told else ()


def _first_with_deadline(case: Case) -> str:
    return next(x for x in "TDC" if case.has(x, "deadline"))


def _state(case: Case, m: Truth) -> str:
    """Return the state that a matter must be given from what stands in the lists."""
    if "C" not in case.letters:
        return "long_term" if m.due.kind == "ongoing" else "not_started"
    if m.due.kind == "ongoing" and m.state not in ("suspended", "rejected", "long_term", "closed"):
        return "long_term"
    late = m.done and m.due.day and m.done > m.due.day and case.has("C", "done_date")
    if m.state in ("done", "done_unverified") and late:
        return "done_late"
    return m.state
