"""People named in a cell (责任人, 经办人, 责任领导)."""

# ruff: noqa: RUF001 -- marks that look alike are the matter of this file

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..model import PersonName
from ..patterns import regex
from .blanks import is_placeholder
from .name_words import (
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    GIVEN_ENDINGS,
    NAME_BEGINNINGS,
    NEVER_INSIDE,
    NEVER_LAST,
    NOT_NAMES,
    PARTS_OF_NAMES,
    ROLE_LABELS,
    SURNAMES,
    TITLES,
)

_NO_BEGINNINGS = NOT_NAMES - NAME_BEGINNINGS - {"于是"}
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff〇"
_TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
_LABEL = "|".join(sorted(ROLE_LABELS, key=len, reverse=True))
_ONLY_HAN = regex(rf"[{_HAN}]+")
_MINORITY = regex(rf"[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}}")
_FOREIGN = regex(r"[A-Z][a-z]{1,14}(?:[ .]+[A-Z][a-z]{1,14}){1,3}")
_NUMBERS = regex(r"[+(]*[\d-]{3,}\)?(?:转\d+)?|[\w.]+@[\w.]+|(?<!\d)\d+人?")
_BRACKET = regex(r"\(([^()]*)(?:\)|$)|\[([^\[\]]*)(?:\]|$)")
_SPLIT = regex(r"[、,;/\\|\n&+。;]|(?<=[)\]])(?=[^\s)\]])")
_TITLE_BEHIND = regex(rf"(?:{_TITLE})+$")
_TITLE_BEFORE = regex(rf"^(?:{_TITLE})(?:(?:兼任?|暨)(?={_TITLE}))?")
_LABEL_BEFORE = regex(rf"^(?:{_LABEL})")
_ORG_BEFORE = regex(
    rf"^[{_HAN}]*?(?:学院|大学|办公室|党总支|党支部|中心|教研室|团委|工会|纪委|党委|总支|支部|[部处馆院系科办室校])(?=[{_HAN}])"
)
_NUMBERING = regex(r"^(?:\(?\d{1,2}[.、)]+|[一二三四五六七八九十]{1,2}[、.])\s*")
_CONTACT = regex(r"(?:QQ|qq|微信|电话|手机|邮箱|联系电话|Tel|tel|同号)")
#: Marks beside a name, and what clerks underline or part names with.
_MARKS = regex("[★☆△▲○●◎■□◆◇※_]+")
_TASK_FOR = regex(r"^\s*[由请](?=.*(?:负责|牵头|配合|落实|完成|跟进|协助))")
_DOT_BETWEEN = regex(rf"(?<![{_HAN}])([{_HAN}]{{2,6}})\.([{_HAN}]{{2,6}})(?![{_HAN}])")
#: 武大, 华师, 安农大: schools by their short names.
_SHORT_FOR_A_SCHOOL = regex(
    rf"[{_HAN}][科理工农师财医药林矿电交民体政]?大|(?:华东?|安|武|南|江|河|云|贵|宁|苏|石|温|黑)[师科农工理政医财]|解放军"
)
#: Two people for one matter (A角：张三  B角：李四).
_FIRST_AND_SECOND = regex(r"(?<![(\[A-Za-z])[A-Ca-c][角岗]\s?:?")
_OF_CONTACT = "(?:联系|办公)?(?:电话|手机|方式)(?:号码?)?|座机|微信|邮箱|QQ|单位|部门|职务"
_TAIL_WORDS = regex(
    r"(?:等(?:\d{0,2}|[两三四五六七八九十]{1,2})[位名]?(?:人|同志|老师|教师|领导|同学|辅导员|班主任|干部|党员|成员|骨干|学生)?|(?:具体)?负责|牵头|配合|兼|统筹|主抓|分管|参与|协助|落实|跟进|督办|对接|承办|执行|共同|一起|为主|为辅)+$"
)
_DOES = regex(rf"([{_HAN}]{{2,4}}?)(?:负责|牵头|配合|协助|主抓|分管|统筹|跟进)[{_HAN}]+")
_SERVES_AS = regex(rf"([{_HAN}]{{2,4}}?)(?:担任|兼任|任|为)({_TITLE}|{_LABEL})")
_TITLED_NAMES = regex(
    rf"(?:(?:{_TITLE})[{_HAN}]{{2,4}}?){{2,}}|(?:[{_HAN}]{{2,4}}?(?:{_TITLE})){{2,}}"
)
_BETWEEN_TITLES = regex(rf"(?:{_TITLE})+")
_YEAR_AND_CLASS = regex(
    r"\d{1,4}(?:号楼|号|[班栋幢楼层组室队])(?=[\u3400-\u9fff])|\d{1,4}[班栋幢组队](?=\s|$)|"
    r"(?:20)?\d{2}级(?:[^\s、，,;:]{0,6}?\d{1,2}班)?"
)
#: Who it is since a change: 原张三，现李四.
_NOW = regex("现(?:为|由|是)?|(?:已)?(?:改|更换|变更|调整)(?:为|成)")
#: The last characters of such a tail.
_MAY_BE_A_TAIL = frozenset("等人责头合兼筹抓管与助志师导学实进办接行同起主辅生干员骨")
#: Characters that are written one way only.
_USUAL_HAN = regex("[\u4e00-\u9fa5]+")


