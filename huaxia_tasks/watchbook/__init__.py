"""值守记录: which of the plan's jobs ran at which nominal time, and which are due now.

What is due follows from the plan's words, the time and this small file; a job runs once for each of
its times, whatever was off in between.  The file lies beside the ledger in 值守 and holds no decision:
without it today's jobs would run again, which changes nothing.
"""

from __future__ import annotations

from .book import Book, JobRecord, beat, folder_of, heartbeat, read_book, write_book
from .due import (
    BACK_OFF,
    PUNCTUAL,
    Due,
    begun,
    due_runs,
    ended,
    is_passed_over,
    next_due,
    passed_over,
    put_off,
)
from .standing import Standing, believe, clock_trouble, late_jobs, standing

__all__ = [
    "BACK_OFF",
    "PUNCTUAL",
    "Book",
    "Due",
    "JobRecord",
    "Standing",
    "beat",
    "begun",
    "believe",
    "clock_trouble",
    "due_runs",
    "ended",
    "folder_of",
    "heartbeat",
    "is_passed_over",
    "late_jobs",
    "next_due",
    "passed_over",
    "put_off",
    "read_book",
    "standing",
    "write_book",
]
