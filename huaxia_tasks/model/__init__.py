"""The values that travel through the program.

Frozen, slotted dataclasses with look-ups only.  Nothing here reads a file, asks the clock or
decides anything; the standard library is the only import.  Dates are ``date`` and inclusive,
ratios are 0..1, cell coordinates count from 1 as people see them.
"""

from __future__ import annotations

from .calendar import (
    STATUTORY_DAYS,
    WorkCalendar,
)
from .cells import (
    CellRef,
    Raw,
    Value,
    column_letters,
)
from .matter import (
    Change,
    Decision,
    History,
    Matter,
    PastMatter,
    Sent,
    Snapshot,
    UnitView,
)
from .paper import (
    Briefing,
    Document,
    Finding,
    Outcome,
    Paper,
    Receipt,
    Reminder,
    Tally,
    UnitTally,
)
from .plan import (
    ChannelSetting,
    ColumnSpec,
    Duty,
    Job,
    LadderStep,
    Liaison,
    ListSpec,
    Manners,
    Measure,
    NumberSeries,
    OpenSetting,
    Person,
    Phase,
    Plan,
    RuleSetting,
    Unit,
)
from .submission import (
    Row,
    Submission,
    Table,
    TaskRow,
    Trouble,
)
from .understood import (
    Due,
    PersonName,
    StatusReading,
    UnitMatch,
)
from .vocabulary import (
    Audience,
    DueKind,
    Edition,
    Level,
    Light,
    ListKind,
    Status,
)

__all__ = [
    "STATUTORY_DAYS",
    "Audience",
    "Briefing",
    "CellRef",
    "Change",
    "ChannelSetting",
    "ColumnSpec",
    "Decision",
    "Document",
    "Due",
    "DueKind",
    "Duty",
    "Edition",
    "Finding",
    "History",
    "Job",
    "LadderStep",
    "Level",
    "Liaison",
    "Light",
    "ListKind",
    "ListSpec",
    "Manners",
    "Matter",
    "Measure",
    "NumberSeries",
    "OpenSetting",
    "Outcome",
    "Paper",
    "PastMatter",
    "Person",
    "PersonName",
    "Phase",
    "Plan",
    "Raw",
    "Receipt",
    "Reminder",
    "Row",
    "RuleSetting",
    "Sent",
    "Snapshot",
    "Status",
    "StatusReading",
    "Submission",
    "Table",
    "Tally",
    "TaskRow",
    "Trouble",
    "Unit",
    "UnitMatch",
    "UnitTally",
    "UnitView",
    "Value",
    "WorkCalendar",
    "column_letters",
]
