"""The cheapest complete reading of one item: every character is explained or left as unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..values.person_names import is_person_name
from . import fillers, phrases, staff
from .collective import Collective
from .phrases import Phrase
from .pieces import LINE, Item
from .roster import Roster
from .stretches import crossed
from .words import INSTITUTIONAL, OFFICE_OF_A_STRANGER, is_foreign, looks_like_an_institution

UNKNOWN_COST = 30.0
_UNKNOWN_CHARACTER = 6.0
#: 同济医院 is a stranger, 同教务处 an unfinished list.
_CONNECTIVE_FIRST = 8.0
#: Lines that name nobody are rather several strangers than one with a long name.
_UNKNOWN_LINE = 26.0
_LONGEST_ITEM = 300
_NEAR_LIMIT = 120
_MOST_ENDS = 40

#: A stranger's office or firm on a line of its own ends there; a university may go on in the next.
_WHOLE_ON_A_LINE = (
    *tuple("局厅处部室会委办"),
    "公司",
    "企业",
    "单位",
    "中心",
    "医院",
    "银行",
    "街道",
    "社区",
)
_STRANGERS = ("person", "office", "foreign", "abroad", "word")
_BEFORE_A_NAME = frozenset("和与及同由请：:")
_ENDINGS = frozenset(("办公室", "中心", "部门", "学院"))
State = tuple[int, str, bool]
"""Place; what was read last; whether anything may follow without a gap.

Last is start, unit, staff (a person behind a unit), person, office (an institution that is none of ours), foreign (one that has
units of its own), abroad (foreign, and unfinished), word, or joined (by 和 to a foreign one).
"""


@dataclass(slots=True)
class Parser:
    """Reads items against one roster; `own` are the office's own collective words."""

    roster: Roster
    own: Mapping[str, Collective] = field(default_factory=dict)
    known: dict[object, list[Phrase]] = field(default_factory=dict)

    def read(self, item: Item) -> list[Phrase]:
        """Return the phrases of the item in order; fillers and persons beside units are kept."""
        if not item.chars:
            return []
        if len(item.chars) > _LONGEST_ITEM:
            return self._long(item)
        key = (item.chars, item.typed, tuple(item.gaps.items()))
        if key not in self.known:
            reading, cost = _Reading(item, self, near=False).best()
            if cost >= UNKNOWN_COST and len(item.chars) <= _NEAR_LIMIT:
                reading, _ = _Reading(item, self, near=True).best()
            self.known[key] = reading
        return self.known[key]

    def _long(self, item: Item) -> list[Phrase]:
        """Read an overlong item gap by gap; a stretch without gaps is no list of units."""
        bounds = [0, *sorted(item.gaps), len(item.chars)]
        found: list[Phrase] = []
        for start, end in pairwise(bounds):
            if end - start > _LONGEST_ITEM:
                found.append(Phrase("unknown", start, end, UNKNOWN_COST))
                continue
            part = Item("", item.chars[start:end], item.typed[start:end], item.at[start:end])
            found.extend(_moved(p, start) for p in self.read(part))
        return found


def _moved(phrase: Phrase, by: int) -> Phrase:
    return Phrase(
        phrase.kind, phrase.start + by, phrase.end + by, phrase.cost, phrase.hit, phrase.status,
        phrase.facet, phrase.warnings, phrase.group, phrase.must_end, phrase.units,
    )  # fmt: skip


