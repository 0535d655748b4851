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

from .entries import Entries, place_of
from .likeness import Nearby, likeness, pair, surely_alike
from .model import ListKind, TaskRow
from .parts import spread
from .places import are_apart
from .references import Number, number_of, number_text, references_in
from .settle import known_ids

#: Rows whose words are less alike than this are never joined.
LEAST_ALIKE = 0.42
_TIE = 0.08
#: A row whose words are less like those of the row that its number names may name it by mistake.
_SHIFTED = 0.2
_SAME_ROW = "写在同一行"


#: Which field of a row is compared with which of its counterpart, by falling weight.
Fields = Sequence[tuple[float, str, str]]
_OF_TASKS: Fields = ((1.0, "task", "task"), (0.9, "problem", "problem"), (0.85, "problem", "task"))


@dataclass(slots=True)
class Link:
    """One row of a list joined to its counterpart, with the sentence that says why.

    ``more`` are further counterparts, where the row bears several numbers (W01、W02).
    """

    target: int
    why: str
    more: tuple[int, ...] = ()


@dataclass(slots=True)
class Links:
    """The rows of one list (by position) joined to rows of another, and what did not join.

    ``bad_numbers`` are rows whose number the other list does not have (they may still be joined by
    words); ``loose`` are rows joined to nothing.
    """

    joined: dict[int, Link] = field(default_factory=dict)
    bad_numbers: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)

    @property
    def taken(self) -> set[int]:
        """The rows of the other list that something was joined to."""
        return {j for link in self.joined.values() for j in (link.target, *link.more)}


def link_tasks(
    own: Entries,
    tasks: Entries,
    of_problem: Mapping[Number, int] | None = None,
) -> Links:
    """Join rows of 责任清单 or 完成清单 to tasks: several rows may speak of one task.

    `of_problem` maps numbers of problems to the position of the only task that works each off, to -1
    where there is no only one.
    """
    known = of_problem or {}
    all_numbers = {*tasks.numbers, *known}
    told = [references_in(r, "item_id", all_numbers) for r in own.rows]
    return link_rows(own, tasks, told, tasks.numbers, _OF_TASKS, known)


def link_rows(
    own: Entries,
    others: Entries,
    told: Sequence[tuple[Number, ...]],
    numbers: Sequence[Number],
    fields: Fields,
    of_problem: Mapping[Number, int] | None = None,
) -> Links:
    """Join rows that point at the numbers `told` to targets, the rows of `others`, that bear `numbers`."""
    links, of_problem = Links(), of_problem or {}
    rows, targets, firsts = own.rows, others.rows, others.firsts
    counts = Counter([n for i, n in enumerate(numbers) if n and firsts[i] == i])
    index = {n: firsts[i] for i, n in enumerate(numbers) if n and counts[n] == 1}
    places = {} if own.sheets.isdisjoint(others.sheets) else others.places
    for position, row in enumerate(rows):
        beside = places.get(place_of(row)) if places else None
        if beside is not None and not _is_apart(row, targets[beside]):
            links.joined[position] = Link(beside, _SAME_ROW)
        elif len(bears := told[position]) == 1 and bears[0] in index:  # as most do
            links.joined[position] = Link(index[bears[0]], f"编号“{number_shown(row)}”相同")
        else:
            _link_by_number(position, row, bears, index, counts, of_problem, links)
    if others.has_parts:
        _spread_over_parts(firsts, links)
    nearby = Nearby(targets, texts_of)
    _distrust_shifted_numbers(rows, targets, links, fields, nearby)
    if len(links.joined) < len(rows):
        _link_by_words(rows, targets, links, fields, nearby)
        _link_by_repeated_number(rows, told, numbers, links)
        _link_wordless(rows, others, links)
    for position in list(links.bad_numbers):
        link = links.joined.get(position)
        if link is not None and counts[numbers[link.target]] > 1:
            links.bad_numbers.discard(position)  # it is the other list that has a number twice
    links.loose = set(range(len(rows))) - links.joined.keys()
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
    told: tuple[Number, ...],
    index: Mapping[Number, int],
    counts: Mapping[Number, int],
    of_problem: Mapping[Number, int],
    links: Links,
) -> None:
    if not told:
        target = of_problem.get(number_of(row, "problem_id"), -1) if of_problem else -1
        if target >= 0:
            links.joined[position] = Link(target, "对应问题编号相同")
        return
    own = [index[n] for n in told if n in index]
    others = [of_problem[n] for n in told if n not in counts and of_problem.get(n, -1) >= 0]
    if counts and any(n not in counts and n not in of_problem for n in told):
        links.bad_numbers.add(position)
    targets = list(dict.fromkeys((*own, *others)))
    if targets:
        says = "编号“{}”相同" if own else "写的是问题编号“{}”"
        why = says.format(number_shown(row))
        links.joined[position] = Link(targets[0], why, tuple(targets[1:]))


