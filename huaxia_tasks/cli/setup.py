"""Verbs that lay things out: init, demo, forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..office import lay_out
from .console import Console
from .options import by_day, by_plan, common, the_day, the_office, write_json, writing


def quoted(path: Path) -> str:
    """Return a path as it has to be typed: in quotation marks where it holds blanks."""
    text = str(path)
    return f'"{text}"' if set(text) & set(" &()'") else text


@click.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="只显示错误")
def init(folder: Path, quiet: bool) -> int:
    """新建办公室文件夹：方案、词典、登记、模板都放好。已有的文件不会被覆盖。"""
    is_new = not (folder.is_dir() and any(folder.iterdir()))
    office = lay_out(folder)
    console = Console(quiet)
    if is_new:
        console.say(f"办公室文件夹已建好：{office.root}")
    else:
        console.say(f"办公室文件夹原来就有，缺少的已经补齐，已有的没有改动：{office.root}")
    console.say("下一步：打开“计划”里的方案工作簿，核对单位、人员和设置，改好后保存。")
    console.say(f"再运行 huaxia 下发 --office {quoted(office.root)} 生成各单位的表格。")
    console.say("以后先进入这个文件夹再运行命令，就不用写 --office。")
    return 0


@click.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="只显示错误")
def demo(folder: Path, quiet: bool) -> int:
    """新建演示用的办公室文件夹，带虚构单位人员的示例报送。"""
    office = lay_out(folder, demo=True)
    console = Console(quiet)
    console.say(f"演示办公室已建好：{office.root}")
    console.say(f"试一试：huaxia 运行 --office {quoted(office.root)} --today 2022-06-28")
    return 0


@click.command()
@click.option("--dry-run", is_flag=True, help="只显示会写什么")
@common
@by_day
@by_plan
def forms(
    dry_run: bool,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
    plan: str,
) -> int:
    """为每个单位生成预填的清单工作簿，放到 下发/，并起草报送通知。"""
    from ..handing import hand_out

    office = the_office(office_folder)
    with writing(office, dry_run=dry_run):
        result = hand_out(office, the_day(today), dry_run=dry_run, plan=plan)
    console = Console(quiet or json_file == "-")
    verb = "将生成" if dry_run else "已生成"
    console.say(f"{verb} {len(result.files)} 个文件，在 {office.root / '下发'}")
    for note in result.notes:
        console.say(f"  → {note}")
    write_json(json_file, {"files": list(result.files), "notes": list(result.notes)})
    return 5 if result.refused else 0
