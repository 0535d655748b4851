"""What must hold on the pages of any paper: the block, full pages, the foot, the order of pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from page_reading import MM, Line, Pages

from huaxia_tasks.model import Document

BOTTOM, LEFT, RIGHT = 262.0, 28.0, 184.0
#: Lower edge of the block on a landscape page.
TURNED_BOTTOM = 184.0
BODY, IMPRINT = 16, 14
CHAR = 16 * MM
_LISTS = ("public-list", "internal-list")
_FORMS = ("extension-form", "closing-form", "spotcheck-record", "receipt")


def faults(document: Document, words: str, pages: Pages) -> list[str]:
    """Return what is wrong on the pages of a paper whose text is `words`, one phrase each."""
    found = [*_empty(pages), *_outside(document, pages), *_short_pages(document, pages)]
    found += _lost(words, pages)
    found += [*_signature(document, pages), *_foot(document, pages), *_numbers(document, pages)]
    if document.kind in _FORMS and len(pages.sizes) != 1:
        found.append(f"a form of {len(pages.sizes)} pages")
    return found


def _is_number(line: Line) -> bool:
    return line.text.startswith("—") and line.text.strip("—").isdigit()


def _text(pages: Pages, page: int) -> list[Line]:
    """The lines of a page without its number."""
    return [line for line in pages.on(page) if not _is_number(line)]


def _upright(pages: Pages, page: int) -> bool:
    width, height = pages.sizes[page - 1]
    return width < height


def _empty(pages: Pages) -> Iterator[str]:
    for page in range(1, len(pages.sizes) + 1):
        if not _text(pages, page):
            yield f"page {page} is empty"


def _outside(document: Document, pages: Pages) -> Iterator[str]:
    """Text outside the block: below its foot, or beyond its right edge."""
    for page in range(1, len(pages.sizes) + 1):
        if not _upright(pages, page):
            foot = [line for line in pages.on(page) if line.left > LEFT + 8]
            if max((line.bottom for line in foot), default=0) > TURNED_BOTTOM + 1:
                yield f"page {page}: text below the block"
            continue
        for line in _text(pages, page):
            if line.bottom > BOTTOM + 1:
                yield f"page {page}: “{line.text[:8]}” stands below the block"
            if line.right > RIGHT + CHAR + 1 and document.kind != "letter":
                yield f"page {page}: “{line.text[:8]}” runs beyond the right edge"


def _lost(words: str, pages: Pages) -> Iterator[str]:
    """Characters of the paper that stand on no page: cut off by a row or a box.

    Marks are left out: one that hangs in the margin may be missing in the text of a PDF.
    """
    shown = Counter(char for line in pages.lines for char in line.text)
    lost = Counter(char for char in words if char.isalnum()) - shown
    if lost:
        yield f"{lost.total()} characters are on no page: {''.join(lost)[:20]}"


def _short_pages(document: Document, pages: Pages) -> Iterator[str]:
    """A page of running text has 22 lines, fewer only where the next begins a paragraph or annex."""
    for page in range(2, len(pages.sizes)):
        lines, after = _text(pages, page), _text(pages, page + 1)
        if not lines or not after or not _upright(pages, page) or not _upright(pages, page + 1):
            continue
        plain = all(line.size == BODY for line in (*lines, after[0]))
        goes_on = after[0].left < LEFT + 1 and not after[0].text.startswith("附件")
        if plain and len(lines) > 22:
            yield f"page {page} has {len(lines)} lines"
        if plain and goes_on and len(lines) < 22:
            yield f"page {page} has {len(lines)} lines in the middle of a paragraph"


def _signature(document: Document, pages: Pages) -> Iterator[str]:
    """Name and date on one page, with text above them."""
    fields = document.fields
    day, name = str(fields.get("成文日期", "")), str(fields.get("署名行", "")).split("\n")[-1]
    name = name.strip("　 ")
    if not name or document.kind in ("bulletin", "minutes"):
        return
    dates = [line for line in pages.lines if line.text == day]
    names = [line for line in pages.lines if line.text == name.replace(" ", "")]
    if not dates or not names:
        yield "no signature found"
        return
    date_line = dates[-1]
    name_line = next((n for n in reversed(names) if n.page == date_line.page), None)
    if name_line is None:
        yield "name and date on different pages"
        return
    above = [
        line
        for line in _text(pages, date_line.page)
        if line.top < name_line.top and line.text[-1:] in "。：！”…）"
    ]
    if not above and document.kind != "receipt":
        yield f"the signature stands alone on page {date_line.page}"


def _foot(document: Document, pages: Pages) -> Iterator[str]:
    """The imprint ends on the lower edge of the last page and covers nothing."""
    if not document.fields.get("版记") or document.kind in (*_LISTS, *_FORMS, "letter"):
        return
    last = len(pages.sizes)
    issued = [line for line in pages.lines if line.text.endswith("印发") and line.size == IMPRINT]
    if not issued:
        yield "no imprint"
        return
    if issued[-1].page != last:
        yield f"the imprint stands on page {issued[-1].page} of {last}"
        return
    rules = sorted((r for r in pages.rules if r.page == last and not r.red), key=lambda r: r.y)
    wide = [r for r in rules if abs(r.width - 156) < 1.2]
    if not wide or abs(wide[-1].y - BOTTOM) > 1:
        yield "the imprint does not end on the lower edge"
        return
    imprint = [line for line in pages.on(last) if line.size == IMPRINT and not _is_number(line)]
    top = min(line.top for line in imprint) - 1
    for line in _text(pages, last):
        if line.size != IMPRINT and line.bottom > top - 0.5:
            yield f"the imprint covers “{line.text[:8]}”"
            return


def _numbers(document: Document, pages: Pages) -> Iterator[str]:
    """A number on every page (none on the first of a letter), odd right, even left."""
    for page in range(1, len(pages.sizes) + 1):
        if not _upright(pages, page):
            continue
        number = next((line for line in pages.on(page) if _is_number(line)), None)
        if document.kind == "letter" and page == 1:
            if number is not None:
                yield "a number on page 1 of a letter"
            continue
        if number is None:
            yield f"page {page} has no number"
            continue
        side = RIGHT - number.right if page % 2 else number.left - LEFT
        if abs(side - 14 * MM) > 1:
            yield f"the number of page {page} stands at {number.left:.0f} mm"
