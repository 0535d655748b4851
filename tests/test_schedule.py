"""Timers of the system: what is written for each, and how it is put in and taken out again."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from huaxia_tasks.errors import UsageError
from huaxia_tasks.timetable.machine import Machine, this_machine
from huaxia_tasks.timetable.orders import (
    MINUTES,
    Order,
    cron_line,
    service_unit,
    timer_unit,
    windows_task,
)

OFFICES = [
    "/srv/办公室",
    "/srv/办公 室/二〇二二",
    "/srv/100%进度",
    '/srv/it\'s "quoted"',
    "/srv/$HOME/`id`;rm -rf x",
    "/srv/back\\slash",
    "/srv/a&b<c>",
]


def an_order(office="/srv/办公室", python="/opt/venv/bin/python", minutes=10) -> Order:
    return Order(python, Path(office), minutes)


def unit(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


# --------------------------------------------------------------------------- what is written


def test_the_timer_catches_up_after_a_time_switched_off():
    timer = unit(timer_unit(an_order()))["Timer"]
    assert timer["Persistent"] == "true"
    assert timer["OnCalendar"] == "*-*-* *:00/10:00"


def test_the_service_has_a_time_limit_and_its_findings_are_no_failures():
    service = unit(service_unit(an_order()))["Service"]
    assert service["Type"] == "oneshot"
    assert int(service["TimeoutStartSec"]) > 0
    assert service["SuccessExitStatus"] == "1 3 4 5"


@pytest.mark.parametrize("office", OFFICES)
def test_every_path_comes_through_cron_and_a_shell_as_it_is(office):
    line = cron_line(an_order(office))
    words = shlex.split(line.replace("\\%", "%").split(">/dev/null")[0])
    assert words[:5] == ["*/10", "*", "*", "*", "*"]
    assert words[5:] == list(an_order(office).command)
    assert "%" not in line.replace("\\%", "")


def systemd_words(command: str) -> list[str]:
    """Split a line of ``ExecStart=`` as systemd does: quotes, backslashes, doubled % and $."""
    words = re.findall(r'"((?:\\.|[^"\\])*)"', command)
    plain = (re.sub(r"\\(.)", r"\1", word) for word in words)
    return [word.replace("%%", "%").replace("$$", "$") for word in plain]


@pytest.mark.parametrize("office", OFFICES)
def test_every_path_comes_through_systemd_as_it_is(office):
    command = unit(service_unit(an_order(office)))["Service"]["ExecStart"]
    assert systemd_words(command) == list(an_order(office).command)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("office", ["/srv/办公 室/100%", "/srv/a\"b'c$HOME"])
def test_systemd_itself_accepts_the_units(tmp_path, office):
    order = an_order(office, python=shutil.which("true") or "/bin/true")
    for name, text in ((".service", service_unit(order)), (".timer", timer_unit(order))):
        (tmp_path / f"{order.name}{name}").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / f"{order.name}.timer")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert order.name not in done.stderr, done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("minutes", MINUTES)
def test_systemd_itself_understands_the_times(minutes):
    when = unit(timer_unit(an_order(minutes=minutes)))["Timer"]["OnCalendar"]
    done = subprocess.run(
        ["systemd-analyze", "calendar", when], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("office", [r"C:\办公室", r"C:\a & b\<c>", "D:\\带 空格\\"])
def test_the_windows_task_catches_up_never_overlaps_and_has_a_limit(office):
    order = Order(r"C:\venv\Scripts\python.exe", Path(office), 15)
    root = ET.fromstring(windows_task(order).partition("\n")[2])
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}

    def text(path: str) -> str:
        return root.findtext(path, namespaces=space) or ""

    assert text(".//t:StartWhenAvailable") == "true"
    assert text(".//t:MultipleInstancesPolicy") == "IgnoreNew"
    assert text(".//t:ExecutionTimeLimit") == "PT3H"
    assert text(".//t:DisallowStartIfOnBatteries") == "false"
    assert text(".//t:Interval") == "PT15M"
    assert text(".//t:Command") == r"C:\venv\Scripts\pythonw.exe"
    assert text(".//t:Arguments") == subprocess.list2cmdline(order.command[1:])


def test_each_office_has_a_timer_of_its_own_with_a_plain_name():
    names = {an_order(o).name for o in OFFICES}
    assert len(names) == len(OFFICES)
    assert all(n.isascii() and n.removeprefix("huaxia-").isalnum() for n in names)


@pytest.mark.parametrize("minutes", [0, 1, 7, 45, 90])
def test_times_that_are_no_part_of_an_hour_are_refused(minutes):
    with pytest.raises(UsageError, match="间隔"):
        an_order(minutes=minutes)


def test_a_path_with_a_line_break_is_refused():
    with pytest.raises(UsageError, match="换行"):
        an_order("/srv/a\nb")


# --------------------------------------------------------------------------- putting it in


class System:
    """Stands in for the system's commands; keeps a crontab and what it was told."""

    def __init__(self, crontab: str | None = None, refuse: str = "") -> None:
        self.crontab, self.refuse, self.calls = crontab, refuse, []

    def __call__(self, command, text):
        self.calls.append(tuple(command))
        if self.refuse and self.refuse in command:
            return 1, "Failed to connect to bus"
        if tuple(command) == ("crontab", "-l"):
            return (1, "no crontab") if self.crontab is None else (0, self.crontab)
        if tuple(command) == ("crontab", "-"):
            self.crontab = text
        if command[:2] == ("schtasks", "/Query"):
            return (0, "") if any("/Create" in c for c in self.calls) else (1, "")
        return 0, ""


