"""定时: an alarm clock.  What is due follows from the plan and the watch book; here it is only started.

``run_due`` does once whatever is due now, for timers of the system; ``watch`` stays and does so every
half minute.  Each run is a process of its own with a time limit.  Only this room and the command
line ask the clock.
"""

from __future__ import annotations

from .running import Round, run_due
from .watching import watch

__all__ = ["Round", "run_due", "watch"]
