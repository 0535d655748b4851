"""退回: a unit's own workbook with its problem cells coloured and explained.

`mark` changes only the parts it must and copies all others as they are packed, so that nothing of
the unit's file is lost.  Where that cannot be done safely it returns None and the caller hands
out `huaxia_tasks.rendering.forms.rebuild` instead.  Changed parts are parsed again before the
file is given away.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from xml.parsers import expat

from .marks import SUMMARY_SHEET, Mark, marks_of, note_text, worst
from .package import Package, Refused
from .returned_book import (
    COMMENTS_TYPE,
    CONTENT_TYPES_PART,
    SHEET_TYPE,
    VML_TYPE,
    Relation,
    WorkbookPatch,
    add_content_types,
    add_relations,
    free_name,
    related,
    relations,
    relations_part,
    require_plain,
)
from .returned_notes import Grid, notes
from .returned_sheet import Place, SheetPatch, deselected
from .returned_styles import StyleSheet
from .returned_summary import summary_sheet
from .seal import Member, member, pack
from .sheet_text import sheet_name
from .xml_patch import require_well_formed

__all__ = ["SUMMARY_SHEET", "Mark", "mark", "marks_of"]

#: The views of a sheet stand before its cells, within its first bytes.
_USUAL_HEAD, _HEAD = 2048, 16_384
#: Parts up to this size are often the same in many workbooks.
_SMALL = 4096
#: What a file that is not what it says can raise on its way through the parts.
_BROKEN = (
    Refused, zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, ValueError,
    LookupError, NotImplementedError, OverflowError,
)  # fmt: skip


def mark(
    data: bytes, marks: Sequence[Mark], *, author: str = "党政办公室", unit: str = ""
) -> bytes | None:
    """Return a copy of an .xlsx (or .xlsm without macros) with `marks`, or None where it cannot be.

    Marked cells are filled by level and commented; a mark inside merged cells goes to their first
    cell.  A first sheet 退回说明 lists all marks, also those of no single cell.  Fills, comments
    and the sheet of an earlier return are taken away first.  `author` signs the comments, `unit`
    stands in the title.  The same input gives the same bytes.
    """
    if data[:2] != b"PK":
        return None
    try:
        return _Return(Package(data), marks, author).write(unit)
    except _BROKEN:
        return None


class _Return:
    """The parts of one workbook on their way out."""

    def __init__(self, package: Package, marks: Sequence[Mark], author: str) -> None:
        self._package, self._author = package, author
        self._marks = list(marks)
        self._types = package.read(CONTENT_TYPES_PART)
        require_plain(package, self._types)
        book = related(relations(package, ""), "officeDocument")
        if book is None:
            raise Refused("no workbook")
        self._book_part = book
        self._relations = relations(package, book)
        self._book = WorkbookPatch(package.read(book))
        self._sheets = self._sheet_parts()
        styles = related(self._relations, "styles")
        if styles is None:
            raise Refused("no styles")
        self._styles_part = styles
        self._styles = StyleSheet(package.read(styles))
        self._changed: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}
        self._overrides: list[tuple[str, str]] = []
        self._taken: set[str] = set()

    def _sheet_parts(self) -> dict[str, str]:
        """Return the worksheets' parts by sheet name, "" for what is no worksheet."""
        by_id = {r.id: r for r in self._relations}
        found: dict[str, str] = {}
        for name, relation in self._book.sheets():
            target = by_id.get(relation)
            if target is None or not target.part or name in found:
                raise Refused(f"sheet {name}")
            if "macro" in target.kind.lower():
                raise Refused("macro sheet")
            found[name] = target.part
        return found

    def write(self, unit: str) -> bytes:
        """Return the finished package."""
        numbered = self._numbered()
        stale = self._styles.stale
        kinds = {r.part: r.kind for r in self._relations}
        for block, (name, part) in enumerate(self._sheets.items(), start=1):
            if name == SUMMARY_SHEET or kinds[part] != "worksheet":
                continue
            if name in numbered or stale or SUMMARY_SHEET in self._sheets:
                self._mark_sheet(part, numbered.get(name, {}), stale, block)
        self._add_summary(unit)
        self._changed[self._styles_part] = self._styles.render()
        self._changed[self._book_part] = self._book.apply()
        self._changed[CONTENT_TYPES_PART] = add_content_types(
            self._types, (("vml", VML_TYPE),), tuple(self._overrides)
        )
        return self._packed()

    def _numbered(self) -> dict[str, dict[Place, list[tuple[int, Mark]]]]:
        """Return the marks of single cells by sheet and cell with their numbers in the summary."""
        found: dict[str, dict[Place, list[tuple[int, Mark]]]] = {}
        n = 0
        for one in self._marks:
            n += one.listed
            if one.row > 0 and one.column > 0 and one.sheet in self._sheets:
                cells = found.setdefault(one.sheet, {})
                cells.setdefault((one.row, one.column), []).append((n * one.listed, one))
        return found

    def _mark_sheet(
        self,
        part: str,
        cells: Mapping[Place, list[tuple[int, Mark]]],
        stale: frozenset[int],
        block: int,
    ) -> None:
        own = relations(self._package, part)
        comments_part, drawing_part = related(own, "comments"), related(own, "vmlDrawing")
        sheet = SheetPatch(self._package.read(part))
        cells = _at_merge_starts(cells, sheet)
        formats: dict[Place, Callable[[int], int]]
        formats = dict.fromkeys(sheet.cells_in(stale), self._styles.unmarked)
        for place, found in cells.items():
            formats[place] = partial(self._styles.marked, level=worst(m for _, m in found))
        if not formats and comments_part is None:
            return
        sheet.restyle(formats)
        texts = {place: note_text(found) for place, found in cells.items()}
        if texts or comments_part is not None:
            self._write_notes(part, sheet, own, texts, block, comments_part, drawing_part)
        self._changed[part] = sheet.apply()

    def _write_notes(
        self,
        part: str,
        sheet: SheetPatch,
        own: Sequence[Relation],
        texts: Mapping[Place, str],
        block: int,
        comments_part: str | None,
        drawing_part: str | None,
    ) -> None:
        legacy = sheet.legacy_drawing()
        if legacy is not None:
            drawing_part = next((r.part for r in own if r.id == legacy and r.part), None)
            if drawing_part is None:
                raise Refused("a drawing that is not there")
        elif comments_part is not None:
            raise Refused("comments without a drawing")
        else:
            drawing_part = None
        made = notes(
            texts, Grid(sheet), self._author, block,
            self._package.read(comments_part) if comments_part else None,
            self._package.read(drawing_part) if drawing_part else None,
        )  # fmt: skip
        wanted = []
        if comments_part is None:
            name = free_name(self._package, self._taken, "xl/comments{}.xml".format)
            self._new[name] = made.comments
            self._overrides.append((name, COMMENTS_TYPE))
            wanted.append(("comments", name))
        else:
            self._changed[comments_part] = made.comments
        if drawing_part is None:
            name = free_name(self._package, self._taken, "xl/drawings/vmlDrawing{}.vml".format)
            self._new[name] = made.drawing
            wanted.append(("vmlDrawing", name))
        else:
            self._changed[drawing_part] = made.drawing
        if wanted:
            ids = self._relate(part, wanted)
            if drawing_part is None:
                sheet.add_legacy_drawing(ids[-1])

    def _relate(self, part: str, wanted: Sequence[tuple[str, str]]) -> Sequence[str]:
        """Add relations to a part and return their ids."""
        name = relations_part(part)
        stored = self._package.stored_name(name)
        before = self._package.read(stored) if stored else None
        xml, ids = add_relations(before, part, tuple(wanted))
        if stored:
            self._changed[stored] = xml
        else:
            self._new[name] = xml
        return ids

    def _add_summary(self, unit: str) -> None:
        """Put 退回说明 before the unit's sheets, or write it anew where an earlier one stands."""
        own = [name for name in self._sheets if name != SUMMARY_SHEET]
        xml = summary_sheet(self._marks, own, self._styles.summary(), unit).encode()
        earlier = self._sheets.get(SUMMARY_SHEET)
        if earlier is not None:
            self._changed[earlier] = xml
            self._book.show(list(self._sheets).index(SUMMARY_SHEET))
        else:
            name = free_name(self._package, self._taken, "xl/worksheets/returned{}.xml".format)
            self._new[name] = xml
            self._overrides.append((name, SHEET_TYPE))
            ids = self._relate(self._book_part, [("worksheet", name)])
            self._book.insert_first(sheet_name(SUMMARY_SHEET, list(self._sheets)), ids[0])
        for part in self._sheets.values():
            if part != earlier:
                self._deselect(part)

    def _deselect(self, part: str) -> None:
        changed = self._changed.get(part)
        if b"tabSelected" in (changed if changed is not None else self._head(part)):
            whole = changed if changed is not None else self._package.read(part)
            self._changed[part] = deselected(whole)

    def _head(self, part: str) -> bytes:
        """Return the beginning of a sheet with its views, which stand before its cells."""
        head = self._package.head(part, _USUAL_HEAD)
        return head if b"sheetData" in head else self._package.head(part, _HEAD)

    def _packed(self) -> bytes:
        parts = [
            _finished(old.name, self._changed[old.name]) if old.name in self._changed else old
            for old in self._package.members
        ]
        parts += (_finished(name, xml) for name, xml in self._new.items())
        return pack(parts)


def _finished(name: str, xml: bytes) -> Member:
    """Return a part as it is packed; raises ExpatError where it is not well-formed.

    Drawings of comments need not be, where the unit's program wrote them; in ours stand numbers only.
    """
    if name.lower().endswith(".vml"):
        return member(name, xml)
    return (_made if len(xml) <= _SMALL else _made.__wrapped__)(name, xml)


@lru_cache(maxsize=128)
def _made(name: str, xml: bytes) -> Member:
    require_well_formed(xml)
    return member(name, xml)


def _at_merge_starts(
    cells: Mapping[Place, list[tuple[int, Mark]]], sheet: SheetPatch
) -> dict[Place, list[tuple[int, Mark]]]:
    """Return the marks with those inside merged cells moved to the cell that is seen."""
    merges = sheet.merges() if cells else []
    moved: dict[Place, list[tuple[int, Mark]]] = {}
    for (row, column), found in cells.items():
        place = next(
            (
                start
                for start, end in merges
                if start[0] <= row <= end[0] and start[1] <= column <= end[1]
            ),
            (row, column),
        )
        moved.setdefault(place, []).extend(found)
    return moved
