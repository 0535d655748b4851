"""What is handed to a channel, and what a channel may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..model import Receipt


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of a parcel, by the name under which it is to arrive."""

    name: str
    data: bytes = field(repr=False)


class Parcel(NamedTuple):
    """One delivery: to whom, what is said, what goes along.

    ``address`` is the channel's own (a folder, an e-mail address, a unit's id); ``message_id`` 32 hex
    digits, the same for every try; ``composed`` when the paper was issued; ``tries`` how often this
    was tried before.  ``note`` is a text without names and titles, fit for a third party's cloud;
    ``mentions`` the phones of those to be called by it.
    """

    key: str
    channel: str
    address: str
    message_id: str
    subject: str
    text: str
    composed: datetime
    note: str = ""
    unit: str = ""
    name: str = ""
    files: tuple[Enclosure, ...] = ()
    mentions: tuple[str, ...] = ()
    tries: int = 0

    def receipt(self, state: str, detail: str = "") -> Receipt:
        """Return what became of this parcel: sent | refused | retry | in_doubt."""
        return Receipt(self.key, self.channel, self.address, state, detail)


class Means(NamedTuple):
    """What a channel may use: its settings, secrets by the name of their setting, the time.

    ``root`` is the office folder; ``about_to_send`` marks that from now on the parcel may arrive.
    """

    settings: Mapping[str, str]
    secret: Callable[[str], str]
    now: Callable[[], datetime]
    root: Path
    about_to_send: Callable[[], None] = lambda: None

    def get(self, name: str, default: str = "") -> str:
        """Return a setting, or `default` where it is empty."""
        return self.settings.get(name, "").strip() or default

    def number(self, name: str, default: float) -> float:
        """Return a setting as a positive number, or `default` where it is none."""
        try:
            value = float(self.get(name))
        except ValueError:
            return default
        return value if 0 < value < 1e6 else default


class Unreachable(Exception):
    """The way itself is closed (server down, wrong password, share gone): try nothing more on it."""


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself."""
    if host.lower() in ("localhost", "localhost.localdomain"):
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
