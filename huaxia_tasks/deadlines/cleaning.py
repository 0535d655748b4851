"""A deadline cell as typed, made uniform: widths, blanks, brackets, letters for digits."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ..patterns import regex
from .names import part_from_names
from .numerals import NUMERAL, arabic
from .plain import is_plain

#: A cell longer than this is prose; nobody wrote it as a deadline.
LONGEST = 400

#: Traditional characters seen in cells, each followed by the simplified one.
_TRADITIONAL = (
    "丟丢佈布來来係系倆俩個个們们備备傚效傢家儀仪億亿儘尽優优兒儿內内兩两則则剋克創创劃划動动務务勞劳協协參叁員员唸念啟启單单噸吨噹当國国圍围堅坚報报場场夠够奮奋婦妇學学實实寫写寬宽"
    "將将專专對对屆届層层師师幫帮幹干幾几廳厅張张後后從从復复恆恒態态慣惯慶庆憲宪應应戰战戶户捨舍掛挂換换揹背據据擬拟數数斷断於于時时暫暂曆历書书會会條条棟栋業业極极榦干樓楼標标樣样"
    "樹树機机檢检檯台權权歲岁歷历毬球決决沒没沖冲況况測测準准滯滞滾滚為为無无營营爐炉爭争獎奖現现畝亩畢毕當当發发盡尽監监確确禮礼種种稱称積积穩稳節节範范簡简糾纠紀纪約约級级終终組组"
    "結结統统經经緊紧線线緩缓緻致總总織织繫系繼继續续聖圣聯联職职脩修臘腊臺台與与舊旧華华萬万處处號号衝冲裏里補补裡里製制複复見见規规視视親亲觀观訂订計计記记設设許许訴诉註注評评試试"
    "該该詳详認认誕诞誤误說说課课調调談谈請请諸诸證证議议護护讀读變变貫贯責责貳贰費费貼贴資资賬账車车軍军較较輪轮轉转辦办農农這这連连週周進进過过達达遞递遠远適适遲迟選选還还邊边醫医"
    "釦扣銷销錶表鍥锲鍾钟鐘钟長长門门開开閏闰間间閤合閱阅陞升陰阴陸陆陽阳階阶際际隨随隻只雙双離离難难電电鞏巩鞦秋韆千頁页項项順顺須须預预領领頭头題题額额願愿顛颠類类颱台餘余館馆餽馈"
    "馬马驗验體体髮发鬚须麵面麼么黃黄點点黨党鼕冬齣出"
)
_MARKS = {
    **dict.fromkeys(
        "\u2014\u2013\u2015\u2212\u2010\u2011\u2012\ufe63\uff0d\u2500\u2501\u30fc\ufe58\u2043", "-"
    ),
    **dict.fromkeys("\u301c\u223c\uff5e\u02dc", "~"),
    **dict.fromkeys("【〔[{〈《「『﹝", "("),
    **dict.fromkeys("】〕]}〉》」』﹞", ")"),
    **dict.fromkeys("“”‘’\"'\u0060\u00b4\uff02\uff07", ""),
    **dict.fromkeys("\u00b7\u2022\u30fb\u2027\u2219\u22c5\ufe52\uff61", "."),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u2236\ufe30", ":"),
    "。": ";",
    **dict.fromkeys("\u25a1\u25a2\u25fb\u25ef\u25b3\u2610", "_"),
    "\u25cb": "\u3007",
    "\u041e": "O",
    "\u043e": "o",
    "\u0406": "I",
    "\u0417": "3",
}
_ONE_TO_ONE = str.maketrans(_MARKS | dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)))
_TITLE = regex("《[^《》]{0,80}》")
_LIST_SIGNS = regex("[\u2460-\u249b\u24f5-\u24fe\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_INVISIBLE = regex(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)

#: A line break or tab that some export wrote out.
_ESCAPES = regex(r"\\(?:r\\n|[rnt])")
#: 2022\\6\\30: the wrong slash.
_BACKSLASH = regex(r"(?<=\d)\\(?=\d)")
#: 2025年    月: room for a number that nobody wrote.
_BLANK_FIELD = regex(r"(?<![\d\s])[^\S\n]{2,}(?=[年月日号])")
_BREAK = regex(r"\s*\n\s*")
_BROKEN_LINE = regex(
    rf"(?<=[年月第每])\n(?=[\d{NUMERAL}]+[月日号旬个])|(?<=[年月第每])\n(?=\d)|(?<=\d[-/.])\n(?=\d)|\n(?=[年月日号旬底末前之内以个天])|(?<=[至到~])\n"
)
_BLANK_BESIDE_SIGN = regex(r"(?<=\d) ?([-/.~:]+) ?(?=\d)|(?<=[^\x00-\x7f]) ?([-~]+) ?(?=\d)")
_TWO_DATES = regex(r"(?<=[日号]) (?=\d{1,4} ?[年月])")
_BLANK = regex(r" (?![0-9A-Za-z])|(?<![0-9A-Za-z]) ")
_SPLIT_NUMBER = regex(r"(?<=[年月])(\d) (\d)(?=[月日号])|(?<!\d)(\d{1,3}) (\d{1,3})(?=年)")

#: A letter or a figure for the round zero between Chinese numerals.
_ROUND_ZERO = regex(f"(?<=[{NUMERAL}])[Oo0](?=[{NUMERAL}])")
#: 4月20日一4月30日: the numeral where a dash is meant.
_ONE_FOR_DASH = regex(
    rf"(?<=[日号月底旬\d])[-~]?一(?=\d{{1,4}}[年月日.])|(?<=[日号底旬])一(?=[{NUMERAL}]{{1,3}}月)"
)
_LETTERS = regex(r"(?<![A-Za-z0-9])[0-9OolI]*[OolI][0-9OolI]*(?![A-Za-z0-9])")
_DIGIT_FOR_LETTER = str.maketrans("OolI", "0011")
_BEFORE_DIGITS = "年月第每-./"
_LIKE_MONTH = regex(r"(?<![\d第])(\d{1,2})[目冃](?=\d{1,2}[日号]|[底末初]|[上中下]旬)")
_LIKE_DAY = regex(
    rf"(?<=月)(\d{{2}}(?=[口囗])|(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})(?=[曰目臼]))[曰目臼口囗](?!标|的|录|次|头|号|岸)"
)
_DOT_IN_FESTIVAL = regex(r"(?<=[一二三四五六七八九十])[·•・.．‧](?=[一二三四五六七八九十])")
_STOP_IN_DATE = regex(r"(?<=\d)。(?=\d)")
_MIDDLE_DOT = regex("[0-9][·•・][0-9]")
#: 2025_12_31: a line where a hyphen is meant.
_LINES_IN_DATE = regex(r"(?<!\d)((?:19|20)\d\d)_(\d{1,2})_(?=\d{1,2}(?!\d))")
_LIST_NUMBER = regex(
    r"(?:^|(?<=[\n;]))\s*(?:\((\d{1,2})\)|(\d{1,2})(?:[、)]|\.(?!\d{1,2}(?![年月\d]))))\s*(?=\D|\d{1,4}(?:[年月/-]|[.]\d|个|天|日内|周|小时))"
)
#: 1.6月底前…2.9月底前…: the next number of a list, in the middle of the line.
_NEXT_NUMBER = regex(
    r"(?<=[\u4e00-\u9fff,;) ])\((\d)\)(?=\d{1,2}月)|(?<=[\u4e00-\u9fff,;) ])(\d)[.、)](?=\d{1,2}月)"
)
_HOURS = regex(r"(?<=\d)[hH](?=之内|以内|内)")
_REPUBLIC = regex(r"民国(\d{2,3})年")
_COLLOQUIAL = regex(
    r"元月|当前(?=[年月]|季度|周|星期|学期)|(?<![十百零\d])[两俩仨](?=月(?!份|底|初|末))|[两俩]日(?!\d)"
)
#: 2022-2024三年: the length of the span in front.
_SPAN_AND_LENGTH = regex(
    r"((?:19|20)\d\d年?(?:-+|~+|至|到)(?:19|20)\d\d)年?[一二两三四五六七八九十](?:个?年度?)(?=$|[^\d底末初])"
)
_IDIOM = regex(
    r"(?:一|((?:半|[两二三四五六七八九十]|\d{1,2})个?))(月|季度?|周|年|学期|日|天)一"
    r"(?=次|报|调度|通报|会商|督[导查办]|总结|小结|汇报|更新|检查|考核|评|清|结|研判|例会|碰头|晾晒|公示|公布|分析|排查|谈|访|讲|课|推|晒|主题|研|议|巡|走访|学)"
)
#: 原则上年底, 书面说明年底, 此次月底, 线下周五: the last character belongs to the word before.
_END_OF_WORD = regex(
    r"原则上(?=[年月周半一二两三\d上下本个]|星期|礼拜)|(?:说|证|声|表|注|写|查|文|透|发|阐|标)明(?=年)"
    r"|(?:线|网|会|早|晚|马|以|总体|大体|整体|基本|实际|理论|课)上(?=年|月|周|星期|礼拜|[一1]个月)"
    r"|(?:(?<![其剩])余|剩|线|以|接|留)下(?=年|月|周|星期|礼拜|[一1]个月)"
    r"|(?:此|本|首|再|多|两|这|该|逐|各|\d|[一二三四五六七八九十])次(?=[年月周])"
    r"|(?:基|成|样|根|课|文|版)本(?=年|月|周|星期)"
)
_SPACED_YEAR = regex(r"(?<!\d)(?:\d ){3}\d(?= ?年)")
_SPACED_OUT = regex(r"(?:\S ){5,}\S")


class Cleaned(NamedTuple):
    """A cell's text made uniform; ``warnings`` tell what was repaired."""

    text: str
    warnings: tuple[str, ...] = ()
    clipped: bool = False
    #: Some number was written as in names: in Chinese numerals, or with a middle dot (7·20暴雨).
    as_in_names: bool = False


