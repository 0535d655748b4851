"""Verbs that look after the office: templates, doctor, plan read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..errors import UsageError
from .console import Console
from .options import by_day, clock, common, the_day, the_office, write_json, writes_nothing

_MARKS = {"error": "●须改", "warning": "■请核对", "info": "→提示", "ok": "○正常"}


@click.command()
@writes_nothing
@common
def templates(
    office_folder: Path | None, json_file: str | None, quiet: bool, no_color: bool
) -> int:
    """检查 Word 模板：认不得的标记、没用上的内容、不成对的循环、全角花括号、字体。"""
    from ..tending import check_templates

    console = Console(quiet or json_file == "-")
    problems = check_templates(the_office(office_folder))
    broken = False
    for file, found in problems.items():
        wrong = sum(p.level in ("error", "warning") for p in found)
        console.say(f"《{file}》：{f'{wrong} 处' if wrong else '没有问题'}")
        for problem in found:
            console.say(f"  {_MARKS[problem.level]} {problem.message}")
            broken = broken or problem.level == "error"
    write_json(
        json_file,
        {"templates": {f: [p.message for p in found] for f, found in problems.items()}},
    )
    return 2 if broken else int(any(p.level == "warning" for f in problems.values() for p in f))


@click.command()
@common
@by_day
@click.option("--restore", is_flag=True, help="台账损坏或丢失时，由备份和已发出的文书恢复")
@click.option("--takeover", is_flag=True, help="换到本机使用台账（请先停用原来那台机器）")
@click.option("--dry-run", is_flag=True, hidden=True)
def doctor(
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    restore: bool,
    takeover: bool,
    dry_run: bool,
) -> int:
    """体检：运行环境、方案、日历、模板、共享、台账、定时。"""
    from ..tending import examine, mend_ledger

    console = Console(quiet or json_file == "-")
    office = the_office(office_folder)
    if dry_run and (restore or takeover):
        raise UsageError(
            "--restore 和 --takeover 要改动台账，不能试运行", todo="请去掉 --dry-run。"
        )
    if restore or takeover:
        for line in mend_ledger(office, clock, takeover=takeover):
            console.say(line)
    checks = examine(office, the_day(today), clock())
    for item in checks:
        console.say(f"{_MARKS[item.level]} {item.name}：{item.says}")
        if item.todo:
            console.say(f"    {item.todo}")
    write_json(
        json_file,
        {
            "checks": [
                {"name": c.name, "level": c.level, "says": c.says, "todo": c.todo} for c in checks
            ]
        },
    )
    levels = {c.level for c in checks}
    return 2 if "error" in levels else int("warning" in levels)


class _Reading(click.Group):
    """`plan FILE` is `plan read FILE`: there is nothing else to do with a plan."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Put the only verb in front where it was left out."""
        given = args if args and args[0] in self.commands else ["read", *args]
        return super().resolve_command(ctx, given)


@click.group(cls=_Reading)
def plan() -> None:
    """从实施方案文件起草方案工作簿：huaxia 读方案 文件。"""


@plan.command("read")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--out", "out", type=click.Path(path_type=Path), help="写到哪里，默认与原文件同名的 .xlsx"
)
@click.option("--dry-run", is_flag=True, help="只显示会起草出什么，不写文件")
@common
def read(
    file: Path,
    out: Path | None,
    dry_run: bool,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """读一份实施方案（.docx、.pdf、.txt），起草方案工作簿，由人核对。"""
    from ..plan_drafting import draft_plan

    written, notes = draft_plan(file, out, dry_run=dry_run)
    console = Console(quiet or json_file == "-")
    verb = "将起草" if dry_run else "已起草"
    console.say(f"{verb}：{written}。请逐表核对后再放进“计划”文件夹。")
    for note in notes:
        console.say(f"  → {note}")
    write_json(json_file, {"files": [str(written)], "notes": list(notes)})
    return 0
