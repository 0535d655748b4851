"""中文命令行: the verbs, their Chinese aliases, what they print, and the exit codes.

Verbs live in modules of their own and are imported when they are called, so that ``--help`` and a
run over an unchanged office load nothing heavy.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import click

from .. import __version__
from ..errors import HuaxiaError
from .console import Console, harden_streams

#: verb -> (Chinese alias, module, one line for --help)
VERBS = {
    "init": ("新建", "setup", "新建办公室文件夹"),
    "demo": ("演示", "setup", "新建演示用的办公室文件夹（带示例报送）"),
    "forms": ("下发", "setup", "为每个单位生成预填的清单工作簿和报送通知"),
    "check": ("检查", "working", "读取、检查报送的清单，只显示结果，不写任何文件"),
    "run": ("运行", "working", "读取、检查，并把全部文书和表格写到 输出/日期/"),
    "issue": ("发出", "issuing", "给草稿编号、登记并发出"),
    "explain": ("说明", "working", "说明一个事项或一条问题的来龙去脉"),
    "spotcheck": ("抽查", "papers", "抽取核查事项，生成记录表，录入核查结果"),
    "publish": ("公开", "papers", "生成清单的公开版"),
    "summary": ("总结", "papers", "生成一个时期或阶段的通报、简报、总结"),
    "watch": ("值守", "timing", "常驻运行，到时间自动办理"),
    "run-due": ("到点运行", "timing", "把现在该办的办一次"),
    "schedule": ("定时", "timing", "显示或安装本机的定时任务"),
    "rehearse": ("预演", "timing", "把整个方案的日程演一遍，列出每天会出的文书"),
    "history": ("台账", "issuing", "查看发出过什么、给谁、什么时候、为什么"),
    "templates": ("模板", "tending", "检查 Word 模板"),
    "plan": ("读方案", "tending", "从实施方案文件起草方案工作簿"),
    "doctor": ("体检", "tending", "检查运行环境、方案、日历、模板、共享和定时"),
}
_ALIASES = {alias: verb for verb, (alias, _, _) in VERBS.items()}


_HELP_WORDS = {
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示这段说明",
    "Show the version and exit.": "显示版本",
}


#: Looking for circular garbage, of which a run makes little, would take a tenth of its time; looking
#: too seldom lets the rows of many units wait for it.
_SELDOM = (60_000, 20, 50)
#: What is loaded stays, and need not be looked through again and again.  Once in a process.
_freeze = functools.cache(gc.freeze)


class _Help(click.HelpFormatter):
    """Help texts with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        told = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
        super().write_usage(prog, told, "用法：")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_HELP_WORDS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or verbs."""
        told = [(name, _HELP_WORDS.get(text, text)) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)


click.Context.formatter_class = _Help


class Verbs(click.Group):
    """The verbs, loaded when they are called."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb with what earlier processes compiled."""
        from .kept_programs import KeptPrograms

        programs = KeptPrograms()
        programs.take()
        result: object = super().invoke(ctx)
        programs.keep_new()
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of a campaign."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb by its name or its Chinese alias."""
        verb = _ALIASES.get(cmd_name, cmd_name)
        if verb not in VERBS:
            return None
        module = importlib.import_module(f"{__name__}.{VERBS[verb][1]}")
        _freeze()
        command = getattr(module, verb.replace("-", "_"))
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Explain an unknown verb in Chinese, with the nearest one."""
        if args and args[0] not in VERBS and args[0] not in _ALIASES and args[0][:1] != "-":
            import difflib

            known = [*VERBS, *_ALIASES]
            near = difflib.get_close_matches(args[0], known, n=1, cutoff=0.5)
            hint = f"是不是“{near[0]}”？" if near else ""
            raise click.UsageError(
                f"没有“{args[0]}”这个命令。{hint}可用 huaxia --help 查看全部命令。"
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any of them."""
        rows = [(f"{verb}, {alias}", text) for verb, (alias, _, text) in VERBS.items()]
        with formatter.section("命令"):
            formatter.write_dl(rows)


