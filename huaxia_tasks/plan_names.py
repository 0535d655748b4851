"""What a plan may name that the program knows: papers, ways of delivery, gaps of wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from .channels._rows import ROWS, rows_of
from .checking import rules
from .registry import REGISTRY, open_door
from .workbooks.plan_known import Known

#: What every wording may use, besides the gaps of its own rule.
_ALWAYS = ("单元格", "值", "单位", "单位编号")


@cache
def plan_names() -> Known:
    """Return what the sheets 规则, 提醒, 渠道 and 文号 may name."""
    open_door("documents")
    documents = {e.name: e.kind for e in REGISTRY.documents.values()}
    words = "".join(e.says + e.asks for e in rules().values())
    gaps = frozenset((*_ALWAYS, *re.findall(r"\{(\w+)\}", words)))
    return Known(documents, _Ways(), gaps, frozenset(r for n in ROWS for r in rows_of(n) or ()))


class _Ways(Mapping[str, tuple[str, ...]]):
    """The channels by name; those that are not shipped are looked for only when one is named."""

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Return the names of a channel's settings."""
        rows = rows_of(name)
        if rows is None:
            open_door("channels")
            rows = REGISTRY.channels[name].rows
        return rows

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the channels."""
        open_door("channels")
        return iter(dict.fromkeys((*ROWS, *REGISTRY.channels)))

    def __len__(self) -> int:
        """Return how many channels there are."""
        return sum(1 for _ in self)