def clean(raw: str) -> Cleaned:
    """Return `raw` with half-width signs, Arabic numerals and no needless blanks.

    Line breaks stay where they part one phrase from the next; quotation marks vanish; list signs
    such as ① become a line break, so that they never glue to a number.
    """
    if is_plain(raw):
        return Cleaned(raw)
    clipped = len(raw) > LONGEST * 2
    if clipped:
        raw = " ".join(raw[: LONGEST * 20].split(" "))
        raw = re.sub(r"\s{2,}", " ", raw).strip()
        clipped = len(raw) > LONGEST
        raw = raw[:LONGEST]
    text = _without_list_signs(_TITLE.sub("※", raw))
    text = _STOP_IN_DATE.sub(".", _DOT_IN_FESTIVAL.sub("", text))
    if "_" in text:
        text = _LINES_IN_DATE.sub(r"\1-\2-", text)
    text = unicodedata.normalize("NFKC", text).translate(_ONE_TO_ONE)
    text = _ONE_FOR_DASH.sub("-", text)
    text = _ROUND_ZERO.sub("\u3007", text)
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _BACKSLASH.sub("/", _ESCAPES.sub("\n", text))
    text = _without_outer_brackets(text.strip().rstrip("!"))
    text = _END_OF_WORD.sub(lambda m: m[0] + ",", _spaces(text))
    text, warnings = _letters_for_digits(_without_list_numbers(text))
    text = _SPAN_AND_LENGTH.sub(r"\1年", text)
    text = _COLLOQUIAL.sub(_plain_words, text)
    text = _IDIOM.sub(lambda m: f"每{m[1] or ''}{m[2]}", text)
    as_written, text = text, arabic(text)
    as_in_names = text != as_written or _MIDDLE_DOT.search(raw) is not None
    text = _HOURS.sub("小时", text)
    text = _REPUBLIC.sub(lambda m: f"{int(m[1]) + 1911}年", _without_list_numbers(text))
    text = _without_outer_brackets(text)
    return Cleaned(text[:LONGEST], warnings, clipped or len(text) > LONGEST, as_in_names)


