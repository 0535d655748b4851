"""Comments of a sheet: the text part and the old-style drawing that Excel, WPS and others want.

Comments that the unit made are left as they are; those of an earlier return are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ..model import column_letters
from ..patterns import regex
from .marks import is_note_of_ours
from .package import Refused
from .returned_sheet import MAX_COLUMN, MAX_ROW, Place, SheetPatch, position
from .sheet_text import CELL_LIMIT, cell_text, text_lines, xml_text
from .xml_patch import MAIN, Edits, Tag, end_tag, first, masked, root_prefix, tags

#: Pixels of a comment's box; a Chinese character at 9 points is 12 pixels wide.
_BOX_WIDTH, _CHARACTER, _LINE, _MARGIN = 270, 12, 17, 14
_MAX_BOX_HEIGHT = 510

_SHAPE_START = regex(rb"<v:shape\s")
_SHAPE_END = b"</v:shape>"
_SHAPE_ROW = regex(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_SHAPE_COLUMN = regex(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_SHAPE_ID = regex(rb"_x0000_s(\d+)")
_TEXT = regex(r"<[^<>]*>")

_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def box_size(text: str) -> tuple[int, int]:
    """Return width and height in pixels of a box that shows the whole text, up to a limit."""
    per_line = 2 * ((_BOX_WIDTH - _MARGIN) // _CHARACTER)
    lines = text_lines(text, per_line + 1)
    return _BOX_WIDTH, min(lines * _LINE + _MARGIN, _MAX_BOX_HEIGHT)


class Grid:
    """Sizes of a sheet's columns and rows, to place boxes on it."""

    def __init__(self, sheet: SheetPatch) -> None:
        self._sheet = sheet
        self._columns = sheet.column_widths()
        self._width, self._height = sheet.default_sizes()
        self._known_columns: dict[int, int] = {}
        self._known_rows: dict[int, int] = {}

    def column_pixels(self, column: int) -> int:
        """Return the width of a column counted from 1."""
        pixels = self._known_columns.get(column)
        if pixels is None:
            stated = (width for a, b, width in self._columns if a <= column <= b)
            width = next(stated, self._width)
            pixels = self._known_columns[column] = int(width * 7 + 5) if width else 0
        return pixels

    def row_pixels(self, row: int) -> int:
        """Return the height of a row counted from 1."""
        pixels = self._known_rows.get(row)
        if pixels is None:
            height = self._sheet.row_height(row)
            pixels = round((self._height if height is None else height) * 4 / 3)
            self._known_rows[row] = pixels
        return pixels

    def anchor(self, row: int, column: int, width: int, height: int) -> str:
        """Return the corners of a box beside a cell, as VML wants them (counted from 0)."""
        left = column if column < MAX_COLUMN else column - 2
        top = max(row - 2, 0)
        right, right_off = self._walk(left, 12 + width, self.column_pixels, MAX_COLUMN)
        bottom, bottom_off = self._walk(top, 4 + height, self.row_pixels, MAX_ROW)
        return f"{left}, 12, {top}, 4, {right}, {right_off}, {bottom}, {bottom_off}"

    def _walk(
        self, start: int, pixels: int, size: Callable[[int], int], limit: int
    ) -> tuple[int, int]:
        """Return (index from 0, offset) of what lies `pixels` behind the start of `start`."""
        at = start
        here = size(at + 1)
        while at < limit - 1 and pixels >= here:
            pixels -= here
            at += 1
            here = size(at + 1)
        return at, min(pixels, here)


class Notes(NamedTuple):
    """The parts that hold the comments of one sheet."""

    comments: bytes
    drawing: bytes


def notes(
    texts: Mapping[Place, str],
    grid: Grid,
    author: str,
    block: int,
    comments: bytes | None,
    drawing: bytes | None,
) -> Notes:
    """Return the comment parts of a sheet: the unit's own comments and `texts` by cell.

    `comments` and `drawing` are the parts the sheet has already.  Where the unit commented a
    cell itself, its comment stays and ours is left out: the summary sheet says the same.  `block`
    is a number of its own for each sheet (shape ids are handed out in blocks of 1024).
    """
    if drawing is None and comments is not None:
        raise Refused("comments without a drawing")
    dropped: set[Place] = set()
    if comments is None:
        text_part = _new_comments(texts, author)
    else:
        text_part, dropped, kept = _changed_comments(comments, texts, author)
        texts = {place: text for place, text in texts.items() if place not in kept}
    head = _VML_HEAD.format(block=block).encode() + _SHAPE_TYPE.encode() + b"</xml>"
    return Notes(text_part, _changed_drawing(drawing or head, dropped, texts, grid, block))


