"""Regular expressions are compiled when they are first needed, and all of them can be."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

import huaxia_tasks
from huaxia_tasks.patterns import _Waiting, regex


def test_a_waiting_expression_does_what_a_compiled_one_does():
    ours, theirs = regex(r"(?P<day>\d+)日", re.IGNORECASE), re.compile(r"(?P<day>\d+)日", re.I)
    text = "3日和15日"
    assert ours.search(text)["day"] == "3"
    assert ours.match(text, 2) is None
    assert ours.fullmatch("3日")
    assert [m[0] for m in ours.finditer(text)] == ["3日", "15日"]
    assert ours.findall(text) == ["3", "15"]
    assert ours.sub("X", text, count=1) == "X和15日"
    assert ours.subn("X", text) == ("X和X", 2)
    assert ours.split("a3日b") == ["a", "3", "b"]
    for name in ("pattern", "flags", "groups", "groupindex"):
        assert getattr(ours, name) == getattr(theirs, name)


def test_bytes_are_looked_through_too():
    assert regex(rb"<\w+>").findall(b"<a><b>") == [b"<a>", b"<b>"]


def test_nothing_is_compiled_before_the_first_use(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *told: compiled.append(told))
    assert regex("[").pattern == "["
    assert compiled == []


def test_a_mistake_shows_at_the_first_use():
    wrong = regex("[")
    with pytest.raises(re.error):
        wrong.search("")


def test_what_expressions_do_not_offer_is_not_there():
    with pytest.raises(AttributeError, match="scan_all"):
        regex("a").scan_all("a")
    assert repr(regex("a")) == "regex('a')"


def _waiting(value: object, depth: int = 0) -> Iterator[_Waiting]:
    if isinstance(value, _Waiting):
        yield value
    elif isinstance(value, list | tuple | set | frozenset) and depth < 3:
        for part in value:
            yield from _waiting(part, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        for part in (*value, *value.values()):
            yield from _waiting(part, depth + 1)


def every_expression() -> Iterator[_Waiting]:
    """Yield the expressions that the modules of the package hold."""
    for module in pkgutil.walk_packages(huaxia_tasks.__path__, "huaxia_tasks."):
        if module.name.endswith(("__main__", "grid_child")):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            yield from _waiting(value)


def test_every_expression_of_the_package_compiles():
    compiled = [re.compile(one.pattern, one._told) for one in every_expression()]
    assert len(compiled) > 300


def test_the_modules_of_a_run_compile_next_to_nothing_when_they_are_loaded():
    script = (
        "import re, sys\n"
        "compiled, there = [], re.compile\n"
        "def told(pattern, flags=0):\n"
        "    if sys._getframe(1).f_globals.get('__name__', '').startswith('huaxia_tasks'):\n"
        "        compiled.append(pattern)\n"
        "    return there(pattern, flags)\n"
        "re.compile = told\n"
        "import huaxia_tasks.cli.working, huaxia_tasks.swept_run\n"
        "print(len(compiled))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert int(done.stdout) <= 8
