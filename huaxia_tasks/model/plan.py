"""A plan workbook, read: phases, duties, units, people, lists and all settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from ..patterns import regex
from .calendar import WorkCalendar
from .vocabulary import Level, ListKind

_NUMERALS = "零一二三四五六七八九十"
#: What stands around a phase's name: （6月底前） behind it, 二、 or （二） or 第二阶段： before it.
_ASIDE = regex(r"(?<=.)[（(][^（）()]*[）)]$")
_COUNTED = regex(
    r"^(?:第?(?:\d{1,2}|[一二三四五六七八九十])(?:阶段)?[、.．:：]|[（(](?:\d|[一二三四五六七八九十])[）)])"
)
_NUMBER = regex(r"[（(]?第?(\d{1,2}|[一二三四五六七八九十])[)）]?")


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the plan with its own words for time and the days these mean."""

    no: int
    name: str
    expression: str
    start: date
    due: date
    owners: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    last_workday: date | None = None
    derived: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of the plan's text with the clause it stands in (三（三）一是)."""

    id: str
    clause: str
    text: str
    owners: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    phase: int | None = None
    measures: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    claimable: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the roster.

    ``kind`` is ``college``, ``department``, ``party`` or another word of the sheet 单位.
    ``party`` is the name of its Party organisation (党总支, 直属党支部), None where it has none.
    """

    id: str
    name: str
    kind: str = "department"
    short_names: tuple[str, ...] = ()
    party: str | None = None
    provisional: bool = False
    leader: str = ""
    email: str = ""
    folder: str = ""
    contact: str = ""
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person by role; ``role`` is 责任领导, 负责人, 经办人, 联络员 ..."""

    name: str
    role: str
    unit: str = ""
    phone: str = ""
    email: str = ""
    in_charge_of: tuple[str, ...] = ()
    example: bool = False


