"""Who else gets a paper: 抄送 of the office's settings and of the ladder, by role and never by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..model import LadderStep, Snapshot
from ._letter import copy_lines
from ._office import office_of

#: What stands for a person of whom the plan tells no role.
_UNNAMED = "分管校领导"


def with_copies(fields: Mapping[str, Any], snapshot: Snapshot, step: LadderStep) -> dict[str, Any]:
    """Return 抄送 and 版记 for a paper of a step: a paper that goes to others says so at its foot."""
    office = office_of(snapshot)
    copies = copy_text(snapshot, step)
    return {
        "抄送": copies,
        "抄送行数": copy_lines(copies),
        "版记": bool(fields["版记"]) or (office.imprint and bool(copies)),
    }


def copy_text(snapshot: Snapshot, step: LadderStep) -> str:
    """Return the roles that get a copy, "" for none; what is set for all papers comes first."""
    everybody = office_of(snapshot).copy_to
    known = everybody.replace("，", "、").split("、")
    leaders = "校领导" in known
    roles = dict.fromkeys(
        r for r in _roles(snapshot, step) if r not in known and not (leaders and r == _UNNAMED)
    )
    return "，".join(part for part in (everybody, "、".join(roles)) if part)


def _roles(snapshot: Snapshot, step: LadderStep) -> Iterator[str]:
    """Yield the words of sheet 提醒, a person's name turned into what the person is."""
    words = [word for word in map(str.strip, step.copy_to) if word]
    if not words:
        return
    plan = snapshot.plan
    roles = {p.name: p.role or _UNNAMED for p in plan.people if p.name}
    leaders = {u.leader for u in plan.units} | {line.person for line in plan.liaisons}
    for word in words:
        yield roles.get(word) or (_UNNAMED if word in leaders else word)
