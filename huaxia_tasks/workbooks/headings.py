"""What a heading asks for: from the text of a heading cell to the fields it may mean.

The word list is asked first with the text as it stands, then without marks, then without bracketed
instructions, numbering, periods (1-9月份, 2022年度) and words that change nothing (工作, 具体); then a
heading of two parts (责任人及电话); last, one typing error in a word of four characters or more, if
only one field comes into question.  What is still unknown stays unknown: a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ..model import ListKind, ListSpec
from ..patterns import regex
from .squeeze import squeeze
from .words import Words
from .words_seed import MODIFIERS, NOT_FIELDS

_LONGEST = 300
_CACHE_LIMIT = 20_000
_MOST_BLOCKS = 1_000
_NUMBER = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_PERIOD = regex(
    rf"^(?:(?:截止?[至到]?)?(?:(?:19|20)\d\d(?:-(?:19|20)?\d\d)?(?:年度?|学年度?)?)?"
    rf"(?:{_NUMBER}月?[-至到、]{_NUMBER}月份?|{_NUMBER}月\d{{1,2}}[日号]|{_NUMBER}月份?[底末]?|[前第上下]?[一二三四1-4]季度|[上下]半年"
    rf"|第[一二]学期|(?:本|上|当|今|这|近|全)(?:个?月份?|季度?|年度?|学期|学年|周|期|次|旬|阶段)"
    rf"|年度|目前|当前|现阶段|至今)?(?:为止)?[的前]?)"
)
_PERIOD_ALONE = regex(_PERIOD.pattern + "$")
_PAST = regex(r"^上(?:个?月|季|年|周|期|次|学期|阶段)")
_BRACKET = regex(r"\(([^()]*)(?:\)|$)")
_NUMBERING = regex(
    r"^(?:[(]?[\d一二三四五六七八九十]{1,2}[)、]|[①-⑳]|\d{1,2}(?![\d月季年至到周%、/-]))"
)
_LATIN = regex(r"(?<=[\u4e00-\u9fff])[a-z][a-z ./'-]*$|^[a-z][a-z ./'-]*(?=[\u4e00-\u9fff])")
_DIRECTION = regex(r"请?(?:填|写|选|注)|如|例|说明|备注|要求|具体到|按|附")
_PUNCTUATION = regex("[:：、/／,，;；。]")
#: A word shorter than this, alone on its line, may be the beginning of a longer one.
_SHORTEST = 3
_GROUP = regex(r"[:：/／\-—–－_>→]+")
_PARTS = regex(r"以及|[及和与、/+&]")
_DENIALS = frozenset("未不非无")
#: What one cell may hold together: a unit with its people, a leader with those who do the work.
_PEOPLE = frozenset({"leader", "person", "handler"})
_WHO = _PEOPLE | {"lead_unit", "co_units"}


class Heading(NamedTuple):
    """What a heading may mean.

    ``keys`` are the fields in question (none: unknown; several: what stands below must decide);
    ``word`` the spelling of the word list that matched; ``rank`` 0 as it stands, 1 after clearing,
    2 by a part of it, 3 by a typing error; ``past`` where it speaks of an earlier period; ``also``
    are people or units that it asks for besides (责任单位及责任人).
    """

    keys: tuple[str, ...] = ()
    word: str = ""
    rank: int = 9
    past: bool = False
    also: tuple[str, ...] = ()


UNKNOWN = Heading()


class HeadingIndex:
    """The word list and the plan's own headings, ready to be asked."""

    def __init__(self, words: Words, lists: tuple[ListSpec, ...] = ()) -> None:
        self.words = words
        self.known: dict[str, tuple[str, ...]] = {}
        self.by_list: dict[ListKind, dict[str, str]] = {}
        self.not_fields = frozenset(squeeze(w) for w in NOT_FIELDS.split())
        self.states = frozenset(squeeze(w) for v in words.statuses.values() for w in v)
        self.choices: dict[str, frozenset[str]] = {}
        self.examples: dict[ListKind, dict[str, str]] = {}
        for known in words.fields.values():
            for heading in known.headings:
                self._add(squeeze(heading), known.key)
        for spec in lists:
            own = self.by_list.setdefault(spec.kind, {})
            self.examples[spec.kind] = {c.field: c.example for c in spec.columns if c.example}
            for column in spec.columns:
                if column.choices:
                    answers = frozenset(map(squeeze, column.choices))
                    self.choices[column.field] = (
                        self.choices.get(column.field, frozenset()) | answers
                    )
                for text in _plain_forms(squeeze(column.heading)):
                    own[text] = column.field
                    self._add(text, column.field)
        self._modifiers = tuple(
            sorted((squeeze(m) for m in MODIFIERS.split()), key=len, reverse=True)
        )
        self.blocks: dict[tuple[object, ...], list[Any]] = {}
        self.rows: dict[tuple[str, ...], bool] = {}
        self._quick: dict[str, bool] = {}
        self._cache: dict[str, Heading] = {}

    @cached_property
    def _by_deletion(self) -> dict[str, tuple[str, ...]]:
        """The words of the list by what is left of them without one character."""
        return _deletions(w for w in self.known if len(w) > 3)

    def _add(self, word: str, key: str) -> None:
        keys = self.known.get(word, ())
        if word and key not in keys:
            self.known[word] = (*keys, key)

    def is_plain(self, text: str) -> bool:
        """Whether `text` is a heading of the word list as it stands (marks aside); fast."""
        found = self._quick.get(text)
        if found is None:
            found = len(text) <= 40 and squeeze(text) in self.known
            if len(self._quick) > _CACHE_LIMIT:
                self._quick.clear()
            self._quick[text] = found
        return found

    def read(self, text: str) -> Heading:
        """Return what a heading may mean, one typing error forgiven."""
        found = self._cache.get(text)
        if found is None:
            found = self._read(text)
            if len(self._cache) > _CACHE_LIMIT:
                self._cache.clear()
            self._cache[text] = found
        return found

    def keep_blocks(self, key: tuple[object, ...], blocks: list[Any]) -> list[Any]:
        """Keep the headings of tables for the next workbook of the same form; return them."""
        if len(self.blocks) >= _MOST_BLOCKS:
            self.blocks.clear()
        self.blocks[key] = blocks
        return blocks

    def keep_row(self, texts: tuple[str, ...], is_heading: bool) -> bool:
        """Keep whether a row of these texts is made of headings; return it."""
        if len(self.rows) >= _MOST_BLOCKS:
            self.rows.clear()
        self.rows[texts] = is_heading
        return is_heading

    def exact(self, word: str) -> tuple[str, ...]:
        """Return the fields of a squeezed word, none where the word list does not hold it."""
        return self.known.get(word, ())

    def of_list(self, kind: ListKind, text: str) -> str | None:
        """Return the field that the plan's own form of this list has under this heading."""
        own = self.by_list.get(kind)
        return own.get(squeeze(text)) if own else None

    def _read(self, text: str) -> Heading:
        if len(text) > _LONGEST:
            return UNKNOWN
        word = squeeze(text)
        if not word or word in self.not_fields:
            return UNKNOWN
        for rank, variant, past in self._variants(word):
            if keys := self.known.get(variant):
                return Heading(keys, variant, rank, past, self._in_brackets(word, variant, keys))
            if variant in self.not_fields:
                return UNKNOWN
        return self._by_parts(text, word) or self._by_typo(word) or UNKNOWN

    def _variants(self, word: str) -> Iterator[tuple[int, str, bool]]:
        """Yield ever plainer forms of `word` with their rank and whether a past period went."""
        yield 0, word, False
        forms = _plain_forms(word)
        for form in forms[1:]:
            yield 1, form, False
        bare = _NUMBERING.sub("", forms[-1])
        if (chinese := _LATIN.sub("", bare)) != bare and len(chinese) > 1:
            yield 1, chinese, False
        rest = strip_period(bare)
        past = rest != bare and bool(_PAST.match(bare))
        for form in dict.fromkeys((bare, rest)):
            yield 1, form, past
            for shorter in self._without_modifiers(form):
                yield 1, shorter, past

    def _without_modifiers(self, word: str) -> Iterator[str]:
        for _ in range(3):
            cut = next((m for m in self._modifiers if word.startswith(m)), "")
            if not cut or len(word) - len(cut) < 2:
                return
            word = word[len(cut) :]
            yield word

    def _by_parts(self, text: str, word: str) -> Heading | None:
        """Read 责任人及联系电话, 责任单位/责任人, or two headings on two lines: the first counts."""
        if under := self._under_group(text) or self._above_directions(text):
            return under
        bare = _plain_forms(word)[-1]
        parts = [p for p in _PARTS.split(bare) if p]
        if len(parts) < 2:
            parts = [squeeze(p) for p in text.split()]
            if len(parts) < 2 or not all(self._part(p) for p in parts):
                return None
        keys = self._part(parts[0])
        if keys == ("seq",) and (matter := self._part(parts[1])):
            return Heading(matter, parts[1], 2)  # 序号及工作任务: the numbers are in the texts
        return Heading(keys, parts[0], 2, also=self._besides(keys, parts[1:])) if keys else None

    def _in_brackets(self, word: str, variant: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return what 责任单位（责任人） asks for besides: what stands in its brackets."""
        return self._besides(keys, _BRACKET.findall(word)) if "(" not in variant else ()

    def _besides(self, keys: tuple[str, ...], parts: list[str]) -> tuple[str, ...]:
        """Return the people and units that further parts of a heading ask for, each only once."""
        if not _WHO.issuperset(keys):
            return ()
        wanted = _PEOPLE | {"lead_unit"} if _PEOPLE.issuperset(keys) else _PEOPLE
        read = [self._part(part) for part in parts if part] if "(" not in "".join(parts) else []
        asked = [own[0] for own in read if own and own[0] in wanted and own[0] not in keys]
        return tuple(dict.fromkeys(asked)) if len(asked) == len(read) else ()

    def _above_directions(self, text: str) -> Heading | None:
        """Read 问题描述 with 要求：具体、可核查 or 学生/教师/家长 in the lines below it."""
        first, *rest = (squeeze(line) for line in text.strip().splitlines() if line.strip())
        if not rest or len(first) < _SHORTEST or any(self._part(word) for word in rest):
            return None
        below = text.strip().split("\n", 1)[-1].strip()
        directs = _DIRECTION.match(squeeze(below)) or _PUNCTUATION.search(below)
        keys = self._part(first) if directs else ()
        return Heading(keys, first, 2) if keys else None

    def _under_group(self, text: str) -> Heading | None:
        """Read 责任分工：牵头单位 or 时间要求/完成时限: a heading behind the name of its group."""
        group, last = (*(squeeze(p) for p in _GROUP.split(text) if p.strip()), "", "")[:2]
        keys = self.known.get(last, ())
        if (
            not keys
            or _DIRECTION.match(group)
            or len(_GROUP.findall(text)) > 1
            or (self._part(group) and "/" in text)
        ):
            return None
        return Heading(keys, last, 2)

    def _part(self, word: str) -> tuple[str, ...]:
        for _, form, _ in self._variants(word):
            if keys := self.known.get(form):
                return keys
        return ()

    def _by_typo(self, word: str) -> Heading | None:
        for form in dict.fromkeys((word, strip_period(_plain_forms(word)[-1]))):
            if len(form) < 4:
                continue
            near = {w for cut in _cuts(form) for w in self._by_deletion.get(cut, ())}
            near = {w for w in near if _one_error(form, w)}
            fields = [self.known[w] for w in sorted(near, key=lambda w: -len(self.known[w]))]
            if fields and set(fields[0]).intersection(*fields):
                return Heading(fields[0], max(near, key=lambda w: (len(self.known[w]), w)), 3)
        return None


def _plain_forms(word: str) -> list[str]:
    """Return a squeezed word with its brackets, with short contents drawn in, and without."""
    if "(" not in word and ")" not in word:
        return [word]
    bare = _BRACKET.sub("", word).replace(")", "")
    inside = [i for i in _BRACKET.findall(word) if 0 < len(i) <= 4]
    drawn = [form for i in inside for form in (i + bare, bare + i)]
    return [word, *drawn, bare]


def strip_period(word: str) -> str:
    """Return a squeezed heading without 1-9月份, 2022年度, 本月, 截至9月底 in front of it."""
    found = _PERIOD.match(word)
    return word[found.end() :] if found and found.end() < len(word) else word


def is_period(word: str) -> bool:
    """Whether a squeezed heading is nothing but a period (6月, 第三季度)."""
    return bool(word) and bool(_PERIOD_ALONE.match(word))


def _cuts(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _deletions(words: Iterator[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        for cut in _cuts(word):
            found[cut] = (*found.get(cut, ()), word)
    return found


def _one_error(a: str, b: str) -> bool:
    """Whether one character was changed, added, left out or swapped with its neighbour."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if _DENIALS & {*rest_a[:1], *rest_b[:1]} and (len(rest_a) > 1 or len(a) != len(b)):
        return False  # nothing is denied by the last character of a word: 牵头单未
    if len(a) == len(b):
        swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]


@lru_cache(maxsize=8)
def heading_index(words: Words, lists: tuple[ListSpec, ...]) -> HeadingIndex:
    """Return the index for a word list and a plan's lists, built once."""
    return HeadingIndex(words, lists)
