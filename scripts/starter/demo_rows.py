"""The demo's matters, unit by unit, read from demo/*.txt, and the defects put into them.

Every file is free of defects; what is wrong in the demo stands in ``demo_defects.py`` and nowhere
else, so that the table of defects is complete by construction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).with_name("demo")
LISTS = {"P": "问题清单", "T": "任务清单", "D": "责任清单", "C": "完成清单"}
_PHASES = {"2": "全面开展阶段", "3": "持续深化阶段", "4": "巩固提升阶段"}
_HEAD = re.compile(r"# 分管 (\S+)；责任人 (\S+)；经办人 (\S+)；电话 (\d+)")
_LINES = {
    "?": ("problem", "category", "method", "group", "collected_on", "scope"),
    "!": ("task", "measure", "goal", "co_units", "phase", "deadline", "measure_tag"),
    "=": ("status", "progress", "done_date", "proof", "reason", "next_step", "extend_to"),
}


@dataclass(frozen=True)
class Told:
    """A finding that a cell is to cause: rule and one Chinese sentence on what is wrong."""

    rule: str
    note: str


@dataclass(frozen=True)
class Cell:
    """What a defect puts into a cell, and the findings it causes; ``kind`` formula | number | text."""

    value: str | None
    told: tuple[Told, ...] = ()
    kind: str = "text"


@dataclass
class Row:
    """One row of one list, its fields by key; ``cells`` are those that a defect changed."""

    fields: dict[str, str]
    cells: dict[str, Cell] = field(default_factory=dict)
    hidden: bool = False

    def get(self, key: str) -> Cell:
        """Return the cell of a field."""
        return self.cells.get(key) or Cell(self.fields.get(key) or None)


@dataclass
class Unit:
    """A unit's four lists."""

    id: str
    name: str
    leader: str
    person: str
    handler: str
    phone: str
    lists: dict[str, list[Row]]


def read_unit(unit_id: str) -> Unit:
    """Return a unit's lists without any defect."""
    path = next(FOLDER.glob(f"{unit_id}*.txt"))
    name = path.stem.removeprefix(unit_id)
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    found = _HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"{path.name}: first line")
    leader, person, handler, phone = found.groups()
    unit = Unit(unit_id, name, leader, person, handler, phone, {k: [] for k in LISTS})
    matter: dict[str, str] = {}
    for line in filter(None, lines):
        keys = _LINES[line[0]]
        parts = [p.strip() for p in line[1:].split("|")]
        matter.update(zip(keys, parts + [""] * (len(keys) - len(parts)), strict=True))
        if line[0] == "=":
            _add(unit, matter)
            matter = {}
    return unit


def _add(unit: Unit, matter: dict[str, str]) -> None:
    number = len(unit.lists["P"]) + 1
    shared = {"seq": str(number), "lead_unit": unit.name, "deadline": matter["deadline"]}
    task = shared | {"item_id": f"R{number:02d}", "task": matter["task"]}
    problem = {k: matter[k] for k in _LINES["?"]} | {
        "seq": str(number),
        "item_id": f"W{number:02d}",
    }
    doing = {k: matter[k] for k in _LINES["!"]} | {"phase": _PHASES[matter["phase"]]}
    people = {"leader": unit.leader, "person": unit.person, "handler": unit.handler}
    unit.lists["P"].append(Row(problem))
    unit.lists["T"].append(Row(task | doing | {"problem_id": f"W{number:02d}"}))
    unit.lists["D"].append(
        Row(task | people | {"phone": unit.phone, "co_units": matter["co_units"]})
    )
    unit.lists["C"].append(Row(task | {k: matter[k] for k in _LINES["="]}))
