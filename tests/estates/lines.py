"""A unit's matters as the rows of its four lists: what stands in which field, before any layout."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .cells import Content, Formula, Picture
from .spelling import Hand
from .truth import Truth, UnitTruth

#: Fields of each list in the order of the form; the first of each pair is always there.
ALWAYS = {
    "P": ("problem",),
    "T": ("task", "lead_unit", "deadline"),
    "D": ("person",),
    "C": ("status",),
}
OFTEN = {
    "P": ("seq", "method", "group", "collected_on", "category", "scope", "lead_unit", "immediate"),
    "T": ("seq", "measure", "goal", "co_units", "phase", "measure_tag"),
    "D": ("seq", "leader", "lead_unit", "handler", "phone", "co_units", "co_matter", "deadline"),
    "C": (
        *("seq", "lead_unit", "deadline", "progress", "done_date", "proof", "reason", "next_step"),
        "extend_to",
    ),
}
RARELY = {
    "P": ("remark", "origin"),
    "T": ("remark", "period", "funds", "start"),
    "D": ("remark",),
    "C": ("remark", "verifier"),
}
ORDER = {
    "P": (
        *("seq", "item_id", "collected_on", "method", "group", "origin", "problem", "category"),
        *("scope", "lead_unit", "immediate", "remark"),
    ),
    "T": (
        *("seq", "item_id", "problem_id", "task", "measure", "goal", "lead_unit", "co_units"),
        *("phase", "start", "deadline", "measure_tag", "period", "funds", "remark"),
    ),
    "D": (
        *("seq", "item_id", "task", "leader", "lead_unit", "person", "handler", "phone"),
        *("co_units", "co_matter", "deadline", "remark"),
    ),
    "C": (
        *("seq", "item_id", "task", "lead_unit", "deadline", "status", "progress", "done_date"),
        *("proof", "reason", "next_step", "extend_to", "verifier", "remark"),
    ),
}


@dataclass
class Line:
    """A row of a list.  ``key`` names it for the manifest; ``matter`` its position, None for none."""

    key: str
    letter: str
    matter: int | None
    cells: dict[str, Content]
    hidden: bool = False
    own: set[str] = field(default_factory=set)
    goes_on: bool = False

    def set(self, key: str, content: Content) -> None:
        """Change a cell for a defect: it then stands alone, in no merge and under no 同上."""
        self.cells[key] = content
        self.own.add(key)


@dataclass
class Numbering:
    """How a unit numbers its matters: ``way`` letters | zeros | ints | dashed | shared | none."""

    way: str
    prefix: str = "XG"

    def problem(self, n: int) -> Content:
        return {
            "letters": f"W{n:02d}",
            "zeros": f"{n:03d}",
            "ints": n,
            "dashed": f"{self.prefix}-W-{n}",
            "shared": f"{self.prefix}{n:02d}",
            "brackets": f"（{n}）",
        }.get(self.way)

    def task(self, n: int) -> Content:
        return {
            "letters": f"R{n:02d}",
            "zeros": f"{n:03d}",
            "ints": n,
            "dashed": f"{self.prefix}-R-{n}",
            "shared": f"{self.prefix}{n:02d}",
            "brackets": f"（{n}）",
        }.get(self.way)

    def task_again(self, n: int, rng: random.Random) -> Content:
        """Return the task's number as another list repeats it, in another writing at times."""
        content = self.task(n)
        if rng.random() > 0.15:
            return content
        if self.way == "zeros":
            return n
        if self.way == "ints":
            return f"{n}"
        if isinstance(content, str):
            return rng.choice((content.lower(), content + " ", content.replace("-", "－")))
        return content


@dataclass
class Habits:
    """Further ways of a unit: see ``write_lists``."""

    by_problem: bool = False
    joint_lead: bool = False
    updates: bool = False
    helpers: bool = False
    split_measures: bool = False
    unit_column: bool = False
    by_month: bool = False
    pictures: bool = False
    evidence: bool = False
    collective_help: bool = False


@dataclass
class Lists:
    """The rows of a unit's lists and which fields have a column in each."""

    lines: dict[str, list[Line]]
    fields: dict[str, set[str]]
    numbering: Numbering

    def line(self, key: str) -> Line:
        return next(x for lines in self.lines.values() for x in lines if x.key == key)

    def of_matter(self, letter: str, position: int) -> Line | None:
        return next((x for x in self.lines[letter] if x.matter == position), None)


