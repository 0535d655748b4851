"""What cells turned out to mean: deadlines, units, states, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .plan import Unit
from .vocabulary import DueKind, Status


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as understood.

    ``due`` is the last day, inclusive; ``start`` the first day where the text names a span;
    ``why`` one Chinese sentence that derives it; ``warnings`` a repair or mismatch; ``stages`` all
    due days of a staged cell; ``then`` what follows the due day (``ongoing``), or "".
    """

    kind: DueKind
    due: date | None = None
    start: date | None = None
    why: str = ""
    text: str = ""
    warnings: tuple[str, ...] = ()
    stages: tuple[date, ...] = ()
    then: str = ""
    last_workday: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """One unit named in a cell.

    ``status`` is exact | alias | close | ambiguous | collective | unknown; ``facet`` admin | party
    (党委, 党总支) | branch (党支部, 直属党支部), "" where nothing matched; ``candidates`` the units it could
    be (all of them where the word is collective).
    """

    status: str
    unit: Unit | None
    facet: str = ""
    candidates: tuple[Unit, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A status cell as understood.  ``status`` None means that no word explains it.

    ``progress`` is 0..1 where a figure stands in the cell; ``rest`` is what stands beside it
    (余下7月做); ``asks_extension`` where the words ask for more time.
    """

    status: Status | None
    progress: float | None = None
    rest: str = ""
    asks_extension: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person named in a cell, with what stood in brackets behind the name."""

    name: str
    role: str = ""