def number_shown(row: TaskRow) -> str:
    """Return the number by which a row points at another, as it was typed."""
    problem = number_text(row, "problem_id") if row.kind is ListKind.TASKS else ""
    return problem or number_text(row, "item_id")


def _distrust_shifted_numbers(
    rows: Sequence[TaskRow],
    targets: Sequence[TaskRow],
    links: Links,
    fields: Fields,
    nearby: Nearby,
) -> None:
    """Drop joints by number whose words clearly belong to another row (numbers dragged along)."""
    for position, link in list(links.joined.items()):
        row = rows[position]
        own = scored(row, targets[link.target], fields, _SHIFTED)
        if own >= _SHIFTED or not row.title or link.more:
            continue
        likely = nearby.to(texts_of(row))
        better = max((scored(row, targets[j], fields) for j in likely), default=0.0)
        if better >= 0.9:
            del links.joined[position]
            links.bad_numbers.add(position)


def _link_by_words(
    rows: Sequence[TaskRow],
    targets: Sequence[TaskRow],
    links: Links,
    fields: Fields,
    nearby: Nearby,
) -> None:
    taken = links.taken
    free_rows = [i for i in range(len(rows)) if i not in links.joined]
    free_targets = [j for j in range(len(targets)) if j not in taken]
    near = among(free_targets, lambda i: nearby.to(texts_of(rows[i])))
    for a, b, value in pair(
        free_rows,
        free_targets,
        lambda i, j: scored(rows[i], targets[j], fields),
        LEAST_ALIKE,
        near=near,
    ):
        links.joined[free_rows[a]] = Link(free_targets[b], by_words(value))
    _link_short_titles(rows, targets, links)
    for i in free_rows:
        if i not in links.joined:
            _link_repeat(i, rows[i], targets, links, fields, nearby)


def _link_short_titles(rows: Sequence[TaskRow], targets: Sequence[TaskRow], links: Links) -> None:
    """Join a row whose few words (热水供应) stand whole in the task of one target only."""
    texts = ["".join(t.text("task").split()) for t in targets]
    taken = links.taken
    for i, row in enumerate(rows):
        title = "".join(row.text("task").split())
        if i in links.joined or not 2 < len(title) < 7:
            continue
        found = [j for j, text in enumerate(texts) if title in text]
        if len(found) == 1 and found[0] not in taken:
            links.joined[i] = Link(found[0], f"“{title}”只在这一项任务里出现")
            taken.add(found[0])


def _link_repeat(
    position: int,
    row: TaskRow,
    targets: Sequence[TaskRow],
    links: Links,
    fields: Fields,
    nearby: Nearby,
) -> None:
    """Join a row to a target that has a partner already, where the words say so."""
    likely = nearby.to(texts_of(row))
    best, j = max(((scored(row, targets[j], fields), -j) for j in likely), default=(0.0, 0))
    if best >= 0.6:
        links.joined[position] = Link(-j, by_words(best))


