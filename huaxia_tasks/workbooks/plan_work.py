"""Sheets 阶段, 任务分工, 五帮五促, 清单 and 选项: what the plan asks, of whom, by when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ..model import ColumnSpec, Duty, ListKind, ListSpec, Measure, OpenSetting, Phase, WorkCalendar
from ..wording import day as in_words
from .plan_table import Column, Desk, Line, TableSpec, nearest, plain
from .plan_units import Roster

PHASES = TableSpec(
    "阶段",
    (
        Column("no", "序号", ("阶段序号",), needed=True),
        Column("name", "阶段名称", ("阶段",), needed=True),
        Column("words", "原文时间", ("时间表述", "时间"), needed=True),
        Column("start", "开始日期", needed=True),
        Column("due", "截止日期", needed=True),
        Column("workday", "最后工作日"),
        Column("owners", "责任主体"),
        Column("outputs", "主要任务和成果", ("成果", "主要任务")),
        Column("derived", "推定说明", ("推导说明",)),
    ),
)
DUTIES = TableSpec(
    "任务分工",
    (
        Column("id", "编号", needed=True),
        Column("clause", "条款", ("出处",), needed=True),
        Column("text", "任务内容", ("工作任务",), needed=True),
        Column("owners", "责任主体", needed=True),
        Column("units", "对应单位", ("责任单位",)),
        Column("phase", "阶段"),
        Column("measures", "五帮措施", ("措施",)),
        Column("outcomes", "五促成效", ("成效",)),
        Column("keywords", "关键词"),
        Column("claim", "须认领", ("是否须认领",)),
    ),
)
MEASURES = TableSpec(
    "五帮五促",
    (
        Column("measure", "措施", needed=True),
        Column("clause", "条款"),
        Column("owners", "责任主体"),
        Column("place", "地点和载体", ("地点",)),
        Column("outcomes", "五促成效", ("成效",), needed=True),
        Column("keywords", "关键词"),
        Column("note", "说明", ("备注",)),
    ),
)
LISTS = TableSpec(
    "清单",
    (
        Column("kind", "清单", ("清单名称",), needed=True),
        Column("owners", "报送主体", ("报送单位",), needed=True),
        Column("due", "报送截止日", ("截止日期",), needed=True),
        Column("publish", "对外公开", ("是否公开",)),
        Column("note", "截止日依据", ("依据", "说明")),
    ),
    "清单表",
)
COLUMNS = TableSpec(
    "清单",
    (
        Column("kind", "所属清单", needed=True),
        Column("heading", "栏目", ("栏目名称",), needed=True),
        Column("field", "字段代号", ("字段",), needed=True),
        Column("needed", "必填"),
        Column("publish", "可公开"),
        Column("choices", "可选内容", ("可选值",)),
        Column("width", "列宽"),
        Column("example", "填写示例", ("示例",)),
    ),
    "栏目表",
)
CHOICES = TableSpec(
    "选项",
    (
        Column("field", "字段代号", ("字段",), needed=True),
        Column("name", "选项名称", ("栏目",)),
        Column("values", "可选内容", ("可选值",), needed=True),
    ),
)

#: Words used elsewhere for the same lists -> the list.
_KIND_SYNONYMS = {"成效清单": ListKind.COMPLETIONS, "效果清单": ListKind.COMPLETIONS}
#: Fields that never leave the office, whatever the sheet says (personal data).
NEVER_PUBLISHED = frozenset({"phone", "handler"})

Derive = Callable[[str, date], tuple[date | None, date | None]]


def read_phases(
    desk: Desk, issued: date, calendar: WorkCalendar, derive: Derive | None = None
) -> tuple[Phase, ...]:
    """Return the phases in order; a start that the text leaves open follows the phase before.

    `derive` turns the plan's own words (6月底前) into start and due where 截止日期 is blank.
    """
    phases: list[Phase] = []
    for line in desk.table(PHASES):
        phase = _phase(line, phases, issued, calendar, derive)
        if phase is not None:
            phases.append(phase)
    if not phases and not desk.troubles:
        todo = "请从第一行起逐行填写序号、阶段名称、原文时间和截止日期。"
        desk.complain("“阶段”", "一个阶段也没有", todo)
    return tuple(phases)


def _phase(
    line: Line, before: list[Phase], issued: date, calendar: WorkCalendar, derive: Derive | None
) -> Phase | None:
    number, name = line.whole("no"), line.need("name", "阶段名称", "全面开展阶段")
    words = line.text("words")
    start, due = line.day("start"), line.day("due")
    told = line.text("derived")
    if due is None and not line.text("due"):
        if derive is not None and words:
            told_start, due = derive(words, issued)
            start = start or told_start
        if due is None:
            todo = f"请填写“{words or name}”指的是哪一天，例如 2022-06-30。"
            line.complain("due", "“截止日期”没有填写", todo)
    if number is None and not line.text("no"):
        number = len(before) + 1
    if number is None or due is None:
        return None
    if any(p.no == number for p in before):
        line.complain("no", f"阶段序号{number}写了两次", "每个阶段用一个序号，请改一处。")
    if any(plain(p.name) == plain(name) for p in before):
        line.complain("name", f"阶段“{name}”写了两次", "请改一处。")
    if start is None and not line.text("start"):
        start = before[-1].due + timedelta(days=1) if before else min(issued, due)
        source = (
            f"上一阶段截止日次日（{in_words(start)}）"
            if before
            else f"方案印发日（{in_words(start)}）"
        )
        told = told or f"原文没有写开始日期，按{source}推定。"
    start = start or due
    if due < start:
        what = f"“{name}”的截止日期{in_words(due)}早于开始日期{in_words(start)}"
        line.complain("due", what, "请核对这两个日期。")
    elif before and due < before[-1].due:
        what = f"“{name}”的截止日期早于上一阶段“{before[-1].name}”"
        line.complain("due", what, "请按时间先后排列各阶段，或核对日期。")
    last = _last_workday(line, due, calendar)
    owners, outputs = line.names("owners"), line.names("outputs")
    return Phase(number, name, words, start, due, owners, outputs, last, told)


def _last_workday(line: Line, due: date, calendar: WorkCalendar) -> date:
    computed = calendar.last_workday_until(due)
    told = line.day("workday")
    if told is None:
        return computed
    if told > due or not calendar.is_workday(told):
        why = "晚于截止日期" if told > due else "按校历不是工作日"
        todo = f"请改为 {computed.isoformat()}，或留空由程序推算。"
        line.complain("workday", f"最后工作日{in_words(told)}{why}", todo)
    return told


def read_measures(desk: Desk) -> tuple[Measure, ...]:
    """Return the 五帮五促 table; one measure may serve several outcomes and the other way round."""
    measures: dict[str, Measure] = {}
    for line in desk.table(MEASURES, needed=False):
        name = line.need("measure", "措施", "一是")
        outcomes = line.names("outcomes")
        if not outcomes:
            line.need("outcomes", "五促成效", "思想解惑促成长")
        if name in measures:  # a second row of one measure adds to it
            known = measures[name]
            both = tuple(dict.fromkeys((*known.outcomes, *outcomes)))
            measures[name] = replace(known, outcomes=both)
            continue
        measures[name] = Measure(
            name,
            outcomes,
            line.names("owners"),
            line.text("place"),
            line.names("keywords"),
            line.text("note"),
        )
    return tuple(measures.values())


def read_duties(
    desk: Desk, roster: Roster, phases: tuple[Phase, ...] | None, measures: tuple[Measure, ...]
) -> tuple[Duty, ...]:
    """Return the duties of the plan's text; phases, measures and outcomes must exist.

    `phases` None: sheet 阶段 is wrong itself, so that nothing is said of phases here.
    """
    known_measures = {m.measure: m.measure for m in measures}
    known_outcomes = {o: o for m in measures for o in m.outcomes}
    duties: dict[str, Duty] = {}
    for line in desk.table(DUTIES):
        number = line.need("id", "编号", "D01")
        if number in duties:
            line.complain("id", f"编号“{number}”写了两次", "每项任务用一个编号，请改一处。")
        claimable = line.flag("claim", False)
        units = roster.ids(line, "units")
        if claimable and not units:
            line.complain(
                "units", "须认领的任务没有写对应单位", "请填写由哪些单位认领，或把“须认领”改为否。"
            )
        duties.setdefault(
            number,
            Duty(
                id=number,
                clause=line.text("clause"),
                text=line.need("text", "任务内容"),
                owners=line.names("owners"),
                units=units,
                phase=_phase_of(line, phases),
                measures=_known(line, "measures", known_measures, "措施"),
                outcomes=_known(line, "outcomes", known_outcomes, "五促成效"),
                keywords=line.names("keywords"),
                claimable=claimable,
            ),
        )
    return tuple(duties.values())


def _phase_of(line: Line, phases: tuple[Phase, ...] | None) -> int | None:
    text = line.text("phase")
    if not text or phases is None:
        return None
    for phase in phases:
        if plain(text).removesuffix("阶段") in (
            str(phase.no),
            plain(phase.name).removesuffix("阶段"),
        ):
            return phase.no
    names = "、".join(p.name for p in phases)
    line.complain(
        "phase", f"没有“{text}”这个阶段", f"请填阶段序号或名称（{names}），各阶段都做的留空。"
    )
    return None


def _known(line: Line, key: str, known: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = line.names(key)
    for word in words:
        if known and word not in known:
            close = nearest(word, known)
            hint = f"是否为“{close}”？" if close else ""
            line.complain(key, f"“五帮五促”表里没有{name}“{word}”", f"{hint}请改为该表中的写法。")
    return words


def list_kind(text: str) -> ListKind | None:
    """Return the list that a name means, None where it is none of the four."""
    name = plain(text)
    return next((k for k in ListKind if k.value == name), _KIND_SYNONYMS.get(name))


def read_choices(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Return the choices of sheet 选项 by field key."""
    lines = desk.table(CHOICES, needed=False)
    return {line.need("field", "字段代号"): line.names("values") for line in lines}


