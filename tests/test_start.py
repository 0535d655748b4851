"""Starting costs little: what a verb does not need is not loaded, and not compiled."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from small_office import small_office

from huaxia_tasks.__main__ import program
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.words import Words, read_words

#: What no run needs that finds the starter templates as they were: each costs as much as all of a run.
HEAVY = {
    "pandas",
    "numpy",
    "openpyxl",
    "docx",
    "docxtpl",
    "lxml",
    "xlrd",
    "python_calamine",
    "msoffcrypto",
    "cryptography",
}
COUNTING = """
import json, re, sys
ours, there = [], re.compile
def compile(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__") == "huaxia_tasks.patterns":
        frame = frame.f_back
    if str(frame.f_globals.get("__name__", "")).startswith("huaxia_tasks"):
        ours.append(str(pattern))
    return there(pattern, flags)
re.compile = compile
"""
TELLING = """
print(json.dumps({"modules": sorted(sys.modules), "compiled": len(ours)}))
"""


def cost_of(script: str, *arguments: str) -> dict[str, Any]:
    """Return the modules that a script loads and how many expressions of ours it compiles."""
    command = [sys.executable, "-c", COUNTING + script + TELLING, *arguments]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def ours(modules: list[str]) -> list[str]:
    return [name for name in modules if name.startswith("huaxia_tasks")]


RUN = """
from huaxia_tasks.__main__ import main
try:
    main()
except SystemExit:
    pass
"""


@pytest.fixture(scope="module")
def cold_run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    office = small_office(tmp_path_factory.mktemp("冷") / "督办", units=2)
    return cost_of(RUN, "run", "--office", str(office.root), "--today", "2022-06-28", "-q")


def test_a_run_loads_no_library_that_only_others_need(cold_run: dict[str, Any]):
    loaded = {name.partition(".")[0] for name in cold_run["modules"]}
    assert loaded & HEAVY == set()
    assert "jinja2" in loaded, "it was a whole run"


def test_a_run_compiles_the_expressions_that_it_looks_for(cold_run: dict[str, Any]):
    """There is room for a few more; there are about 700 in all."""
    assert cold_run["compiled"] <= 350


def test_reading_a_deadline_loads_what_reads_deadlines():
    script = "import huaxia_tasks\nassert huaxia_tasks.parse_deadline('6月15日前').due\n"
    cost = cost_of(script)
    loaded = {name.partition(".")[0] for name in cost["modules"]}
    assert loaded & (HEAVY | {"click", "jinja2", "sqlite3", "zipfile", "xml"}) == set()
    assert len(ours(cost["modules"])) <= 60
    assert cost["compiled"] <= 12


def test_the_list_of_verbs_loads_no_verb():
    cost = cost_of("import sys\nsys.argv[1:] = ['--help']\n" + RUN)
    assert ours(cost["modules"]) == [
        "huaxia_tasks",
        "huaxia_tasks.__main__",
        "huaxia_tasks.cli",
        "huaxia_tasks.cli.console",
        "huaxia_tasks.errors",
        "huaxia_tasks.os_lock",
        "huaxia_tasks.stamp",
        "huaxia_tasks.unchanged",
    ]
    assert cost["compiled"] == 0


def test_the_starter_templates_of_the_office_are_those_that_are_shipped(tmp_path: Path):
    """Else the first test would say nothing about an office that was just laid out."""
    office = small_office(tmp_path / "督办", units=1)
    templates = Path(__file__).resolve().parent.parent / "templates"
    for path in sorted(templates.glob("*.docx")):
        assert (office.templates / path.name).read_bytes() == path.read_bytes()


def test_the_word_list_that_is_shipped_says_what_is_built_in():
    """So that an office that has not added to it need not read it."""
    shipped = Path(__file__).resolve().parent.parent / "sheets" / "词典.xlsx"
    assert read_words(read_book(shipped.read_bytes())) == Words.builtin()


# --------------------------------------------------------------------------- ending


PROGRAM = [sys.executable, "-m", "huaxia_tasks"]


def test_all_that_was_said_arrives_before_the_process_ends(tmp_path: Path):
    office = small_office(tmp_path / "督办", units=2)
    order = ["check", "--office", str(office.root), "--today", "2022-06-28", "--json", "-"]
    done = subprocess.run([*PROGRAM, *order], capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr == b""
    assert json.loads(done.stdout)["today"] == "2022-06-28"
    assert len(done.stdout) > 8192, "more than is passed on at once"


@pytest.mark.parametrize(
    ("order", "code"), [(["--help"], 0), (["--version"], 0), (["nonsense"], 2), (["run", "-x"], 2)]
)
def test_the_exit_code_is_that_of_the_contract(order: list[str], code: int):
    done = subprocess.run([*PROGRAM, *order], capture_output=True, check=False, timeout=60)
    assert done.returncode == code
    assert done.stdout or done.stderr


def test_where_nobody_listens_the_process_ends_quietly():
    with subprocess.Popen(
        [*PROGRAM, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read().decode()
        process.wait(timeout=60)
    assert "Traceback" not in told


def test_a_process_in_which_others_are_at_work_ends_as_usual(monkeypatch: pytest.MonkeyPatch):
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        monkeypatch.setattr(sys, "argv", ["huaxia", "--version"])
        with pytest.raises(SystemExit) as leave:
            program()
        assert leave.value.code == 0
    finally:
        stop.set()
        other.join()