@click.group(
    cls=Verbs,
    invoke_without_command=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version=__version__, prog_name="huaxia", message="%(prog)s %(version)s")
def huaxia() -> None:
    """清单工作助手：读取各单位的清单，检查、汇总、提醒，生成可签发的文书。"""


def run_cli(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit code of the contract; never shows a traceback to the user."""
    harden_streams()
    gc.set_threshold(*_SELDOM)
    console = Console()
    try:
        result = huaxia.main(list(arguments), prog_name="huaxia", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _interrupted(console)
    except click.ClickException as wrong:
        console.warn(_in_chinese(wrong))
        return 2
    except HuaxiaError as stop:
        console.warn(str(stop))
        return stop.exit_code
    except BrokenPipeError:
        _nobody_listens()
        return 0
    except Exception as fault:
        from .faults import interrupted, log_fault, of_the_system

        if interrupted(fault):
            return _interrupted(console)
        told = of_the_system(fault)
        if told is not None:
            if isinstance(fault, FileNotFoundError):  # taken away meanwhile, or never looked for
                log_fault(fault, _office_of(arguments))
            console.warn(str(told))
            return told.exit_code
        console.warn(log_fault(fault, _office_of(arguments)))
        return 70
    return result if isinstance(result, int) else 0


def _interrupted(console: Console) -> int:
    """Say that somebody stopped the run; nothing half made says more."""
    sys.unraisablehook = lambda _: None
    console.warn("已中断。再运行一次就会接着办好，已有的文件不受影响。")
    return 130


def _nobody_listens() -> None:
    """Let Python flush into nothing at its end, where whoever read our lines has gone (`| head`)."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _office_of(arguments: Sequence[str]) -> Path | None:
    """Return the folder after ``--office``, where one was given."""
    for word, following in pairwise((*arguments, "")):
        if word == "--office" and following:
            return Path(following)
        if word.startswith("--office="):
            return Path(word.partition("=")[2])
    return None


def _in_chinese(wrong: click.ClickException) -> str:
    """Return click's complaint in Chinese."""
    if isinstance(wrong, click.NoSuchOption):
        near = f"是不是“{wrong.possibilities[0]}”？" if wrong.possibilities else ""
        return f"没有“{wrong.option_name}”这个选项。{near}可在命令后加 --help 查看。"
    if isinstance(wrong, click.MissingParameter):
        name = wrong.param.human_readable_name if wrong.param else ""
        if isinstance(wrong.param, click.Option):
            name = wrong.param.opts[0]
        return f"命令缺少“{name}”。可在命令后加 --help 查看用法。"
    if isinstance(wrong, click.BadOptionUsage):
        return f"“{wrong.option_name}”后面要写内容。可在命令后加 --help 查看用法。"
    if isinstance(wrong, click.BadParameter):
        name = wrong.param.opts[0] if wrong.param and wrong.param.opts else ""
        kind = wrong.param.type if wrong.param else None
        return f"“{name}”的内容不对：{_range(kind) or wrong.message}"
    message = wrong.format_message()
    if message.startswith("Got unexpected extra argument"):
        return "命令后面有多余的内容。可在命令后加 --help 查看用法。"
    if message.startswith("No such command"):
        return "没有这个命令。可在命令后加 --help 查看用法。"
    if "Missing command" in message:
        return "请写明要做什么，例如 huaxia run。可用 huaxia --help 查看全部命令。"
    return message


def _range(kind: object) -> str:
    """Return what numbers an option takes; "" where it takes others than whole ones."""
    if isinstance(kind, click.types.IntParamType) and not isinstance(kind, click.IntRange):
        return "请写整数。"
    if not isinstance(kind, click.IntRange):
        return ""
    upper = f" 到 {kind.max} " if kind.max is not None else " 以上"
    return f"请写 {kind.min or 0}{upper}的整数。"
