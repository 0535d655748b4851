"""Closed sets of words: levels, lists, states, kinds of deadline."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Audience(StrEnum):
    """Who can mend a finding."""

    UNIT = "unit"
    OFFICE = "office"


class ListKind(StrEnum):
    """The four lists of the plan; the value is the name people see."""

    PROBLEMS = "问题清单"
    TASKS = "任务清单"
    DUTIES = "责任清单"
    COMPLETIONS = "完成清单"


class Status(StrEnum):
    """State of a matter; the keys under ``statuses`` of the vocabulary."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AHEAD = "ahead"
    SLOW = "slow"
    PARTLY_DONE = "partly_done"
    DONE_UNVERIFIED = "done_unverified"
    DONE = "done"
    DONE_LATE = "done_late"
    CLOSED = "closed"
    LONG_TERM = "long_term"
    IMMEDIATE = "immediate"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
    NO_TIMETABLE = "no_timetable"
    REJECTED = "rejected"
    OVERDUE = "overdue"

    @property
    def is_done(self) -> bool:
        """Whether this state claims or confirms completion."""
        return self in _CLAIMED


_CLAIMED = frozenset({Status.DONE, Status.DONE_LATE, Status.CLOSED, Status.DONE_UNVERIFIED})


class DueKind(StrEnum):
    """What a deadline text turned out to be; see ``parse_deadline``."""

    BY_DATE = "by_date"
    RANGE = "range"
    ONGOING = "ongoing"
    IMMEDIATE = "immediate"
    RECURRING = "recurring"
    INVALID = "invalid"
    AMBIGUOUS = "ambiguous"


class Light(StrEnum):
    """Traffic light of a matter: yellow is due soon, red overdue, grey has no day."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Edition(StrEnum):
    """Whom a document is for."""

    PUBLIC = "公开"
    INTERNAL = "内部"
