"""Deliveries that waited too long: what a paper speaks of was settled before it could be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..ledger import Ledger, Outgoing, PaperRow, all_papers, mark, waiting
from ..model import Matter, Snapshot, Status

SETTLED = "所提醒的事项已经办结、延期或暂停，不再补发"


def cancel_settled(ledger: Ledger, snapshot: Snapshot) -> list[Outgoing]:
    """Cancel what is owed since an earlier day about matters that are all settled by now.

    A paper that also speaks of something else (lists, errors) is sent: nobody but the unit knows.
    """
    papers = {(p.plan, p.key): p for p in all_papers(ledger, "issued")}
    snapshots = snapshot.of_all_plans
    plans = {own.plan.key for own in snapshots}
    matters = {m.id: m for own in snapshots for m in own.matters}
    late = [
        delivery
        for delivery in waiting(ledger, "queued")
        if (paper := papers.get((delivery.plan, delivery.paper))) is not None
        and paper.plan in plans
        and paper.day < snapshot.today
        and _is_settled(paper, matters)
    ]
    mark(ledger, late, "cancelled", {d.key: SETTLED for d in late})
    return late


def _is_settled(paper: PaperRow, matters: Mapping[str, Matter]) -> bool:
    return bool(paper.topics) and all(
        topic in matters and _needs_no_word(matters[topic], paper) for topic in paper.topics
    )


def _needs_no_word(matter: Matter, paper: PaperRow) -> bool:
    if not matter.is_open or matter.state in (Status.SUSPENDED, Status.LONG_TERM):
        return True
    return any(d.kind == "延期" and d.approved for d in matter.decisions) and (
        matter.due_day is not None and matter.due_day > paper.day
    )


def unsent(deliveries: Iterable[Outgoing], usable: Iterable[str]) -> list[str]:
    """Return in words what waits for a channel that the plan has switched off."""
    on = set(usable)
    counts: dict[str, int] = {}
    for delivery in deliveries:
        if delivery.channel not in on:
            counts[delivery.channel] = counts.get(delivery.channel, 0) + 1
    return [
        f"“{name}”没有启用，还有{count}次投递没有送出；不再需要的，请用 --confirm 确认。"
        for name, count in counts.items()
    ]
