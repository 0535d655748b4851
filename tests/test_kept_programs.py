"""What Python compiles at each start is kept between processes, like the code of modules, and never instead of it."""

from __future__ import annotations

import builtins
import collections
import dataclasses
import importlib
import os
import re
import subprocess
import sys
import typing
from pathlib import Path
from types import ModuleType

import pytest
from test_patterns import every_expression

from huaxia_tasks import patterns, program_texts
from huaxia_tasks.cli import pattern_programs
from huaxia_tasks.cli.kept_programs import KeptPrograms, place
from huaxia_tasks.cli.text_programs import TextPrograms
from huaxia_tasks.patterns import regex

TEXTS = ("已完成80%", "6月底前", "张三（处长）", "abc", "2022年6月31日", "")


@pytest.fixture
def caches(tmp_path, monkeypatch):
    """A folder of its own for what Python keeps."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(patterns, "make", re.compile)
    monkeypatch.setattr(patterns, "_used", [])
    compiler = importlib.import_module("re._compiler")
    monkeypatch.setattr(compiler, "compile", pattern_programs._compile)
    monkeypatch.setattr(program_texts, "make", program_texts.make)
    for module, name in ((dataclasses, "exec"), (collections, "eval"), (typing, "compile")):
        monkeypatch.setattr(module, name, getattr(builtins, name), raising=False)
    Path(place()).parent.mkdir(parents=True)
    return Path(place())


def keep_new() -> None:
    """End a process that used expressions."""
    KeptPrograms().keep_new()


def take_kept() -> KeptPrograms:
    """Begin a process."""
    programs = KeptPrograms()
    programs.take()
    return programs


def use_all() -> int:
    """Use each expression of the package once, as a process of its own would."""
    count = 0
    for expression in every_expression():
        regex(expression.pattern, expression._told).search(
            "" if isinstance(expression.pattern, str) else b""
        )
        count += 1
    return count


def test_every_expression_is_kept_and_taken_as_the_same_one(caches, monkeypatch):
    count = use_all()
    keep_new()
    take_kept()
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("compiled"))
    taken = {key: patterns.make(*key) for key in patterns.used()}
    monkeypatch.undo()
    assert len(taken) > 300
    assert len(taken) <= count
    for (pattern, flags), program in taken.items():
        meant = re.compile(pattern, flags)
        assert program == meant  # the same pattern, flags and code
        assert program.groupindex == meant.groupindex
        assert program.groups == meant.groups
        if isinstance(pattern, str):
            for text in TEXTS:
                ours, theirs = program.search(text), meant.search(text)
                assert (ours and ours.groupdict()) == (theirs and theirs.groupdict())


def test_few_new_expressions_are_not_worth_writing(caches):
    regex("a").search("a")
    keep_new()
    assert not caches.exists()


def test_what_is_new_is_added_to_what_is_there(caches):
    use_all()
    keep_new()
    size = caches.stat().st_size
    patterns._used.clear()
    for n in range(20):
        regex(f"新{n}").search("")
    keep_new()
    assert caches.stat().st_size > size
    assert [p.name for p in caches.parent.iterdir()] == [caches.name]


LIBRARY = """
import re
NAMES = "|".join(("甲", "乙"))
EITHER = re.compile(f"^(?:{NAMES})$")

def first_number(text):
    return re.search(r"(?P<number>\\d+)个", text)["number"]

def named(name, text):
    return re.search(rf"{re.escape(name)}(?P<rest>.*)", text)["rest"]