def _without_list_signs(text: str) -> str:
    """Drop ① ② and ⒈ ⒉; a lone one in front of 月 is the month's number."""
    signs = {unicodedata.numeric(sign, 0) for sign in _LIST_SIGNS.findall(text)}

    def sign(match: re.Match[str]) -> str:
        is_number = 1 not in signs and text[match.end() : match.end() + 1] in tuple("年月日号")
        return str(int(unicodedata.numeric(match[0], 0))) if is_number else "\n"

    return _LIST_SIGNS.sub(sign, text)


def _without_outer_brackets(text: str) -> str:
    """Return 6月30日前 for （6月30日前）, brackets around all of it."""
    while text.startswith("(") and text.endswith(")"):
        depth = 1
        for sign in text[1:-1]:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return text
        text = text[1:-1]
    return text


def _spaces(text: str) -> str:
    text = _BLANK_FIELD.sub("_", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = part_from_names(text)
    text = _TWO_DATES.sub(",", text)
    if _SPACED_OUT.fullmatch(text):
        text = text.replace(" ", "")
    text = _SPACED_YEAR.sub(lambda m: m[0].replace(" ", ""), text)
    text = _BREAK.sub("\n", text)
    text = _BROKEN_LINE.sub("", text)
    if " " in text:
        text = _BLANK_BESIDE_SIGN.sub(lambda m: m[1] or m[2], text)
        text = _BLANK.sub("", text)
        text = _SPLIT_NUMBER.sub(_joined, text)
    return text


def _joined(match: re.Match[str]) -> str:
    if match[1] is not None:
        return match[1] + match[2]
    both = match[3] + match[4]
    return both if len(both) == 4 and both[:2] in ("19", "20") else match[0]


def _plain_words(match: re.Match[str]) -> str:
    """Return 1月 for 元月, 2个 for 两 of 两月, 2天 for 两日."""
    if match[0] == "当前":
        return "本"
    if match[0] == "元月":
        return "1月"
    return "2天" if match[0].endswith("日") else "3个" if match[0] == "仨" else "2个"


def _without_list_numbers(text: str) -> str:
    """Drop 1. 2. 3. in front of phrases, as long as they count up from one."""
    expected = 1

    def number(match: re.Match[str]) -> str:
        nonlocal expected
        if int(match[1] or match[2]) != expected:
            return match[0]
        expected += 1
        return ""

    text = _LIST_NUMBER.sub(number, text)
    return _NEXT_NUMBER.sub(lambda m: number(m) or "\n", text) if expected > 1 else text


def _letters_for_digits(text: str) -> tuple[str, tuple[str, ...]]:
    """Repair O, o, l, I, | for digits, 曰, 目 for 日 and 目 for 月 where only a date can be meant."""
    warnings: list[str] = []

    def digits(match: re.Match[str]) -> str:
        if not _stands_for_digits(match):
            return match[0]
        fixed = match[0].translate(_DIGIT_FOR_LETTER)
        warnings.append(f"“{match[0]}”按“{fixed}”理解")
        return fixed

    if any(c in text for c in "OolI"):
        text = _LETTERS.sub(digits, text)

    def day(match: re.Match[str]) -> str:
        warnings.append(f"“{match[0]}”按“{match[1]}日”理解")
        return f"{match[1]}日"

    def month(match: re.Match[str]) -> str:
        warnings.append(f"“{match[0]}”按“{match[1]}月”理解")
        return f"{match[1]}月"

    return _LIKE_DAY.sub(day, _LIKE_MONTH.sub(month, text)), tuple(warnings)


def _stands_for_digits(match: re.Match[str]) -> bool:
    text, after = match.string, match.string[match.end() : match.end() + 2]
    if not any(c.isdecimal() for c in match[0]):
        between = text[match.start() - 1 : match.start()] in ("-", ".", "/")
        return after[:1] in tuple("月日天") or (between and after[:1] in ("-", ".", "/"))
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    if after[:1] in tuple("年月日号天个周旬") or (before and before in _BEFORE_DIGITS):
        return True
    return after[:1] in tuple("-./") and (after[1:].isdecimal() or after[1:] in tuple("OolI"))


def clean_notice(raw: str) -> str:
    """Return a longer official text with half-width signs and Arabic numerals, lines kept."""
    text = unicodedata.normalize("NFKC", raw[:20_000]).translate(_ONE_TO_ONE)
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[^\S\n]+", "", text)
    return arabic(text)
