"""People named in a cell (责任人, 经办人, 责任领导)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..model import PersonName
from ..patterns import regex
from .blanks import is_placeholder
from .foreign_names import foreign_name_in, is_carried_over, is_foreign_name
from .name_words import COMMON_SURNAMES, COMPOUND_SURNAMES, PARTS_OF_NAMES, ROLE_LABELS
from .person_names import (
    HAN,
    MINORITY,
    ONLY_HAN,
    TITLE,
    TITLE_BEHIND,
    is_person_name,
    is_surname_with_title,
)

_LABEL = "|".join(sorted(ROLE_LABELS, key=len, reverse=True))
_NUMBERS = regex(r"[+(]*[\d-]{3,}\)?(?:转\d+)?|[\w.]+@[\w.]+|(?<!\d)\d+人?")
_BRACKET = regex(r"\(([^()]*)(?:\)|$)|\[([^\[\]]*)(?:\]|$)")
_SPLIT = regex(r"[、,;/\\|\n&+。;]|(?<=[)\]])(?=[^\s)\]])")
_TITLE_BEFORE = regex(rf"^(?:{TITLE})(?:(?:兼任?|暨)(?={TITLE}))?")
_LABEL_BEFORE = regex(rf"^(?:{_LABEL})")
_ORG_BEFORE = regex(
    rf"^[{HAN}]*?(?:学院|大学|办公室|党总支|党支部|中心|教研室|团委|工会|纪委|党委|总支|支部|公司|物业|后勤|局|食堂|社区|班(?=[{HAN}]{{2,4}}$)|队(?=[{HAN}]{{2,4}}$)(?!伍)|部(?!门)|[处馆院系科办室校])(?=[{HAN}])"
)
_NUMBERING = regex(r"^(?:\(?\d{1,2}[.、)]+|[一二三四五六七八九十]{1,2}[、.])\s*")
_CONTACT = regex(r"(?:QQ|qq|微信|电话|手机|邮箱|联系电话|Tel|tel|同号)")
#: Marks beside a name, and what clerks underline or part names with.
_MARKS = regex("[★☆△▲○●◎■□◆◇※_]+")
_NUMBERED = regex(rf"(?:^|(?<=[\s;,、]))\(?\d{{1,2}}[)、.]\s?(?=[{HAN}])")
#: 电话 before a number, glued to the name.
_CALLED = regex(r"[☎☏✆📞📱]|(?:联系|办公)?(?:电话|手机|座机)(?:号码?)?:?(?=\s?[\d+(])")
_DAY = regex(r"(?:20\d{2}[年./-])?\d{1,2}月(?:\d{1,2}[日号])?|20\d{2}[./-]\d{1,2}(?:[./-]\d{1,2})?")
_TASK_FOR = regex(
    r"^\s*(?:暂|现|先|拟)?[由请](?=.*(?:负责|牵头|配合|落实|完成|跟进|协助|代管|办理|承办))"
)
_DOT_BETWEEN = regex(rf"(?<![{HAN}])([{HAN}]{{2,6}})\.([{HAN}]{{2,6}})(?![{HAN}])")
#: Two people for one matter (A角：张三  B角：李四).
_FIRST_AND_SECOND = regex(r"(?<![(\[A-Za-z])[A-Ca-c][角岗]\s?:?")
_OF_CONTACT = "(?:联系|办公)?(?:电话|手机|方式)(?:号码?)?|座机|微信|邮箱|QQ|单位|部门|职务"
_DOES = regex(rf"([{HAN}]{{2,4}}?)(?:负责|牵头|配合|协助|主抓|分管|统筹|跟进)[{HAN}]+")
_SERVES_AS = regex(rf"([{HAN}]{{2,4}}?)(?:担任|兼任|(?<!主)任|为)({TITLE}|{_LABEL})")
_TITLED_NAMES = regex(rf"(?:(?:{TITLE})[{HAN}]{{2,4}}?){{2,}}|(?:[{HAN}]{{2,4}}?(?:{TITLE})){{2,}}")
_BETWEEN_TITLES = regex(rf"(?:{TITLE})+")
_YEAR_AND_CLASS = regex(
    r"(?:(?P<of>[\u3400-\u9fff]{1,8})(?=\d{2,4}班))?\d{1,4}(?:号楼|号|[班栋幢楼层组室队])(?=[\u3400-\u9fff])|\d{1,4}[班栋幢组队](?=\s|$)|"
    r"(?:20)?\d{2}级(?:[^\s、，,;:]{0,6}?\d{1,2}班)?"
)
#: Who it is since a change: 原张三，现李四.
_NOW = regex("现(?:为|由|是)?|(?:已)?(?:改|更换|变更|调整)(?:为|成)")
#: The last characters of such a tail.
_MAY_BE_A_TAIL = frozenset("等人责头合兼筹抓管与助志师导学实进办接行同起主辅生干员骨")
#: A title whose characters are spread out, and a name that a line break parts (陈⏎晨).
_BROKEN_TITLE = regex(rf"(?:[处院部校科馆局]\s+长|(?<=[^\s、])书\s+记|主\s+任|老\s+师)(?![{HAN}])")
_BROKEN_NAME = regex(
    rf"(?<=[{HAN}])\n(?=[{HAN}](?![{HAN}]))|(?<![{HAN}])(?P<first>[{HAN}])\n(?=[{HAN}]{{1,2}}(?![{HAN}]))"
    rf"|(?<![{HAN}])(?P<surname>{'|'.join(sorted(COMPOUND_SURNAMES))})\n(?=[{HAN}]{{1,2}}(?![{HAN}]))"
)
_STRAY_END = regex(r"^([^()\[\]]*)[)\]]$")
_NOMINAL = "|".join(sorted((w for w in ROLE_LABELS if w[-1] in "人导"), key=len, reverse=True))
_POST_INSIDE = regex(
    rf"[{HAN}]{{2,12}}?(?:(?P<post>(?:{TITLE})+)|{_NOMINAL})(?P<name>[{HAN}]{{2,4}})"
)
_OF_ALL = regex("各|全体|所有|相关|有关|每|等")
#: The first of several people who each have a bracket (张三（院长）李四（书记）).
_WITH_ASIDE = regex(rf"[^()\[\]]*[{HAN}][^()\[\]]*[(\[][^()\[\]]*[)\]](?=[{HAN}])")
_ROLE_FIRST = regex(rf"(?:{TITLE}|{_LABEL})")
#: Somebody who was in charge and is no more.
_GONE = regex(
    r"(?:已|现已)?(?:调离|调走|离职|离任|退休|辞职|离校|转岗|卸任)|^原(?:责任人|负责人|经办人|任)?$"
)
#: How many they are: 刘洋、黄蕾三位老师.
_SO_MANY = rf"(?:\d{{1,2}}|[两二三四五六七八九十]{{1,2}})(?:[位名](?:同志|老师|教师|领导|同学|干部|党员|成员|{TITLE})?|人)"
_TAIL_WORDS = regex(
    rf"(?:{_SO_MANY}|等(?:\d{{0,2}}|[两三四五六七八九十]{{1,2}})[位名]?(?:人|同志|老师|教师|领导|同学|辅导员|班主任|干部|党员|成员|骨干|学生)?|(?:具体)?(?:负责|抓?落实|承办|办理)|负总责|总负责|抓总|总协调|总牵头|主持(?:工作)?|牵头抓|协调|实施|带队|组织|代管|代办|牵头|配合|兼|统筹|主抓|分管|参与|协助|落实|跟进|督办|对接|承办|执行|共同|一起|为主|为辅)+$"
)
#: Longer ones are prose, or meant to keep a run busy.
_LONGEST_PIECE, _LONGEST_WORD = 400, 120
#: Characters that are written one way only.
_USUAL_HAN = regex("[\u4e00-\u9fa5]+")


def _clean(text: str) -> str:
    """Return the text in half width, with one blank for a run of blanks and no invisible marks."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Co", "Cs"))
    plain = plain.translate(
        str.maketrans("•・‧●∙【】〔〕{}<>《》〈〉：“”\"*#'‘’?", "·····[][][][][][]:         ")
    )
    plain = re.sub(r"[^\S\n]{9,}", " " * 8, plain)  # what follows tries every blank of a run
    plain = re.sub(rf"\s+(?=(?:{_LABEL}|{TITLE}|{_OF_CONTACT})\s*:)", "、", plain)
    plain = _DAY.sub(" ", _MARKS.sub(" ", plain)).strip(" !")
    plain = _NUMBERED.sub("、", _CALLED.sub(" ", plain))
    if plain.startswith(("一、", "一.")):
        plain = re.sub(r"(?:^|(?<=\s))[一二三四五六七八九十][、.]\s?", "、", plain)
    plain = _TASK_FOR.sub("", plain)
    plain = _FIRST_AND_SECOND.sub("、", plain)
    plain = re.sub(rf"(?<=[{HAN}])@(?=[{HAN}])", " ", plain)
    plain = re.sub(r"(?:^|(?<=[\s、,;]))[主辅正副备从]\s?:", "、", plain)
    plain = re.sub(rf"(?<=[{HAN}])(?=[A-Z][a-z])", " ", plain)
    plain = _BROKEN_TITLE.sub(lambda m: re.sub(r"\s", "", m[0]), plain)
    plain = _STRAY_END.sub(r"\1", re.sub(r"\s+(?=[(\[])", "", plain))
    plain = re.sub(r"\s*·\s*", "·", plain)
    plain = _DOT_BETWEEN.sub(_dot, re.sub(r"\.{2,}", "、", plain))
    plain = re.sub(rf"(?<=[{HAN}])\s?(?:[-—–―]+>?|→)\s?(?=[{HAN}])", "、", plain)
    plain = re.sub(r"\s*(?:\r\n?|\n|\u2028|\u2029)+\s*", "\n", plain)
    if "\n" in plain:
        plain = _BROKEN_NAME.sub(lambda m: f"{m['first'] or m['surname'] or ''} ", plain)
    return re.sub(r"[^\S\n]+", " ", plain).strip()


