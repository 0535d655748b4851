"""The house stands: imports go down only, neighbours do not meet, each library has one home."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "huaxia_tasks"
FLOORS = {
    1: {"model", "errors", "registry", "wording", "notices", "patterns", "program_texts", "marks"},
    2: {
        "READ": {"office", "workbooks"},
        "CORE": {
            "deadlines",
            "units",
            "values",
            "settle",
            "dating",
            "unit_cells",
            "entries",
            "likeness",
            "linking",
            "linking_problems",
            "identity",
            "parts",
            "places",
            "proofs",
            "references",
            "matters",
            "decided",
            "changes",
            "checking",
            "watched_day",
            "rules",
            "reminders",
            "manners",
            "tally",
            "spotcheck",
            "documents",
            "privacy",
            "simulate",
            "occasions",
        },
        "WRITE": {"rendering", "channels", "ledger", "placing"},
    },
    3: {
        "run",
        "looking",
        "examining",
        "drafting",
        "issuing",
        "explaining",
        "handing",
        "reporting",
        "tending",
        "plan_drafting",
        "rehearsing",
        "watchbook",
        "publishing",
        "summing",
        "cache",
        "packing",
        "briefs",
        "cases",
        "kept_findings",
        "kept_units",
        "matter_rows",
        "kept_setup",
        "forms_folder",
        "plan_names",
        "intake",
        "unit_work",
        "rechecking",
        "day_folder",
        "edited_drafts",
        "sweep",
        "sweep_papers",
        "sweep_reminders",
        "swept_run",
        "stamp",
        "unchanged",
        "os_lock",
        "hands",
        "lock",
        "accepting",
        "register_notes",
        "plans",
        "sorting",
        "several",
    },
    4: {"timetable"},
    5: {"cli"},
    6: {"__main__", "__init__"},
}
HOMES = {
    "pandas": {"tally"},
    "openpyxl": {"workbooks", "rendering"},
    "xlsxwriter": {"rendering"},
    "docx": {"rendering"},
    "docxtpl": {"rendering"},
    "jinja2": {"rendering"},
    "xlrd": {"workbooks"},
    "python_calamine": {"workbooks"},
    "msoffcrypto": {"workbooks"},
    "zipfile": {"workbooks", "rendering"},
    "xml": {"workbooks", "rendering"},
    "pyexpat": {"workbooks", "rendering"},
    "schedule": {"timetable"},
    "sqlite3": {"ledger"},
    "smtplib": {"channels"},
    "urllib.request": {"channels"},
    "click": {"cli"},
}
PURE = {
    "pathlib",
    "os",
    "io",
    "shutil",
    "subprocess",
    "socket",
    "sqlite3",
    "tempfile",
    "urllib",
    "http",
}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def place(room: str) -> tuple[int, str]:
    for floor, rooms in FLOORS.items():
        if isinstance(rooms, dict):
            for wing, names in rooms.items():
                if room in names:
                    return floor, wing
        elif room in rooms:
            return floor, ""
    raise AssertionError(
        f"{room} has no place in the house: give it one here and in ARCHITECTURE.md"
    )


def imports(path: Path) -> set[tuple[str, bool]]:
    """Yield (name, own): the rooms of the house and the libraries that a file imports anywhere."""
    found: set[tuple[str, bool]] = set()
    package = ["huaxia_tasks", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found.add((alias.name.split(".")[0], False))
                found.add((alias.name, False))
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                parts = (node.module or "").split(".")
                if parts[0] == "huaxia_tasks":
                    found.add((parts[1] if len(parts) > 1 else "__init__", True))
                else:
                    found.add((parts[0], False))
                    found.add((node.module or "", False))
                continue
            base = package[: len(package) - node.level + 1]
            parts = [*base, *((node.module or "").split(".") if node.module else [])]
            if len(parts) > 1:
                found.add((parts[1], True))
            else:
                found.update((alias.name, True) for alias in node.names)
    return found


@pytest.mark.parametrize("path", files(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_down_only_and_neighbours_do_not_meet(path):
    room = room_of(path)
    floor, wing = place(room)
    for name, own in imports(path):
        if not own or name == room or name in ("__init__", "__version__"):
            continue
        other_floor, other_wing = place(name)
        if room == "model" and name in ("notices", "tally"):
            continue  # two look-ups of the public face, imported when they are called
        assert other_floor <= floor, f"{room} imports {name}, which lives above it"
        if floor == other_floor == 2:
            assert wing == other_wing, (
                f"{room} ({wing}) imports its neighbour {name} ({other_wing})"
            )


@pytest.mark.parametrize("path", files(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_each_library_has_one_home(path):
    room = room_of(path)
    for name, own in imports(path):
        if not own and name in HOMES:
            assert room in HOMES[name], f"{room} imports {name}, whose home is {HOMES[name]}"


@pytest.mark.parametrize("path", files(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_core_touches_no_file_clock_network_or_database(path):
    floor, wing = place(room_of(path))
    names = {name for name, own in imports(path) if not own}
    if floor == 1:
        foreign = {n for n in names if n.split(".")[0] not in sys.stdlib_module_names}
        assert not foreign, f"floor 1 imports {foreign}"
    if floor == 1 or wing == "CORE":
        touched = names & PURE - ({"importlib"} if floor == 1 else set())
        assert not touched, f"the core imports {touched}"
    if room_of(path) not in ("cli", "timetable"):
        text = path.read_text(encoding="utf-8")
        assert "date.today()" not in text, "only cli and timetable ask the clock"


@pytest.mark.parametrize("path", files(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_file_stays_under_its_ceiling(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{path.name} has {lines} lines; the ceiling is 400"