def read_lists(
    desk: Desk, roster: Roster, choices: dict[str, tuple[str, ...]]
) -> tuple[tuple[ListSpec, ...], tuple[OpenSetting, ...]]:
    """Return the lists with their columns, and the due days that are still open.

    Choices written beside a column are entered into `choices` too.
    """
    list_lines, column_lines = desk.tables(LISTS, COLUMNS)
    columns = _columns(column_lines, choices)
    specs: dict[ListKind, ListSpec] = {}
    still_open: list[OpenSetting] = []
    for line in list_lines:
        kind = _kind(line)
        if kind is None:
            continue
        if kind in specs:
            line.complain("kind", f"“{kind.value}”写了两次", "每种清单只写一行，请合并。")
            continue
        due, owners = line.day("due"), line.names("owners")
        if due is None and not line.text("due"):
            why = f"没有报送截止日，不判断“{kind.value}”是否迟报"
            still_open.append(
                OpenSetting(f"{kind.value}报送截止日", line.sheet, line.address("due"), why)
            )
        if not owners:
            line.need("owners", "报送主体", "各二级党组织、各院系、各职能部门")
        units = dict.fromkeys(u.id for o in owners for u in roster.find(o))
        specs[kind] = ListSpec(
            kind,
            owners,
            due,
            tuple(columns.get(kind, {}).values()),
            line.flag("publish", False),
            tuple(units),
            line.text("note"),
        )
    _every_list_has_columns(desk, specs, columns)
    return tuple(specs.values()), tuple(still_open)