def _clean(text: str) -> str:
    """Return the text in half width, with one blank for a run of blanks and no invisible marks."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Co", "Cs"))
    plain = plain.translate(
        str.maketrans("•・‧●∙【】〔〕{}<>《》〈〉：“”\"*#'‘’?", "·····[][][][][][]:         ")
    )
    plain = re.sub(rf"\s+(?=(?:{_LABEL}|{_TITLE}|{_OF_CONTACT})\s*:)", "、", plain)
    plain = _MARKS.sub(" ", plain).strip()
    plain = _TASK_FOR.sub("", plain)
    plain = _FIRST_AND_SECOND.sub("、", plain)
    plain = re.sub(rf"(?<=[{_HAN}])@(?=[{_HAN}])", " ", plain)
    plain = re.sub(r"(?:^|(?<=[\s、,;]))[主辅正副]\s?:", "、", plain)
    plain = _DOT_BETWEEN.sub(_dot, re.sub(r"\.{2,}", "、", plain))
    plain = re.sub(rf"(?<=[{_HAN}])\s?(?:[-—–―]+>?|→)\s?(?=[{_HAN}])", "、", plain)
    plain = re.sub(r"(?:\r\n?|\n|\u2028|\u2029)+", "\n", plain)
    return re.sub(r"[^\S\n]+", " ", plain).strip()


def _dot(match: re.Match[str]) -> str:
    """Return what a full stop between two words means: two people, or one with a name in parts."""
    both = is_person_name(match[1]) and is_person_name(match[2])
    return f"{match[1]}{'、' if both else '·'}{match[2]}"


@lru_cache(maxsize=8192)
def is_person_name(text: str) -> bool:
    """Whether `text` alone can be the bare name of a person (张三, 欧阳修, 买买提·艾力)."""
    if _MINORITY.fullmatch(text) or _FOREIGN.fullmatch(text):
        return True
    if not _ONLY_HAN.fullmatch(text) or not 2 <= len(text) <= 7:
        return False
    if _is_made_of_parts(text):
        return True
    if len(text) > 4:
        return False
    compound = text[:2] in COMPOUND_SURNAMES and len(text) > 2
    given = text[2:] if compound else text[1:]
    if not compound and (text[0] not in SURNAMES or len(given) > 2):
        return len(text) == 4 and _is_double_surname(text)
    if is_school(text):
        return False
    if text in NOT_NAMES or (not compound and text[:2] in _NO_BEGINNINGS):
        return False
    if _never_ends_a_name(given) or any(c in NEVER_INSIDE for c in given):
        return False
    return not (given in ("某", "某某") or _TITLE_BEHIND.search(text))


def is_school(text: str) -> bool:
    """Whether `text` is the short name of a university (武大, 华师, 安农大)."""
    return _SHORT_FOR_A_SCHOOL.fullmatch(text) is not None


def _is_made_of_parts(text: str) -> bool:
    """Whether a name consists of words that names without a surname are made of (扎西多吉)."""
    sizes = (4, 3, 2)
    first = next((n for n in sizes if len(text) > n and text[:n] in PARTS_OF_NAMES), 0)
    if not first:
        return len(text) > 2 and text in PARTS_OF_NAMES
    rest = text[first:]
    return rest in PARTS_OF_NAMES or _is_made_of_parts(rest)


def _never_ends_a_name(given: str) -> bool:
    if given[-1] in NEVER_LAST:
        return given[-2:-1] not in GIVEN_ENDINGS.get(given[-1], ())
    return False


def _is_double_surname(text: str) -> bool:
    """Whether a name of four characters carries the surnames of both parents (张杨若曦)."""
    if text[0] not in COMMON_SURNAMES or text[1] not in COMMON_SURNAMES:
        return False
    given = text[2:]
    if _TITLE_BEHIND.search(given):
        return False  # 李任主任
    return not _never_ends_a_name(given) and not any(c in NEVER_INSIDE for c in given)


def _surname_with_title(text: str) -> bool:
    """Whether this is a surname with a title (王老师, 欧阳处长)."""
    match = _TITLE_BEHIND.search(text)
    if match is None:
        return False
    head = text[: match.start()]
    return head in COMPOUND_SURNAMES or (len(head) == 1 and head in SURNAMES)


def _glued(text: str) -> list[str]:
    """Return the names of which a run without separators consists, [] unless there is one way."""
    ways: list[list[str]] = []

    def walk(rest: str, names: list[str]) -> None:
        if len(ways) > 1:
            return
        if not rest:
            ways.append(names)
            return
        for size in (2, 3, 4):
            head = rest[:size]
            sure = (head[:1] in COMMON_SURNAMES and size < 4) or head[:2] in COMPOUND_SURNAMES
            if len(head) == size and sure and is_person_name(head):
                walk(rest[size:], [*names, head])

    if 4 <= len(text) <= 12 and _ONLY_HAN.fullmatch(text):
        walk(text, [])
    return ways[0] if len(ways) == 1 and len(ways[0]) > 1 else []


def _bare_names(words: list[str]) -> list[tuple[str, str]]:
    """Return (name, role) for words parted by blanks; lone characters are joined (张 三)."""
    found: list[tuple[str, str]] = []
    index = 0
    words = [w for w in (_NUMBERING.sub("", w).strip(".、") for w in words) if w]
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        joined = word + following
        short = len(word) == 1 or (word in COMPOUND_SURNAMES and len(following) <= 2)
        if following and short and is_person_name(joined):
            third = words[index + 2] if index + 2 < len(words) else ""
            lone = len(word) == len(following) == len(third) == 1
            if lone and third not in COMMON_SURNAMES and is_person_name(joined + third):
                joined += third
                index += 1
            found.append((joined, ""))
            index += 2
            continue
        if _ends_a_name(word, following, words[index + 2 : index + 3]):
            found.append((joined, ""))
            index += 2
            continue
        if found and re.fullmatch(rf"(?:{_TITLE})+", word):
            found[-1] = (found[-1][0], found[-1][1] or word)
        else:
            found.extend(_one_word(word))
        index += 1
    return found


def _ends_a_name(word: str, last: str, behind: list[str]) -> bool:
    """Whether a lone character is the end of the name before it (陈晓 红), and begins no other."""
    if len(word) != 2 or len(last) != 1 or not is_person_name(word + last):
        return False
    return is_person_name(word) and not (behind and is_person_name(last + behind[0]))


def _one_word(word: str) -> list[tuple[str, str]]:
    """Return (name, role) of one word without blanks: a name with title, office or label glued."""
    kept = _TAIL_WORDS.sub("", word)
    word = kept[1:] if kept != word and kept.startswith(("由", "请")) else kept
    if is_person_name(word) or _surname_with_title(word):
        return [(word, "")]
    serves = _SERVES_AS.fullmatch(word)
    if serves and is_person_name(serves[1]):
        return [(serves[1], serves[2])]
    behind = _TITLE_BEHIND.search(word)
    if behind and is_person_name(word[: behind.start()]):
        return [(word[: behind.start()], behind.group())]
    if _TITLED_NAMES.fullmatch(word):
        parts = [p for p in _BETWEEN_TITLES.split(word) if p]
        if all(is_person_name(p) for p in parts):
            return [(p, "") for p in parts]
    now = _NOW.match(word)
    if now and is_person_name(word[now.end() :]):
        return [(word[now.end() :], "")]
    for before in (_LABEL_BEFORE, _TITLE_BEFORE):
        match = before.match(word)
        if match and len(word) > match.end():
            role = match.group() if before is _TITLE_BEFORE else ""
            return [(n, r or role) for n, r in _one_word(word[match.end() :])]
    does = _DOES.fullmatch(word)
    if does and is_person_name(does[1]):
        return [(does[1], "")]
    names = _glued(word)
    if names:
        return [(n, "") for n in names]
    for mark in ("和", "与", "及", "以及", "跟"):
        left, found, right = word.partition(mark)
        if found and right and (first := _one_word(left)):
            return [*first, *_one_word(right)]
    return _behind_an_office(word)


def _behind_an_office(word: str) -> list[tuple[str, str]]:
    """Return the name behind the name of an office (教务部张三, 商学院院长李四)."""
    match = _ORG_BEFORE.match(word)
    while match:
        rest = word[match.end() :]
        title = _TITLE_BEFORE.match(rest)
        bare = rest[title.end() :] if title else rest
        if is_person_name(bare) or (not title and _surname_with_title(bare)):
            return [(bare, title.group() if title else "")]
        word, match = rest, _ORG_BEFORE.match(rest)
    return []


def _piece(text: str) -> list[tuple[str, str]]:
    """Return (name, role) of the people in one piece between separators."""
    asides = [a or b for a, b in _BRACKET.findall(text)]
    head = _BRACKET.sub(" ", text)
    label, colon, rest = head.rpartition(":")
    if colon and not rest.strip():
        label, rest = "", label
    role = label.strip() if re.fullmatch(rf"(?:{_TITLE})+", label.strip()) else ""
    bare = _YEAR_AND_CLASS.sub("", _NUMBERING.sub("", (rest if colon else head).strip()))
    plain = _NUMBERS.sub(" ", bare)
    if _MINORITY.fullmatch(plain.strip()) or _FOREIGN.fullmatch(plain.strip()):
        found = [(plain.strip(), role)]
    else:
        found = [(n, r or role) for n, r in _bare_names(plain.split())]
    if not found and label and colon:
        found = _bare_names(_NUMBERS.sub(" ", label).split())
    notes = [_CONTACT.sub("", _NUMBERS.sub("", a)).strip(" ,;:") for a in asides]
    if found:
        name, known = found[-1]
        found[-1] = (name, known or next((n for n in notes if n), ""))
        return found
    title = plain.strip() if re.fullmatch(rf"(?:{_TITLE})+", plain.strip()) else ""
    inside = [p for a in asides for part in _SPLIT.split(a) for p in _piece(part)]
    return [(n, r or title) for n, r in inside]


def _protect(text: str) -> list[str]:
    """Split at separators outside brackets."""
    pieces, depth, start = [], 0, 0
    for position, mark in enumerate(text):
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif not depth and mark in "、,;/\\|\n&+。":
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    if depth:
        return [p for piece in _SPLIT.split(text) for p in [piece] if p]
    return pieces


@lru_cache(maxsize=4096)
def read_persons(text: str) -> tuple[PersonName, ...]:
    """Return the people named in `text`, in order, each once.

    Offices, posts without a name, groups (各单位负责人) and placeholders name nobody.  A surname
    with a title (王老师) counts as a name; ``role`` is the title or what stood in brackets.
    """
    if _is_bare_name(text):
        return (PersonName(text, ""),)
    if is_placeholder(text):
        return ()
    found: dict[str, str] = {}
    for piece in _protect(_clean(text[:4000])):
        if piece.strip() and not is_placeholder(piece):
            for name, role in _piece(piece.strip()):
                found[name] = found.get(name) or role
    return tuple(PersonName(name, role) for name, role in found.items())


def _is_bare_name(text: str) -> bool:
    """Whether a cell is nothing but one usual name: most are, and need no taking apart."""
    return (
        1 < len(text) < 5
        and text[-1] not in _MAY_BE_A_TAIL
        and _USUAL_HAN.fullmatch(text) is not None
        and is_person_name(text)
        and not is_placeholder(text)
    )
