"""What people decide about papers that were issued: withdrawn, arrived after all, to be sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from ..errors import UsageError
from ..ledger import Ledger, LedgerFiles, Outgoing, PaperRow, all_papers, mark, void, waiting
from ..lock import one_at_a_time
from ..office import Office


@contextmanager
def _opened(office: Office, now: Callable[[], datetime]) -> Iterator[Ledger]:
    with (
        one_at_a_time(office.root, now=now),
        Ledger(LedgerFiles.of(office.root), now=now) as ledger,
    ):
        yield ledger


def withdraw(office: Office, key: str, reason: str, *, now: Callable[[], datetime]) -> PaperRow:
    """Void an issued paper by key or number: its number stays used, its steps are not repeated."""
    with _opened(office, now) as ledger:
        found = [p for p in all_papers(ledger) if key in (p.key, p.number)]
        if not found:
            raise UsageError(
                f"台账里没有“{key}”", todo="请用 huaxia history 查看编号，例如 催办〔2022〕3号。"
            )
        paper = found[-1]
        if paper.state == "void":
            raise UsageError(f"{paper.name}已经作废过了。")
        void(ledger, paper, reason)
        return paper


def confirm(
    office: Office, keys: Sequence[str], note: str, *, now: Callable[[], datetime]
) -> tuple[Outgoing, ...]:
    """Settle deliveries that a person has seen to: arrived, or handed over in another way."""
    return _decide(office, keys, now, "settled", note or "由人确认")


def resend(
    office: Office, keys: Sequence[str], *, now: Callable[[], datetime]
) -> tuple[Outgoing, ...]:
    """Queue deliveries again, with the same content and the same Message-ID."""
    return _decide(office, keys, now, "queued", "由人决定重发")


def _decide(
    office: Office, keys: Sequence[str], now: Callable[[], datetime], state: str, note: str
) -> tuple[Outgoing, ...]:
    with _opened(office, now) as ledger:
        open_ones = waiting(ledger, "in_doubt", "sending", "refused", "gave_up", "queued")
        numbers = {(p.plan, p.key): p.number for p in all_papers(ledger)}
        chosen: list[Outgoing] = []
        for key in keys:
            found = [
                d
                for d in open_ones
                if key in (d.key, d.paper, numbers.get((d.plan, d.paper)) or None)
            ]
            if not found:
                raise UsageError(
                    f"没有待确认或没送到的投递“{key}”",
                    todo="请用 huaxia history 查看投递编号（10位）或文书编号。",
                )
            chosen += [d for d in found if d not in chosen]
        mark(ledger, chosen, state, {d.key: note for d in chosen})
        return tuple(chosen)