def _dot(match: re.Match[str]) -> str:
    """Return what a full stop between two words means: two people, or one with a name in parts."""
    both = is_person_name(match[1]) and is_person_name(match[2])
    both = both and PARTS_OF_NAMES.isdisjoint((match[1], match[2]))
    return f"{match[1]}{'、' if both else '·'}{match[2]}"


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

    if 4 <= len(text) <= 12 and ONLY_HAN.fullmatch(text):
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
        behind = words[index + 2] if index + 2 < len(words) else ""
        if joined in COMPOUND_SURNAMES and len(word) == 1 and is_person_name(joined + behind):
            found.append((joined + behind, ""))
            index += 3
            continue
        short = len(word) == 1 or (word in COMPOUND_SURNAMES and len(following) <= 2)
        if following and short and is_person_name(joined):
            third = words[index + 2] if index + 2 < len(words) else ""
            lone = len(following) == len(third) == 1
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
        if found and re.fullmatch(rf"(?:{TITLE})+", word):
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
    if len(word) > _LONGEST_WORD:
        return []
    kept = _TAIL_WORDS.sub("", word)
    word = kept[1:] if kept != word and kept.startswith(("由", "请")) else kept
    if is_person_name(word) or is_surname_with_title(word):
        return [(word, "")]
    serves = _SERVES_AS.fullmatch(word)
    if serves and is_person_name(serves[1]):
        return [(serves[1], serves[2])]
    behind = TITLE_BEHIND.search(word)
    if behind and is_person_name(word[: behind.start()]):
        return [(word[: behind.start()], behind.group())]
    if _TITLED_NAMES.fullmatch(word):
        parts = [p for p in _BETWEEN_TITLES.split(word) if p]
        if all(is_person_name(p) for p in parts):
            return [(p, "") for p in parts]
    now = _NOW.match(word)
    if now and (successor := _one_word(word[now.end() :])):
        return successor
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
    return _behind_an_office(word) or _behind_a_post(word)


