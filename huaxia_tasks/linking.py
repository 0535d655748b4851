"""Joins the rows of the four lists that speak of one thing.

Numbers come first, where they hold: both lists have them and they are unique in the list that is
pointed at.  What numbers do not join is joined by its words and its unit.  序号 is no identity: it
only breaks ties between equally worded rows.  Every joint says why it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .likeness import likeness, pair
from .model import ListKind, TaskRow
from .settle import known_ids
from .values.numbers import normalise_number_id

#: Rows whose words are less alike than this are never joined.
LEAST_ALIKE = 0.42
_TIE = 0.08


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


def number_of(row: TaskRow, field_key: str) -> str:
    """Return a row's number in comparable form, "" where it has none."""
    return normalise_number_id(row.text(field_key))


def link_problems(tasks: Sequence[TaskRow], problems: Sequence[TaskRow]) -> Links:
    """Join tasks to problems: several tasks may work off one problem."""
    return _link(tasks, problems, "problem_id", "item_id", _task_and_problem)


def link_tasks(rows: Sequence[TaskRow], tasks: Sequence[TaskRow]) -> Links:
    """Join rows of 责任清单 or 完成清单 to tasks: several rows may speak of one task."""
    return _link(rows, tasks, "item_id", "item_id", _same_task)


def _link(
    rows: Sequence[TaskRow],
    targets: Sequence[TaskRow],
    from_field: str,
    to_field: str,
    score: Callable[[TaskRow, TaskRow], float],
) -> Links:
    links = Links()
    numbers = [number_of(t, to_field) for t in targets]
    counts = Counter(n for n in numbers if n)
    index = {n: i for i, n in enumerate(numbers) if n and counts[n] == 1}
    places = {_place(t): j for j, t in enumerate(targets)}
    for position, row in enumerate(rows):
        if _place(row) in places:
            links.joined[position] = Link(places[_place(row)], "写在同一行")
            continue
        number = number_of(row, from_field)
        if not number or not counts:
            continue
        if number in index:
            text = row.text(from_field)
            links.joined[position] = Link(index[number], f"编号“{text}”相同")
        elif number not in counts:
            links.bad_numbers.add(position)
    _distrust_shifted_numbers(rows, targets, links, score)
    _link_by_words(rows, targets, links, score)
    _link_wordless(rows, targets, links)
    links.loose = set(range(len(rows))) - set(links.joined)
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
