"""Reads, checks and works off the four lists of a campaign plan; writes the papers the office signs.

    import huaxia_tasks as ht

    snapshot = ht.look("督办", today=date(2022, 6, 28))
    for finding in ht.check(snapshot):
        print(finding.message, finding.remedy)

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .deadlines import parse_deadline
    from .errors import HuaxiaError
    from .issuing.issue import issue
    from .model import Due, Finding, Snapshot, Unit, UnitMatch, WorkCalendar
    from .registry import channel, document, phrase, rule
    from .run import check, decide, draft, look
    from .units import match_units

__version__ = "0.1.0"
__all__ = [
    "Due",
    "Finding",
    "HuaxiaError",
    "Snapshot",
    "Unit",
    "UnitMatch",
    "WorkCalendar",
    "channel",
    "check",
    "decide",
    "document",
    "draft",
    "issue",
    "look",
    "match_units",
    "parse_deadline",
    "phrase",
    "rule",
]

_HOMES = {
    "parse_deadline": "deadlines",
    "match_units": "units",
    "HuaxiaError": "errors",
    "look": "run",
    "check": "run",
    "decide": "run",
    "draft": "run",
    "issue": "issuing",
    "channel": "registry",
    "document": "registry",
    "phrase": "registry",
    "rule": "registry",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    module = importlib.import_module(f"{__name__}.{_HOMES.get(name, 'model')}")
    return getattr(module, name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
