"""What the verbs print: plain lines that every console can show."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..model import Finding

_LEVELS = {"error": "●须改", "warning": "■请核对", "info": "→提示"}


def harden_streams() -> None:
    """Let a console that cannot show a character show another one instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(ValueError, OSError):
                reconfigure(errors="replace")


class Console:
    """Prints results to stdout and troubles to stderr; quiet where asked."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet

    def say(self, text: str = "") -> None:
        """Print one line, unless quiet."""
        if not self.quiet:
            print(text, flush=True)

    def warn(self, text: str) -> None:
        """Print one line to stderr, quiet or not."""
        print(text, file=sys.stderr, flush=True)

    def findings(self, findings: Iterable[Finding], names: dict[str, str]) -> None:
        """Print findings unit by unit: place, what is wrong, what to do."""
        from ..wording import place

        by_unit: dict[str, list[Finding]] = {}
        for finding in findings:
            by_unit.setdefault(finding.unit or "", []).append(finding)
        for unit, own in by_unit.items():
            self.say()
            self.say(f"【{names.get(unit, unit) or '办公室'}】 {len(own)} 条")
            for finding in own:
                where = place(finding.ref)
                colon = "：" if where else ""
                mark = _LEVELS[finding.level.value]
                self.say(f"  {mark} {where}{colon}{finding.message}")
                self.say(f"      {finding.remedy}")
