"""Joins the rows of the four lists that speak of one thing.

Numbers come first, where they hold: both lists have them and they are unique in the list that is
pointed at; 001, 1 and R-1, r1 are one number.  A row may also bear the number of the problem that
its task works off, and tasks without 对应问题编号 may share one number with their problem.  What
numbers do not join is joined by its words and its unit.  序号 is no identity: it only breaks ties
between equally worded rows.  Every joint says why it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .likeness import likeness, pair
from .model import ListKind, TaskRow
from .parts import first_parts, spread
from .settle import known_ids
from .values.numbers import number_key

#: Rows whose words are less alike than this are never joined.
LEAST_ALIKE = 0.42
_TIE = 0.08
#: A problem and its task may share few words, if they share none with other rows that are left over.
_FEW_WORDS, _CLEARLY = 0.25, 0.15
_SAME_ROW = "写在同一行"


@dataclass(slots=True)
class Link:
    """One row of a list joined to its counterpart, with the sentence that says why."""

    target: int
    why: str


@dataclass(slots=True)
class Links:
    """The rows of one list (by position) joined to rows of another, and what did not join.

    ``bad_numbers`` are rows whose number the other list does not have (they may still be joined by
    words); ``loose`` are rows joined to nothing.
    """

    joined: dict[int, Link] = field(default_factory=dict)
    bad_numbers: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)


#: A matter's number in comparable form: its letters and whole numbers.
Number = tuple[str | int, ...]
_key = lru_cache(maxsize=8192)(number_key)


def number_of(row: TaskRow, field_key: str) -> Number:
    """Return a row's number in comparable form, () where it has none."""
    return _key(row.text(field_key))


def link_problems(tasks: Sequence[TaskRow], problems: Sequence[TaskRow]) -> Links:
    """Join tasks to problems: several tasks may work off one problem."""
    numbers = [number_of(p, "item_id") for p in problems]
    told = [number_of(t, "problem_id") for t in tasks]
    if any(told):
        links = _link(tasks, problems, told, numbers, _task_and_problem)
        _link_by_few_words(tasks, problems, links)
        # A task that leaves the cell blank, where others fill it in, says that it has no problem.
        _link_parallel(tasks, problems, links, {i for i, n in enumerate(told) if n})
        return _link_last_one(problems, links)
    # Without 对应问题编号 one number may stand for the matter in all lists: then no number is wrong,
    # and bare 1..n, which any list may count for itself, count only for what words leave over.
    shared = [number_of(t, "item_id") for t in tasks]
    named = [n if any(isinstance(part, str) for part in n) else () for n in shared]
    links = _link(tasks, problems, named, numbers, _task_and_problem)
    links.bad_numbers.clear()
    _link_left_over(tasks, links, shared, numbers)
    _link_by_few_words(tasks, problems, links)
    alone = len(tasks) == len(problems) == 1 and not any(shared) and not any(numbers)
    _link_parallel(tasks, problems, links, set(range(len(tasks))), alone)
    return links


def link_tasks(
    rows: Sequence[TaskRow],
    tasks: Sequence[TaskRow],
    of_problem: Mapping[Number, int] | None = None,
) -> Links:
    """Join rows of 责任清单 or 完成清单 to tasks: several rows may speak of one task.

    `of_problem` maps numbers of problems to the position of the only task that works each off, to -1
    where there is no only one.
    """
    known = of_problem or {}
    numbers = [number_of(t, "item_id") for t in tasks]
    told = [number_of(r, "item_id") for r in rows]
    return _link(rows, tasks, told, numbers, _same_task, known)


def numbers_of_problems(
    tasks: Sequence[TaskRow], problems: Sequence[TaskRow], links: Links
) -> dict[Number, int]:
    """Return which task each problem's number stands for; -1 where none or several work it off.

    `links` join tasks to problems; without a 问题清单 the tasks' own 对应问题编号 tell.
    """
    known: dict[Number, int] = {}
    for problem in problems:
        known[number_of(problem, "item_id")] = -1
    seen: Counter[Number] = Counter()
    for position, task in enumerate(tasks):
        link = links.joined.get(position)
        number = number_of(task, "problem_id")
        if link is not None:
            number = number_of(problems[link.target], "item_id") or number
        seen[number] += 1
        known[number] = position if seen[number] == 1 else -1
    known.pop((), None)
    return known


