"""The verbs of time: watch, run-due, schedule, rehearse."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from ..occasions import ZONE, local
from ..office import Office
from ..wording import day as in_words
from ..wording import join, refused, topics, weekday
from .console import Console
from .options import Day, clock, common, day_of, the_office, write_json

#: So many units are named on a line of the rehearsal.
_NAMED = 8


class Moment(click.ParamType[datetime]):
    """A moment written as ``2022-06-28 9:00``, in the office's own time."""

    name = "时刻"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the moment, or complain in Chinese."""
        if isinstance(value, datetime):
            return value
        day, _, at = str(value).strip().replace("T", " ").partition(" ")
        hour, _, minute = at.strip().partition(":")
        try:
            hours = dt.time(int(hour or 9), int(minute or 0))
            return datetime.combine(day_of(day), hours, ZONE)
        except ValueError:
            self.fail(f"“{value}”不是时刻，请写成 2022-06-28 9:00 的样子。", param, ctx)


def limited(function: Any) -> Any:
    """Add the time limit of one job."""
    return click.option(
        "--limit-minutes",
        type=click.IntRange(1, 24 * 60),
        default=60,
        show_default=True,
        help="每件事最多运行几分钟",
    )(function)


@click.command("run-due")
@click.option("--accept-clock", is_flag=True, help="本机时间已核对无误，照常运行")
@click.option("--now", "pretended", type=Moment(), help="演练：按这个时刻运行（只限演练用办公室）")
@limited
@click.option("--dry-run", is_flag=True, help="只显示有什么到点，不运行")
@common
def run_due(
    dry_run: bool,
    accept_clock: bool,
    pretended: datetime | None,
    limit_minutes: int,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """把现在到点的事办一次，供系统的定时任务调用；什么都没有到点就什么也不做。"""
    from ..timetable import run_due as round_of

    office = the_office(office_folder)
    if pretended is not None and not office.is_demo:
        raise UsageError("正式的办公室不能用 --now 假定时刻", todo="请在演练用办公室里试。")
    if dry_run:
        return _what_is_due(office, pretended or clock(), json_file, quiet)
    done = round_of(
        office,
        now=clock if pretended is None else lambda: pretended,
        limit=timedelta(minutes=limit_minutes),
        accept_clock=accept_clock,
        pretend=pretended is not None,
    )
    console = Console(quiet or json_file == "-")
    for line in done.lines:
        console.say(line)
    for line in done.troubles:
        console.warn(line)
    write_json(json_file, {"ran": done.ran, "lines": done.lines, "troubles": done.troubles})
    return done.exit_code


def _what_is_due(office: Office, at: datetime, json_file: str | None, quiet: bool) -> int:
    """Show what a round would run at this time."""
    from ..timetable.running import plan_of
    from ..watchbook import due_runs, read_book

    due, lost = due_runs(plan_of(office), read_book(office), local(at))
    lines = [f"将运行：{one.job.name}（{one.slot:%Y-%m-%d %H:%M}）" for one in due]
    console = Console(quiet or json_file == "-")
    for line in lines or ["现在没有到点的事。"]:
        console.say(line)
    for line in lost:
        console.warn(line)
    write_json(json_file, {"ran": 0, "lines": lines, "troubles": list(lost)})
    return 2 if lost else 0


@click.command()
@limited
@common
def watch(
    limit_minutes: int,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """常驻运行，到时间自动办理。按 Ctrl+C 或由系统停止。"""
    from ..timetable import watch as stay

    office = the_office(office_folder)
    console = Console(quiet)
    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: stop.set())
    console.say(f"值守开始：{office.root}")
    try:
        return stay(
            office,
            now=clock,
            monotonic=time.monotonic,
            say=lambda text: console.say(f"{clock():%m-%d %H:%M} {text}"),
            stop=stop,
            limit=timedelta(minutes=limit_minutes),
        )
    finally:
        console.say("值守结束。")


@click.command()
@click.option("--install", is_flag=True, help="安装到本机")
@click.option("--remove", is_flag=True, help="从本机删除")
@click.option("--every", "minutes", type=int, default=10, show_default=True, help="几分钟检查一次")
@click.option("--for", "kind", metavar="种类", help="systemd、cron 或 windows，默认按本机")
@click.option("--dry-run", is_flag=True, help="只显示，不安装也不删除")
@common
def schedule(
    dry_run: bool,
    install: bool,
    remove: bool,
    minutes: int,
    kind: str | None,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """显示本机的定时任务；加 --install 安装，加 --remove 删除。

    定时任务只负责几分钟叫醒一次，什么时候办什么由方案的“运行时间”表决定，改了方案不必重装。
    """
    from ..timetable.child import own_flags
    from ..timetable.machine import this_machine
    from ..timetable.orders import Order

    if install and remove:
        raise UsageError("--install 和 --remove 不能一起用", todo="请只用一个。")
    office = the_office(office_folder)
    machine = this_machine(kind)
    order = Order(sys.executable, office.root, minutes, own_flags())
    console = Console(quiet or json_file == "-")
    done: list[str] = []
    if (install or remove) and not dry_run:
        done = machine.install(order) if install else machine.remove(order)
        for line in done:
            console.say(line)
    else:
        _show(console, machine.name, machine.texts(order))
    if install and office.is_demo and not dry_run:
        console.warn("这是演练用的办公室，定时任务照样会运行；不用时请加 --remove 删除。")
    write_json(
        json_file,
        {
            "kind": machine.kind,
            "name": order.name,
            "files": dict(machine.texts(order)),
            "done": done,
        },
    )
    return 0


def _show(console: Console, name: str, texts: Any) -> None:
    console.say(f"本机用{name}，将安装以下内容（加 --install 安装）：")
    for path, text in texts.items():
        console.say()
        console.say(f"【{path}】")
        console.say(text.rstrip())


# --------------------------------------------------------------------------- rehearse


class Span(click.ParamType[tuple[date, date]]):
    """Two days written as ``2022-08-01..2022-08-20``."""

    name = "起止"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, date]:
        """Return both days, or complain in Chinese."""
        if isinstance(value, tuple):
            return value
        first, _, last = str(value).partition("..")
        try:
            days = day_of(first), day_of(last or first)
        except ValueError:
            self.fail(f"“{value}”不是起止日期，请写成 2022-08-01..2022-08-20。", param, ctx)
        if days[1] < days[0]:
            self.fail(f"“{value}”前后颠倒了，请把较早的一天写在前面。", param, ctx)
        return days


def _by_day(papers: Iterable[Any]) -> dict[date, dict[tuple[str, str], list[str]]]:
    """Return for each day the units by what they get: 36 letters that say the same are one line."""
    days: dict[date, dict[tuple[str, str], list[str]]] = {}
    for one in papers:
        key = one.paper, topics(one.spoken)
        days.setdefault(one.day, {}).setdefault(key, []).append(one.unit_name)
    return days


@click.command()
@click.option("--from", "--today", "first", type=Day(), help="从哪一天起，默认方案印发之日")
@click.option("--to", "last", type=Day(), help="到哪一天止，默认方案最后一天")
@click.option("--off", type=Span(), multiple=True, help="机器关着的日子，可写几次")
@click.option("--xlsx", type=click.Path(path_type=Path), help="把全部日程写成表格")
@common
def rehearse(
    first: date | None,
    last: date | None,
    off: tuple[tuple[date, date], ...],
    xlsx: Path | None,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """把整个方案的日程演一遍：哪天给谁发什么。不编号、不登记、不发出。"""
    from ..rehearsing import as_json, told, workbook
    from ..rehearsing import rehearse as play

    result = play(the_office(office_folder), first, last, off=off)
    console = Console(quiet or json_file == "-")
    console.say(f"{in_words(result.first)}至{in_words(result.last)}，假定每件文书当天发出：")
    for day, lines in _by_day(result.papers).items():
        console.say(f"{in_words(day)} {weekday(day)}")
        for (paper, about), units in lines.items():
            many = f"等{len(units)}个单位" if len(units) > _NAMED else ""
            console.say(f"  {join(units[:_NAMED])}{many}：{paper}（{about}）")
    console.say()
    for line in told(result):
        console.say(line)
    if xlsx is not None:
        data = workbook(result)
        try:
            xlsx.write_bytes(data)
        except OSError as error:
            raise UsageError(f"写不了“{xlsx}”（{refused(error)}）", todo="请换一个位置。") from None
        console.say(f"日程表已写到 {xlsx}")
    write_json(json_file, as_json(result))
    return 1 if result.breaches else 0