@dataclass(frozen=True, slots=True)
class Liaison:
    """A line of sheet 联系点: who is the contact of what (building, class, college)."""

    person: str
    kind: str
    target: str
    unit: str = ""
    note: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a list as our own forms write it."""

    field: str
    heading: str
    needed: bool = False
    publish: bool = False
    choices: tuple[str, ...] = ()
    width: float = 14.0
    example: str = ""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list that the plan asks for: from whom, by when, with which columns.

    ``due`` None means that the plan leaves the day open: nothing is late and the program says so.
    ``owners`` are the plan's own words, ``units`` the ids of the units these mean (学校领导 are none);
    ``note`` says where the day comes from.
    """

    kind: ListKind
    owners: tuple[str, ...] = ()
    due: date | None = None
    columns: tuple[ColumnSpec, ...] = ()
    publish: bool = False
    units: tuple[str, ...] = ()
    note: str = ""
    _units: frozenset[str] = field(default=frozenset(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the units into a set: every unit is asked after."""
        object.__setattr__(self, "_units", frozenset(self.units))

    def is_asked_of(self, unit_id: str) -> bool:
        """Whether the unit is to hand in this list; one without owners is asked of all."""
        return not self.owners or unit_id in self._units

    def column(self, field_key: str) -> ColumnSpec | None:
        """Return the column of `field_key`, or None."""
        return next((c for c in self.columns if c.field == field_key), None)


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """The office's tuning of one rule (sheet 规则)."""

    id: str
    on: bool = True
    level: Level | None = None
    threshold: float | None = None
    says: str | None = None
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of the reminder ladder (sheet 提醒).

    ``workdays`` is negative before the due day, positive after it.
    """

    no: int
    name: str
    workdays: int
    document: str
    to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Manners:
    """How the office behaves towards units (sheet 提醒, lower part)."""

    workdays_only: bool = True
    from_time: time = time(9, 0)
    to_time: time = time(17, 0)
    per_unit_per_day: int = 1
    per_unit_per_week: int = 2
    not_on_eve_of_break: bool = True
    silent_when_unchanged: bool = True
    name_leaders: bool = False
    yellow_days: int = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A line of sheet 运行时间: when which verb runs, and what happens to a missed run.

    ``catch_up`` is ``补一次``, ``不补`` or ``逐次补``.
    """

    name: str
    verb: str
    when: str
    catch_up: str = "补一次"
    limit: int = 1
    on: bool = True


@dataclass(frozen=True, slots=True)
class ChannelSetting:
    """A line of sheet 渠道.  ``settings`` never holds a secret, only the name it is found under."""

    name: str
    on: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """A series of document numbers (sheet 文号): ``pattern`` holds {year} and {n}."""

    name: str
    pattern: str
    documents: tuple[str, ...] = ()
    first: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the 五帮五促 table; measures and outcomes are many-to-many."""

    measure: str
    outcomes: tuple[str, ...]
    owners: tuple[str, ...] = ()
    place: str = ""
    keywords: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenSetting:
    """Something that the plan leaves open and that the office has not filled in."""

    name: str
    sheet: str
    cell: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan workbook, read and checked.

    ``tag`` and ``mark`` are for plans that run beside others: the tag stands in the ids of matters
    (U01-2303-004), the mark in the names of files; both are "" for a plan that needs none.
    """

    key: str
    title: str
    number: str
    issuer: str
    issued: date
    file: str = ""
    office: str = "党政办公室"
    school: str = ""
    phases: tuple[Phase, ...] = ()
    duties: tuple[Duty, ...] = ()
    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    liaisons: tuple[Liaison, ...] = ()
    lists: tuple[ListSpec, ...] = ()
    measures: tuple[Measure, ...] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    ladder: tuple[LadderStep, ...] = ()
    manners: Manners = field(default_factory=Manners)
    jobs: tuple[Job, ...] = ()
    channels: tuple[ChannelSetting, ...] = ()
    numbers: tuple[NumberSeries, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_settings: tuple[OpenSetting, ...] = ()
    digest: str = ""
    tag: str = ""
    mark: str = ""
    _units_by_id: dict[str, Unit] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def unit(self, unit_id: str) -> Unit | None:
        """Return the unit with this id, or None."""
        if len(self._units_by_id) == 0 and self.units:
            self._units_by_id.update((u.id, u) for u in reversed(self.units))
        return self._units_by_id.get(unit_id)

    def unit_name(self, unit_id: str) -> str:
        """Return the unit's full name, or the id itself where it is unknown."""
        unit = self.unit(unit_id)
        return unit.name if unit else unit_id

    @property
    def label(self) -> str:
        """How papers on several plans call it in short: its number, else its title."""
        return self.number or f"《{self.title.strip('《》')}》"

    def own(self, unit_id: str) -> str:
        """Return how the ids of a unit's matters and topics begin under this plan, up to the dash."""
        return f"{unit_id}-{self.tag}" if self.tag else unit_id

    def marked(self, name: str) -> str:
        """Return the name of a file, without its ending, as it is called under this plan."""
        return f"{name}_{self.mark}" if self.mark else name

    def list_spec(self, kind: ListKind) -> ListSpec | None:
        """Return the settings of one list, or None where the plan does not ask for it."""
        return next((s for s in self.lists if s.kind is kind), None)

    def phase_named(self, text: str) -> Phase | None:
        """Return the phase that `text` names by number, full name or name without 阶段.

        第二阶段, 二、全面开展阶段 and 全面开展阶段（6月底前） are phase 2 as well.
        """
        cleaned = _ASIDE.sub("", "".join(text.split())).removesuffix("阶段")
        named = _COUNTED.sub("", cleaned)
        for phase in self.phases:
            own = phase.name.removesuffix("阶段")
            if own in (cleaned, named):
                return phase
        number = _NUMBER.fullmatch(cleaned)
        if number is None:
            return None
        no = _NUMERALS.find(number[1]) if number[1] in _NUMERALS else int(number[1])
        return next((p for p in self.phases if p.no == no), None)

    @property
    def start(self) -> date:
        """First day of the plan: of its first phase, or the day it was issued."""
        return min((p.start for p in self.phases), default=self.issued)

    @property
    def due(self) -> date | None:
        """Last day of the plan's last phase."""
        return max((p.due for p in self.phases), default=None)