def _every_list_has_columns(
    desk: Desk,
    specs: Mapping[ListKind, ListSpec],
    columns: Mapping[ListKind, Mapping[str, ColumnSpec]],
) -> None:
    if not specs and not desk.troubles:
        desk.complain("“清单”", "一种清单也没有", "请至少填写一种清单及其报送主体。")
    for kind, spec in specs.items():
        if not spec.columns:
            todo = "请在下面的栏目表写明这种清单有哪些栏目。"
            desk.complain("“清单”", f"“{kind.value}”没有栏目", todo)
    for kind in columns:
        if kind not in specs:
            todo = "请在上面的清单表加一行，或删去这些栏目。"
            desk.complain("“清单”", f"有“{kind.value}”的栏目，却没有要求报送这种清单", todo)


def _kind(line: Line) -> ListKind | None:
    text = line.need("kind", "清单", "任务清单")
    kind = list_kind(text)
    if kind is None and text:
        names = "、".join(k.value for k in ListKind)
        line.complain("kind", f"没有“{text}”这种清单", f"只能是：{names}。")
    return kind


def _columns(
    lines: list[Line], choices: dict[str, tuple[str, ...]]
) -> dict[ListKind, dict[str, ColumnSpec]]:
    columns: dict[ListKind, dict[str, ColumnSpec]] = {}
    for line in lines:
        kind, heading = _kind(line), line.need("heading", "栏目", "工作任务")
        if kind is None:
            continue
        key = line.text("field") or heading
        own = columns.setdefault(kind, {})
        if key in own or any(plain(c.heading) == plain(heading) for c in own.values()):
            line.complain("heading", f"“{kind.value}”里“{heading}”写了两次", "请删去一行。")
            continue
        publish = line.flag("publish", False)
        if publish and key in NEVER_PUBLISHED:
            line.complain("publish", f"“{heading}”不能公开", "请改为“否”。")
        values = line.names("choices") or choices.get(key, ())
        if values:
            choices.setdefault(key, values)
        own[key] = ColumnSpec(
            field=key,
            heading=heading,
            needed=line.flag("needed", False),
            publish=publish and key not in NEVER_PUBLISHED,
            choices=values,
            width=line.number("width") or 14.0,
            example=line.text("example"),
        )
    return columns
