"""Parts that every letter shares: head, basis, closing, imprint."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from .. import wording
from ..model import Plan, Sent, Snapshot
from ..registry import REGISTRY
from ._numbers import draft_number, is_formal, signature_fields
from ._office import Office, office_of
from ._titles import break_mark, break_title, width

#: Fields of every letter; kinds add their own.
COMMON = frozenset(
    {
        "文件标题",
        "标题",
        "主送",
        "红头",
        "发文机关标志",
        "发文字号",
        "附件说明",
        "附件序号",
        "用印",
        "署名",
        "署名行",
        "日期行",
        "长署名",
        "成文日期",
        "附注",
        "版记",
        "抄送",
        "抄送行数",
        "印发机关",
        "印发日期",
        "依据",
        "报送方式",
    }
)
#: Relief rules: a document on a special task has at most so many characters.
LENGTH_LIMIT = 4000
#: Characters of 发文机关标志 on a line in its smallest size.
MARK_ROOM = 19
#: 书名号 inside 书名号 are single ones (GB/T 15834).
_INNER = str.maketrans("《》", "〈〉")


def letter_fields(
    snapshot: Snapshot,
    kind: str,
    *,
    title: str,
    to: str,
    day: date,
    annexes: Sequence[str] = (),
    note: bool = True,
) -> dict[str, Any]:
    """Return the common fields of a letter dated `day`."""
    common = _common(snapshot, kind, title, day)
    office = common.office
    return {
        **common.fields,
        "主送": to,
        "附件说明": list(annexes),
        "附件序号": "1" if len(annexes) > 1 else "",
        "附注": contact_note(office) if note else "",
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Common:
    """What all letters of one kind, title and day share."""

    snapshot: Snapshot
    office: Office
    fields: Mapping[str, Any]


_KEPT = 64
_RECENT: dict[tuple[str, str, date], _Common] = {}


def _common(snapshot: Snapshot, kind: str, title: str, day: date) -> _Common:
    """Return what letters share, made once for a plan and its settings: a run has many letters."""
    key = (kind, title, day)
    known = _RECENT.get(key)
    if (
        known is None
        or known.snapshot.plan is not snapshot.plan
        or known.snapshot.settings != snapshot.settings
    ):
        if len(_RECENT) >= _KEPT:
            _RECENT.clear()
        # Without the views, which would be kept alive.
        bare = Snapshot(snapshot.plan, snapshot.today, settings=dict(snapshot.settings))
        office = office_of(bare)
        fields = _common_fields(bare, office, kind, title, day)
        known = _RECENT[key] = _Common(bare, office, fields)
    return known


def _common_fields(
    snapshot: Snapshot, office: Office, kind: str, title: str, day: date
) -> Mapping[str, Any]:
    entry = REGISTRY.documents[kind]
    number = draft_number(snapshot.plan, kind, entry.name, day.year)
    formal = is_formal(snapshot.plan, kind, entry.name)
    names = [*(u.name for u in snapshot.plan.units), snapshot.plan.school, office.name]
    return {
        "文件标题": title,
        "标题": "\n".join(break_title(title, names=names)),
        "红头": office.red and formal,
        "发文机关标志": break_mark(office.mark, MARK_ROOM, names),
        "发文字号": number,
        "版记": office.imprint and formal,
        "抄送": office.copy_to,
        "抄送行数": copy_lines(office.copy_to),
        "印发机关": office.name,
        "印发日期": wording.day(day),
        "依据": basis(snapshot.plan),
        "报送方式": office.reply_to or f"送{office.name}",
        **signature_fields(office.signature, day, sealed=office.sealed),
    }


def copy_lines(names: str) -> int:
    """Return how many lines 抄送 takes in the imprint: 27 characters of size 4, four of them indent."""
    return -(-int(width(names) + 1) // 26) if names else 0


def contact_note(office: Office) -> str:
    """Return 联系人：…，联系电话：…, "" where neither is known."""
    parts = [
        f"{label}：{value}"
        for label, value in (("联系人", office.contact), ("联系电话", office.phone))
        if value
    ]
    return "，".join(parts)


def plan_name(plan: Plan) -> str:
    """Return the plan's own title in 《》, the outer 关于印发…的通知 taken off."""
    return _in_quotes(plan.title)


@lru_cache(maxsize=16)
def _in_quotes(title: str) -> str:
    title = " ".join(title.split())
    wrapped = re.fullmatch(r".*?关于(?:印发|转发|批转)《(.+)》的通知", title)
    whole = re.fullmatch(r"《([^《》]+)》", title)
    inner = wrapped[1] if wrapped else whole[1] if whole else title
    return f"《{inner.translate(_INNER)}》"


def basis(plan: Plan) -> str:
    """Return 《方案》（文号): the title first, the number after it."""
    return plan_name(plan) + (f"（{plan.number}）" if plan.number else "")


def earlier_papers(earlier: Sequence[Sent], day: date) -> list[tuple[str, str]]:
    """Return (day, kind with number) of the last two earlier papers, oldest first."""
    said = []
    for sent in sorted(earlier, key=lambda s: (s.issued_on, s.step))[-2:]:
        entry = REGISTRY.documents.get(sent.kind)
        name = entry.name if entry else "书面通知"
        number = f"（{sent.number}）" if sent.number else ""
        said.append((wording.short_day(sent.issued_on, day), name + number))
    return said


def paper_traces(earlier: Sequence[Sent]) -> dict[str, tuple[str, ...]]:
    """Return which issued papers an opening refers to, as the ledger names them."""
    named = sorted(earlier, key=lambda s: (s.issued_on, s.step))[-2:]
    said = tuple(f"台账：{s.number or s.kind}（{wording.day(s.issued_on)}）" for s in named)
    return {"开头": said} if said else {}


def text_length(fields: Mapping[str, object]) -> int:
    """Return how many characters the running text of a document has.

    Items of a heading with its paragraph (``题``, ``文``) are text; rows of tables are not.
    """
    total = 0
    for key, value in fields.items():
        if key in COMMON:
            continue
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            said = part.values() if isinstance(part, dict) and set(part) == {"题", "文"} else [part]
            total += sum(len(text) for text in said if isinstance(text, str))
    return total


def length_note(fields: Mapping[str, object]) -> str:
    """Return a note for the office where a document is longer than the relief rules allow."""
    size = text_length(fields)
    if size <= LENGTH_LIMIT:
        return ""
    return f"正文约{size}字，超过专项工作文件不超过{LENGTH_LIMIT}字的要求，请精简后再发。"
