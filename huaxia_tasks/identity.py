"""Which matter is which: an id is given once and kept over submissions, whatever rows move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .likeness import Nearby, likeness, pair
from .model import ListKind, Matter, PastMatter
from .places import are_apart
from .references import Number, number_of
from .values.numbers import number_key

_PROBLEM, _TASK = ListKind.PROBLEMS.value, ListKind.TASKS.value
#: Shorter measures (开会研究) are those of many matters.
_AT_LENGTH = 12
_MOST_OF_ONE_NUMBER = 50


def name_matters(matters: Sequence[Matter], own: str, past: Sequence[PastMatter]) -> list[str]:
    """Return each matter's id: that of the past matter it continues, else the next free number.

    `own` is what the ids of the unit begin with under its plan (`Plan.own`).

    Continuation is found by content: the same words first, then the same number with words that
    are not foreign to each other, then alike words.  序号 and position play no part.
    """
    names = _continued(matters, past) if past else {}
    used = {p.id for p in past} | set(names.values())
    result, counter = [], 0
    for i in range(len(matters)):
        name = names.get(i)
        while name is None:
            counter += 1
            free = f"{own}-{counter:03d}"
            name = free if free not in used else None
        result.append(name)
    return result


def _continued(matters: Sequence[Matter], past: Sequence[PastMatter]) -> dict[int, str]:
    """Return the ids of those matters, by position, that continue a past one."""
    numbers, before = [_number(m) for m in matters], [number_key(p.number) for p in past]
    titles = [" ".join(p.title.split()) for p in past]
    sure = _unmistakable(matters, titles, numbers, before)
    names = {i: past[j].id for i, j in sure.items()}
    if len(names) == len(matters):
        return names
    taken = set(sure.values())
    problem_only = [_is_problem_only(m) for m in matters]
    untasked = [bool(p.texts) and all(k.startswith(_PROBLEM) for k in p.texts) for p in past]

    def score(i: int, j: int) -> float:
        words = likeness(matters[i].title, titles[j])
        same_number = bool(numbers[i]) and before[j] == numbers[i]
        other_number = bool(before[j]) and bool(numbers[i]) and not same_number
        if words >= 0.999:
            return 3.0 if same_number else 2.0
        if same_number and words >= 0.25:
            return 1.0 + words
        if are_apart(matters[i].title, titles[j]):
            return 0.0
        same_problem = has_problem(matters[i], past[j])
        if (untasked[j] or problem_only[i]) and same_problem:
            return 1.5 + words / 4  # a problem has its task now, or comes without it this time
        if same_problem or _has_measure(matters[i], past[j]):
            # Worded anew from one end to the other: by its number, or where nothing else may be meant.
            return max(words, (1.0 if same_number else 0.6)) + words / 4
        return words * (0.8 if other_number else 1.0)

    positions = range(len(past))
    nearby = Nearby(positions, lambda j: (titles[j], _past_problem(past[j])))
    bearing: dict[Number, list[int]] = {}
    for j in positions:
        if before[j]:
            bearing.setdefault(before[j], []).append(j)

    def near(i: int) -> list[int]:
        if i in names:
            return []
        problem = matters[i].problem
        words = (matters[i].title, problem.text("problem") if problem else "")
        found = {*nearby.to(words), *bearing.get(numbers[i], ())[:_MOST_OF_ONE_NUMBER]}
        return sorted(found - taken)

    pairs = list(pair(range(len(matters)), positions, score, 0.5, near=near))
    names.update((i, past[j].id) for i, j, _ in pairs)
    return names


def continues_because(matter: Matter, old: PastMatter) -> str:
    """Return by what a matter was known to be `old` again: 编号“R02”相同，名称相近."""
    number, before = _number(matter), number_key(old.number)
    same_number = bool(number) and number == before
    numbered = f"编号“{old.number}”" if old.number else "编号"
    title, was = " ".join(matter.title.split()), " ".join(old.title.split())
    if title == was:
        if same_number or number == before:
            return f"名称和{numbered}都没有变" if same_number else "名称没有变"
        return "名称没有变，只是编号变了"
    if same_number:
        why = f"{numbered}相同，名称相近" if likeness(title, was) >= 0.25 else f"{numbered}相同"
    else:
        why = "名称相近"
    if has_problem(matter, old):
        why += "，针对的是同一个问题"
    elif _has_measure(matter, old):
        why += "，措施相同"
    return why


def _unmistakable(
    matters: Sequence[Matter],
    titles: Sequence[str],
    numbers: Sequence[Number],
    before: Sequence[Number],
) -> dict[int, int]:
    """Return which matters bear the words and the number of a past one, that nothing else bears.

    No other pairing could be likelier: for these none has to be thought of.
    """
    now, then = Counter(numbers), Counter(before)
    bearing = {n: j for j, n in enumerate(before) if n and then[n] == 1}
    found = {}
    for i, number in enumerate(numbers):
        j = bearing.get(number)
        if j is not None and now[number] == 1 and matters[i].title == titles[j] != "":
            found[i] = j
    return found


def _is_problem_only(matter: Matter) -> bool:
    return all(row.kind is ListKind.PROBLEMS for row in matter.rows)


def has_problem(matter: Matter, old: PastMatter) -> bool:
    """Tell whether a matter comes of the problem that a past one came of, by its words."""
    said = matter.problem.text("problem") if matter.problem else ""
    return bool(said) and likeness(said, _past_problem(old)) >= 0.9


def _has_measure(matter: Matter, old: PastMatter) -> bool:
    """Tell whether a matter is to be done in the way of a past one: what was written at some length."""
    said = matter.task.text("measure") if matter.task else ""
    before = old.texts.get(f"{_TASK}.measure", "")
    return len(said) >= _AT_LENGTH and likeness(said, before) >= 0.9


def _past_problem(old: PastMatter) -> str:
    return old.texts.get(f"{_PROBLEM}.problem", "")


def _number(matter: Matter) -> Number:
    base = matter.task or matter.completion or matter.duty or matter.problem
    return number_of(base, "item_id") if base is not None else ()
