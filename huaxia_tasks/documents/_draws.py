"""What a spot check was drawn with, as the office settings of that run say it."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Snapshot
from ._office import setting


class DrawWords(NamedTuple):
    """The draw as papers tell it; every part "" where it is not known."""

    number: str
    seed: str
    method: str
    day: str
    people: str


def draw_words(snapshot: Snapshot) -> DrawWords:
    """Return the draw of a spot check from the settings 抽查编号, 抽查种子, 抽查方式, 抽查日期, 抽查人员."""
    return DrawWords(
        number=setting(snapshot, "抽查编号"),
        seed=setting(snapshot, "抽查种子"),
        method=setting(snapshot, "抽查方式"),
        day=setting(snapshot, "抽查日期"),
        people=setting(snapshot, "抽查人员"),
    )
