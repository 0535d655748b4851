"""What was achieved, as reports tell it: good units, topics from problem to result, counts by phase."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .. import wording
from ..model import Matter, Plan, Snapshot
from ..records import slotted
from ._matters import cells_of, clean, co_units_text, row_text

#: A result shorter than this says nothing worth printing.
LEAST_WORDS = 8


@slotted
class Topic:
    """A finished matter worth telling: heading, one paragraph, the cells it comes from."""

    heading: str
    text: str
    cells: tuple[str, ...]
    matter: str
    unit: str


def topics(snapshot: Snapshot, matters: Iterable[Matter], limit: int) -> list[Topic]:
    """Return finished matters with a problem, a measure and a result; the fullest ones first.

    At most two of one unit, so that a report is not about one unit only.
    """
    told: list[tuple[int, Topic]] = []
    for matter in matters:
        found = _topic(matter, snapshot.plan) if matter.state.is_done else None
        if found is not None:
            told.append(found)
    told.sort(key=lambda t: -t[0])
    per_unit: Counter[str] = Counter()
    out = []
    for _, topic in told:
        per_unit[topic.unit] += 1
        if per_unit[topic.unit] <= 2:
            out.append(topic)
    return out[:limit]


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
