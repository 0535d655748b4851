"""Puts the timer into this machine and takes it out again: systemd, else cron, or the Windows planner."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import UsageError
from .orders import Order, cron_line, cron_mark, service_unit, timer_unit, windows_task

KINDS = ("systemd", "cron", "windows")
_NAMES = {"systemd": "systemd 定时器", "cron": "cron", "windows": "Windows 任务计划"}
_SECONDS = 60

#: Runs a command of the system with a text on its input: (exit code, what it said).
Run = Callable[[Sequence[str], str], tuple[int, str]]


def call(command: Sequence[str], text: str = "") -> tuple[int, str]:
    """Run a command of the system; 127 where there is no such command."""
    try:
        done = subprocess.run(
            list(command),
            input=text.encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return 127, f"没有“{command[0]}”这个命令"
    except subprocess.TimeoutExpired:
        return 124, f"“{command[0]}”没有回应"
    said = done.stdout.decode("utf-8", "replace")
    return (
        done.returncode,
        said if done.returncode == 0 else f"{said}{done.stderr.decode('utf-8', 'replace')}",
    )


class Machine(NamedTuple):
    """The system's timers.  ``home`` is where the user's units lie, ``run`` calls the system."""

    kind: str
    units: Path
    systemctl: tuple[str, ...] = ("systemctl", "--user")
    run: Run = call

    @property
    def name(self) -> str:
        """What this kind of timer is called."""
        return _NAMES[self.kind]

    def texts(self, order: Order) -> Mapping[str, str]:
        """Return what is installed, by where it goes."""
        if self.kind == "systemd":
            return {
                str(self.units / f"{order.name}.service"): service_unit(order),
                str(self.units / f"{order.name}.timer"): timer_unit(order),
            }
        if self.kind == "cron":
            return {"crontab": cron_line(order)}
        return {f"{order.name}.xml": windows_task(order)}

    def install(self, order: Order) -> list[str]:
        """Install the timer, in place of an earlier one for the same office; return what was done.

        Raises UsageError where the system refuses, with what it said.
        """
        if self.kind == "systemd":
            return self._install_units(order)
        if self.kind == "cron":
            self._change_crontab(order, add=True)
            return [f"已写入 crontab，每{order.minutes}分钟检查一次。"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{order.name}.xml"
            path.write_bytes(windows_task(order).encode("utf-16"))
            self._must(("schtasks", "/Create", "/TN", order.name, "/XML", str(path), "/F"))
        return [f"已建立任务“{order.name}”，每{order.minutes}分钟检查一次。"]

    def remove(self, order: Order) -> list[str]:
        """Take the timer out; return what was done, also where there was none."""
        if self.kind == "systemd":
            return self._remove_units(order)
        if self.kind == "cron":
            gone = self._change_crontab(order, add=False)
            return ["已从 crontab 删除。" if gone else "crontab 里没有这个办公室的定时任务。"]
        code, _ = self.run(("schtasks", "/Query", "/TN", order.name), "")
        if code:
            return ["没有这个办公室的任务计划。"]
        self._must(("schtasks", "/Delete", "/TN", order.name, "/F"))
        return [f"已删除任务“{order.name}”。"]

    # ----------------------------------------------------------------- systemd

    def _install_units(self, order: Order) -> list[str]:
        self.units.mkdir(parents=True, exist_ok=True)
        for path, text in self.texts(order).items():
            Path(path).write_text(text, encoding="utf-8")
        self._must((*self.systemctl, "daemon-reload"))
        self._must((*self.systemctl, "enable", "--now", f"{order.name}.timer"))
        done = [f"已安装定时器 {order.name}.timer，每{order.minutes}分钟检查一次。"]
        if "--user" in self.systemctl:
            done.append("要在没有登录时也运行，请再执行一次：loginctl enable-linger")
        return done

    def _remove_units(self, order: Order) -> list[str]:
        paths = [Path(p) for p in self.texts(order)]
        if not any(p.exists() for p in paths):
            return ["没有这个办公室的定时器。"]
        self.run((*self.systemctl, "disable", "--now", f"{order.name}.timer"), "")
        for path in paths:
            path.unlink(missing_ok=True)
        self._must((*self.systemctl, "daemon-reload"))
        return [f"已删除定时器 {order.name}.timer。"]

    # ----------------------------------------------------------------- cron

    def _change_crontab(self, order: Order, *, add: bool) -> bool:
        """Write the crontab anew, all other lines as they were; return whether our line was there."""
        code, said = self.run(("crontab", "-l"), "")
        if code == 127:
            raise UsageError(said, todo="请安装 cron，或让 huaxia watch 常驻运行。")
        lines = said.splitlines() if code == 0 else []
        kept = [line for line in lines if not line.rstrip().endswith(cron_mark(order))]
        there = len(kept) < len(lines)
        if add:
            kept.append(cron_line(order))
        if add or there:
            self._must(("crontab", "-"), "".join(f"{line}\n" for line in kept))
        return there

    def _must(self, command: Sequence[str], text: str = "") -> None:
        code, said = self.run(command, text)
        if code:
            raise UsageError(
                f"{self.name}没有接受：{' '.join(said.split())[:300] or f'退出码{code}'}",
                " ".join(command[:4]),
                "请核对权限；也可以用 huaxia schedule 显示内容，由管理员安装。",
            )


def this_machine(kind: str | None = None, run: Run = call) -> Machine:
    """Return the timers of the machine this runs on; `kind` asks for one of them.

    Root's timers are the system's, everybody else's their own.  Without systemd it is cron.
    """
    root = os.name == "posix" and os.geteuid() == 0
    units = Path("/etc/systemd/system") if root else _user_units()
    systemctl = ("systemctl",) if root else ("systemctl", "--user")
    if kind is None:
        kind = "windows" if os.name == "nt" else "cron"
        if kind == "cron" and Path("/run/systemd/system").is_dir():
            code, _ = run((*systemctl, "show-environment"), "")
            kind = "cron" if code else "systemd"
    if kind not in KINDS:
        raise UsageError(f"没有“{kind}”这种定时", todo=f"可以写：{'、'.join(KINDS)}。")
    return Machine(kind, units, systemctl, run)


def _user_units() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "systemd" / "user"
