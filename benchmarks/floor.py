"""What no run can do without: the measure for how close a cold run comes to what is possible.

    python benchmarks/floor.py OFFICE DAY

Reads what came in and inflates its sheets, lets expat walk them with no callbacks, and deflates what
the run of DAY wrote: every part that did not come in as it is and was not written before.  No values,
no rules, no words.  Prints the CPU seconds of the three and their sum.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

Part = tuple[int, int]


def packages(folder: Path) -> Iterator[zipfile.ZipFile]:
    """Open every Word and Excel file below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as package:
                yield package


def is_sheet(name: str) -> bool:
    """Whether a part holds cells or the texts of cells."""
    return name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml"


def inflate(inbox: Path) -> tuple[list[bytes], set[Part]]:
    """Return the sheets that came in, and what names every part that did."""
    sheets: list[bytes] = []
    known: set[Part] = set()
    for package in packages(inbox):
        for about in package.infolist():
            known.add((about.CRC, about.file_size))
            if is_sheet(about.filename):
                sheets.append(package.read(about))
    return sheets, known


def walk(sheets: list[bytes]) -> None:
    """Let expat go over the sheets."""
    for sheet in sheets:
        expat.ParserCreate().Parse(sheet, True)


def written(folder: Path, known: set[Part]) -> list[bytes]:
    """Return the parts that the run had to deflate, ready to be deflated again."""
    parts = []
    for package in packages(folder):
        for about in package.infolist():
            name = (about.CRC, about.file_size)
            if name not in known:
                known.add(name)
                parts.append(package.read(about))
    return parts


def deflate(parts: list[bytes]) -> None:
    """Deflate the parts as a zip file would hold them, and write them."""
    with tempfile.TemporaryFile() as file:
        for part in parts:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            file.write(packer.compress(part) + packer.flush())


def main() -> int:
    """Measure the three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("office", type=Path)
    parser.add_argument("day")
    given = parser.parse_args()
    made = given.office / "输出" / given.day
    if not made.is_dir():
        print(f"no run of {given.day} in {given.office}", file=sys.stderr)
        return 2
    start = time.process_time()
    sheets, known = inflate(given.office / "报送")
    inflated = time.process_time()
    walk(sheets)
    walked = time.process_time()
    parts = written(made, known)
    ready = time.process_time()
    deflate(parts)
    three = (inflated - start, walked - inflated, time.process_time() - ready)
    print("inflate {:.3f}  walk {:.3f}  deflate {:.3f}".format(*three) + f"  sum {sum(three):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
