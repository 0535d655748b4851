"""Names written with one mistake: a wrong, lost, doubled or swapped character.

Names of offices differ from each other by one character as well (招生办公室, 招标办公室), so a mistake is
repaired only where it is a plausible one and the result is unique; short names are not repaired
unless the two characters sound or look alike.
"""

from __future__ import annotations

from ..model import Unit
from ..values.lookalikes import are_confusable
from ..values.person_names import is_school
from .roster import DERIVED, Hit, Roster, letters, stem_of
from .words import NAME_CHARACTERS, NAME_WORDS, OFFICE_ENDS, PARTY_END

#: Characters that tell units of one kind apart; one of them is never a misprint of another.
_TELL_APART = (
    "一二三四五六七八九十甲乙丙丁", "东南西北中", "上下", "前后", "左右", "内外", "男女", "大中小", "新老旧",
    "高初", "省市区县", "本专", "文理工农医",
)  # fmt: skip


def nearest(text: str, roster: Roster) -> tuple[Hit, str] | None:
    """Return the one name that `text` is a misspelling of, with a Chinese note, or None.

    None too where two units are equally near.
    """
    found: dict[tuple[str, ...], tuple[Hit, str]] = {}
    if is_school(text[:2]) or is_school(text[:3]):
        return None  # 华科教育学院 is no misprint of 预科教育学院
    for writing, note in _candidates(text, roster):
        hit = roster.names[writing]
        if hit.how == DERIVED or not _same_but_for_the_side(text, writing, roster):
            continue
        found.setdefault((*(u.id for u in hit.units), hit.facet), (hit, note))
    if len(found) != 1:
        return None
    return next(iter(found.values()))


def _same_but_for_the_side(text: str, name: str, roster: Roster) -> bool:
    """Whether without 党委 or 党总支 one would still be a misspelling of the other.

    文华学院党委 is long, but 文华学院 no misspelling of 文学院.
    """
    here, there = PARTY_END.search(text), PARTY_END.search(name)
    if here is None or there is None:
        return True
    base, meant = text[: here.start()], name[: there.start()]
    return base == meant or meant not in roster.names or meant in dict(_candidates(base, roster))


def resembling(text: str, roster: Roster) -> tuple[Unit, ...]:
    """Return the units with a name that differs from `text` in one character, whatever it is."""
    found: dict[str, Unit] = {}
    if len(text) < 3:
        return ()
    by_gap = roster.misspellings().by_gap
    for place in range(len(text)):
        for writing, at in by_gap.get(f"{text[:place]}\0{text[place + 1 :]}", ()):
            if at == place:
                found.update((u.id, u) for u in roster.names[writing].units)
    return tuple(found.values())


def _candidates(text: str, roster: Roster) -> list[tuple[str, str]]:
    size = len(text)
    found = []
    sure = False
    by_gap, by_loss, by_letters = roster.misspellings()
    for place in range(size):
        key = f"{text[:place]}\0{text[place + 1 :]}"
        for writing, at in by_gap.get(key, ()):
            if at == place and _wrong_character(text, writing, place):
                found.append((writing, f"“{writing[place]}”误写为“{text[place]}”"))
                sure = sure or are_confusable(writing[place], text[place])
    if sure or size < 4:
        return found
    for writing in by_loss.get(text, ()):
        if _may_lose(writing, text):
            found.append((writing, f"“{writing}”漏写了一个字"))
    if found:
        return found
    if size > 5:
        for place in range(size):
            rest = text[:place] + text[place + 1 :]
            doubled = text[place] in (text[place - 1 : place], text[place + 1 : place + 2])
            between = 0 < place < size - 1 and not _makes_a_word(text, place)
            if rest in roster.names and (doubled or between):
                found.append((rest, f"多写了“{text[place]}”"))
    if size > 5 and any(c in text for c in "与和及"):
        for writing in by_letters.get(letters(text), ()):
            found.append((writing, f"词序与“{writing}”不同"))
    if size > 4:
        for place in range(size - 1):
            swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            if swapped != text and swapped in roster.names:
                found.append((swapped, f"“{text[place : place + 2]}”两字颠倒"))
    return found


def _may_lose(name: str, text: str) -> bool:
    """Whether `text` is `name` with a character forgotten that does not leave another name."""
    place = next((i for i, c in enumerate(text) if c != name[i]), len(text))
    stem = stem_of(name)
    if place == 0 or (place < len(stem) and len(stem) < 4):
        return False
    return len(name) - len(stem) != 1 or place < len(stem)


def _wrong_character(text: str, name: str, place: int) -> bool:
    """Whether text[place] is a plausible mistake for name[place], all else being equal."""
    wrong, right = text[place], name[place]
    if wrong.isdigit() or wrong == right:
        return False
    if any(wrong in kinds and right in kinds for kinds in _TELL_APART):
        return False  # 附属第二医院 is no misprint of 附属第一医院
    if place == 0 and wrong in "各全每某该本我两几省市区县":
        return False  # 各学院党总支 is no misprint of 商学院党总支
    if place == len(name) - 1 and wrong in OFFICE_ENDS and right in OFFICE_ENDS:
        return False  # 外国语学校, 发展规划部: another office, unless the roster declares it
    if _makes_a_word(text, place):
        return False
    if are_confusable(right, wrong):
        return len(name) >= 3
    if len(name) > 3 and _is_rare(wrong):
        return True  # 历史学脘: no word ends with it
    if place == len(name) - 1 and right in OFFICE_ENDS and len(name) - len(stem_of(name)) == 1:
        return False  # 资产管理员, 人力资源库: the word left without its end makes other words
    if len(name) > 5:
        return True
    return len(name) == 5 and place > 0 and wrong not in NAME_CHARACTERS


def _is_rare(character: str) -> bool:
    """Whether a character stands outside the first level of GB 2312, which holds the usual ones."""
    try:
        return character.encode("gb2312")[0] >= 0xD8
    except UnicodeEncodeError:
        return "\u4e00" <= character <= "\u9fff"


def _makes_a_word(text: str, place: int) -> bool:
    """Whether the character at `place` forms a word that names of offices are made of."""
    return (
        text[max(0, place - 1) : place + 1] in NAME_WORDS or text[place : place + 2] in NAME_WORDS
    )