def _behind_a_post(word: str) -> list[tuple[str, str]]:
    """Return the name at the end of words that no roster knows, behind a post (宿管队长张三)."""
    if is_carried_over(word):
        return [(word, "")]
    match = _POST_INSIDE.fullmatch(word)
    if match and is_person_name(match["name"]) and not _OF_ALL.search(word):
        return [(match["name"], match["post"] or "")]
    return []


def _behind_an_office(word: str) -> list[tuple[str, str]]:
    """Return the name behind the name of an office (教务部张三, 商学院院长李四)."""
    match = _ORG_BEFORE.match(word)
    while match:
        rest = word[match.end() :]
        title = _TITLE_BEFORE.match(rest)
        bare = rest[title.end() :] if title else rest
        if is_person_name(bare) or (not title and is_surname_with_title(bare)):
            return [(bare, title.group() if title else "")]
        word, match = rest, _ORG_BEFORE.match(rest)
    return []


def _without_class(match: re.Match[str]) -> str:
    """Return what a class leaves of the words before it: a person stays (软件2101班班主任)."""
    before = match["of"] or ""
    return before if is_person_name(before) else ""


def _piece(text: str) -> list[tuple[str, str]]:
    """Return (name, role) of the people in one piece between separators."""
    asides = [a or b for a, b in _BRACKET.findall(text)]
    head = _BRACKET.sub(" ", text)
    label, colon, rest = head.rpartition(":")
    if colon and not rest.strip():
        label, rest = "", label
    role = label.strip() if re.fullmatch(rf"(?:{TITLE})+", label.strip()) else ""
    bare = _YEAR_AND_CLASS.sub(
        _without_class, _NUMBERING.sub("", (rest if colon else head).strip())
    )
    plain = _NUMBERS.sub(" ", bare)
    if MINORITY.fullmatch(plain.strip()) or is_foreign_name(plain.strip()):
        found = [(plain.strip(), role)]
    else:
        found = [(n, r or role) for n, r in _bare_names(plain.split())]
        if not found and (name := foreign_name_in(plain.strip(), "".join(asides))):
            found = [(name, role)]
    if not found and label and colon:
        found = _bare_names(_NUMBERS.sub(" ", label).split())
    notes = [_CONTACT.sub("", _NUMBERS.sub("", a)).strip(" ,;:") for a in asides]
    notes = [re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", n) for n in notes]
    if found:
        name, known = found[-1]
        found[-1] = (name, known or next((n for n in notes if n), ""))
        return found
    title = plain.strip() if re.fullmatch(rf"(?:{TITLE})+", plain.strip()) else ""
    inside = [p for a in asides for part in _SPLIT.split(a) for p in _piece(part)]
    return [(n, r or title) for n, r in inside]


def _people(text: str) -> list[tuple[str, str]]:
    """Return (name, role) of the people of a piece, parted behind brackets (张三（院长）李四（书记）)."""
    found: list[tuple[str, str]] = []
    while (first := _WITH_ASIDE.match(text)) and not _ROLE_FIRST.match(text, first.end()):
        named = _piece(first.group())
        if not named:
            break
        found.extend(named)
        text = text[first.end() :]
    return [*found, *_piece(text)]


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
        if piece.strip() and len(piece) <= _LONGEST_PIECE and not is_placeholder(piece):
            for name, role in _people(piece.strip()):
                found[name] = found.get(name) or role
    if len(found) > 1 and any(map(_GONE.search, found.values())):
        found = {n: r for n, r in found.items() if not _GONE.search(r)} or found
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
