"""What a timer of the system is told to start, and how the three kinds of timers are told.

Whatever the timer, it starts ``huaxia run-due`` every few minutes; what is due is found out there,
from the plan.  A changed plan needs no new timer.
"""

from __future__ import annotations

import hashlib
import html
import shlex
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ..errors import UsageError

#: Every so many minutes: parts of an hour, so that the times are the same in every hour.
MINUTES = (5, 10, 15, 20, 30, 60)
DAYTIME = 10
#: A round starts several jobs, each with a limit of its own; this one ends what hangs all the same.
_LIMIT = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be started: with which Python, for which office, every how many minutes."""

    python: str
    office: Path
    minutes: int = DAYTIME
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.minutes not in MINUTES:
            raise UsageError(
                f"间隔{self.minutes}分钟不在可选之列",
                todo=f"请用{'、'.join(map(str, MINUTES))}之一。",
            )
        if any(c in f"{self.python}{self.office}" for c in "\n\r\x00"):
            raise UsageError("路径里有换行符，不能安装定时任务", todo="请给文件夹换一个名字。")

    @property
    def name(self) -> str:
        """The timer's name: several offices of one machine have several timers."""
        return f"huaxia-{hashlib.sha256(str(self.office).encode()).hexdigest()[:8]}"

    @property
    def command(self) -> tuple[str, ...]:
        """The whole command."""
        verb = ("-m", "huaxia_tasks", "run-due", "--office", str(self.office), "--quiet")
        return (self.python, *self.flags, "-X", "utf8", *verb)

    @property
    def purpose(self) -> str:
        """What it is for, in words."""
        return f"清单工作助手到点运行：{self.office}"


# --------------------------------------------------------------------------- systemd


def service_unit(order: Order) -> str:
    """Return the systemd service: started by the timer, never twice at once, ended when it hangs.

    Exit codes 1, 3, 4 and 5 are no failures of the service: findings, unread files, another run at
    work, something undelivered.
    """
    return f"""[Unit]
Description={_percent(order.purpose)}

[Service]
Type=oneshot
ExecStart={" ".join(_systemd_word(w) for w in order.command)}
SuccessExitStatus=1 3 4 5
TimeoutStartSec={int(_LIMIT.total_seconds())}
Nice=5
"""


def timer_unit(order: Order) -> str:
    """Return the systemd timer; after a time that was slept or switched off it starts at once."""
    minute = "00" if order.minutes == 60 else f"00/{order.minutes}"
    return f"""[Unit]
Description={_percent(order.purpose)}

[Timer]
OnCalendar=*-*-* *:{minute}:00
Persistent=true
AccuracySec=30s
Unit={order.name}.service

[Install]
WantedBy=timers.target
"""


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _systemd_word(word: str) -> str:
    """Return a word of ``ExecStart=`` as systemd reads it.  Source: systemd.service(5), Command lines."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_percent(text)}"'


# --------------------------------------------------------------------------- cron


def cron_line(order: Order) -> str:
    """Return the line of the crontab; ``%`` would be a line break there.  Source: crontab(5)."""
    every = "0" if order.minutes == 60 else f"*/{order.minutes}"
    command = " ".join(shlex.quote(word) for word in order.command).replace("%", "\\%")
    return f"{every} * * * * {command} >/dev/null {cron_mark(order)}"


def cron_mark(order: Order) -> str:
    """Return the mark by which the line is found again."""
    return f"# {order.name}"


# --------------------------------------------------------------------------- Windows


def _xml(text: str) -> str:
    return html.escape(text, quote=False)


def windows_task(order: Order) -> str:
    """Return the task of the Windows planner as XML (to be stored as UTF-16).

    Started as soon as possible after a missed start, never twice at once, ended when it hangs, on
    batteries as well.
    """
    python = order.python
    if python.lower().endswith("python.exe"):
        python = f"{python[: -len('python.exe')]}pythonw.exe"
    interval = "PT1H" if order.minutes == 60 else f"PT{order.minutes}M"
    arguments = subprocess.list2cmdline(order.command[1:])
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{_xml(order.purpose)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Repetition>
        <Interval>{interval}</Interval>
        <Duration>P1D</Duration>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2022-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT{int(_LIMIT.total_seconds() // 3600)}H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{_xml(python)}</Command>
      <Arguments>{_xml(arguments)}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