def test_units_are_put_in_switched_on_and_taken_out(tmp_path):
    system = System()
    machine = Machine("systemd", tmp_path / "units", ("systemctl", "--user"), system)
    order = an_order()
    said = machine.install(order)
    assert sorted(p.name for p in (tmp_path / "units").iterdir()) == [
        f"{order.name}.service", f"{order.name}.timer",
    ]  # fmt: skip
    assert ("systemctl", "--user", "enable", "--now", f"{order.name}.timer") in system.calls
    assert "enable-linger" in said[-1]
    assert machine.remove(order) == [f"已删除定时器 {order.name}.timer。"]
    assert list((tmp_path / "units").iterdir()) == []
    assert machine.remove(order) == ["没有这个办公室的定时器。"]


def test_putting_it_in_twice_is_putting_it_in_once(tmp_path):
    system = System("5 4 * * * backup\n")
    machine = Machine("cron", tmp_path, run=system)
    machine.install(an_order())
    machine.install(an_order(minutes=30))
    lines = (system.crontab or "").splitlines()
    assert lines == ["5 4 * * * backup", cron_line(an_order(minutes=30))]


def test_the_crontab_of_others_stays_as_it_was(tmp_path):
    before = "# 我的\nMAILTO=a@b\n5 4 * * * backup # huaxia-other\n"
    system = System(before)
    machine = Machine("cron", tmp_path, run=system)
    machine.install(an_order("/srv/甲"))
    machine.install(an_order("/srv/乙"))
    assert machine.remove(an_order("/srv/甲")) == ["已从 crontab 删除。"]
    assert machine.remove(an_order("/srv/乙")) == ["已从 crontab 删除。"]
    assert system.crontab == before
    assert machine.remove(an_order("/srv/乙")) == ["crontab 里没有这个办公室的定时任务。"]


def test_a_first_crontab_is_begun(tmp_path):
    system = System(None)
    Machine("cron", tmp_path, run=system).install(an_order())
    assert system.crontab == f"{cron_line(an_order())}\n"


def test_a_windows_task_is_made_from_a_file_in_utf_16_and_removed(tmp_path):
    seen = {}
    system = System()

    def run(command, text):
        if "/XML" in command:
            seen["bytes"] = Path(command[command.index("/XML") + 1]).read_bytes()
        return system(command, text)

    machine = Machine("windows", tmp_path, run=run)
    assert machine.remove(an_order()) == ["没有这个办公室的任务计划。"]
    machine.install(an_order())
    assert seen["bytes"].decode("utf-16") == windows_task(an_order())
    assert machine.remove(an_order()) == [f"已删除任务“{an_order().name}”。"]


REFUSALS = [("systemd", "daemon-reload"), ("cron", "-"), ("windows", "/Create")]


@pytest.mark.parametrize(("kind", "refuse"), REFUSALS)
def test_what_the_system_refuses_is_told_with_its_words(tmp_path, kind, refuse):
    machine = Machine(kind, tmp_path, run=System("", refuse))
    with pytest.raises(UsageError, match="Failed to connect to bus") as told:
        machine.install(an_order())
    assert told.value.exit_code == 2


def test_a_machine_without_cron_says_what_else_there_is(tmp_path):
    machine = Machine("cron", tmp_path, run=lambda *_: (127, "没有“crontab”这个命令"))
    with pytest.raises(UsageError, match="huaxia watch"):
        machine.install(an_order())


def test_the_kind_of_timer_may_be_asked_for():
    assert this_machine("windows").kind == "windows"
    assert this_machine().kind in ("systemd", "cron", "windows")
    with pytest.raises(UsageError, match="没有“at”这种定时"):
        this_machine("at")