def _new_comments(texts: Mapping[Place, str], author: str) -> bytes:
    items = "".join(_comment(place, text, 0, "") for place, text in sorted(texts.items()))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{MAIN}"><authors><author>{xml_text(author)}</author></authors>'
        f"<commentList>{items}</commentList></comments>"
    ).encode()


def _comment(place: Place, text: str, author: int, p: str) -> str:
    """Return one comment; its first line stands in bold."""
    head, _, rest = cell_text(text)[:CELL_LIMIT].partition("】")
    runs = ((f"{head}】", "<{p}b/>"), (rest, "")) if rest else ((head, ""),)
    body = "".join(
        f'<{p}r><{p}rPr>{bold.format(p=p)}<{p}sz val="9"/><{p}color indexed="81"/>'
        f'<{p}rFont val="宋体"/><{p}charset val="134"/></{p}rPr>'
        f'<{p}t xml:space="preserve">{xml_text(piece)}</{p}t></{p}r>'
        for piece, bold in runs
    )
    ref = f"{column_letters(place[1])}{place[0]}"
    return f'<{p}comment ref="{ref}" authorId="{author}"><{p}text>{body}</{p}text></{p}comment>'


def _changed_comments(
    xml: bytes, texts: Mapping[Place, str], author: str
) -> tuple[bytes, set[Place], set[Place]]:
    """Return the part without our old comments and with the new ones, what went, what stays."""
    clean = masked(xml)
    p = root_prefix(clean, "comments")
    edits = Edits(xml, clean)
    dropped, kept = set(), set()
    for tag in tags(clean, p + b"comment"):
        start, end = tag.start, _end(clean, tag)
        place = position(tag.get("ref") or "")
        if is_note_of_ours(_TEXT.sub("", xml[tag.end : end].decode()).strip()):
            edits.replace(start, end, b"")
            dropped.add(place)
        else:
            kept.add(place)
    authors, items = first(clean, p + b"authors"), first(clean, p + b"commentList")
    if authors is None or items is None:
        raise Refused("comments without authors or list")
    name, names = (
        p.decode(),
        [
            xml[tag.end : tag.end if tag.empty else end_tag(clean, tag)[0]]
            for tag in tags(clean, p + b"author")
        ],
    )
    wanted = xml_text(author).encode()
    if wanted not in names:
        edits.append(authors, b"<%sauthor>%s</%sauthor>" % (p, wanted, p))
        names.append(wanted)
    number = names.index(wanted)
    new = (_comment(at, text, number, name) for at, text in sorted(texts.items()) if at not in kept)
    edits.append(items, "".join(new).encode())
    return edits.apply(), dropped, kept


def _end(clean: bytes, tag: Tag) -> int:
    return tag.end if tag.empty else end_tag(clean, tag)[1]


def _changed_drawing(
    vml: bytes, dropped: set[Place], texts: Mapping[Place, str], grid: Grid, block: int
) -> bytes:
    """Return the drawing without the boxes of `dropped` and with one for each of `texts`."""

    vml = _without_boxes(vml, dropped)
    last = max((int(n) for n in _SHAPE_ID.findall(vml)), default=block * 1024)
    boxes = "".join(_boxes(sorted(texts.items()), grid, last + 1))
    if b"_x0000_t202" not in vml:
        boxes = _SHAPE_TYPE + boxes
    at = vml.rfind(b"</xml>")
    if at < 0:
        raise Refused("no drawing of the known kind")
    return vml[:at] + boxes.encode() + vml[at:]


def _without_boxes(vml: bytes, dropped: set[Place]) -> bytes:
    """Return the drawing without the boxes of some cells.  It need not be well-formed XML."""
    if not dropped:
        return vml
    pieces, at = [], 0
    for start in _SHAPE_START.finditer(vml):
        end = vml.find(_SHAPE_END, start.start())
        if end < 0:
            break
        if start.start() < at:
            continue
        end += len(_SHAPE_END)
        shape = vml[start.start() : end]
        row, column = _SHAPE_ROW.search(shape), _SHAPE_COLUMN.search(shape)
        if row and column and (int(row[1]) + 1, int(column[1]) + 1) in dropped:
            pieces.append(vml[at : start.start()])
            at = end
    return b"".join((*pieces, vml[at:]))


def _boxes(texts: Iterable[tuple[Place, str]], grid: Grid, first_id: int) -> Iterable[str]:
    for n, ((row, column), text) in enumerate(texts):
        width, height = box_size(text)
        yield (
            f'<v:shape id="_x0000_s{first_id + n}" type="#_x0000_t202" style="position:absolute;'
            f"margin-left:60pt;margin-top:2pt;width:{width * 3 // 4}pt;height:{height * 3 // 4}pt;"
            f'z-index:{n + 1};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            "<x:MoveWithCells/><x:SizeWithCells/>"
            f"<x:Anchor>{grid.anchor(row, column, width, height)}</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
            "</x:ClientData></v:shape>"
        )
