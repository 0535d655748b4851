"""Reading the tables of cells that the tests of values share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"


def lines(*names: str) -> Iterator[tuple[str, ...]]:
    """Yield the columns of every line; ``\\n`` in the first stands for a line break."""
    for name in names:
        for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
            if line and not line.startswith("#"):
                cell, *rest = line.split("\t")
                yield (cell.replace("\\n", "\n").replace("\\t", "\t"), *rest)
