"""How the parts of the fault kit tell what they did."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

LISTS_DUE = date(2022, 6, 20)


def size(full: int, quick: bool, least: int = 1) -> int:
    return max(least, full // 10) if quick else full


def report(name: str, done: object, wrong: Counter[str] | dict[str, int], began: float) -> bool:
    seconds = time.monotonic() - began
    print(f"{name:<34} {done!s:<46} wrong: {dict(wrong) or 0}   {seconds:.0f} s", flush=True)
    return not wrong
