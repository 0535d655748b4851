"""Finds paired measures and outcomes (一是 … 做到思想解惑促成长), as of 五帮五促."""

from __future__ import annotations

from typing import NamedTuple

from ..patterns import regex
from .outline import Outline, Piece, pieces, sentences
from .owners import owners_of

_OUTCOME = regex(
    r"(?:^|做到|实现|达到|[、，“])([\u4e00-\u9fff]{2,5}(?<![督催敦仓急短])促(?!进|使|成[^长才]|销)[\u4e00-\u9fff]{2,3})(?=[、，。；”]|$)"
)
_SLOGAN = regex(r"^以.促")
_PLACE = regex(
    r"(?:入驻|进驻|常驻|深入|走进|走访|下沉到?)(?P<place>[\u4e00-\u9fff]{2,8}?)(?=[，、。；开进]|$)"
)
_QUOTED = regex(r"“([^“”、，]{2,12})”")
_FEWEST = 2


class DraftMeasure(NamedTuple):
    """A measure as drafted, with the outcomes that its own words or those after it name."""

    measure: str
    clause: str
    owners: tuple[str, ...]
    place: str
    outcomes: tuple[str, ...]
    keywords: tuple[str, ...]
    note: str


def read_measures(outline: Outline) -> list[DraftMeasure]:
    """Return the measures of the section that pairs most of them; none where fewer than two do."""
    best: list[Piece] = []
    for section in outline.walk():
        own = [p for p in pieces(section) if p.mark]
        if sum(bool(outcomes_of(p.text)) for p in own) > sum(
            bool(outcomes_of(p.text)) for p in best
        ):
            best = own
    if sum(bool(outcomes_of(p.text)) for p in best) < _FEWEST:
        return []
    return [_measure(piece, best[place + 1 :]) for place, piece in enumerate(best)]


def outcomes_of(text: str) -> tuple[str, ...]:
    """Return the outcomes (…促…) that a text names."""
    found = (m[1] for m in _OUTCOME.finditer(text))
    return tuple(dict.fromkeys(f for f in found if not _SLOGAN.match(f)))


def _measure(piece: Piece, later: list[Piece]) -> DraftMeasure:
    outcomes, note = outcomes_of(piece.text), ""
    if not outcomes:
        following = (outcomes_of(p.text) for p in later)
        outcomes = next((f for f in following if f), ())
        note = "原文没有写成效，按后文推定，待核对。" if outcomes else "原文没有写成效，请填写。"
    owners = next((o.names for s in sentences(piece.text) if (o := owners_of(s)).names), ())
    places = dict.fromkeys(m["place"] for m in _PLACE.finditer(piece.text))
    return DraftMeasure(
        piece.mark,
        piece.clause,
        owners,
        "、".join(list(places)[:4]),
        outcomes,
        tuple(dict.fromkeys(_QUOTED.findall(piece.text)))[:6],
        note or "责任主体和地点按原文词句摘出，待核对。",
    )
