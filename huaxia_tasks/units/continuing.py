"""Items that only the one before or behind them explains: another side, another kind, a lent noun."""

from __future__ import annotations

from ..model import UnitMatch
from . import collective
from .collective import Collective
from .found import Found
from .kinds import of_kind
from .pieces import Item
from .roster import Roster, side_of
from .words import ADMIN_TAIL, KIND_WITHOUT_NOUN, NOUN_OF_KIND, PARTY_TAIL


def further(item: Item, last: Found | None, roster: Roster, text: str) -> Found | None:
    """Return what an item adds to what stands before it in the list, None where it stands alone."""
    if last is None or not item.chars or item.asides:
        return None
    return _further_side(item, last, text) or _further_kind(item, last, roster, text)


def _further_side(item: Item, last: Found, text: str) -> Found | None:
    """Return the other side of a unit (商学院党总支、行政; 商学院、党总支)."""
    unit = last.match.unit
    if unit is None or item.before not in ("、", "/", ""):
        return None
    facet = ""
    if last.match.facet == "admin":
        party = unit.party or ""
        if PARTY_TAIL.fullmatch(item.chars) and party.endswith(item.chars):
            facet = side_of(party)
    elif ADMIN_TAIL.fullmatch(item.chars):
        facet = "admin"
    if not facet:
        return None
    span = item.span(0, len(item.chars))
    match = UnitMatch("alias", unit, facet, (), (), text[span[0] : span[1]])
    return Found(match, span, before=item.before)


def _further_kind(item: Item, last: Found, roster: Roster, text: str) -> Found | None:
    """Return the units of a kind that stands behind a collective word (各学院、研究院)."""
    word = last.word
    if word is None or word.facet != "admin" or item.before != "、" or len(item.chars) < 3:
        return None
    if collective.at(item.chars, 0) or not (units := of_kind(item.chars, roster)):
        return None
    span = item.span(0, len(item.chars))
    match = UnitMatch("collective", None, "admin", (), (), text[span[0] : span[1]])
    return Found(match, span, Collective("kind", vague=word.vague, members=units), item.before)


def lent_noun(item: Item, behind: list[Item], roster: Roster) -> str:
    """Return the noun that only the next item carries (各教学、教辅单位), "" where none is lent."""
    if not behind or behind[0].before != "、" or not KIND_WITHOUT_NOUN.fullmatch(item.chars):
        return ""
    noun = NOUN_OF_KIND.fullmatch(behind[0].chars)
    return noun[1] if noun and item.chars not in roster.names else ""
