"""Workbooks as units make them, typed as text with what must be understood of them, for test_layouts_made.

A case is one workbook or several of one unit: its sheets cell by cell, the matters that must come
out and the findings that must, each with its cell; nothing else may.  ``{U}`` is the unit's name, ``{id}``
its id, so that a dozen units can hand in a dozen cases to one office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from huaxia_tasks.model import Finding, Matter, Snapshot, Unit

#: What an office is told beside the form, and what cases of the same words bring about among units.
_OF_THE_OFFICE = frozenset(
    {"measure-uncovered", "liaison-gap", "duty-unclaimed", "copied-text", "proof-missing"}
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass
class Case:
    """One case: ``files`` holds by name the sheets, each a line of options and its rows."""

    name: str
    files: dict[str, list[list[str]]] = field(default_factory=dict)
    matters: list[list[str]] = field(default_factory=list)
    any_matters: bool = False
    findings: list[tuple[str, str]] = field(default_factory=list)
    may: set[str] = field(default_factory=set)


def cases(path: Path) -> list[Case]:
    """Return the cases of a text."""
    found: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "==":
            found.append(Case(rest))
        elif mark == "file":
            found[-1].files[rest] = []
        elif mark == "@":
            _last(found[-1].files).append([rest])
        elif mark == "|":
            _last(found[-1].files)[-1].append(rest)
        elif mark == ">" and rest == "?":
            found[-1].any_matters = True
        elif mark == ">":
            found[-1].matters.append(rest.split("¦"))
        elif mark == "!":
            rule, _, cell = rest.partition(" ")
            found[-1].findings.append((rule, cell))
        elif mark == "~":
            found[-1].may |= set(rest.split())
    return found


def _last(files: dict[str, list[list[str]]]) -> list[list[str]]:
    return list(files.values())[-1]


def write(case: Case, folder: Path, unit: Unit) -> None:
    """Write the workbooks of a case into the folder for what units hand in.

    Their names say which unit it is wherever the case leaves that to the name; where it does not, they lie in
    no folder of the unit either.
    """
    for number, (name, sheets) in enumerate(case.files.items()):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for options, *rows in sheets:
            _fill(book, options, rows, unit)
        named = _for(name, unit)
        if "{U}" not in name:
            named = f"{named.removesuffix('.xlsx')}{unit.id}{number}.xlsx"
        path = folder / named
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)


def _fill(book: openpyxl.Workbook, options: str, rows: list[str], unit: Unit) -> None:
    title, *more = options.split(" ")
    sheet: Worksheet = book.create_sheet(_for(title, unit).replace("␣", " "))
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row.split("¦"), start=1):
            if text:
                sheet.cell(number, column).value = _value(_for(text, unit))
    for option in more:
        name, _, said = option.partition("=")
        for one in said.split(","):
            if name == "merge":
                sheet.merge_cells(one)
            elif name == "hide_rows":
                sheet.row_dimensions[int(one)].hidden = True
            elif name == "hide_cols":
                sheet.column_dimensions[one].hidden = True
            else:
                sheet.sheet_state = one


def _for(text: str, unit: Unit) -> str:
    return text.replace("{U}", unit.name).replace("{id}", unit.id)


def _value(text: str) -> object:
    if text.startswith("'"):
        return text[1:]
    if text.startswith("@"):
        return datetime.fromisoformat(text[1:])
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text.replace("\\n", "\n")


def differences(
    case: Case, unit: Unit, snapshot: Snapshot, findings: Iterable[Finding]
) -> Iterator[str]:
    """Yield what was not understood as the case says it must be."""
    mine = [m for m in snapshot.matters if m.unit == unit.id]
    told = [f for f in findings if _is_of(f, case, unit) and f.rule not in _OF_THE_OFFICE]
    for rules, cell in case.findings:
        fits = [f for f in told if f.rule in rules.split("|")]
        at = [f for f in fits if cell in ("*", f.ref.address if f.ref else None)]
        if at:
            told.remove(at[0])
        else:
            yield f"missed: {rules} {cell}" + (f", but {fits[0].ref}" if fits else "")
    yield from (f"false: {f.rule} {f.message}" for f in told if f.rule not in case.may)
    if case.any_matters:
        return
    for said in case.matters:
        title, *wanted = (_for(text, unit) for text in said)
        found = next((m for m in mine if m.title == title), None)
        if found is None:
            yield f"lost: {title}"
            continue
        mine.remove(found)
        for want, got in zip(wanted, _fields(found), strict=False):
            if want and want != got:
                yield f"{title}: {want} wanted, {got} read"
    yield from (f"not there: {m.title}" for m in mine)


def _is_of(finding: Finding, case: Case, unit: Unit) -> bool:
    if finding.unit == unit.id:
        return True
    names = [_for(name, unit) if "{U}" in name else unit.id for name in case.files]
    return finding.unit is None and any(
        name in (finding.ref.file if finding.ref else "") for name in names
    )


def _fields(matter: Matter) -> tuple[str, ...]:
    """Return lead, day, state, persons and co-units as the cases write them."""
    rows = (matter.duty, matter.task, matter.completion)
    people = next((r.persons for r in rows if r is not None and r.persons), ())
    due: date | None = matter.due.due if matter.due else None
    return (
        matter.lead or "",
        due.isoformat() if due else "",
        matter.state.value,
        "、".join(p.name for p in people),
        ",".join(matter.co_units),
    )