class _Reading:
    """One search over the places of an item, cheapest way first."""

    def __init__(self, item: Item, parser: Parser, near: bool) -> None:
        self.item = item
        self.text = item.chars
        self.parser = parser
        self.near = near
        self.size = len(item.chars)
        self.fillers = [list(fillers.fillers_at(item, i)) for i in range(self.size)]
        self.ends = [
            i
            for i in range(1, self.size + 1)
            if i == self.size or i in item.gaps or self.fillers[i]
        ]
        self.meanings: dict[int, list[Phrase]] = {}
        self.strangers: dict[int, list[tuple[Phrase, str, bool]]] = {}
        self.best_ways: dict[State, tuple[float, State | None, Phrase | None]] = {}

    def best(self) -> tuple[list[Phrase], float]:
        start: State = (0, "start", True)
        self.best_ways = {start: (0.0, None, None)}
        waiting: list[set[State]] = [set() for _ in range(self.size + 1)]
        waiting[0].add(start)
        for place in range(self.size):
            for state in sorted(waiting[place]):
                cost = self.best_ways[state][0]
                for phrase, last, is_open in self.steps(state):
                    after: State = (phrase.end, last, is_open)
                    total = cost + phrase.cost
                    if after not in self.best_ways or total < self.best_ways[after][0]:
                        self.best_ways[after] = (total, state, phrase)
                        waiting[phrase.end].add(after)
        final = [(self.best_ways[s][0], s) for s in waiting[self.size]]
        cost, state = min(final)
        return self.trace(state), cost

    def trace(self, state: State) -> list[Phrase]:
        way: list[Phrase] = []
        current: State | None = state
        while current is not None:
            _, current, phrase = self.best_ways[current]
            if phrase is not None:
                way.append(phrase)
        return way[::-1]

    def steps(self, state: State) -> list[tuple[Phrase, str, bool]]:
        place, last, is_open = state
        fresh = is_open or place in self.item.gaps
        found: list[tuple[Phrase, str, bool]] = []
        for filler in self.fillers[place]:
            if filler.kind == "connective":
                if last not in ("word", "abroad"):
                    if place == 0 and filler.end not in self.item.gaps:
                        filler = filler._replace(cost=_CONNECTIVE_FIRST)
                    found.append((filler, "joined" if last == "foreign" else last, True))
            elif filler.kind == "number":
                if (fresh or last in ("unit", "staff")) and self.ends_well(filler.end):
                    listed = place in self.item.gaps and last in ("foreign", "abroad")
                    found.append((filler, "start" if listed else last, True))
            elif last in _STRANGERS and not fresh and self.text.startswith("组织", place):
                continue  # 文华学院组织人事处
            else:
                sure = (
                    last not in ("unit", "staff")
                    or place in self.item.gaps
                    or is_open
                    or self.after_office(place)
                )
                found.append((filler, last, sure))
        glued = last in ("person", "staff") or (last == "unit" and self.after_name(place))
        glued = glued or (last == "unit" and self.text[place] == "各")
        if last == "foreign" and self.item.gaps.get(place) == LINE:
            line = self.text[:place]
            whole = OFFICE_OF_A_STRANGER.search(line) is not None
            alone = whole or line.endswith(_WHOLE_ON_A_LINE)
        else:
            alone = last not in ("foreign", "abroad")
        if (fresh or glued) and alone:
            found.extend(
                (p, "unit", False)
                for p in self.meaningful(place)
                if place in self.item.gaps or not self.is_an_ending(p)
            )
        if last in ("unit", "staff", "person"):
            for person in staff.person_at(self.item, place):
                if last != "person" or fresh:
                    found.append((person, "staff", False))
        if fresh:
            found.extend(self.unknowns(place))
        return found

    def after_office(self, place: int) -> bool:
        """Whether a name that ends as offices do stands before `place`.

        后勤 and 教务 are ordinary words as well: a verb and a stranger's word behind them make another
        name (后勤管理处), not a unit and its task.
        """
        return self.text[place - 1] in INSTITUTIONAL

    def after_name(self, place: int) -> bool:
        """Whether a name may follow without a sign between; 教务科研部 may be one office or two."""
        return self.after_office(place) or self.text[place - 1] in "支记长任员人师生志)"

    def ends_well(self, end: int) -> bool:
        """Whether a number may end here: at a boundary, or straight before a unit."""
        return end == self.size or end in self.item.gaps or not self.text[end].isdigit()

    def meaningful(self, place: int) -> list[Phrase]:
        if place not in self.meanings:
            roster = self.parser.roster
            all_ = [
                *phrases.units_at(self.item, place, roster, self.near),
                *phrases.collectives_at(self.item, place, roster, self.parser.own),
            ]
            self.meanings[place] = [p for p in all_ if not p.must_end or self.stands_alone(p)]
        return self.meanings[place]

    def is_an_ending(self, phrase: Phrase) -> bool:
        """Whether a short name that says only what kind of office it is hangs on another name."""
        if phrase.kind != "unit" or self.text[phrase.start : phrase.end] not in _ENDINGS:
            return False
        return phrase.start > 0 and self.text[phrase.start - 1] not in _BEFORE_A_NAME

    def stands_alone(self, phrase: Phrase) -> bool:
        """Whether separators are on both sides of a phrase (“第一党支部” holds no word “党支部”)."""
        start = phrase.start
        joined = any(
            f.kind == "connective" and f.end == start
            for near in self.fillers[max(0, start - 2) : start]
            for f in near
        )
        return (start == 0 or start in self.item.gaps or joined) and self.at_boundary(phrase.end)

    def at_boundary(self, end: int) -> bool:
        return end == self.size or end in self.item.gaps or bool(self.fillers[end])

    def unknowns(self, place: int) -> list[tuple[Phrase, str, bool]]:
        if place not in self.strangers:
            self.strangers[place] = self.strangers_at(place)
        return self.strangers[place]

    def strangers_at(self, place: int) -> list[tuple[Phrase, str, bool]]:
        found = []
        ends = [e for e in self.ends if e > place]
        for end in [*ends[:_MOST_ENDS], *ends[-1:]] if len(ends) > _MOST_ENDS else ends:
            text = self.text[place:end]
            lines = sum(self.item.gaps.get(i) == LINE for i in range(place + 1, end))
            cost = UNKNOWN_COST + _UNKNOWN_CHARACTER * len(text) + crossed(self.item, place, end)
            cost += _UNKNOWN_LINE * lines
            if is_person_name(text) or staff.is_titled_person(text):
                last = "person"
            elif is_foreign(text):
                last = "foreign" if looks_like_an_institution(text) else "abroad"
            else:
                last = "office" if looks_like_an_institution(text) else "word"
            found.append((Phrase("unknown", place, end, cost), last, False))
        return found
