"""Seeded papers of every kind put on pages by LibreOffice and measured against GB/T 9704-2012.

    python benchmarks/papers.py [--count 10] [--kind circular …] [--seed 1] [--keep FOLDER]

`--count` papers of each kind; every one that fails is told with its seed and what is wrong, so that
``--kind circular --seed 17 --count 1 --keep out`` shows it again.  Papers are converted many at a time
in one call.  Exit status 1 where anything failed.  Wants soffice, fontTools and pypdfium2.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from page_reading import to_pdf  # noqa: E402
from paper_samples import rendered  # noqa: E402
from papers_checks import faults  # noqa: E402
from papers_made import Made, make  # noqa: E402

from huaxia_tasks.drafting import documents  # noqa: E402

_AT_ONCE = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, convert, measure; tell what failed."""
    parser = argparse.ArgumentParser(description="measure seeded papers of every kind")
    parser.add_argument("--count", type=int, default=10, help="papers of each kind")
    parser.add_argument("--kind", nargs="*", default=sorted(documents()))
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--keep", type=Path, help="folder for .docx, .pdf and papers.json")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="papers-") as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        wanted = [(kind, given.seed + i) for kind in given.kind for i in range(given.count)]
        measured, failed, facts = Counter[str](), Counter[str](), {}
        for at in range(0, len(wanted), _AT_ONCE):
            batch = wanted[at : at + _AT_ONCE]
            for name, made, pages, found in _measured(batch, folder):
                kind = made.document.kind
                measured[kind] += 1
                facts[name] = {"kind": kind, "pages": pages, "rows": made.rows}
                facts[name] |= {"sealed": made.sealed, "faults": found}
                if found:
                    failed[kind] += 1
                    print(f"{name} ({pages} pages): {'; '.join(found)}", flush=True)
        (folder / "papers.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1))
    for kind, count in measured.items():
        print(f"{kind:20} {count:4} measured, {failed[kind]} failed")
    print(f"all: {measured.total()} measured, {failed.total()} failed")
    return 1 if failed else 0


def _measured(
    batch: Sequence[tuple[str, int]], folder: Path
) -> Iterator[tuple[str, Made, int, list[str]]]:
    papers = {f"{kind}-{seed}": make(kind, seed) for kind, seed in batch}
    contents = {name: rendered(made.document) for name, made in papers.items()}
    for name, pages in to_pdf(contents, folder).items():
        made = papers[name]
        words = _words(contents[name])
        yield name, made, len(pages.sizes), faults(made.document, words, pages)


def _words(paper: bytes) -> str:
    """Return the text of the body, that of boxes included."""
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        xml = archive.read("word/document.xml").decode()
    return unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml)))


if __name__ == "__main__":
    raise SystemExit(main())
