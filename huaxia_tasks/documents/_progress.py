"""What was achieved, as reports tell it: good units, topics from problem to result, counts by phase."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .. import wording
from ..model import Matter, Plan, Snapshot
from ..values.blanks import is_placeholder
from ._matters import cells_of, clean, co_units_text, row_text

#: A result shorter than this says nothing worth printing.
LEAST_WORDS = 8


class Topic(NamedTuple):
    """A finished matter worth telling: heading, one paragraph, the cells it comes from."""

    heading: str
    text: str
    cells: tuple[str, ...]
    matter: str
    unit: str


class Theme(NamedTuple):
    """Topics of one kind in one paragraph: its heading, its text, and the topics themselves."""

    heading: str
    text: str
    topics: tuple[Topic, ...]

    def traces(self, field: str) -> dict[str, tuple[str, ...]]:
        """Return what the paragraph rests on, and what each matter in it does."""
        if len(self.topics) == 1:
            return {field: self.topics[0].cells} if self.topics[0].cells else {}
        each = {f"{field}·{t.matter}": t.cells for t in self.topics if t.cells}
        every = tuple(dict.fromkeys(c for t in self.topics for c in t.cells))
        return {field: every} | each if every else {}


def themes(snapshot: Snapshot, matters: Iterable[Matter], limit: int) -> list[Theme]:
    """Return finished matters with a problem, a measure and a result, at most `limit`, by theme.

    What is said to be done on a day to come is not told.  Themes with most finished matters come first, and each has its turn before one has two; at most
    two matters are of one unit, so that a report is about no unit only.
    """
    by_theme: dict[str, list[tuple[int, Topic]]] = {}
    for matter in matters:
        early = matter.done_on is not None and matter.done_on > snapshot.today
        found = _topic(matter, snapshot.plan) if matter.state.is_done and not early else None
        if found is not None:
            by_theme.setdefault(_theme(matter, snapshot.plan) or f"·{matter.id}", []).append(found)
    order = sorted(by_theme, key=lambda name: (name.startswith("·"), -len(by_theme[name])))
    waiting = {name: [t for _, t in sorted(by_theme[name], key=lambda t: -t[0])] for name in order}
    per_unit: Counter[str] = Counter()
    chosen: dict[str, list[Topic]] = {name: [] for name in order}
    while limit > 0 and any(waiting.values()):
        for name in order:
            topic = _next_of(waiting[name], per_unit)
            if topic is not None and limit > 0:
                per_unit[topic.unit] += 1
                chosen[name].append(topic)
                limit -= 1
    return [_worded(name, told) for name, told in chosen.items() if told]


def theme_traces(field: str, told: Sequence[Theme]) -> dict[str, tuple[str, ...]]:
    """Return what each paragraph on a theme rests on: ``事例[0].文`` -> cells."""
    out: dict[str, tuple[str, ...]] = {}
    for i, theme in enumerate(told):
        out |= theme.traces(f"{field}[{i}].文")
    return out


def _next_of(waiting: list[Topic], per_unit: Counter[str]) -> Topic | None:
    """Take the next topic of a unit that has not been told of twice."""
    while waiting:
        topic = waiting.pop(0)
        if per_unit[topic.unit] < 2:
            return topic
    return None


def _theme(matter: Matter, plan: Plan) -> str:
    """Return what a matter is about: the outcome of 五帮五促 that it names, else its 问题类别."""
    tag = row_text(matter, "measure_tag")
    for outcome in dict.fromkeys(o for m in plan.measures for o in m.outcomes):
        if outcome in tag:
            return outcome
    category = clean(row_text(matter, "category")).rstrip("。；，")
    return category if len(category) <= 12 and not is_placeholder(category) else ""


def _worded(name: str, told: Sequence[Topic]) -> Theme:
    if name.startswith("·"):
        return Theme(told[0].heading, told[0].text, tuple(told))
    if len(told) == 1:
        return Theme(name, told[0].text, tuple(told))
    parts = (f"{wording.chinese_number(i)}是{t.heading}。{t.text}" for i, t in enumerate(told, 1))
    return Theme(name, "".join(parts), tuple(told))


def _topic(matter: Matter, plan: Plan) -> tuple[int, Topic] | None:
    problem = clean(row_text(matter, "problem"), 70).rstrip("。；，")
    measure = clean(row_text(matter, "measure"), 100).rstrip("。；，")
    result = clean(matter.completion.text("progress") if matter.completion else "", 120)
    if len(result) < LEAST_WORDS:
        return None
    unit = plan.unit_name(matter.lead or matter.unit)
    partners = co_units_text(matter, plan)
    said = f"针对{_as_quote(problem)}的问题，" if problem else ""
    said += f"{unit}{f'会同{partners}' if partners else ''}"
    said += f"采取以下措施：{measure}。" if measure else "认真组织办理。"
    said += f"取得的结果是：{wording.sentence(result)}"
    if matter.done_on:
        said += f"该事项已于{wording.day(matter.done_on)}完成。"
    cells = cells_of(matter, "problem", "measure", "progress", "done_date")
    fullness = 2 * bool(problem) + 2 * bool(measure) + 1
    return fullness, Topic(
        _heading(matter, unit), said, cells, matter.id, matter.lead or matter.unit
    )


def _heading(matter: Matter, unit: str) -> str:
    """Return a short heading: the title or its first clause, else the unit's name."""
    title = clean(matter.title).rstrip("。；，")
    for part in (title, re.split("[，。；：]", title)[0]):
        if 4 <= len(part) <= 20:
            return part
    return unit


def _as_quote(text: str) -> str:
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def counted(matters: Sequence[Matter], field: str, choices: Sequence[str]) -> list[tuple[str, int]]:
    """Return how often each choice stands in a field of the matters, in the order of `choices`."""
    texts = [row_text(m, field) for m in matters]
    return [(c, n) for c in choices if (n := sum(c in t for t in texts))]
