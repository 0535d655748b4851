"""Times beside a deadline that tell of something else: who ordered it when, with what it is compared.

5月20日交办，6月10日前办结: the first is a record, not a stage.  Decided in two steps: the words mark a
time before it is settled, so that it lends its year to no other; whether it counts is decided when
the days are known.
"""

from __future__ import annotations

from ..patterns import regex
from .items import Item
from .pieces import Frame, Piece, Sort, Unsettled

_NOT_DUE = r"\)?(?!之?前|以前|止|为止|截止|[底末内])"
_MEETING = r"(?:会议?上?|会上|会后|座谈|调研时?|检查时?|督查时?|巡[视察]时?)"
#: What is done on a day that has passed: 交办, 批示, 会议研究, 收到反映.
_RECORD = regex(
    rf"{_NOT_DUE}[^,;\n()]{{0,10}}?(?:交办|[督催]办|批示|批办|收文|来文|收到|接到|反映|检查发现|(?<![会议])提出"
    rf"|{_MEETING}(?:已|就|专题)?(?:研究|决定|议定|确定|明确|要求|指出|提出|通过|审议|同意|部署|安排|强调|定(?=$|[,;)]))"
    r"|(?:印发|下发|发布|发出|转发)(?:的|了)?(?:通知|方案|文件|通报|※|$|[,;)])|挂牌督办)"
)
_BY_MEETING = regex(r"(?:^|[,;(\n])[经据]$")
#: 对标2021年, 较2021年增长, 列入2023年预算.
_COMPARED = regex(r"(?:对标|较|同比|相比|比|列入|纳入|计入|高于|低于|超过)(?:于)?$")
_DATA_UNTIL = regex(r"(?:数据|统计|口径|台账|名单)[^,;\n]{0,4}(?:截[至止]|止于|到)(?:到|于)?$")
_MAKING_USE = regex(r"(?:利用|趁着?|借助?|用好)(?:好)?$")
#: 迎接11月专家进校, 确保9月1日正常开学: for something that happens then.
_FOR = regex(r"(?:保障|确保|保证|迎接|配合|为|备战|应对|服务(?:好)?|做好)$")
_EVENT = regex(
    rf"{_NOT_DUE}份?的?[^,;\n]{{0,6}}?(?:开学|典礼|毕业|高考|检查|巡[视察]|评估|进校|迎新|新生|校庆|运动会|招生|考试|报到|调研|审计)"
)
_RESPONDING = regex(r"(?:响应|到场|到达|赶到|受理|接单|回应|抵达)")
_PUBLISHED_FOR = regex(r"(?:公示期?|提前|到期前|期满前|截止前)(?:为|不少于|至少)?$")
_REMINDING = regex(r"(?:提醒|预警)")
_ITSELF_AFTER = regex(r"(?:完成|办结|整改|结束)(?:之|以)?后$")
_AND_THEN = regex(r"(?:内)?(?:[^,;\n]{0,4})(?:报|销号|公示|反馈|通报|归档|备案|回头看|公开)")
_PLAN_AS_NAME = regex(
    r"(?:按照?|根据|落实|依据|对照|结合|围绕|编制|纳入|列入|贯彻|实施|修订|衔接)(?:学校)?$"
)


def mark_asides(items: list[Item], text: str) -> None:
    """Mark the times whose words say that they tell of something else."""
    for item in items:
        if item.piece.sort in (Sort.DATE, Sort.EVENT) and item.role == "due":
            item.aside = _kind(item, item.piece, text[item.piece.end :])


def _kind(item: Item, piece: Piece, rest: str) -> str:
    """Return always | past (if the day has passed) | beside (if another day is named), or ""."""
    before, after = item.before, item.after
    if piece.sort is Sort.DATE and piece.lapse is None and piece.until is None:
        if piece.grain == "day" and _RECORD.match(after):
            return "always" if _BY_MEETING.search(before) else "past"
        if _DATA_UNTIL.search(before):
            return "past"
        if piece.grain == "year" and _is_plan(item):
            return "beside"
        if piece.grain == "year" and _COMPARED.search(before):
            return "always"
        if _MAKING_USE.search(before) or (_FOR.search(before) and _EVENT.match(after)):
            return "beside"
    if piece.lapse is not None:
        return "beside" if _is_side_length(item, rest) else ""
    return "beside" if piece.grain == "term" and _MAKING_USE.search(before) else ""


def _is_plan(item: Item) -> bool:
    is_plan = item.text.startswith("十") and item.text.endswith(("规划", "计划"))
    return is_plan and _PLAN_AS_NAME.search(item.before) is not None


def _is_side_length(item: Item, rest: str) -> bool:
    """Whether a length of time tells how soon one comes, how long a notice hangs, what follows."""
    before = item.before
    if ("小时" in item.text or "分钟" in item.text) and _RESPONDING.match(rest):
        return not before.endswith("后")
    if _PUBLISHED_FOR.search(before) or _REMINDING.match(rest):
        return True
    return bool(_ITSELF_AFTER.search(before) and _AND_THEN.match(rest))


def _is_firm(item: Item) -> bool:
    """Whether an item says by itself when the thing is due."""
    piece = item.piece
    if piece.sort is Sort.DATE:
        return bool(item.days) and not item.trouble and item.role == "due" and not item.aside
    return piece.sort in (Sort.RHYTHM, Sort.NOW, Sort.ALWAYS) and "weak" not in piece.marks


def set_aside(items: list[Item], frame: Frame) -> None:
    """Take the marked times out of the count where the days bear the words out."""
    firm = any(_is_firm(i) for i in items)
    for item in items:
        passed = item.days is not None and item.days.due <= frame.written
        if item.aside == "always" or (item.aside == "past" and passed):
            item.role = "name"
            item.trouble = Unsettled(f"“{item.text}”说的是另一件事，不是完成时限")
        elif item.aside == "beside" and firm:
            item.role = "name"
