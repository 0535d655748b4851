"""A remark that gives the matter to another unit (改由后勤处负责, 已移交保卫处)."""

from __future__ import annotations

from ..patterns import regex

_CLAUSE = regex(r"[，,；;。！!\n\r]+")
_LIKELY = regex(
    "改由|改为|改归|转由|转交|转给|转至|移交|移送|划转|划归|归口|交由|交给|变更|调整|更换|由"
)
_SUBJECT = r"(?:现|已|拟|将|后|经[^，,]{2,12}?(?:同意|研究|协调|决定)|申请|建议|[该本此]项?(?:事项|任务|工作|问题)?|工作|任务|事项|问题|整体|统一)*"
_WHO = r"([^，,；;。由给至到为]{2,30}?)"
_DOES = "(?:统一|具体|继续|组织)?(?:负责|牵头|主办|承办|办理|承担|实施|处理|落实|推进|跟进|统筹|完成|整改|解决)?(?:工作)?"
#: A clause says so as a whole: what is said of a thing (设备移交后勤处) is none of the matter.
_HANDED = tuple(
    regex(pattern)
    for pattern in (
        rf"{_SUBJECT}(?:改为?由|改归|转由|转交[给至由]?|转给|转至|移交[给至到由]?|移送|划转[给至到]?|划归|归口到?|交由|交给|调整[给至到由]|调整为由){_WHO}{_DOES}",
        rf"{_SUBJECT}(?:牵头|责任|主办|承办)(?:单位|部门)(?:已|拟|现)?(?:改|变更|调整|更换|更改|改换)[为成至到]{_WHO}",
        rf"{_SUBJECT}(?:应|宜|应当|应该)?(?:改)?由{_WHO}(?:牵头|主办|主责|接手|接办|接管)",
    )
)
#: 由后勤处牵头 alone only tells who leads; these make it news.
_NEWS = regex("改|转|移|划|交|变更|调整|更换|建议|申请|应|宜|现由|已由|接")
_DENIED = regex("[不未无非勿]|没有|是否|原由")


def handed_to(remark: str) -> tuple[str, str]:
    """Return the words for the unit that a remark hands the matter to, and the clause; "" twice for none.

    Whether these words name a unit is for the roster to tell.
    """
    if _LIKELY.search(remark) is None:
        return "", ""
    for clause in _CLAUSE.split("".join(c for c in remark if c == "\n" or not c.isspace())):
        if not clause or _DENIED.search(clause) or not _NEWS.search(clause):
            continue
        for pattern in _HANDED:
            if said := pattern.fullmatch(clause):
                return said[1], clause
    return "", ""