"""


def _library() -> ModuleType:
    library = ModuleType("library")
    exec(compile(LIBRARY, "library.py", "exec"), vars(library))
    re.purge()
    return library


def test_expressions_of_libraries_are_kept_but_none_that_data_are_part_of(caches, monkeypatch):
    programs = take_kept()
    library = _library()
    assert (library.first_number("有12个"), library.named("王某某", "找王某某。")) == ("12", "。")
    assert [pattern for pattern, _ in programs.patterns.new()] == [
        "^(?:甲|乙)$",
        r"(?P<number>\d+)个",
    ]
    monkeypatch.setattr("huaxia_tasks.cli.kept_programs._WORTH_IT", 1)
    programs.keep_new()
    assert "王某某".encode() not in caches.read_bytes()
    take_kept()
    monkeypatch.setattr(pattern_programs, "_compile", lambda *told: pytest.fail(f"{told} compiled"))
    again = _library()
    assert again.first_number("有12个") == "12"
    assert again.EITHER == library.EITHER
    assert again.EITHER.match("乙")


def test_taking_what_was_kept_twice_makes_nothing_longer(caches):
    take_kept()
    programs = take_kept()
    assert re.compile("未曾见过[甲乙]").match("未曾见过甲")
    assert ("未曾见过[甲乙]", 0) in programs.patterns.new()
    with pytest.raises(re.error):
        re.compile("(")


@pytest.mark.parametrize(
    "damage", ["cut", "empty", "foreign", "bits", "another Python", "another format"]
)
def test_a_file_that_is_not_as_it_was_written_is_not_used(caches, damage, monkeypatch):
    use_all()
    keep_new()
    data = caches.read_bytes()
    if damage == "another Python":
        monkeypatch.setattr(sys, "version", "4.0")
    if damage == "another format":
        monkeypatch.setattr(importlib.import_module("huaxia_tasks.cli.kept_programs"), "_FORMAT", 0)
    changed = {
        "cut": data[: len(data) // 2],
        "empty": b"",
        "foreign": b"PK\x03\x04" + bytes(100),
        "bits": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "another Python": data,
        "another format": data,
    }
    caches.write_bytes(changed[damage])
    take_kept()
    compiled = []
    there = re.compile
    monkeypatch.setattr(re, "compile", lambda *told: compiled.append(told) or there(*told))
    assert patterns.make("a+", 0).match("aa")
    assert compiled == [("a+", 0)]


@pytest.mark.parametrize(
    "program",
    [(32, b"\xff" * 8, 0, {}), (32, b"\xff", 0, {}), (32, b"", 0, {"a": 3}), (32, b""), 7],
)
def test_a_program_that_python_refuses_is_compiled_anew(caches, monkeypatch, program):
    module = importlib.import_module("huaxia_tasks.cli.kept_programs")
    monkeypatch.setattr(module, "_load", lambda: ({("a+", 0): program}, {}))
    take_kept()
    assert patterns.make("a+", 0) == re.compile("a+")


def test_where_nobody_may_write_nothing_is_kept_and_nothing_fails(caches, monkeypatch):
    def refuse(*_told: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuse)
    use_all()
    keep_new()
    assert not caches.exists()


def test_python_told_to_keep_no_code_keeps_none(caches, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    use_all()
    keep_new()
    assert not caches.exists()


def test_the_second_check_of_an_office_compiles_next_to_nothing(tmp_path):
    script = (
        "import re, sys\n"
        "compiled, there = [], re.compile\n"
        "def told(pattern, flags=0):\n"
        "    if 'huaxia_tasks' in sys._getframe(1).f_globals.get('__name__', ''):\n"
        "        compiled.append(pattern)\n"
        "    return there(pattern, flags)\n"
        "re.compile = told\n"
        "from huaxia_tasks.cli import run_cli\n"
        "run_cli(sys.argv[1:])\n"
        "print(len(compiled))\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path / "caches")
    office = tmp_path / "办公室"

    def compiled_by(*told: str) -> int:
        command = [sys.executable, "-c", script, *told]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        return int(done.stdout.splitlines()[-1])

    compiled_by("demo", str(office), "-q")
    check = ("check", "--office", str(office), "--today", "2022-06-28", "-q")
    first = compiled_by(*check)
    assert first > 100
    assert compiled_by(*check) < first / 5


def test_a_python_that_keeps_no_code_at_all_keeps_none(caches, monkeypatch):
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    use_all()
    keep_new()
    take_kept()
    assert not caches.exists()
    assert patterns.make("a+", 0) == re.compile("a+")


# --------------------------------------------------------------------------- classes and templates


def make_classes() -> tuple[type, type]:
    """Make the classes of a module."""

    @dataclasses.dataclass(frozen=True, slots=True)
    class Person:
        name: str
        phone: str = ""
        offices: tuple[str, ...] = dataclasses.field(default=())

    class Place(typing.NamedTuple):
        sheet: str
        row: int = 1

    return Person, Place


@pytest.fixture
def none_compiled(caches):
    """A process that makes classes of which all code was kept."""
    first = take_kept()
    make_classes()
    for n in range(10):
        program_texts.make(f"answer = {n}", "<template>")
    first.keep_new()
    second = take_kept()
    made = make_classes()
    assert second.texts.new == {}
    return made


def test_classes_made_from_what_was_kept_are_those_that_python_makes(none_compiled):
    person, where = none_compiled
    ming = person("明", offices=("教务处",))
    assert ming == person("明", "", ("教务处",))
    assert hash(ming) == hash(person("明", "", ("教务处",)))
    assert repr(ming).endswith("Person(name='明', phone='', offices=('教务处',))")
    with pytest.raises(dataclasses.FrozenInstanceError):
        ming.name = "红"
    with pytest.raises(TypeError, match="name"):
        person()
    assert where("表").row == 1
    assert where(sheet="表", row=3) == ("表", 3)
    assert typing.get_type_hints(where) == {"sheet": str, "row": int}


def test_programs_of_templates_are_taken_as_they_were(none_compiled):
    names: dict[str, object] = {}
    exec(program_texts.make("answer = 7", "<template>"), names)
    assert names["answer"] == 7
    assert program_texts.make("answer = 7", "<template>").co_filename == "<template>"


def test_a_text_with_a_mistake_is_refused_as_by_python(caches):
    take_kept()
    with pytest.raises(SyntaxError):
        program_texts.make("answer = ", "<template>")
    with pytest.raises(SyntaxError):
        typing.ForwardRef("dict[")


def test_code_that_is_no_text_is_left_to_python(caches):
    take_kept()
    tree = compile("1 + 1", "<tree>", "eval", 0x400)
    assert eval(typing.compile(tree, "<tree>", "eval")) == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("kept", [b"\xe3\x00", "answer = 7", 7, ()])
def test_what_is_kept_but_is_no_code_is_compiled_anew(caches, kept):
    programs = TextPrograms({("answer = 7", "<template>", "exec"): kept})
    programs.take()
    names: dict[str, object] = {}
    exec(program_texts.make("answer = 7", "<template>"), names)
    assert names["answer"] == 7
    make_classes()
