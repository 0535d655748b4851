"""What was issued to whom, when and why, and what was asked of whom how often: for people to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ..drafting import documents
from ..errors import HuaxiaError
from ..ledger import LedgerFiles, Outgoing, Told, read_all
from ..looking import set_ups
from ..model import Plan
from ..office import Office

STATES = {"reserved": "已编号、未生成完", "issued": "已发出", "void": "作废"}
DELIVERIES = {
    "sent": "已送达",
    "queued": "待送",
    "sending": "待确认",
    "in_doubt": "待确认",
    "refused": "被拒收",
    "gave_up": "多次未成，不再试",
    "cancelled": "已取消",
    "settled": "已由人确认",
}


class Chronicle(NamedTuple):
    """The ledger in words: what was issued, the names of units and kinds."""

    told: tuple[Told, ...]
    units: Mapping[str, str]
    kinds: Mapping[str, str]
    office: str = ""

    def unit(self, unit_id: str) -> str:
        """Return a unit's name, its id where the plan does not know it (any more)."""
        return self.units.get(unit_id, unit_id) or "（不分单位）"

    @property
    def has_several_plans(self) -> bool:
        """Whether papers went out under more than one plan."""
        return len({t.paper.plan for t in self.told}) > 1

    def kind(self, kind: str) -> str:
        """Return what people call a kind of paper."""
        return self.kinds.get(kind, kind)


def chronicle(office: Office, unit: str = "", since: date | None = None) -> Chronicle:
    """Return what was issued, oldest first: to one unit (code or name), since a day, where asked."""
    plans = _plans(office)
    units = [u for plan in reversed(plans) for u in plan.units]
    names = {u.id: u.name for u in units}
    wanted = {unit} | {u.id for u in units if unit in (u.name, *u.short_names)}
    told = tuple(
        t
        for t in read_all(LedgerFiles.of(office.root))
        if (not unit or t.paper.unit in wanted) and (since is None or t.paper.day >= since)
    )
    kinds = {kind: entry.name for kind, entry in documents().items()}
    return Chronicle(told, names, kinds, plans[0].office if plans else "")


def _plans(office: Office) -> list[Plan]:
    try:
        return [s.plan for s in set_ups(office)]
    except HuaxiaError:
        return []  # the ledger is told whatever became of the plans


def delivery_words(deliveries: Sequence[Outgoing]) -> str:
    """Return how things stand with a paper's deliveries: 共享文件夹已送达；电子邮件待确认（2次）."""
    counts = Counter((d.channel, DELIVERIES[d.state]) for d in deliveries)
    return "；".join(f"{c}{s}{f'（{n}次）' if n > 1 else ''}" for (c, s), n in counts.items())


# --------------------------------------------------------------------------- burden


class Burden(NamedTuple):
    """What was asked of one unit in one month: papers by kind, and of how many things they spoke."""

    unit: str
    month: str
    papers: int
    things: int
    by_kind: Mapping[str, int]
    last: date


def burden(told: Sequence[Told]) -> list[Burden]:
    """Return the burden month by month, the heaviest of a month first; withdrawn papers do not count."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        if one.paper.state != "void" and one.paper.unit:
            groups.setdefault((f"{one.paper.day:%Y-%m}", one.paper.unit), []).append(one)
    found = [
        Burden(
            unit,
            month,
            len(own),
            sum(len(t.paper.topics) for t in own),
            dict(Counter(t.paper.kind for t in own)),
            max(t.paper.day for t in own),
        )
        for (month, unit), own in groups.items()
    ]
    return sorted(found, key=lambda b: (b.month, -b.papers, -b.things, b.unit))


# --------------------------------------------------------------------------- workbook


def workbook(book: Chronicle, today: date) -> bytes:
    """Return the ledger as a workbook: 发文登记, 投递登记, 负担统计."""
    from ..rendering.plain_tables import TableSheet, write_tables

    sheets = (
        TableSheet(
            "发文登记", "发文登记簿", _PAPER_HEADS, [_paper_row(book, t) for t in book.told]
        ),
        TableSheet("投递登记", "投递登记簿", _DELIVERY_HEADS, _delivery_rows(book)),
        TableSheet("负担统计", "各单位收到文书统计", _BURDEN_HEADS, _burden_rows(book)),
    )
    return write_tables(sheets, title="台账", author=book.office, day=today)


_PAPER_HEADS = ("日期", "编号", "文书", "主送单位", "标题", "事由", "状态", "投递", "文件", "备注")
_DELIVERY_HEADS = (
    "文书编号",
    "主送单位",
    "渠道",
    "收件",
    "结果",
    "次数",
    "说明",
    "时间",
    "投递编号",
)
_BURDEN_HEADS = ("月份", "单位", "文书件数", "涉及事项数", "文书种类", "最近一次")


def _paper_row(book: Chronicle, told: Told) -> tuple[str | date, ...]:
    p = told.paper
    return (
        p.day,
        p.number,
        book.kind(p.kind),
        book.unit(p.unit),
        p.title,
        p.why,
        STATES[p.state],
        delivery_words(told.deliveries),
        p.path,
        p.note,
    )


def _delivery_rows(book: Chronicle) -> list[tuple[str | int, ...]]:
    return [
        (
            told.paper.name,
            book.unit(d.unit),
            d.channel,
            d.address,
            DELIVERIES[d.state],
            d.tries,
            d.detail,
            _minute(d.at),
            d.key,
        )
        for told in book.told
        for d in told.deliveries
    ]


def _minute(at: str) -> str:
    return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _burden_rows(book: Chronicle) -> list[tuple[str | int | date, ...]]:
    return [
        (b.month, book.unit(b.unit), b.papers, b.things, kinds_words(b.by_kind, book.kind), b.last)
        for b in burden(book.told)
    ]


def kinds_words(by_kind: Mapping[str, int], name: Callable[[str], str]) -> str:
    """Return 催办通知2件、工作提醒函1件."""
    return "、".join(f"{name(kind)}{count}件" for kind, count in sorted(by_kind.items()))