def _link(
    rows: Sequence[TaskRow],
    targets: Sequence[TaskRow],
    told: Sequence[Number],
    numbers: Sequence[Number],
    score: Callable[[TaskRow, TaskRow], float],
    of_problem: Mapping[Number, int] | None = None,
) -> Links:
    """Join rows that bear the numbers `told` to targets that bear `numbers`."""
    links = Links()
    firsts = first_parts(targets)
    counts = Counter(n for i, n in enumerate(numbers) if n and firsts[i] == i)
    index = {n: firsts[i] for i, n in enumerate(numbers) if n and counts[n] == 1}
    places = {_place(t): j for j, t in enumerate(targets)}
    for position, row in enumerate(rows):
        if _place(row) in places:
            links.joined[position] = Link(places[_place(row)], _SAME_ROW)
            continue
        _link_by_number(position, row, told[position], index, counts, of_problem or {}, links)
    _spread_over_parts(firsts, links)
    _distrust_shifted_numbers(rows, targets, links, score)
    _link_by_words(rows, targets, links, score)
    _link_wordless(rows, targets, links)
    for position in list(links.bad_numbers):
        link = links.joined.get(position)
        if link is not None and counts[numbers[link.target]] > 1:
            links.bad_numbers.discard(position)  # it is the other list that has a number twice
    links.loose = set(range(len(rows))) - set(links.joined)
    return links


def _spread_over_parts(firsts: Sequence[int], links: Links) -> None:
    """Give rows that bear the number of an entry of several parts one to each part."""
    positions = [p for p, link in links.joined.items() if link.why != _SAME_ROW]
    targets = spread(firsts, [links.joined[p].target for p in positions])
    for position, target in zip(positions, targets, strict=True):
        links.joined[position].target = target


def _link_by_number(
    position: int,
    row: TaskRow,
    number: Number,
    index: Mapping[Number, int],
    counts: Mapping[Number, int],
    of_problem: Mapping[Number, int],
    links: Links,
) -> None:
    problem = number_of(row, "problem_id")
    if number and number in index:
        links.joined[position] = Link(index[number], f"编号“{_shown(row)}”相同")
    elif number and number in of_problem and number not in counts:
        if of_problem[number] >= 0:
            links.joined[position] = Link(of_problem[number], f"写的是问题编号“{_shown(row)}”")
    elif not number and of_problem.get(problem, -1) >= 0:
        links.joined[position] = Link(of_problem[problem], "对应问题编号相同")
    elif number and counts and number not in counts:
        links.bad_numbers.add(position)


def _shown(row: TaskRow) -> str:
    return (row.kind is ListKind.TASKS and row.text("problem_id")) or row.text("item_id")


def _link_left_over(
    rows: Sequence[TaskRow], links: Links, told: Sequence[Number], numbers: Sequence[Number]
) -> None:
    """Join rows that words did not join by equal numbers, which both lists hold once."""
    counts, own = Counter(numbers), Counter(told)
    taken = {link.target for link in links.joined.values()}
    index = {n: j for j, n in enumerate(numbers) if n and counts[n] == 1 and j not in taken}
    for position in sorted(links.loose):
        number = told[position]
        if number in index and own[number] == 1:
            why = f"编号“{_shown(rows[position])}”相同"
            links.joined[position] = Link(index[number], why)
    links.loose -= links.joined.keys()


def _link_by_few_words(tasks: Sequence[TaskRow], problems: Sequence[TaskRow], links: Links) -> None:
    """Join left over tasks and problems that share some words with each other and none elsewhere."""
    taken = {link.target for link in links.joined.values()}
    free_tasks = sorted(links.loose)
    free_problems = [j for j in range(len(problems)) if j not in taken]
    pairs = pair(
        free_tasks,
        free_problems,
        lambda i, j: _task_and_problem(tasks[i], problems[j]),
        _FEW_WORDS,
        _CLEARLY,
    )
    for a, b, value in pairs:
        links.joined[free_tasks[a]] = Link(free_problems[b], _by_words(value))
    links.loose -= links.joined.keys()


def _link_parallel(
    tasks: Sequence[TaskRow],
    problems: Sequence[TaskRow],
    links: Links,
    among: set[int],
    alone: bool = False,
) -> None:
    """Join what is left over where the two lists evidently run side by side, row by row.

    A problem and what is done about it need not share a word.  Where every task that is joined is
    joined to the problem of its own rank, and these are half of the tasks or the lists are equally
    long, the others of `among` belong to the problem of their rank as well; further problems have no
    task.  `alone`: a problem and a task without numbers, there being no others.
    """
    joined = [position == link.target for position, link in links.joined.items()]
    equal = len(tasks) == len(problems)
    if not all(joined) or (len(joined) * 2 < len(tasks) and not equal):
        return
    if not joined and not alone:
        return
    for position in sorted(links.loose & among):
        if position < len(problems):
            links.joined[position] = Link(position, "两张清单逐行对应，这一行的文字不同")
    links.loose -= links.joined.keys()


