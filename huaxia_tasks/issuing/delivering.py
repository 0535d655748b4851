"""Hands queued deliveries to their channels: each is marked before and after, none is lost or doubled."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ..channels import Enclosure, Means, Parcel, Secrets, Unreachable, redact
from ..errors import HuaxiaError
from ..ledger import Ledger, Outgoing, PaperRow, all_papers, is_due, mark, parcel_of, waiting
from ..model import ChannelSetting, Receipt
from ..office import Office
from ..registry import ChannelEntry
from .addressing import channels
from .placing_papers import files_of

_LOG = logging.getLogger(__name__)
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=4)
_MOST_TRIES = 20
_LONGEST_RUN = timedelta(minutes=10)
_PER_MINUTE = 20


@dataclass(slots=True)
class Delivered:
    """What became of the deliveries of this run: receipts, and reasons why whole channels rested."""

    receipts: list[Receipt] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)


class Postman:
    """Delivers what is due, channel by channel."""

    def __init__(
        self,
        ledger: Ledger,
        office: Office,
        settings: Sequence[ChannelSetting],
        usable: Iterable[str],
        closed: Mapping[str, str],
        secrets: Secrets | None = None,
    ) -> None:
        self._ledger, self._office = ledger, office
        self._settings = {s.name: s.settings for s in settings if s.on}
        self._usable = frozenset(usable)
        self._secrets = secrets or Secrets(office.root)
        self._papers: Mapping[tuple[str, str], PaperRow] = {}
        self._began = ledger.now()
        self.delivered = Delivered(closed=dict(closed))

    def deliver(self) -> Delivered:
        """Deliver everything that is due now, at most ten minutes long."""
        self._papers = {(p.plan, p.key): p for p in all_papers(self._ledger)}
        due = [d for d in waiting(self._ledger, "queued") if is_due(d, self._ledger.now())]
        due = [d for d in due if not self._is_unplaced(d)]
        for name, entry in channels().items():
            own = [d for d in due if d.channel == name]
            if own and name in self._usable and name not in self.delivered.closed:
                self._channel(entry, own)
        return self.delivered

    def _paper(self, delivery: Outgoing) -> PaperRow | None:
        return self._papers.get((delivery.plan, delivery.paper))

    def _is_unplaced(self, delivery: Outgoing) -> bool:
        paper = self._paper(delivery)
        return paper is not None and paper.state == "reserved"

    def _channel(self, entry: ChannelEntry, due: Sequence[Outgoing]) -> None:
        if entry.repeatable:
            self._all_at_once(entry, due)
            return
        most = _PER_MINUTE if entry.per == "unit" else len(due)
        for delivery in due[:most]:
            if self._ledger.now() - self._began > _LONGEST_RUN:
                self.delivered.closed[entry.name] = "这次用时过长，其余的留待下次"
                return
            if not self._one_by_one(entry, delivery):
                return
        if len(due) > most:
            self.delivered.closed[entry.name] = f"每分钟最多{most}条，其余的留待下次"

    # ----------------------------------------------------------------- channels that may repeat

    def _all_at_once(self, entry: ChannelEntry, due: Sequence[Outgoing]) -> None:
        """Mark all before, hand all over, mark all after: a run killed between does it again."""
        mark(self._ledger, due, "sending")
        receipts: list[tuple[Outgoing, Receipt]] = []
        for delivery in due:
            closed = self.delivered.closed.get(entry.name)
            if closed:
                receipts.append((delivery, _receipt(delivery, "retry", closed)))
                continue
            try:
                receipts.append((delivery, self._hand_over(entry, delivery, lambda: None)))
            except Unreachable as reason:
                self.delivered.closed[entry.name] = redact(str(reason))
                receipts.append((delivery, _receipt(delivery, "retry", redact(str(reason)))))
        self._settle(receipts)

    # ----------------------------------------------------------------- channels that may not

    def _one_by_one(self, entry: ChannelEntry, delivery: Outgoing) -> bool:
        """Deliver one; False where the channel is closed for this run."""
        marked = False

        def about_to_send() -> None:
            nonlocal marked
            mark(self._ledger, [delivery], "sending")
            marked = True

        try:
            receipt = self._hand_over(entry, delivery, about_to_send)
        except Unreachable as reason:
            self.delivered.closed[entry.name] = redact(str(reason))
            receipt = _receipt(delivery, "retry", redact(str(reason)))
        if not marked:
            mark(self._ledger, [delivery], "sending")
        self._settle([(delivery, receipt)])
        return entry.name not in self.delivered.closed

    # ----------------------------------------------------------------- one delivery

    def _hand_over(
        self, entry: ChannelEntry, delivery: Outgoing, about_to_send: Callable[[], None]
    ) -> Receipt:
        try:
            parcel = self._parcel(delivery)
        except HuaxiaError as error:
            return _receipt(delivery, "retry", error.what)
        if parcel is None:
            return _receipt(delivery, "refused", "发出时的内容已找不到，无法补发")
        settings = self._settings.get(entry.name, {})
        means = Means(
            settings=settings,
            secret=self._secrets.for_channel(settings),
            now=self._ledger.now,
            root=self._office.root,
            about_to_send=about_to_send,
        )
        try:
            receipt: Receipt = entry.deliver(parcel, means)
        except (Unreachable, HuaxiaError) as known:
            raise Unreachable(str(known)) from None
        except Exception as fault:
            _LOG.error("%s: %s", entry.name, redact(f"{type(fault).__name__}: {fault}"))
            return _receipt(delivery, "retry", f"程序内部出错（{type(fault).__name__}）")
        return receipt

    def _parcel(self, delivery: Outgoing) -> Parcel | None:
        if not delivery.parcel:
            return None
        said: Any = parcel_of(self._ledger, delivery)
        if "papers" in said:
            return self._bundle(delivery, said)
        paper = self._paper(delivery)
        files = files_of(self._ledger, self._office, paper) if paper else None
        if paper is None or files is None:
            return None
        number = f"（{paper.number}）" if paper.number else ""
        return Parcel(
            key=delivery.key,
            channel=delivery.channel,
            address=delivery.address,
            message_id=delivery.message_id,
            subject=f"{said['title']}{number}",
            text=_letter(said, paper),
            composed=datetime.fromisoformat(said["composed"]),
            note=_note(said, paper),
            unit=delivery.unit,
            name=said["name"],
            files=tuple(Enclosure(n, d) for n, d in files),
            mentions=tuple(said.get("mentions", ())),
            tries=delivery.tries,
        )

    def _bundle(self, delivery: Outgoing, said: Any) -> Parcel | None:
        """Return the papers of a run, bound for the printer."""
        from ..rendering.word_bundle import bundle

        named = ((delivery.plan, k) if isinstance(k, str) else tuple(k) for k in said["papers"])
        papers = [p for name in named if (p := self._papers.get(name))]
        found = [files_of(self._ledger, self._office, p) for p in papers if p.state == "issued"]
        data = [files[0][1] for files in found if files]
        if not data:
            return None
        duplex = self._settings.get(delivery.channel, {}).get("双面", "").strip() != "否"
        first = papers[0]
        name = f"{first.day.isoformat()}_打印_{delivery.key}.docx"
        return Parcel(
            key=delivery.key,
            channel=delivery.channel,
            address=delivery.address,
            message_id=delivery.message_id,
            subject="打印",
            text="",
            composed=self._ledger.now(),
            files=(Enclosure(name, bundle(data, title="打印", duplex=duplex)),),
            tries=delivery.tries,
        )

    # ----------------------------------------------------------------- afterwards

    def _settle(self, receipts: Sequence[tuple[Outgoing, Receipt]]) -> None:
        """Record what channels said, all of one kind in one transaction."""
        by_state: dict[str, list[Outgoing]] = {}
        details, waits = {}, {}
        for delivery, receipt in receipts:
            details[delivery.key] = receipt.detail
            state = receipt.state
            if state == "retry":
                if delivery.tries + 1 >= _MOST_TRIES:
                    state = "gave_up"
                else:
                    state = "queued"
                    waits[delivery.key] = self._next_try(delivery)
            by_state.setdefault(state, []).append(delivery)
            if receipt.state == "retry" and state == "gave_up":
                receipt = _receipt(delivery, "gave_up", receipt.detail)
            self.delivered.receipts.append(receipt)
        for state, own in by_state.items():
            mark(self._ledger, own, state, details, waits)

    def _next_try(self, delivery: Outgoing) -> str:
        """Return when to try again; a folder is tried by every run, it asks for no patience."""
        if channels()[delivery.channel].repeatable:
            return ""
        return (self._ledger.now() + wait(delivery)).isoformat(timespec="seconds")


def wait(delivery: Outgoing) -> timedelta:
    """Return how long to wait after another failed try: 5 minutes, doubled each time, at most 4 hours.

    A tenth more or less by the delivery's key, so that not all come back at the same moment.
    """
    grown = min(_FIRST_WAIT * (1 << min(delivery.tries, 10)), _LONGEST_WAIT)
    spread = int(hashlib.sha256(f"{delivery.key}{delivery.tries}".encode()).hexdigest()[:4], 16)
    return grown * (0.9 + 0.2 * spread / 0xFFFF)


def _receipt(delivery: Outgoing, state: str, detail: str) -> Receipt:
    return Receipt(delivery.key, delivery.channel, delivery.address, state, detail)


def _letter(said: Any, paper: PaperRow) -> str:
    """Return the text of a letter that goes with a paper."""
    number = f"（{paper.number}）" if paper.number else ""
    lines = [
        f"{said['unit_name']}：",
        f"　　现发去《{said['title']}》{number}，见附件，请按文中要求办理。",
        "",
        f"{said['office']}",
        f"{said['day']}",
    ]
    if said.get("contact"):
        lines += ["", said["contact"]]
    return "\r\n".join(lines) + "\r\n"


def _note(said: Any, paper: PaperRow) -> str:
    """Return what may be said through a third party's cloud: no names of people, no titles."""
    number = f"（{paper.number}）" if paper.number else ""
    count = f"，涉及{said['count']}项" if said["count"] else ""
    return (
        f"【{said['office']}】{said['unit_name']}：您单位有1份{said['kind']}{number}{count}，"
        "已放入单位文件夹，请查收办理。"
    )
