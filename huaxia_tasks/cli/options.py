"""Options that several verbs share."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from ..errors import UsageError
from ..occasions import ZONE
from ..office import Office, find_office
from ..wording import refused
from .console import Console

F = TypeVar("F", bound=Callable[..., Any])


#: Days a century off are slips of the pen, and counting on from the last day that there is breaks.
_FIRST_YEAR, _LAST_YEAR = 1950, 2199
_NO_DAY = f"不是日期，请写成 2022-06-28 的样子（{_FIRST_YEAR}年到{_LAST_YEAR}年）。"


#: A run of a usual office is over in less.
_LOCK_WAIT = 5.0


class Day(click.ParamType[date]):
    """A day of our time, as `day_of` reads it."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or complain in Chinese."""
        if isinstance(value, date):
            return value
        try:
            return day_of(str(value))
        except ValueError:
            self.fail(f"“{value}”{_NO_DAY}", param, ctx)


def day_of(text: str) -> date:
    """Return the day written as 2022-06-28, 2022/6/28, 2022年6月28日 or 20220628.

    Raises ValueError for all else, and for days that lie a century off.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?", plain)
    if found is not None:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    else:
        day = date.fromisoformat(plain)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(text)
    return day


def common(function: F) -> F:
    """Add the options that every verb has; stands above `working`, which puts two of them to use."""
    for option in (
        *_for_all_units(function),
        click.option("--no-color", is_flag=True, help="不用颜色"),
        click.option("--quiet", "-q", is_flag=True, help="只显示错误"),
        click.option("--json", "json_file", metavar="文件", help="把结果写成 JSON（- 表示屏幕）"),
        click.option(
            "--office", "office_folder", type=click.Path(path_type=Path), help="办公室文件夹"
        ),
    ):
        function = option(function)
    return function


def _for_all_units(function: F) -> list[Callable[[Any], Any]]:
    """Return ``--workers`` and ``--cluster`` for a verb without use for them: taken, not shown.

    Whoever writes one line for all verbs is not refused; results do not depend on them.
    """
    own = {option.name for option in getattr(function, "__click_params__", ())}
    if "workers" in own:
        return []
    return [
        click.option("--workers", type=click.IntRange(1, 64), hidden=True, expose_value=False),
        click.option("--cluster", metavar="地址", hidden=True, expose_value=False),
    ]


def writes_nothing(function: F) -> F:
    """Take ``--dry-run`` where it changes nothing, without showing it."""
    return click.option("--dry-run", is_flag=True, hidden=True, expose_value=False)(function)


def by_day(function: F) -> F:
    """Add ``--today``, for verbs that decide by the day."""
    return click.option("--today", type=Day(), help="按哪一天办理，默认今天")(function)


def by_plan(function: F) -> F:
    """Add ``--plan``, for verbs that concern one plan."""
    return click.option(
        "--plan", default="", metavar="文号|文件名", help="按哪个方案办理，默认最近印发的"
    )(function)


def working(function: F) -> F:
    """Add the options of verbs that go over all units."""
    for option in (
        click.option("--verify", is_flag=True, help="逐个核对文件内容，不凭大小和时间认定没有变"),
        click.option("--dry-run", is_flag=True, help="只显示会做什么，不写文件"),
        click.option("--cluster", metavar="地址", help="Dask 集群地址"),
        click.option(
            "--workers",
            type=click.IntRange(1, 64),
            default=1,
            metavar="数目",
            help="同时处理的进程数",
        ),
    ):
        function = option(function)
    return function


def clock() -> datetime:
    """Return the present time where the office is, whatever zone this machine is set to."""
    return datetime.now(ZONE)


@contextmanager
def writing(office: Office, *, dry_run: bool = False) -> Iterator[None]:
    """Let nobody else write into the office meanwhile; raises LockedError after some seconds."""
    from ..lock import one_at_a_time

    with nullcontext() if dry_run else one_at_a_time(office.root, now=clock, wait=_LOCK_WAIT):
        yield


def the_day(given: date | None) -> date:
    """Return the day given, else the clock's: the only place where a verb asks the clock."""
    return given or clock().date()


def the_office(folder: Path | None) -> Office:
    """Return the office named or found."""
    office = find_office(Path.cwd(), folder)
    from .faults import keep_faults

    keep_faults(office.root, Console().warn)
    return office


def json_text(data: Mapping[str, object]) -> str:
    """Return `data` as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_json(target: str | None, data: Mapping[str, object]) -> None:
    """Write `data` to a file or, for ``-``, to stdout, as UTF-8 JSON."""
    if target:
        write_text(target, json_text(data))


def write_text(target: str | None, text: str) -> None:
    """Write `text` to a file or, for ``-``, to stdout, as UTF-8."""
    if not target:
        return
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"写不了“{target}”（{refused(error)}）", todo="请换一个位置。") from None
