"""Whether a telephone number can be one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..patterns import regex
from .blanks import is_placeholder

_HOW = "请填写11位手机号，或“区号-号码”，例如 027-81420000"
_EXTENSION = regex(r"(?:转|分机号?|ext\.?|x|#|-(?=\d{1,5}$))\s*:?\s*(\d{1,6})\s*$", re.IGNORECASE)
_PARTS = regex(r"[、,;/|\\\n]|或|和|及|(?<=\d)\s{2,}(?=\d)")
_LABELS = regex(
    r"\((?:办|手机?|宅|家|机|座)\)|(?:办公|联系|手机|移动|固定|办公室|值班|宅|住宅|内线|短号|电话|座机|号码|传真|tel|mobile|phone|微信同号|同微信)+[.:]?|电话",
    re.IGNORECASE,
)
_SCIENTIFIC = regex(r"\d(?:\.\d+)?e\+?\d{1,2}", re.IGNORECASE)
# Area codes: 010, 02x, and three digits from 03 to 09 with a fourth digit.
_AREA = r"(?:010|02[0-57-9]|0[3-9]\d{2})"
_SERVICE = regex(
    r"(?:400|800)-?\d{3}-?\d{4}|(?:400|800)-?\d{4}-?\d{3}|110|119|12[02]|12\d{3}|9[56]\d{3,4}|100\d{2}"
)
#: Most cells: a mobile, or a landline with its area code and nothing else.
_SURELY_ONE = regex(
    r"1[3-9][0-9]{9}|(?:010|02[0-57-9])-[2-8][0-9]{7}|0[3-9][0-9]{2}-[2-8][0-9]{6,7}"
)
_NAME = regex(r"[\u3400-\u9fff·]{1,12}|[A-Za-z ]{2,20}(?=\d)")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    folded = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Co", "Cs"))
    folded = folded.translate(str.maketrans("—–―‐‑‒−～~·．：（）", "---------..:()"))  # noqa: RUF001
    folded = re.sub(r"(?<![\d-])(0\d{2,3})/(?=\d{7,8}(?!\d))", r"\1-", folded)
    folded = re.sub(r"\((?=内线|短号|手机|办公|座机|电话|宅)", "、(", folded)
    folded = re.sub(r"(?<=\d)\((?:办|手机?|宅|家|座机?)\)(?=\d)", "、", folded)
    folded = re.sub(r"(?<=\d)(?!转|分机)[\u3400-\u9fff]{2,8}(?=\d{3})", "、", folded)
    return re.sub(r"[ \t\u3000]+", " ", re.sub(r"[\r\n]+", "\n", folded)).strip(" '`\".。;")


@lru_cache(maxsize=4096)
def phone_problem(text: str) -> str | None:
    """Return in Chinese why the cell holds no usable number, None where it does (or is blank).

    Accepted: mobiles (also +86), landlines with or without area code and with an extension, the
    school's internal numbers of 4 to 6 digits, 400 and short service numbers, several in a cell.
    A placeholder is a problem; a blank cell is none here, it is another rule's.
    """
    if not text.strip() or _SURELY_ONE.fullmatch(text):
        return None
    plain = _plain(text[:500])
    if is_placeholder(text) or set(plain) <= set("0-/ "):
        return "没有填写号码"
    if _SCIENTIFIC.fullmatch(plain.replace(" ", "")):
        return "号码被表格显示成了科学记数，后几位可能已经丢失，请把单元格设为文本后重新填写"
    plain = re.sub(r"(?<=\d{7})\.0+$", "", plain)
    numbers = _numbers(plain)
    if not numbers:
        return f"没有看到电话号码，{_HOW}"
    problems = [p for n in numbers if (p := _one(n))]
    return problems[0] if problems else None


def _numbers(plain: str) -> list[str]:
    """Return the numbers of a cell, one string each, labels and names taken out."""
    found = []
    for part in _split(plain):
        bare = _LABELS.sub(" ", part)
        bare = re.sub(r"[)\s]+$", "", bare)
        extension = (
            _EXTENSION.search(bare) if re.search(r"转|分机|ext|#|\dx\d", bare, re.I) else None
        )
        head = bare[: extension.start()] if extension else bare
        head = _NAME.sub(" ", head).strip(" :.。")
        if re.search(r"\d", head):
            found.append(head + (f"转{extension.group(1)}" if extension else ""))
        elif extension:
            found.append(extension.group(1))
    return found


def _split(plain: str) -> list[str]:
    """Split at separators; a blank parts two numbers only where both sides are whole ones."""
    parts: list[str] = []
    for part in _PARTS.split(plain):
        words = part.split(" ")
        digits = [re.sub(r"\D", "", w) for w in words]
        if len(words) > 1 and all(len(d) >= 7 for d in digits):
            parts.extend(words)
        else:
            parts.append(part)
    return [p for p in parts if p.strip()]


def _one(number: str) -> str | None:
    """Return the problem of one number, None where it is good."""
    head, _, extension = number.partition("转")
    compact = re.sub(r"[\s().]", "", head)
    compact = re.sub(r"^(?:\+|00)86-?(?=[1-9]\d{1,2}-?\d{7,8}(?:-\d+)?$)(?!1\d{10})", "0", compact)
    compact = re.sub(r"^(?:\+|00)?86-?(?=1\d{10}$|1\d{2}-|0?\d{2,3}-?\d{7})", "", compact)
    digits = compact.replace("-", "")
    if not re.fullmatch(r"[\d-]+", compact):
        return f"“{head.strip()}”里有不是数字的字符，{_HOW}"
    if _is_mobile(digits) and re.fullmatch(
        r"1\d{10}|1\d{2}-\d{4}-\d{4}|1\d{2}-\d{8}|1\d{6}-\d{4}", compact
    ):
        return None
    if _SERVICE.fullmatch(compact) or _is_landline(compact, extension):
        return None
    return _why(digits, compact)


def _is_mobile(digits: str) -> bool:
    """Whether this is a mobile number of the mainland: 11 digits from 13 to 19."""
    return bool(re.fullmatch(r"1[3-9]\d{9}", digits))


def _is_landline(compact: str, extension: str) -> bool:
    if re.fullmatch(rf"{_AREA}-?[2-8]\d{{6,7}}(?:-\d{{1,6}})?", compact):
        return _right_length(compact)
    if re.fullmatch(
        r"[2-8]\d{3}-?\d{4}|[2-8]\d{6}|[2-8]\d{6,7}-\d{1,6}|[2-8]\d{2}-?\d{4}", compact
    ):
        return True
    return bool(re.fullmatch(r"[1-9]\d{3,5}", compact)) and not extension


def _right_length(compact: str) -> bool:
    """Whether area code and number together have 10 to 12 digits (short codes take 8)."""
    match = re.match(_AREA, compact)
    rest = re.sub(r"^-", "", compact[match.end() :] if match else compact)
    local = rest.split("-")[0]
    return len(local) == 8 or (len(local) == 7 and match is not None and len(match.group()) == 4)


def _why(digits: str, compact: str) -> str:
    begins = "-" not in compact[:4] or re.match(r"1[3-9]\d-", compact)
    if digits.startswith("1") and len(digits) in (9, 10, 12, 13) and begins:
        return f"手机号应为11位，现为{len(digits)}位（{digits}）"
    if digits.startswith("1") and len(digits) == 11:
        return f"{digits}不是有效的手机号段，请核对"
    if digits.startswith("0") and len(digits) > 7:
        return f"区号或号码位数不对（{compact}），{_HOW}"
    return f"{compact}不像电话号码，{_HOW}"
