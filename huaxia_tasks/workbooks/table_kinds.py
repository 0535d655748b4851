"""Which of the four lists a table is: told by its title, its sheet's name, its headings.

A name counts unless the headings clearly say otherwise.  A table without a name, or one that names
several lists, may be several lists side by side in each row (一张总表): a problem with the task,
the persons and the state of completion that belong to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from ..model import ListKind
from .headings_block import Block, Found, Head
from .lines import is_note
from .list_names import is_list_name, is_other_paper, list_names

PROBLEMS, TASKS, DUTIES, COMPLETIONS = ListKind

#: How much a field speaks for a list.
_WEIGHTS: dict[ListKind, dict[str, float]] = {
    PROBLEMS: {
        **{"problem": 5, "method": 3, "group": 3, "collected_on": 2, "scope": 1, "category": 1},
        **{"immediate": 2, "origin": 1, "measure_tag": 0.5},
    },
    TASKS: {
        **{
            "task": 2,
            "measure": 3,
            "goal": 3,
            "phase": 2,
            "problem_id": 2,
            "period": 1,
            "funds": 1,
        },
        **{"start": 1, "deadline": 1, "co_units": 0.5, "lead_unit": 0.5, "measure_tag": 0.5},
    },
    DUTIES: {
        **{"leader": 3, "person": 2, "handler": 2, "phone": 2, "co_matter": 3, "task": 1},
        **{"co_units": 0.5, "deadline": 0.5, "lead_unit": 0.5},
    },
    COMPLETIONS: {
        **{"status": 5, "progress": 4, "done_date": 3, "proof": 3, "reason": 3, "next_step": 2},
        **{"extend_to": 3, "verifier": 2, "task": 1, "deadline": 0.5, "lead_unit": 0.5},
    },
}
_CORES: dict[ListKind, frozenset[str]] = {
    PROBLEMS: frozenset({"problem"}),
    TASKS: frozenset({"task", "measure", "goal"}),
    DUTIES: frozenset({"leader", "person", "handler", "phone"}),
    COMPLETIONS: frozenset({"status", "progress", "done_date"}),
}
#: Without one of these a table is about something else (a list of contacts, a roster).
_MATTERS = frozenset({"problem", "task", "measure", "goal", "item_id", "problem_id"})
_OWN_DUTIES = frozenset({"leader", "handler", "phone", "co_matter"})
_OWN_TASKS = frozenset({"measure", "goal"})
#: Without one of these a table of projects is somebody's budget or programme.
_DUTIES = frozenset({"lead_unit", "deadline", "status", "progress", "item_id", "problem_id"}) | {
    "co_units",
    "measure",
}
_OVERRULES = 8.0
_FOREIGN = 5.0


@dataclass(slots=True)
class Named:
    """What names a table: the lists, and where that stands; ``is_other``: a paper of another kind.

    ``by_sheet`` where only the name of the sheet does.
    """

    kinds: frozenset[ListKind] = frozenset()
    where: str = ""
    is_other: bool = False
    by_sheet: bool = False


@dataclass(slots=True)
class Decision:
    """The lists of a table; ``sure`` where a missing column may be asked for.

    ``named`` is the only list that its name speaks of, where it is others as well.
    """

    kinds: tuple[ListKind, ...] = ()
    why: str = ""
    sure: bool = False
    named: ListKind | None = None


def name_of(found: Found, file_name: str = "") -> Named:
    """Return what names a table: its group headings, the title nearest to it, sheet, file."""
    groups = _groups_in(found.block)
    if groups:
        return Named(groups, "分组表头")
    sheet = list_names(found.view.sheet.name)
    for line in sorted(found.above, key=lambda x: -x.row):
        names = list_names(line.text) if len(line.text) <= 80 and not is_note(line.text) else None
        if names:
            both = names & sheet
            return Named(both or names, f"标题“{' '.join(line.text.split())[:40]}”")
    if sheet:
        return Named(sheet, f"工作表名“{found.view.sheet.name}”", by_sheet=True)
    names = list_names(file_name)
    if len(names) == 1:
        return Named(names, f"文件名“{file_name}”")
    nearest = [line.text for line in found.above if not is_note(line.text)]
    return Named(is_other=any(map(is_other_paper, (*nearest, found.view.sheet.name, file_name))))


def _groups_in(block: Block) -> frozenset[ListKind]:
    """Return the lists that headings above others name, where they name several; kept with them."""
    known = block.memo.get("groups")
    if known is None:
        groups = frozenset(kind for head in block.heads for kind in head.lists)
        by_name = any(is_list_name(text) for head in block.heads for text in head.texts[:-1])
        several = len(groups) > 2 or (len(groups) > 1 and by_name)
        known = block.memo["groups"] = groups if several else frozenset()
    return cast("frozenset[ListKind]", known)


class Speech(NamedTuple):
    """What headings speak of: fields (1 for certain, less for possible), and for which list.

    ``points`` say how much they speak for each list, ``best`` for which one most; ``sure_problem``
    where a heading means the problem and could not mean the reason (存在的问题).
    """

    fields: Mapping[str, float]
    points: Mapping[ListKind, float]
    best: ListKind
    sure_problem: bool = False

    def has(self, *keys: str) -> bool:
        """Whether any of these fields is spoken of."""
        return any(key in self.fields for key in keys)

    @property
    def has_matter(self) -> bool:
        """Whether a field is spoken of that says which matter a row is about."""
        return self.has(*_MATTERS)

    @property
    def is_whole_task(self) -> bool:
        """Whether a task stands with its lead and its day: then it is a list, whatever its title."""
        return self.has("task", "measure") and self.has("lead_unit") and self.has("deadline")

    @property
    def is_assigned_task(self) -> bool:
        """Whether a task stands with its lead and its day."""
        return self.has("task") and self.has("lead_unit") and self.has("deadline")

    @property
    def has_duty(self) -> bool:
        """Whether a field is spoken of that says who, until when, or how far; a problem needs none."""
        return self.has("problem", *_DUTIES)

    def has_core(self, kind: ListKind) -> bool:
        """Whether a field is spoken of that this list is about."""
        return self.has(*_CORES[kind])


def speech_of(block: Block) -> Speech:
    """Return what the headings of a table speak of; kept with them."""
    known = block.memo.get("speech")
    if known is None:
        fields = fields_in(block.heads)
        points = scores(fields)
        best = max(points, key=lambda kind: (points[kind], -list(ListKind).index(kind)))
        sure = any(head.heading.keys == ("problem",) for head in block.heads)
        known = block.memo["speech"] = Speech(fields, points, best, sure)
    return cast("Speech", known)


def fields_in(heads: Sequence[Head]) -> dict[str, float]:
    """Return the fields that headings speak of, with 1 for certain and less for possible ones.

    A 存在问题 behind 进展情况 is a reason; before it, or without it, a problem.
    """
    found: dict[str, float] = {}
    done_at = min((h.column for h in heads if _speaks_of_completion(h)), default=1 << 20)
    for head in heads:
        keys = head.heading.keys
        if set(keys) == {"problem", "reason"}:
            keys = ("problem",) if head.column < done_at else ("reason",)
        elif set(keys) == {"deadline", "done_date"}:
            keys = ("deadline",)
        for key in keys:
            found[key] = max(found.get(key, 0.0), 1.0 if len(keys) == 1 else 0.6)
    return found


def _speaks_of_completion(head: Head) -> bool:
    return bool({"status", "progress"} & set(head.heading.keys))


def scores(fields: dict[str, float]) -> dict[ListKind, float]:
    """Return how much the headings speak for each list."""
    return {
        kind: sum(weights[key] * sure for key, sure in fields.items() if key in weights)
        for kind, weights in _WEIGHTS.items()
    }


def decide(named: Named, speech: Speech, elsewhere: frozenset[ListKind], alone: bool) -> Decision:
    """Return the lists of a table.

    `elsewhere` are lists that other tables of the workbook are; `alone` where there is none.
    """
    points, best = speech.points, speech.best
    if len(named.kinds) > 1:
        kinds = _with_core(named.kinds, speech)
        if kinds:
            own = frozenset(kinds) | _further(speech, elsewhere)
            return Decision(_with_core(own, speech), f"{named.where}和表头", True)
    elif named.kinds:
        (kind,) = named.kinds
        foreign = not speech.has_core(kind) and points[kind] * 4 <= points[best] >= _FOREIGN
        doubted = points[best] >= _OVERRULES and points[kind] * 2 < points[best]
        if kind is best or not (foreign or doubted):
            doubtful = kind is COMPLETIONS and not speech.sure_problem
            if alone and _is_whole_chain(speech) and not doubtful:
                chain = _with_core(frozenset(ListKind), speech)
                return Decision(chain, f"{named.where}和表头", True, kind)
            done = _further(speech, elsewhere) & {COMPLETIONS}
            if done and kind in (TASKS, DUTIES) and speech.has("task", "item_id"):
                return Decision((kind, COMPLETIONS), f"{named.where}和表头", True, kind)
            return Decision((kind,), named.where, True)
        if kind is TASKS and speech.is_assigned_task and COMPLETIONS not in elsewhere:
            return Decision((TASKS, COMPLETIONS), f"{named.where}和表头", True, kind)
    if not named.kinds and not (speech.has_matter and speech.has_duty):
        return Decision()
    if named.is_other and not speech.is_whole_task:
        return Decision()
    kinds = _unnamed(speech, elsewhere)
    second = sorted(points.values())[-2]
    sure = len(kinds) > 1 or (speech.has_core(best) and points[best] >= second + 2)
    why = "表头" if not named.kinds else f"表头（与{named.where}不符）"
    return Decision(kinds, why, sure)


def _with_core(kinds: frozenset[ListKind], speech: Speech) -> tuple[ListKind, ...]:
    return tuple(k for k in ListKind if k in kinds and speech.has_core(k))


def _further(speech: Speech, elsewhere: frozenset[ListKind]) -> frozenset[ListKind]:
    """Return the lists that stand in columns of a table whose title names others, on no other sheet."""
    done = {COMPLETIONS} if speech.has("status", "progress") else set()
    people = {DUTIES} if speech.has(*_OWN_DUTIES) else set()
    return frozenset(done | people) - elsewhere


def _is_whole_chain(speech: Speech) -> bool:
    """Whether problem, what is done about it, by whom and when, and the result stand in one row."""
    return speech.has("problem") and speech.is_whole_task and speech.has("status", "progress")


def _unnamed(speech: Speech, elsewhere: frozenset[ListKind]) -> tuple[ListKind, ...]:
    """Return the lists that headings alone tell, leaving out those that other tables are."""
    has = speech.has
    kinds = {speech.best}
    done = has("status", "progress")
    tasks = speech.has_core(TASKS) and has("lead_unit", "deadline")
    people = has(*_OWN_DUTIES)
    if has("problem") and (done or (tasks and has("deadline"))):
        kinds |= {PROBLEMS}
        kinds |= {TASKS} if tasks else set()
        kinds |= {COMPLETIONS} if done else set()
        kinds |= {DUTIES} if people or (tasks and has("person")) else set()
    elif done and tasks and (has(*_OWN_TASKS) or (has("task") and people)):
        kinds |= {TASKS, COMPLETIONS} | ({DUTIES} if people else set())
    elif has(*_OWN_TASKS) and people:
        kinds |= {TASKS, DUTIES}
    kept = {k for k in kinds if k not in elsewhere or k is speech.best}
    return tuple(k for k in ListKind if k in kept)
