"""From the readings of all items of a cell to the units that the cell names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..model import Unit, UnitMatch
from ..patterns import regex
from ..values.blanks import is_placeholder
from ..values.person_names import is_person_name
from ..values.persons import read_persons
from . import collective
from .collective import Collective
from .continuing import further, lent_noun
from .endings import GENERIC, share_endings, suggested
from .found import (
    Found,
    join_parted_names,
    join_party_words,
    names_the_unit_of,
    noted,
    once_each,
)
from .gathering import Gatherer
from .judging import (
    is_a_side,
    is_another_name,
    is_only_an_ending,
    is_own_school,
    of_offices,
)
from .numbered import numbered_row
from .parse import Parser
from .pieces import Aside, Item, cut, lengthened
from .roster import Roster, plain
from .words import (
    BRANCH_ALONE,
    EXCEPT,
    LABEL,
    NEGATION_BEFORE,
    NEGATION_BEHIND,
    NUMBER_OF_A_BRANCH,
    NUMBERED_BRANCH,
    OFFICE_OF_A_STRANGER,
    PERSON_LABEL,
)

#: A stranger that has no units of ours behind a stroke: 合作企业/就业办.
_WHOLE = ("处", "部", "室", "会", "企业", "单位", "中心")
_DEEPEST = 3
_LONGEST_EXCEPTION = 120
_IN_BRACKETS = regex(r"[（(].*?[)）]")
_ANOTHERS = "属于其他单位"
_NO_NAME = regex(r"[\s\W\d_a-zA-Z]*")


@dataclass(slots=True)
class Reader:
    """Reads one cell."""

    text: str
    parser: Parser
    found: list[Found] = field(default_factory=list)
    banned: dict[str, Unit] = field(default_factory=dict)
    depth: int = 0
    staffed: bool = False
    label: str = ""
    label_start: int = 0

    @property
    def roster(self) -> Roster:
        return self.parser.roster

    def read(self) -> tuple[UnitMatch, ...]:
        """Return what the cell names, in order, each unit and side once."""
        text = self.take_out_exceptions(self.text)
        text, numbered = self.take_out_numbered(text)
        self.items(cut(text), self.found)
        if numbered:
            self.found = sorted([*self.found, *numbered], key=lambda f: f.span)
        merged = join_party_words(join_parted_names(self.found, self.text))
        merged = share_endings(merged, self.roster, self.text)
        matches = [self.finish(f, merged) for f in merged if not f.soft]
        kept = once_each(matches)
        if not kept and self.text.strip():
            return (UnitMatch("unknown", None, text=self.text.strip()),)
        return kept

    # -- exceptions ---------------------------------------------------------------------------

    def take_out_exceptions(self, text: str) -> str:
        """Note the units of “除…外” and blank the words out, keeping every offset."""
        for match in list(EXCEPT.finditer(text)):
            named = match.group(1) or match.group(2)
            units = self.named_in(named) or self.ending_with(plain(named))
            if units:
                self.banned.update((u.id, u) for u in units)
                text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
        return text

    def named_in(self, text: str) -> list[Unit]:
        """Return the units that a stretch of text names for certain."""
        if self.depth >= _DEEPEST:
            return []
        inner = Reader(text, self.parser, depth=self.depth + 1)
        matches = inner.read()
        of_groups = [u for m in matches if m.status == "collective" for u in m.candidates]
        return [*(m.unit for m in matches if m.unit is not None), *of_groups]

    def ending_with(self, group: str) -> list[Unit]:
        """Return the units that a word for their kind takes out (附属医院), [] for less than two."""
        units = [u for u in self.roster.units if plain(u.name).endswith(group)]
        return units if len(group) > 2 and len(units) > 1 else []

    def negated(self, text: str) -> list[Unit] | None:
        """Return the units that a stretch takes out (不含商学院), None where it takes nothing out."""
        if len(text) > _LONGEST_EXCEPTION:
            return None
        bare = re.sub(r"[\s,，。.;；]+$", "", text.strip())
        before = NEGATION_BEFORE.match(bare)
        behind = NEGATION_BEHIND.search(bare)
        if not before and not behind:
            return None
        inner = bare[before.end() :] if before else bare
        behind = NEGATION_BEHIND.search(inner)
        units = self.named_in(inner[: behind.start()] if behind else inner)
        return units or None

    def take_out_numbered(self, text: str) -> tuple[str, list[Found]]:
        """Return the text without its rows of numbered names, and what these name."""
        found: list[Found] = []
        while row := numbered_row(text, self.roster):
            start, end, named = row
            for place, (written, hit) in enumerate(named):
                match = UnitMatch("alias", hit.unit, hit.facet, (), (), written)
                found.append(Found(match, (start + place, end), before="、"))
            text = text[:start] + " " * (end - start) + text[end:]
        return text, found

    # -- items --------------------------------------------------------------------------------

    def items(self, items: Iterable[Item], into: list[Found]) -> None:
        listed = list(items)
        for index, item in enumerate(listed):
            lent = lent_noun(item, listed[index + 1 :], self.roster)
            if lent:
                self.item(lengthened(item, lent), into)
            elif NUMBERED_BRANCH.fullmatch(item.chars) and _lends_branch(listed[index + 1 :]):
                self.item(lengthened(item, "党支部"), into)
            elif more := further(item, into[-1] if into else None, self.roster, self.text):
                into.append(more)
            elif not self.is_further_branch(item, into):
                self.item(item, into)

    def is_further_branch(self, item: Item, into: list[Found]) -> bool:
        """Whether an item is one more branch of the unit before it (教工第一党支部、第二党支部)."""
        last = into[-1].match if into and item.before == "、" else None
        if last is None or last.unit is None or last.facet != "branch":
            return False
        return any(p.fullmatch(item.chars) for p in (BRANCH_ALONE, NUMBER_OF_A_BRANCH))

    def item(self, item: Item, into: list[Found]) -> None:
        written = self.written(item, 0, len(item.chars)) if item.chars else ""
        gone = self.negated(written) if written else None
        if gone is not None:
            self.banned.update((u.id, u) for u in gone)
            return
        of_a_person = item.before == ":" and PERSON_LABEL.search(self.label) is not None
        if item.before == ":":
            self.take_out_label(into, of_a_person)
        self.label, self.label_start = item.chars, item.at[0] if item.at else 0
        phrases = self.parser.read(item)
        named = item.chars not in self.roster.names and is_person_name(item.chars)
        if named and self.staffed and item.before in "、,":
            return  # 信工院辅导员张三、李四
        self.staffed = bool(phrases) and phrases[-1].kind == "person"
        gathered = Gatherer(item, self.text)
        for phrase in phrases:
            gathered.take(phrase)
        gathered.finish()
        fresh = gathered.fresh
        if of_a_person and not item.asides and all(f.match.status == "unknown" for f in fresh):
            return
        self.beside(item, fresh, into)
        for aside in item.asides:
            owner = gathered.owner(aside)
            if owner is not None:  # what an earlier bracket made of it
                owner = next((f for f in fresh if f.span == owner.span), owner)
            self.aside(aside, owner, fresh)
        if item.doubted:
            fresh = [noted(f, "后面带有问号，请核实") for f in fresh]
        into.extend(fresh)

    def written(self, item: Item, start: int, end: int) -> str:
        first, last = item.span(start, end)
        return self.text[first:last]

    def take_out_label(self, into: list[Found], of_a_person: bool) -> None:
        """Take out what the words before a colon were read as, where they are a label."""
        last = into[-1].match if into else None
        may_be = last is not None and last.status in ("unknown", "collective")
        if last is not None and may_be and LABEL.fullmatch(plain(last.text)):
            into.pop()
        if not of_a_person and not LABEL.fullmatch(self.label):
            return
        while into and into[-1].span[0] >= self.label_start and into[-1].match.unit is None:
            into.pop()

    def beside(self, item: Item, fresh: list[Found], into: list[Found]) -> None:
        """Drop what stands beside a unit and is no unit: 商学院/张三, 商学院：张三, 教务部负责…."""
        last = into[-1] if into else None
        if last is not None and last.foreign and self.goes_on(last, item):
            for index, one in enumerate(fresh):
                unknown = UnitMatch("unknown", None, text=one.match.text, warnings=(_ANOTHERS,))
                fresh[index] = replace(one, match=unknown, word=None, foreign=True)
            return
        if last is not None and fresh and self.ends_a_strangers_name(into, fresh[0]):
            unknown = UnitMatch("unknown", None, text=fresh[0].match.text, warnings=(_ANOTHERS,))
            fresh[0] = replace(fresh[0], match=unknown, word=None, foreign=True)
            return
        if last is not None and item.before in "/:" and fresh and is_own_school(last):
            into.pop()
            return
        if last is not None and last.match.status != "unknown":
            known = last.word is not None or item.before == "/" or self.is_other_end(last, item)
            known = known and len(fresh) == 1 and plain(fresh[0].match.text) == plain(item.chars)
            ending = fresh[0] if known and is_only_an_ending(fresh[0]) else None
            if ending is not None:
                fresh[:] = of_offices(last, ending)
        if last is not None and last.match.status != "unknown" and item.before in "/:":
            dropped = [f for f in fresh if self.is_remark(f, item.before)]
            if dropped and len(dropped) == len(fresh):
                into[-1] = noted(last, f"“{dropped[0].match.text}”不是单位，未采用")
            fresh[:] = [f for f in fresh if f not in dropped]

    def is_other_end(self, last: Found, item: Item) -> bool:
        """Whether an item is an end that makes another name of the unit before it (学工部、处)."""
        if last.match.unit is None or not GENERIC.fullmatch(item.chars):
            return False
        hit = self.roster.named(plain(last.match.text)[:-1] + item.chars)
        return hit is not None and hit.unit is last.match.unit

    def ends_a_strangers_name(self, before: list[Found], one: Found) -> bool:
        """Whether a stranger's office has our name with a 、 in it (北大党委办公室、校长办公室)."""
        unit = one.match.unit
        if unit is None or "、" not in unit.name or before[-1].match.status != "unknown":
            return False
        parts = [plain(part) for part in _IN_BRACKETS.sub("", unit.name).split("、")]
        strangers = [f for f in before[1 - len(parts) :] if f.match.status == "unknown"]
        text = plain(_IN_BRACKETS.sub("", self.text[strangers[0].span[0] : one.span[1]]))
        heads = ["".join(parts[:n]) for n in range(2, len(parts) + 1)]
        return any(text.endswith(head) and text != head for head in heads)

    def goes_on(self, stranger: Found, item: Item) -> bool:
        """Whether an item names a part of the stranger before it (武汉理工大学：信息工程学院)."""
        if item.before == "/":
            text = plain(stranger.match.text)
            return not (text.endswith(_WHOLE) or OFFICE_OF_A_STRANGER.search(text))
        if not item.before or item.before not in ":·" or not item.at:
            return False
        between = self.text[stranger.span[1] : item.at[0]]
        return _NO_NAME.fullmatch(between) is not None  # a label stands there: …公司 配合：学工处

    def is_remark(self, one: Found, before: str) -> bool:
        if one.match.status != "unknown":
            return False
        return before == ":" or bool(read_persons(one.match.text))

    # -- brackets -----------------------------------------------------------------------------

    def aside(self, aside: Aside, owner: Found | None, fresh: list[Found]) -> None:
        content = aside.content.strip()
        bare = plain(content)
        if not bare or bare.isdigit() or GENERIC.fullmatch(content) or LABEL.fullmatch(bare):
            return
        gone = self.negated(content)
        if gone is not None:
            self.banned.update((u.id, u) for u in gone)
            return
        if owner is not None and owner.foreign:
            return
        inner: list[Found] = []
        if self.depth >= _DEEPEST:
            return
        self.depth += 1
        self.items(cut(aside.content, aside.start), inner)
        self.depth -= 1
        inner = [f for f in inner if f.match.status != "unknown"]
        if owner is None or owner.match.status == "unknown":
            if owner is not None and self.bears_its_name(owner, inner):
                return
            if owner is not None and not is_person_name(plain(owner.match.text)):
                inner = [noted(f, f"“{owner.match.text}”不在单位表中，按括号内理解") for f in inner]
            if owner is not None and inner and owner in fresh:
                fresh[fresh.index(owner) : fresh.index(owner) + 1] = inner
            else:
                fresh.extend(inner)
            return
        if not inner:
            inner = self.under_one_ending(aside, owner)
        self.aside_of_known(owner, inner, fresh, content)

    def bears_its_name(self, owner: Found, inner: list[Found]) -> bool:
        """Whether a stranger's office is called as the unit in brackets is (某校本科生院（教务处）)."""
        text = plain(owner.match.text)
        heads = (self.roster.named(text[place:]) for place in range(1, len(text) - 1))
        units = {f.match.unit for f in inner if f.match.unit is not None}
        return any(hit is not None and hit.unit in units for hit in heads)

    def under_one_ending(self, aside: Aside, owner: Found) -> list[Found]:
        """Return the unit that a bracket inside a name makes with its end (党委（校长）办公室)."""
        end = aside.start + len(aside.content)
        if not owner.span[0] < aside.start < owner.span[1] or owner.word is not None:
            return []
        ending = self.text[end + 1 : owner.span[1]]
        hit = self.roster.named(plain(aside.content + ending))
        if hit is None or hit.unit is None or hit.facet != "admin":
            return []
        match = UnitMatch("alias", hit.unit, "admin", (), (), aside.content + ending)
        return [Found(match, (aside.start, end))]

    def aside_of_known(
        self, owner: Found, inner: list[Found], fresh: list[Found], content: str
    ) -> None:
        place = next((i for i, f in enumerate(fresh) if f is owner), len(fresh) - 1)
        unit = owner.match.unit
        if unit is not None and plain(owner.match.text + content) == plain(unit.name):
            fresh[place] = replace(owner, match=replace(owner.match, status="exact"))
            return
        if owner.word is not None:
            inner = [f for f in inner if not is_another_name(f, owner)]
            if owner.word.vague and inner and all(f.match.unit for f in inner):
                fresh[place : place + 1] = inner
            elif inner:
                fresh[place + 1 : place + 1] = inner
            return
        others = [f for f in inner if not names_the_unit_of(f, owner) and not is_a_side(f)]
        if owner.match.status == "ambiguous":
            chosen = [f for f in inner if f.match.unit in owner.match.candidates]
            if len(chosen) == 1:
                fresh[place] = chosen[0]
                return
        named = [f for f in others if f.match.unit is not None or f.word is not None]
        if named:
            fresh[place + 1 : place + 1] = [noted(f, "写在括号内，请核实") for f in named]
        elif not inner and not is_placeholder(content) and not read_persons(content):
            fresh[place] = noted(owner, f"括号内“{content}”不是单位，未采用")

    # -- finishing ----------------------------------------------------------------------------

    def finish(self, one: Found, all_found: list[Found]) -> UnitMatch:
        if one.word is not None:
            units = collective.members(one.word, self.roster.units)
            banned = set(self.banned)
            if one.word.others:
                banned |= {f.match.unit.id for f in all_found if f.match.unit is not None}
            candidates = tuple(u for u in units if u.id not in banned)
            return replace(one.match, candidates=candidates)
        if one.match.status == "unknown" and not one.foreign:
            return suggested(one.match, self.roster)
        return one.match


def _lends_branch(behind: list[Item]) -> bool:
    """Whether the items behind end the row of branches that the one before begins."""
    for item in behind:
        if item.before != "、":
            return False
        if BRANCH_ALONE.fullmatch(item.chars):
            return True
        if not NUMBER_OF_A_BRANCH.fullmatch(item.chars):
            return False
    return False


def read_cell(text: str, roster: Roster, own: Mapping[str, Collective]) -> tuple[UnitMatch, ...]:
    """Return the units that a cell names."""
    return Reader(text, Parser(roster, own)).read()
