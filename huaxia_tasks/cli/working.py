"""The daily verbs: check, run, explain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..errors import UsageError
from ..hands import Hands
from ..model import Level
from ..office import MADE
from ..reporting import as_json
from ..run import Result, check_swept, run_folder
from ..unchanged import Witness
from ..wording import STATES, day, percent
from .console import Console
from .options import (
    by_day,
    clock,
    common,
    json_text,
    the_day,
    the_office,
    working,
    write_json,
    write_text,
    writes_nothing,
)


@click.command()
@common
@by_day
@working
def check(
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    workers: int,
    cluster: str | None,
    dry_run: bool,
    verify: bool,
) -> int:
    """读取、检查报送的清单，只显示结果，不写任何文件。"""
    console = Console(quiet or json_file == "-")
    hands = Hands(workers, cluster)
    result = check_swept(the_office(office_folder), the_day(today), verify=verify, hands=hands)
    for own in result.of_all_plans:
        for line in _summary(own):
            console.say(line)
        console.findings(own.findings, {u.id: u.name for u in own.plan.units})
        for line in _open_settings(own):
            console.say(line)
    for line in _notes(result):
        console.say(line)
    if json_file:
        write_json(json_file, as_json(result, papers=False))
    return result.exit_code


@click.command()
@common
@by_day
@working
def run(
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    workers: int,
    cluster: str | None,
    dry_run: bool,
    verify: bool,
) -> int:
    """读取、检查，并把全部文书和表格写到 输出/日期/。可以重复运行。"""
    console = Console(quiet or json_file == "-")
    office, present = the_office(office_folder), the_day(today)
    witness = Witness(str(office.root), present.isoformat())
    said: list[str] = []
    warned: list[str] = []
    text = ""

    def tell(result: Result) -> None:
        nonlocal text
        said.extend(_report(result, dry_run))
        warned.extend(str(error) for error in result.broken)
        if json_file:
            text = json_text(as_json(result, papers=True))
        if result.steady and not dry_run:
            made = f"输出/{result.today.isoformat()}"
            witness.keep(
                [f"{made}/{MADE}", *(f"{made}/{name}" for name in result.files)],
                result.exit_code,
                said="".join(f"{line}\n" for line in said),
                warned="".join(f"{line}\n" for line in warned),
                json=text.encode() if json_file else None,
            )

    result = run_folder(
        office,
        present,
        dry_run=dry_run,
        now=clock,
        verify=verify,
        hands=Hands(workers, cluster),
        then=tell,
    )
    console.say("\n".join(said))
    write_text(json_file, text)
    for line in warned:
        console.warn(line)
    return result.exit_code


def _report(result: Result, dry_run: bool) -> list[str]:
    return [
        *(line for own in result.of_all_plans for line in _about_plan(own)),
        *_papers(result, dry_run),
        *_notes(result),
    ]


def _about_plan(result: Result) -> list[str]:
    return [*_summary(result), *_by_unit(result), *_open_settings(result)]


def _summary(result: Result) -> list[str]:
    tally, plan = result.tally, result.plan
    done, base = tally.total("done"), tally.base
    levels = [result.levels.get(level.value, 0) for level in Level]
    return [
        f"{plan.number} {plan.title}",
        f"截至 {day(result.today)}",
        f"单位 {len(tally.units)} 个：已报送 {tally.received}，未报送 {tally.missing}，"
        f"读不出来 {tally.unreadable}",
        f"事项 {tally.total('matters')} 项：已完成 {done}，完成率 {percent(done, base)}（{done}/{base}），"
        f"超期 {tally.total('overdue')}",
        f"问题 {sum(levels)} 条：须改 {levels[0]}，请核对 {levels[1]}，提示 {levels[2]}",
    ]


def _open_settings(result: Result) -> list[str]:
    if not result.open_settings:
        return []
    names = "、".join(s.name for s in result.open_settings[:6])
    more = f"等 {len(result.open_settings)} 项" if len(result.open_settings) > 6 else ""
    return [
        "",
        f"方案没有写明、办公室也还没有填的设置：{names}{more}。",
        "    程序不代为决定。定下来的请填到方案工作簿里，运行 huaxia 体检 可看填在哪里。",
    ]


def _by_unit(result: Result) -> list[str]:
    return [
        "",
        *(
            f"  {own.name}：须改 {own.errors}，请核对 {own.warnings}，超期 {own.overdue}"
            for own in result.tally.units
            if own.errors or own.warnings
        ),
    ]


def _papers(result: Result, dry_run: bool) -> list[str]:
    if not result.files:
        return ["", "没有需要写的文件。"]
    verb = "将写出" if dry_run else "已写好"
    folder = f"输出/{result.today.isoformat()}"
    return [
        "",
        f"{verb} {len(result.files)} 个文件：",
        *(f"  {folder}/{name}" for name in result.files),
    ]


def _notes(result: Result) -> list[str]:
    return [f"  → {note}" for note in result.notes]


@click.command()
@click.argument("wanted", metavar="事项编号|文书")
@writes_nothing
@common
@by_day
def explain(
    wanted: str,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
) -> int:
    """说明一个事项、一条问题或一件文书的来龙去脉：哪些单元格、怎样理解、怎样相连。

    文书写草稿或已发文书的路径、文号，或种类（例如 情况通报）。
    """
    from ..explaining import explain_finding, explain_matter, explain_past
    from ..issuing.tracing import explain_paper
    from ..run import decide, look

    office = the_office(office_folder)
    briefing = decide(look(office, the_day(today)))
    console = Console(quiet or json_file == "-")
    found_in = (
        (m, v, b)
        for b in briefing.of_all_plans
        for v in b.snapshot.views
        for m in v.matters
        if m.id == wanted
    )
    matter, view, own = next(found_in, (None, None, briefing))
    if matter is not None and view is not None:
        lines = explain_matter(matter, view, own.findings)
        write_json(json_file, {"id": matter.id, "state": STATES[matter.state], "lines": lines})
    else:
        gone = (
            explain_past(p, v, b.findings)
            for b in briefing.of_all_plans
            for v in b.snapshot.views
            for p in v.past
            if p.id == wanted
        )
        found = [f for b in briefing.of_all_plans for f in b.findings if wanted in (f.key, f.rule)]
        lines = [line for f in found for line in explain_finding(f)] or next(gone, [])
        if not lines:
            lines = explain_paper(office, briefing, wanted)
        if not lines:
            raise UsageError(
                f"没有编号为“{wanted}”的事项、问题或文书",
                todo="事项编号见汇总表，例如 U01-003；文书写草稿的路径，例如 输出/日期/U01_…/催办通知.docx，或文号。",
            )
        write_json(json_file, {"id": wanted, "lines": lines})
    for line in lines:
        console.say(line)
    return 0