def choose_habits(rng: random.Random, numbering: Numbering, wide: bool, csv: bool) -> Habits:
    """Return a unit's further ways, those that its numbering and layout leave room for."""
    told = numbering.way in ("letters", "dashed")
    joint = rng.random() < 0.08
    return Habits(
        by_problem=told and not wide and rng.random() < 0.12,
        joint_lead=joint,
        updates=numbering.way != "none" and not wide and rng.random() < 0.12,
        helpers=numbering.way != "none" and not wide and rng.random() < 0.12,
        split_measures=not wide and not csv and rng.random() < 0.12,
        unit_column=rng.random() < 0.08,
        pictures=not csv and rng.random() < 0.06,
        evidence=rng.random() < 0.15,
        by_month=not wide and rng.random() < 0.06,
        collective_help=not joint and rng.random() < 0.05,
    )


def choose_fields(rng: random.Random, numbering: Numbering, rich: bool) -> dict[str, set[str]]:
    """Return which columns a unit's lists have."""
    fields = {}
    for letter in "PTDC":
        chosen = set(ALWAYS[letter])
        chosen |= {k for k in OFTEN[letter] if rng.random() < (0.95 if rich else 0.75)}
        chosen |= {k for k in RARELY[letter] if rng.random() < 0.2}
        if numbering.way != "none":
            chosen.add("item_id")
        if letter in "DC" and (numbering.way == "none" or rng.random() < 0.6):
            chosen.add("task")
        fields[letter] = chosen
    if numbering.way not in ("none", "shared"):
        fields["T"].add("problem_id")
    if not fields["P"] & {"method", "group", "collected_on"}:
        fields["P"].add("method")
    return fields


def adapt_fields(fields: dict[str, set[str]], habits: Habits) -> None:
    """Give the lists the columns that habits need."""
    if not fields["D"]:
        habits.helpers = False
    if habits.joint_lead:
        fields["T"].discard("co_units")
        fields["D"].discard("co_units")
    if habits.split_measures:
        fields["T"] |= {"measure", "seq"}
    if habits.by_month:
        fields["C"] |= {"progress", "progress_before"}
    if habits.unit_column:
        for own in fields.values():
            own |= {"unit", "lead_unit"} if own else set()


def write_lists(
    truth: UnitTruth,
    hand: Hand,
    numbering: Numbering,
    fields: dict[str, set[str]],
    letters: str,
    habits: Habits,
) -> Lists:
    """Return the rows of the lists as this unit writes them.

    `habits`: 责任清单 and 完成清单 numbered by problems; 责任单位 with several names of which the first
    leads; an earlier row in 完成清单 before the present one; a second row in 责任清单 for a further
    person; measures on rows of their own below their task; 填报单位 as a column.
    """
    rng = hand.rng
    lines: dict[str, list[Line]] = {k: [] for k in "PTDC"}
    seq_way = rng.choice(("int", "int", "text", "dot", "formula"))
    for position, matter in enumerate(truth.matters):
        dues = _deadlines(matter, hand)
        for letter in letters:
            if letter == "P" and matter.problem_of is not None:
                continue
            cells = _cells(letter, matter, truth, hand, numbering, dues)
            number = len(lines[letter]) + 1
            cells["seq"] = _seq(number, seq_way, hand.csv)
            cells["unit"] = truth.unit.name
            if habits.by_problem and letter in "DC":
                cells["item_id"] = numbering.problem(matter.number)
            if habits.evidence and letter == "C" and matter.proof:
                cells["proof"] = evidence_name(matter)
            elif habits.pictures and letter == "C" and matter.proof:
                cells["proof"] = Picture("ID_0F3A")
            if habits.by_month and letter == "C":
                cells["progress_before"] = f"五月做了准备{matter.number}" if matter.progress else ""
            if habits.joint_lead and letter == "T" and matter.cos:
                cells["lead_unit"] = hand.units((matter.lead, *matter.cos))
            if habits.collective_help:
                cells["co_units"] = "各学院、各职能部门" if "co_units" in cells else None
            order = (*ORDER[letter], "unit", "progress_before")
            kept = {k: cells.get(k) for k in order if k in fields[letter]}
            line = Line(f"{letter}{position}", letter, position, kept)
            lines[letter] += _before(line, matter, hand, habits)
            lines[letter].append(line)
            lines[letter] += _after(line, matter, hand, habits)
    return Lists(lines, {k: fields[k] for k in letters}, numbering)