def texts_of(row: TaskRow) -> tuple[str, ...]:
    """Return the texts by which a row may be known."""
    return tuple(row.text(key) for key in ("task", "problem", "problem_id", "measure", "goal"))


def among(free: Sequence[int], near: Callable[[int], Sequence[int]]) -> Callable[[int], list[int]]:
    """Return what gives the positions in `free` of those that are near."""
    places = {j: place for place, j in enumerate(free)}
    return lambda i: [places[j] for j in near(i) if j in places]


def by_words(value: float) -> str:
    return f"文字相同或相近（相似度{min(value, 1.0):.2f}）"


def _link_by_repeated_number(
    rows: Sequence[TaskRow],
    told: Sequence[tuple[Number, ...]],
    numbers: Sequence[Number],
    links: Links,
) -> None:
    """Join wordless rows whose number several targets bear, in their order: to each one in turn."""
    taken = links.taken
    for i, row in enumerate(rows):
        if i in links.joined or not told[i] or row.text("task") or row.text("problem"):
            continue
        bearing = [j for j, n in enumerate(numbers) if n == told[i][0]]
        if len(bearing) > 1:
            target = next((j for j in bearing if j not in taken), bearing[0])
            taken.add(target)
            why = f"编号“{number_shown(row)}”在对方清单里有{len(bearing)}行，按先后次序对应"
            links.joined[i] = Link(target, why)


def _link_wordless(rows: Sequence[TaskRow], others: Entries, links: Links) -> None:
    """Join rows that have neither number nor words by 序号, which is all they have.

    Where the others have none, their numbers are what a row's 序号 can mean.
    """
    wordless = [
        (i, row)
        for i, row in enumerate(rows)
        if i not in links.joined
        and not (row.text("task") or row.text("problem") or row.text("item_id"))
    ]
    if not wordless:
        return
    numbers = [number_of(t, "seq") for t in others.rows]
    if not any(numbers):
        numbers = others.own_numbers
    counts = Counter(numbers)
    index = {n: j for j, n in enumerate(numbers) if n and counts[n] == 1}
    for i, row in wordless:
        number = number_of(row, "seq")
        if number in index:
            links.joined[i] = Link(index[number], f"序号“{row.text('seq')}”对应")


def _is_apart(one: TaskRow, other: TaskRow) -> bool:
    """Whether two rows on one line are of two tables side by side, with a column left blank between."""
    a, b = ({v.at.column for v in r.row.cells.values()} for r in (one, other))
    return bool(a and b) and (max(a) + 1 < min(b) or max(b) + 1 < min(a))


def scored(one: TaskRow, other: TaskRow, fields: Fields, enough: float = 1.0) -> float:
    """Return how alike two rows are: by the likest of their `fields`, and by what ties them.

    Where the words are `enough`, no likelier ones are looked for, and how alike they are may not be told.
    """
    words = 0.0
    own, its = one.row.cells.get, other.row.cells.get
    for weight, field_key, other_key in fields:
        if words >= weight or words >= enough:
            break
        said, heard = own(field_key), its(other_key)
        if said is not None and heard is not None and said.text and heard.text:
            if said.text == heard.text:
                words = max(words, weight)
            elif enough < 1.0 and surely_alike(said.text, heard.text, enough / weight):
                return enough
            else:
                value = weight * likeness(said.text, heard.text)
                if value > words and not are_apart(said.text, heard.text):
                    words = value
    if not words or 1.0 > enough <= words:
        return words
    return words + tie(one, other)


def tie(one: TaskRow, other: TaskRow) -> float:
    same_seq = one.text("seq") and one.text("seq") == other.text("seq")
    same_lead = set(known_ids(one.leads)) & set(known_ids(other.leads))
    return (_TIE / 2 if same_seq else 0.0) + (_TIE / 2 if same_lead else 0.0)
