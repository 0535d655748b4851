"""Chinese wording used in more than one place: dates, counts, enumerations, places of cells."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from datetime import date

from .model import CellRef, Light, Matter, Status
from .patterns import regex

WEEKDAYS = "一二三四五六日"
_DIGITS = "零一二三四五六七八九"


def day(value: date) -> str:
    """Return ``2026年11月23日`` (GB/T 9704: no zero padding)."""
    return f"{value.year}年{value.month}月{value.day}日"


def short_day(value: date, today: date) -> str:
    """Return ``6月30日``, with the year where it is not the year of `today`."""
    return day(value) if value.year != today.year else f"{value.month}月{value.day}日"


def weekday(value: date) -> str:
    """Return ``星期四``."""
    return f"星期{WEEKDAYS[value.weekday()]}"


def month(value: date) -> str:
    """Return ``2022年6月``."""
    return f"{value.year}年{value.month}月"


def chinese_number(value: int) -> str:
    """Return 0..99 in Chinese numerals (12 -> 十二)."""
    if value < 10:
        return _DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def join(items: Iterable[str]) -> str:
    """Join names with 、."""
    return "、".join(items)


def join_and(items: Iterable[str]) -> str:
    """Join names with 、 and a last 和 (甲、乙和丙)."""
    names = list(items)
    return names[0] if len(names) == 1 else f"{join(names[:-1])}和{names[-1]}" if names else ""


def shorten(text: str, limit: int = 30) -> str:
    """Return `text` on one line, cut with …… where it is longer than `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 2] + "……"


_BLANK_BESIDE_LATIN = regex(
    r"(?<=[\u4e00-\u9fff，。、；：（）“”《》]) +(?=[A-Za-z0-9.])|(?<=[A-Za-z0-9]) +(?=[\u4e00-\u9fff，。、；：（）“”《》])"
)


def tight(text: str) -> str:
    """Return `text` as papers print it: no blank between 汉字 and letters or figures."""
    return _BLANK_BESIDE_LATIN.sub("", text)


def percent(part: int, whole: int) -> str:
    """Return ``83.3%``; ``—`` where there is nothing to divide by."""
    if not whole:
        return "—"
    value = f"{part * 100 / whole:.1f}"
    return f"{value.removesuffix('.0')}%"


def place(ref: CellRef | None) -> str:
    """Return a cell's place as a person sees it: ``《计算机学院.xlsx》“完成清单”F7``."""
    if ref is None:
        return ""
    name = ref.file.rsplit("/", 1)[-1]
    return f"《{name}》{_in_file(ref)}" if name else _in_file(ref)


def _in_file(ref: CellRef) -> str:
    sheet, address = f"“{ref.sheet}”" if ref.sheet else "", ref.address
    if address:
        return sheet + address
    return f"{sheet}第{ref.row}行" if ref.row else sheet


def spot(ref: CellRef | None) -> str:
    """Return a cell's place without its file, for where the file is named already: ``“完成清单”F7``."""
    if ref is None:
        return ""
    return _in_file(ref) or place(ref)


_NAMED_TOPIC = regex(r"[^-]+-(?:\d[0-9a-z]*-)?([^:\d]+):(.+)")


def topics(names: Iterable[str]) -> str:
    """Return what a paper speaks of as people read it: ``U02-005、更正3处、未报送（问题清单）``."""
    counted: dict[str, int] = {}
    named: dict[str, list[str]] = {}
    for name in names:
        found = _NAMED_TOPIC.fullmatch(name)
        said = name if found is None else found[1]
        if found is not None and not re.fullmatch("[0-9a-f]{6,}", found[2]):
            named.setdefault(said, []).append(found[2])
            counted.setdefault(said, 1)
        else:
            counted[said] = counted.get(said, 0) + 1
    return "、".join(
        f"{said}（{join(named[said])}）" if said in named else f"{said}{n}处" if n > 1 else said
        for said, n in counted.items()
    )


_REFUSALS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限，或正被其他程序打开",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已经有了",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "只能读，不能写",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正在使用中",
    errno.ETIMEDOUT: "连接超时",
    errno.EIO: "磁盘或网络出错",
    errno.EFBIG: "超过了系统允许的文件大小",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
}


def refused(error: OSError) -> str:
    """Return in Chinese why the system refused a file or folder."""
    if getattr(error, "winerror", 0) in (32, 33):
        return "正被其他程序打开"
    return _REFUSALS.get(error.errno or 0, error.strerror or type(error).__name__)


def not_renewed(name: str) -> str:
    """Return what to tell of a file of ours that may not be written over just now."""
    return (
        f"《{name}》没有更新，它正被别的程序打开，或文件夹不让写；请关闭它、核对权限后再运行一次。"
    )


def sentence(text: str) -> str:
    """Return `text` with a full stop where it has no final mark."""
    return text if not text or text[-1] in "。！？；：…" else text + "。"


#: What people call the states of a matter (``statuses`` of the vocabulary) and the lights.
STATES = {
    Status.NOT_STARTED: "未启动",
    Status.IN_PROGRESS: "推进中",
    Status.AHEAD: "提前推进",
    Status.SLOW: "进度缓慢",
    Status.PARTLY_DONE: "部分完成",
    Status.DONE_UNVERIFIED: "待核实",
    Status.DONE: "已完成",
    Status.DONE_LATE: "超时完成",
    Status.CLOSED: "已销号",
    Status.LONG_TERM: "长期坚持",
    Status.IMMEDIATE: "立行立改",
    Status.SUSPENDED: "暂停",
    Status.EXTENDED: "已延期",
    Status.NO_TIMETABLE: "无明确时限",
    Status.REJECTED: "不予立项",
    Status.OVERDUE: "超期",
}


def stated(matter: Matter) -> str:
    """Return a matter's state as its unit gives it: 超期 is computed, and no state of theirs."""
    reading = matter.completion.status if matter.completion else None
    if matter.state is Status.OVERDUE:
        return STATES.get(reading.status, "推进中") if reading and reading.status else "未报进展"
    if matter.completion is None and matter.state is Status.NOT_STARTED:
        return "未报进展"
    return STATES[matter.state]


LIGHTS = {
    Light.GREEN: "正常",
    Light.YELLOW: "临期",
    Light.RED: "超期",
    Light.GREY: "无期限",
}
