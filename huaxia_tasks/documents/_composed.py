"""The papers that one reminder makes: a letter for all its plans, or a slip for each matter with a cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model import Briefing, Document, Matter, Reminder
from ..registry import REGISTRY, DocumentEntry

_SLIP, _COVER = "supervision-slip", "supervision-cover"


class Composed(NamedTuple):
    """A paper of a reminder; ``document`` None where it has nothing to say.

    ``matter`` is the one that a slip is about, ``plan`` the key of its plan, "" where there is but one.
    """

    entry: DocumentEntry
    document: Document | None
    plan: str
    matter: Matter | None = None


def composed(briefing: Briefing, reminder: Reminder) -> Iterator[Composed]:
    """Yield the papers of a reminder; nothing where its kind is not known.

    `briefing` is that of the newest plan.  A paper about one plan is made from that plan's own; one
    about several is given all, and finds its plans by `Briefing.of_plan`.
    """
    entry = REGISTRY.documents.get(reminder.step.document)
    if entry is None:
        return
    own = briefing if reminder.parts else briefing.of_plan(reminder.plan)
    if entry.per != "matter":
        yield Composed(entry, entry.compose(own, reminder), reminder.plan)
        return
    for part in reminder.by_plan:
        home = briefing.of_plan(part.plan)
        for matter in part.matters:
            yield Composed(entry, entry.compose(home, part, matter), part.plan, matter)
    cover = REGISTRY.documents.get(_COVER) if entry.kind == _SLIP else None
    if cover is not None and len(reminder.matters) > 1:
        yield Composed(cover, cover.compose(own, reminder), reminder.plan)