def _link_last_one(problems: Sequence[TaskRow], links: Links) -> Links:
    """Join the only task whose number is wrong to the only problem that no task takes up."""
    wrong = links.loose & links.bad_numbers
    free = set(range(len(problems))) - {link.target for link in links.joined.values()}
    if len(wrong) == len(free) == 1:
        (position,), (target,) = wrong, free
        links.joined[position] = Link(target, "编号对不上，问题清单里也只剩这一项没有任务")
        links.loose.discard(position)
    return links


def _distrust_shifted_numbers(
    rows: Sequence[TaskRow],
    targets: Sequence[TaskRow],
    links: Links,
    score: Callable[[TaskRow, TaskRow], float],
) -> None:
    """Drop joints by number whose words clearly belong to another row (numbers dragged along)."""
    for position, link in list(links.joined.items()):
        own = score(rows[position], targets[link.target])
        if own >= 0.2 or not rows[position].title:
            continue
        better = max((score(rows[position], t) for t in targets), default=0.0)
        if better >= 0.9:
            del links.joined[position]
            links.bad_numbers.add(position)


def _link_by_words(
    rows: Sequence[TaskRow],
    targets: Sequence[TaskRow],
    links: Links,
    score: Callable[[TaskRow, TaskRow], float],
) -> None:
    taken = {link.target for link in links.joined.values()}
    free_rows = [i for i in range(len(rows)) if i not in links.joined]
    free_targets = [j for j in range(len(targets)) if j not in taken]
    for a, b, value in pair(
        free_rows, free_targets, lambda i, j: score(rows[i], targets[j]), LEAST_ALIKE
    ):
        links.joined[free_rows[a]] = Link(free_targets[b], _by_words(value))
    for i in free_rows:
        if i not in links.joined:
            _link_repeat(i, rows[i], targets, links, score)


def _link_repeat(
    position: int,
    row: TaskRow,
    targets: Sequence[TaskRow],
    links: Links,
    score: Callable[[TaskRow, TaskRow], float],
) -> None:
    """Join a row to a target that has a partner already, where the words say so."""
    best, j = max(((score(row, t), -j) for j, t in enumerate(targets)), default=(0.0, 0))
    if best >= 0.6:
        links.joined[position] = Link(-j, _by_words(best))


def _by_words(value: float) -> str:
    return f"文字相同或相近（相似度{min(value, 1.0):.2f}）"


def _link_wordless(rows: Sequence[TaskRow], targets: Sequence[TaskRow], links: Links) -> None:
    """Join rows that have neither number nor words by 序号, which is all they have."""
    seqs = Counter(t.text("seq") for t in targets if t.text("seq"))
    index = {t.text("seq"): j for j, t in enumerate(targets) if seqs[t.text("seq")] == 1}
    for i, row in enumerate(rows):
        words = row.text("task") or row.text("problem") or row.text("item_id")
        if i not in links.joined and not words and row.text("seq") in index:
            links.joined[i] = Link(index[row.text("seq")], f"序号“{row.text('seq')}”对应")


def _place(row: TaskRow) -> tuple[str, str, int]:
    return row.row.file, row.row.sheet, row.row.number


def _same_task(row: TaskRow, task: TaskRow) -> float:
    words = max(
        likeness(row.text("task"), task.text("task")),
        0.9 * likeness(row.text("problem"), task.text("problem")),
        0.85 * likeness(row.text("problem"), task.text("task")),
    )
    return words and words + _tie(row, task)


def _task_and_problem(task: TaskRow, problem: TaskRow) -> float:
    words = max(
        likeness(task.text("problem"), problem.text("problem")),
        likeness(task.text("task"), problem.text("problem")),
        0.9 * likeness(task.text("measure"), problem.text("problem")),
        0.9 * likeness(task.text("goal"), problem.text("problem")),
    )
    return words and words + _tie(task, problem)


def _tie(one: TaskRow, other: TaskRow) -> float:
    same_seq = one.text("seq") and one.text("seq") == other.text("seq")
    same_lead = set(known_ids(one.leads)) & set(known_ids(other.leads))
    return (_TIE / 2 if same_seq else 0.0) + (_TIE / 2 if same_lead else 0.0)


def rows_of(rows: Sequence[TaskRow], kind: ListKind) -> tuple[TaskRow, ...]:
    """Return the rows of one list."""
    return tuple(r for r in rows if r.kind is kind)
