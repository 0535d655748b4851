"""To whom a paper goes on each way that the plan has switched on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..channels._parcel import is_loopback
from ..drafting import unit_folder
from ..errors import PlanError
from ..ledger import NewDelivery
from ..model import ChannelSetting, Plan, Reminder, Unit
from ..office import Office
from ..registry import REGISTRY, ChannelEntry, open_door
from ..reminders.persons import Recipient, Recipients
from ..reminders.persons import recipients as addressed
from ..wording import join
from .choosing import Draft

_HOSTS = ("服务器", "地址")


class Way(NamedTuple):
    """A channel that is switched on, with its settings."""

    entry: ChannelEntry
    settings: Mapping[str, str]


def channels() -> dict[str, ChannelEntry]:
    """Return every channel by its name, the door opened."""
    open_door("channels")
    return REGISTRY.channels


def ways(plan: Plan, office: Office) -> tuple[tuple[Way, ...], tuple[str, ...]]:
    """Return the channels that are switched on, and notes on those left out.

    An office for practice sends nothing outside: servers are used only where they are this machine.
    Raises PlanError where a channel is switched on and a setting that it needs is empty.
    """
    known = channels()
    found: list[Way] = []
    notes: list[str] = []
    for setting in plan.channels:
        if not setting.on:
            continue
        entry = known.get(setting.name)
        if entry is None:
            raise PlanError(f"没有“{setting.name}”这种渠道", "“渠道”表", f"可以写：{join(known)}。")
        missing = [name for name in entry.settings if not setting.settings.get(name, "").strip()]
        if missing:
            raise PlanError(
                f"“{setting.name}”已启用，但没有填“{missing[0]}”",
                "“渠道”表",
                "请填好，或把“启用”改为“否”。",
            )
        if office.is_demo and _goes_outside(setting, entry):
            notes.append(f"演练用办公室不向外发送，“{setting.name}”没有使用。")
            continue
        found.append(Way(entry, setting.settings))
    return tuple(found), tuple(notes)


def _goes_outside(setting: ChannelSetting, entry: ChannelEntry) -> bool:
    if entry.repeatable and not setting.settings.get("目录", "").strip():
        return False
    hosts = [h for name in _HOSTS if (h := setting.settings.get(name, "").strip())]
    return not hosts or not all(is_loopback(_host(h)) for h in hosts)


def _host(text: str) -> str:
    found = re.fullmatch(r"(?:https?://)?(\[[^\]]+\]|[^/:]+)(?::\d+)?(?:/.*)?", text)
    return found[1] if found else text


# --------------------------------------------------------------------------- who


def recipients(plan: Plan, unit: Unit, reminder: Reminder | None) -> tuple[Recipient, ...]:
    """Return who gets a unit's paper by mail: the unit's mailbox, then 主送 and 抄送 of the ladder's step."""
    found = addressed(reminder, plan) if reminder else Recipients()
    people = [r for r in (*found.to, *found.copy) if r.email]
    if unit.email:
        people.insert(0, Recipient(unit.contact or unit.name, "单位", unit.id, unit.email))
    return tuple({r.email.strip().lower(): r for r in people}.values())


def phones(plan: Plan, unit: Unit, reminder: Reminder | None) -> tuple[str, ...]:
    """Return the mobile phones of those whom a robot calls: the ladder's 主送, else the contact."""
    found = [r.phone for r in addressed(reminder, plan).to] if reminder else []
    own = [*found, unit.phone]
    return tuple(dict.fromkeys(p for p in own if re.fullmatch(r"1[3-9]\d{9}", p)))


def deliveries(
    draft: Draft, plan: Plan, on: Sequence[Way], parcel: Mapping[str, object]
) -> tuple[tuple[NewDelivery, ...], tuple[str, ...]]:
    """Return the deliveries of one paper, and notes on whom it cannot reach.

    A paper that goes to no single unit is left to people: it holds what other units are not to see.
    """
    unit = plan.unit(draft.unit) if draft.unit else None
    if unit is None:
        return (), ()
    made: list[NewDelivery] = []
    notes: list[str] = []
    for way in on:
        name = way.entry.name
        if way.entry.per == "unit":
            body = {
                **parcel,
                "name": unit.name,
                "mentions": list(phones(plan, unit, draft.reminder)),
            }
            made.append(NewDelivery(name, _folder(unit), unit.id, body))
        elif way.entry.per == "person":
            people = recipients(plan, unit, draft.reminder)
            made += (
                NewDelivery(name, r.email.strip(), unit.id, {**parcel, "name": r.name})
                for r in people
            )
            if not people:
                notes.append(f"{unit.name}没有登记邮箱，这件文书没有用“{name}”发送。")
    return tuple(made), tuple(notes)


def _folder(unit: Unit) -> str:
    return unit.folder.strip() or unit_folder(unit)