def evidence_name(matter: Truth) -> str:
    """Return the name of the file that proves a matter done."""
    return f"{matter.proof}{matter.number}.pdf"


def _before(line: Line, matter: Truth, hand: Hand, habits: Habits) -> list[Line]:
    """Return the row of an earlier report on the same task, at times."""
    if line.letter != "C" or not habits.updates or hand.rng.random() < 0.6:
        return []
    if matter.state in ("suspended", "rejected", "long_term", "extended"):
        return []
    cells = line.cells | {"status": "推进中", "progress": f"前期准备{matter.number}已做"}
    cells |= {"done_date": None, "proof": None, "reason": None, "next_step": None}
    kept = {k: v for k, v in cells.items() if k in line.cells}
    return [Line(f"{line.key}e", "C", None, kept)]


def _after(line: Line, matter: Truth, hand: Hand, habits: Habits) -> list[Line]:
    """Return the rows that follow a row and belong to it."""
    if line.letter == "D" and habits.helpers and hand.rng.random() < 0.4:
        kept = dict(line.cells)
        kept["person"] = "许 诺"
        return [Line(f"{line.key}h", "D", None, kept)]
    if line.letter == "T" and habits.split_measures and hand.rng.random() < 0.5:
        more = f"每周检查一次{matter.topic.scope}"
        return [Line(f"{line.key}m", "T", None, {"measure": more}, goes_on=True)]
    return []


def _seq(number: int, way: str, csv: bool) -> Content:
    if way == "formula" and not csv:
        return Formula("ROW()-3", number)
    return {"text": str(number), "dot": f"{number}."}.get(way, number)


def _deadlines(matter: Truth, hand: Hand) -> dict[str, Content]:
    """Return the deadline for each list: one writing copied, or the same day in two writings."""
    first = hand.deadline(matter.due)
    if hand.rng.random() < 0.8 or matter.due.day is None or matter.due.kind == "range":
        return {"T": first, "D": first, "C": first}
    return {k: hand.deadline(matter.due) for k in "TDC"}


def _cells(
    letter: str,
    m: Truth,
    truth: UnitTruth,
    hand: Hand,
    numbering: Numbering,
    dues: dict[str, Content],
) -> dict[str, Content]:
    rng = hand.rng
    shown = m.problem_of + 1 if m.problem_of is not None else m.number
    lead = hand.unit_name(hand.world.unit(m.lead))
    cos = hand.units(m.cos) if m.cos else rng.choice(("", "", "无", "/", "—"))
    if letter == "P":
        return {
            "item_id": numbering.problem(m.number),
            "collected_on": hand.day(m.collected),
            "method": m.method,
            "group": m.group,
            "origin": "座谈会",
            "problem": m.topic.problem,
            "category": m.topic.category,
            "scope": m.topic.scope,
            "lead_unit": lead,
            "immediate": m.immediate,
            "remark": "",
        }
    shared: dict[str, Content] = {"task": m.topic.task, "lead_unit": lead, "deadline": dues[letter]}
    if letter == "T":
        phase = hand.world.phases[m.phase - 1]
        return shared | {
            "item_id": numbering.task(m.number),
            "problem_id": numbering.problem(shown),
            "measure": m.topic.measure,
            "goal": m.topic.goal,
            "co_units": cos,
            "phase": rng.choice((phase.name, phase.name.removesuffix("阶段"))),
            "measure_tag": m.topic.outcome,
            "start": hand.day(m.collected),
            "period": "每月",
            "funds": "学校专项",
            "remark": "",
        }
    again = numbering.task_again(m.number, rng)
    if letter == "D":
        return shared | {
            "item_id": again,
            "leader": m.leader,
            "person": hand.persons(m.persons),
            "handler": m.handler,
            "phone": m.phone,
            "co_units": cos,
            "co_matter": "提供场地和人员配合" if m.cos else "",
            "remark": "",
        }
    return shared | {
        "item_id": again,
        "status": hand.status(m.state),
        "progress": m.progress,
        "done_date": hand.day(m.done) if m.done else rng.choice(("", "", "/", "—")),
        "proof": m.proof,
        "reason": m.reason or rng.choice(("", "", "无")),
        "next_step": m.next_step or rng.choice(("", "", "无")),
        "extend_to": rng.choice(("", "", "无", "/")),
        "verifier": "",
        "remark": m.remark,
    }
