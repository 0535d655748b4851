"""The four doors: a check, a deadline phrase, a document kind, a delivery channel.

A door is one decorator.  Adding an entry means adding one decorated function in a file named after
its subject; the engine, the command line and the plan's sheets learn it from here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

from .model import Audience, Level, Plan, Unit

F = TypeVar("F", bound=Callable[..., Any])


class RuleEntry(NamedTuple):
    """A check.  ``scope`` is ``unit`` or ``file`` (called with a UnitView) or ``office``.

    A check of the office is called with `OfficeFacts`; ``gather`` takes from each UnitView what it
    wants to compare: plain values, so that they can be kept where the views cannot.
    """

    id: str
    level: Level
    tells: Audience
    says: str
    asks: str
    check: Callable[..., Any]
    scope: str = "unit"
    threshold: float | None = None
    doc: str = ""
    gather: Callable[..., Any] | None = None


class OfficeFacts(NamedTuple):
    """What a check of the office looks at: the plan, the day, and what was gathered, unit by unit."""

    plan: Plan
    today: date
    parts: Iterable[tuple[Unit, Any]] = ()


class PhraseEntry(NamedTuple):
    """A phrase of the deadline grammar.

    ``pattern`` (a regular expression over cleaned text) finds it, ``read`` turns the match into a
    piece, or None where it is something else.  Of two that begin at one place the longer match
    wins, of equally long ones the lower ``order``.  Without one of ``needs`` in the text it cannot match.
    """

    id: str
    order: int
    read: Callable[..., Any]
    pattern: str = ""
    doc: str = ""
    needs: tuple[str, ...] = ()


class DocumentEntry(NamedTuple):
    """A kind of paper: its template, the fields the template may use, and its generator."""

    kind: str
    name: str
    template: str
    fields: frozenset[str]
    compose: Callable[..., Any]
    per: str = "unit"
    automatic: bool = False
    doc: str = ""


class ChannelEntry(NamedTuple):
    """A way of delivery; ``settings`` are the rows of sheet 渠道 that must be filled in, ``options``
    those that may be, ``secrets`` those that name an environment variable.

    ``per``: one delivery for each paper of a ``unit``, for each ``person`` that it goes to, or for the
    ``run`` as a whole.  ``repeatable``: the same parcel may be handed over twice without harm.
    """

    name: str
    settings: tuple[str, ...]
    secrets: tuple[str, ...]
    deliver: Callable[..., Any]
    doc: str = ""
    per: str = "unit"
    repeatable: bool = False
    options: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the names of all rows that sheet 渠道 may have for it."""
        return tuple(dict.fromkeys((*self.settings, *self.secrets, *self.options)))


@dataclass(slots=True)
class Registry:
    """What the doors have let in, by id."""

    rules: dict[str, RuleEntry] = field(default_factory=dict)
    phrases: dict[str, PhraseEntry] = field(default_factory=dict)
    documents: dict[str, DocumentEntry] = field(default_factory=dict)
    channels: dict[str, ChannelEntry] = field(default_factory=dict)


REGISTRY = Registry()


def _first_line(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").strip().partition("\n")[0]


def _enter(room: dict[str, Any], name: str, entry: object) -> None:
    if name in room:
        raise ValueError(f"{name} is registered twice")
    room[name] = entry


def rule(
    rule_id: str,
    *,
    level: Level,
    tells: Audience,
    says: str,
    asks: str,
    scope: str = "unit",
    threshold: float | None = None,
    gather: Callable[..., Any] | None = None,
) -> Callable[[F], F]:
    """Register a check.  It yields ``Hit``s and never raises, writes, sorts or counts.

    The function takes a `UnitView`; with ``scope="office"`` it takes `OfficeFacts`, whose parts are
    what `gather` returned for each view.  `says` and `asks` are Chinese with gaps (``{事项}``,
    ``{单元格}``, ``{值}``, and what a hit gives in ``gaps``); `threshold` is the default that sheet 规则
    may change.  The first line of the docstring tells the office when the check fires.  Raises
    ValueError where the id is taken.

    What was found is kept for as long as the view's rows, decisions, past and evidence are the same
    and every comparison with ``view.today`` comes out the same; ``days_left`` and ``light`` of a
    matter change every day and are not for checks.
    """

    def enter(function: F) -> F:
        entry = RuleEntry(
            rule_id, level, tells, says, asks, function, scope, threshold, _first_line(function),
            gather,
        )  # fmt: skip
        _enter(REGISTRY.rules, rule_id, entry)
        return function

    return enter


def phrase(phrase_id: str, pattern: str, *, order: int = 50, needs: str = "") -> Callable[[F], F]:
    """Register a deadline phrase: what it looks like, and the function that reads the match.

    The function takes the match and returns a `Piece`, or None where the text means something else;
    what day it is the piece says when it is asked with the frame (day of writing, year, calendar).
    Of two phrases that begin at one place the longer match wins, of equally long ones the lower
    `order`.  ``needs`` are words, parted by blanks, one of which stands in every text that matches.
    Raises ValueError where the id is taken.
    """

    def enter(function: F) -> F:
        needed = tuple(needs.split())
        entry = PhraseEntry(phrase_id, order, function, pattern, _first_line(function), needed)
        _enter(REGISTRY.phrases, phrase_id, entry)
        return function

    return enter


def document(
    kind: str,
    *,
    name: str,
    template: str,
    fields: frozenset[str] | set[str],
    per: str = "unit",
    automatic: bool = False,
) -> Callable[[F], F]:
    """Register a kind of paper.

    The function returns a `Document`, or None where there is nothing to say.  It takes the briefing
    (``per="run"``); with ``"unit"`` also a `Reminder`, or a `UnitView` where no step of the ladder asks
    for the paper; with ``"matter"`` a reminder or None, and the matter.  `template` is a file under
    模板/, `fields` are the Chinese names of all tags that it may use; `automatic` papers may go out
    without a person.  Raises ValueError where the kind is taken.
    """

    def enter(function: F) -> F:
        entry = DocumentEntry(
            kind, name, template, frozenset(fields), function, per, automatic, _first_line(function)
        )
        _enter(REGISTRY.documents, kind, entry)
        return function

    return enter


def channel(
    name: str,
    *,
    settings: tuple[str, ...] = (),
    secrets: tuple[str, ...] = (),
    per: str = "unit",
    repeatable: bool = False,
    options: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Register a way of delivery.

    The function takes a parcel and the means (settings, secrets, clock, ``about_to_send``) and returns
    a `Receipt`: sent, retry, refused or in_doubt; it raises Unreachable where the way is closed to all.
    What may not be handed over twice calls ``about_to_send`` right before it cannot be taken back.
    `settings`, `secrets`, `options` and `per` are those of `ChannelEntry`.  Raises ValueError where the
    name is taken.
    """

    def enter(function: F) -> F:
        entry = ChannelEntry(
            name, settings, secrets, function, _first_line(function), per, repeatable, options
        )
        _enter(REGISTRY.channels, name, entry)
        return function

    return enter


@cache
def open_door(package: str) -> None:
    """Import every module of ``huaxia_tasks.<package>``, once, so that its entries register."""
    room = importlib.import_module(f"huaxia_tasks.{package}")
    for module in pkgutil.iter_modules(room.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"huaxia_tasks.{package}.{module.name}")
