"""Verbs for papers that a person asks for: summary, publish, spotcheck."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..drafting import Drafts
from ..errors import UsageError
from ..wording import shorten
from .console import Console
from .options import by_day, by_plan, common, the_day, the_office, write_json, writing

#: A seed stands in the notice, for everybody to draw again.
_LONGEST_SEED = 60


@click.command()
@click.argument("kinds", nargs=-1, metavar="[通报|简报|总结|内部清单|函|纪要]...")
@click.option("--form", "form_kind", metavar="延期|销号|抽查记录", help="为一个事项生成表格")
@click.option("--matter", help="事项编号，和 --form 一起用")
@click.option("--dry-run", is_flag=True, help="只显示会写什么")
@common
@by_day
@by_plan
def summary(
    kinds: tuple[str, ...],
    form_kind: str | None,
    matter: str | None,
    dry_run: bool,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    plan: str,
) -> int:
    """生成通报、简报、阶段总结等；不写种类就生成通报、简报和总结。"""
    from ..summing import form, summarise

    office, day = the_office(office_folder), the_day(today)
    if form_kind:
        if not matter:
            raise UsageError("生成表格要写明事项", todo="例如 --form 延期 --matter U01-003。")
        with writing(office, dry_run=dry_run):
            drafts = form(office, day, form_kind, matter, dry_run=dry_run)
    else:
        own = kinds or ("通报", "简报", "总结")
        with writing(office, dry_run=dry_run):
            drafts = summarise(office, day, own, dry_run=dry_run, plan=plan)
    return _told(Console(quiet or json_file == "-"), drafts, json_file)


@click.command()
@click.option("--dry-run", is_flag=True, help="只显示会写什么")
@common
@by_day
@by_plan
def publish(
    dry_run: bool,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    plan: str,
) -> int:
    """生成清单的公开版。公开栏目里有个人信息时不生成，并列出单元格。"""
    from ..summing import blocked_cells
    from ..summing import publish as make

    office = the_office(office_folder)
    with writing(office, dry_run=dry_run):
        drafts, blocking = make(office, the_day(today), dry_run=dry_run, plan=plan)
    console = Console(quiet or json_file == "-")
    if blocking:
        console.say(f"有 {len(blocking)} 处个人信息，公开版没有生成：")
        for line in blocked_cells(blocking):
            console.say(f"  ●须改 {line}")
        write_json(json_file, {"files": [], "blocked": blocked_cells(blocking)})
        return 1
    return _told(console, drafts, json_file)


@click.command()
@click.option("--seed", required=True, metavar="种子", help="公开的随机种子，例如当天的日期或指数")
@click.option("--share", metavar="比例", help="每个单位抽多少，例如 10%")
@click.option("--number", type=click.IntRange(1), help="一共抽多少项")
@click.option("--dry-run", is_flag=True, help="只显示抽中了什么")
@common
@by_day
@by_plan
def spotcheck(
    seed: str,
    share: str | None,
    number: int | None,
    dry_run: bool,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    plan: str,
) -> int:
    """抽取核查事项，生成抽查通知和记录表。同一个种子抽出的结果相同；结论请记到《登记.xlsx》的“核实”。"""
    from ..summing import spot_check

    if not seed.strip():
        raise UsageError("没有写种子", todo="请写一个公开的数，例如 --seed 2022-06-28。")
    if len(seed) > _LONGEST_SEED:
        raise UsageError(f"种子太长（{len(seed)}字）", todo=f"请写{_LONGEST_SEED}字以内的。")
    office, part = the_office(office_folder), _ratio(share)
    with writing(office, dry_run=dry_run):
        drafts, drawn = spot_check(
            office, the_day(today), seed, share=part, number=number, dry_run=dry_run, plan=plan
        )
    console = Console(quiet or json_file == "-")
    console.say(f"种子“{seed}”，抽中 {len(drawn)} 项：")
    for matter in drawn:
        console.say(f"  {matter.id}　{shorten(matter.title, 40)}")
    return _told(console, drafts, json_file, {"drawn": [m.id for m in drawn], "seed": seed})


def _ratio(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        value = float(text.rstrip("%％"))
    except ValueError:
        raise UsageError(f"“{text}”不是比例", todo="请写成 10% 或 0.1。") from None
    share = value / 100 if text.rstrip().endswith(("%", "％")) else value
    if not 0 < share <= 1:
        raise UsageError(f"“{text}”不是可以抽的比例", todo="请写 0 到 100% 之间的，例如 10%。")
    return share


def _told(
    console: Console,
    drafts: Drafts,
    json_file: str | None,
    more: dict[str, object] | None = None,
) -> int:
    for paper in drafts.papers:
        console.say(f"已写好：{paper.path}")
    for note in drafts.notes:
        console.say(f"  → {note}")
    for error in drafts.broken:
        console.warn(str(error))
    write_json(
        json_file,
        {"files": [p.path for p in drafts.papers], "notes": drafts.notes, **(more or {})},
    )
    if drafts.broken:
        return 2
    return 5 if drafts.refused else 0
