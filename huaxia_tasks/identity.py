"""Which matter is which: an id is given once and kept over submissions, whatever rows move."""

from __future__ import annotations

from collections.abc import Sequence

from .likeness import Nearby, likeness, pair
from .model import ListKind, Matter, PastMatter
from .references import Number, number_of
from .values.numbers import number_key

_PROBLEM = ListKind.PROBLEMS.value
_MOST_OF_ONE_NUMBER = 50


def name_matters(matters: Sequence[Matter], own: str, past: Sequence[PastMatter]) -> list[str]:
    """Return each matter's id: that of the past matter it continues, else the next free number.

    `own` is what the ids of the unit begin with under its plan (`Plan.own`).

    Continuation is found by content: the same words first, then the same number with words that
    are not foreign to each other, then alike words.  序号 and position play no part.
    """
    names: dict[int, str] = {}
    free_past = list(past)
    numbers = [_number(m) for m in matters]
    before = {p.id: number_key(p.number) for p in past}
    untasked = {p.id for p in past if p.texts and all(k.startswith(_PROBLEM) for k in p.texts)}

    def score(i: int, p: PastMatter) -> float:
        words = likeness(matters[i].title, " ".join(p.title.split()))
        same_number = bool(numbers[i]) and before[p.id] == numbers[i]
        other_number = bool(before[p.id]) and bool(numbers[i]) and not same_number
        if words >= 0.999:
            return 3.0 if same_number else 2.0
        if same_number and words >= 0.25:
            return 1.0 + words
        if (p.id in untasked or _is_problem_only(matters[i])) and has_problem(matters[i], p):
            return 1.5 + words / 4  # a problem has its task now, or comes without it this time
        return words * (0.8 if other_number else 1.0)

    nearby = Nearby(free_past, lambda p: (" ".join(p.title.split()), _past_problem(p)))
    bearing: dict[Number, list[int]] = {}
    for j, p in enumerate(free_past):
        if before[p.id]:
            bearing.setdefault(before[p.id], []).append(j)

    def near(i: int) -> list[int]:
        problem = matters[i].problem
        words = (matters[i].title, problem.text("problem") if problem else "")
        return sorted({*nearby.to(words), *bearing.get(numbers[i], ())[:_MOST_OF_ONE_NUMBER]})

    order = list(range(len(matters)))
    for a, b, _ in pair(order, free_past, score, 0.5, near=near):
        names[a] = free_past[b].id
    used = {p.id for p in past} | set(names.values())
    result, counter = [], 0
    for i in range(len(matters)):
        name = names.get(i)
        if name is None:
            counter += 1
            while f"{own}-{counter:03d}" in used:
                counter += 1
            name = f"{own}-{counter:03d}"
            used.add(name)
        result.append(name)
    return result


def _is_problem_only(matter: Matter) -> bool:
    return all(row.kind is ListKind.PROBLEMS for row in matter.rows)


def has_problem(matter: Matter, old: PastMatter) -> bool:
    """Tell whether a matter comes of the problem that a past one came of, by its words."""
    said = matter.problem.text("problem") if matter.problem else ""
    return bool(said) and likeness(said, _past_problem(old)) >= 0.9


def _past_problem(old: PastMatter) -> str:
    return old.texts.get(f"{_PROBLEM}.problem", "")


def _number(matter: Matter) -> Number:
    base = matter.task or matter.completion or matter.duty or matter.problem
    return number_of(base, "item_id") if base is not None else ()
