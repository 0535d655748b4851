"""Remarks that move a deadline: 延期至7月15日, 拟推迟到8月底."""

from __future__ import annotations

import re

from ..patterns import regex
from .cleaning import Cleaned, clean

_WORD = (
    r"延期|延后|推迟|顺延|延长|展期|延缓|推后|宽限|暂缓"
    r"|(?:时限|时间|期限|日期|节点)(?:拟|已|由[^,;。，；\n]{1,16}|申请|现)?(?:调整|变更|改)"
)
_DAY = r"[^;。；，,\n]{2,40}"
_EXTENSION = regex(
    rf"(?:{_WORD})(?:办理|完成|整改|办结|进行|实施|提交|报送|时间|时限|期限|一次|[,，])?"
    rf"(?:至|到|为|于)(?P<day>{_DAY})|(?:延|推|改|挪)(?:至|到)(?P<day2>{_DAY})"
    r"|(?:(?:^|[由从])[^,;。，；\n]{0,12}\d[^,;。，；\n]{0,6}|(?:^|[,;。，；\n])(?:现|拟|申请|请求)?)"
    rf"(?:调整|变更|改|调)(?:至|到|为)(?P<day3>{_DAY})"
)
_REFUSED = regex(
    r"(?:不同意|不批准|不予|未批准|未同意|不得|不再|不能|无法|没有|未|不)"
    r"(?:再|申请|同意|批准)?[^,;。，；\n]{0,4}$"
)
_FORMER = regex(r"(?:曾|原定|原来|此前|前期|之前)[^,;。，；\n]{0,6}$")
_LONGEST = 4_000


def find_extension(text: str) -> Cleaned | None:
    """Return the words of the day to which `text` moves a deadline, cleaned; the last one said."""
    plain = re.sub(r"[^\S\n]+", "", text[: _LONGEST * 2])[:_LONGEST]
    found: Cleaned | None = None
    for match in _EXTENSION.finditer(plain):
        ahead = plain[max(0, match.start() - 16) : match.start()]
        if _REFUSED.search(ahead) or _FORMER.search(ahead):
            continue
        found = clean(match["day"] or match["day2"] or match["day3"])
    return found
