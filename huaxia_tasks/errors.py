"""Reasons why a run cannot go on.

One class per cause.  Each builds its own Chinese text: what happened, where, what to do.
Wrong *data* is never an error but a ``Finding``.
"""

from __future__ import annotations


class HuaxiaError(Exception):
    """A run cannot go on; ``str()`` is the message for the user, ``exit_code`` the process's."""

    exit_code = 2

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        place = f"{where}：" if where else ""
        super().__init__(f"{place}{what}{'' if what.endswith(('。', '！')) else '。'}{todo}")


class UsageError(HuaxiaError):
    """A command was called with something it cannot use."""


class OfficeError(HuaxiaError):
    """There is no office folder here, or it is not complete."""


class PlanError(HuaxiaError):
    """A plan workbook cannot be used; says which sheet and cell, and what to write instead."""


class TemplateError(HuaxiaError):
    """A Word template cannot be used; says which paragraph or table cell."""


class OversizedError(TemplateError):
    """One paper has more to say than fits into it: its template is sound, all other papers are made."""


class CalendarError(HuaxiaError):
    """A calendar or a notice of days off cannot be understood."""


class LedgerError(HuaxiaError):
    """The ledger is damaged, foreign, older than its witness, or on a network share."""


class LockedError(HuaxiaError):
    """Another run holds the lock."""

    exit_code = 4


class ShareError(HuaxiaError):
    """The shared folder is not there: nothing may be concluded from its emptiness."""

    exit_code = 3
