"""The style sheet of a unit's workbook with fills for marked cells added.

A marked cell gets a copy of its own format that differs in the fill alone: number format, font,
border, alignment and protection stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..model import Level
from ..patterns import regex
from .marks import LEVEL_COLOURS
from .package import Refused, kept_if_small
from .xml_patch import Edits, Tag, children, end_tag, first, masked, root_prefix

#: Style sheets of so many bytes are kept in mind.
_USUAL_SIZE = 65_536
#: Excel's own limit of cell formats.
_FORMAT_LIMIT = 65_000
_FILL_ID = regex(rb"(\sfillId\s*=\s*)(\"[^\"]*\"|'[^']*')")
_APPLY_FILL = regex(rb"\sapplyFill\s*=\s*(\"[^\"]*\"|'[^']*')")


class _Read:
    """What stands in a style sheet; the workbooks of most units have the same one."""

    def __init__(self, xml: bytes) -> None:
        self._xml, self.clean = xml, masked(xml)
        self.prefix = root_prefix(self.clean, "styleSheet")
        self._found: dict[str, tuple[bytes, ...]] = {}

    def container(self, local: str) -> Tag:
        """Return the element that holds fonts, fills, borders or formats."""
        tag = first(self.clean, self.prefix + local.encode())
        if tag is None:
            raise Refused(f"no {local}")
        return tag

    def elements(self, local: str) -> tuple[bytes, ...]:
        """Return what such an element holds."""
        found = self._found.get(local)
        if found is None:
            found = self._found[local] = tuple(self._look(self.container(local)))
        return found

    def _look(self, container: Tag) -> Iterator[bytes]:
        for tag in () if container.empty else children(self.clean, container.end):
            end = tag.end if tag.empty else end_tag(self.clean, tag)[1]
            yield self._xml[tag.start : end]


_read = lru_cache(maxsize=16)(_Read)


class StyleSheet:
    """``xl/styles.xml``, to which cell formats are added as they are asked for."""

    def __init__(self, xml: bytes) -> None:
        self._read = _Read(xml) if len(xml) > _USUAL_SIZE else _read(xml)
        self._xml, self._clean, self._p = xml, self._read.clean, self._read.prefix
        self._formats = self._elements("cellXfs")
        self._fills = self._elements("fills")
        self._ours = self._our_fills()
        self._added: dict[bytes, int] = {}
        self._new_fills: dict[str, int] = {}
        self._summary: dict[str, int] = {}

    def _elements(self, local: str) -> Sequence[bytes]:
        return self._read.elements(local)

    def _our_fills(self) -> frozenset[int]:
        colours = tuple(colour.encode() for colour in LEVEL_COLOURS.values())
        return frozenset(
            i for i, fill in enumerate(self._fills) if any(c in fill.upper() for c in colours)
        )

    @property
    def stale(self) -> frozenset[int]:
        """The cell formats whose fill is a mark of an earlier return."""
        if not self._ours:
            return frozenset()
        ids = {str(i).encode() for i in self._ours}
        return frozenset(
            i
            for i, xf in enumerate(self._formats)
            if (found := _FILL_ID.search(xf)) and found[2][1:-1] in ids
        )

    def marked(self, base: int, level: Level) -> int:
        """Return the id of format `base` with the fill of `level`."""
        return self._with_fill(base, self._fill(LEVEL_COLOURS[level]))

    def unmarked(self, base: int) -> int:
        """Return the id of format `base` without a fill."""
        return self._with_fill(base, 0)

    def _fill(self, colour: str) -> int:
        if colour not in self._new_fills:
            self._new_fills[colour] = len(self._fills) + len(self._new_fills)
        return self._new_fills[colour]

    def _with_fill(self, base: int, fill: int) -> int:
        known = [*self._formats, *self._added] if base >= len(self._formats) else self._formats
        if not 0 <= base < len(known):
            raise Refused(f"cell format {base} of {len(known)}")
        return self._format(_filled(known[base], fill))

    def _format(self, xf: bytes) -> int:
        number = self._added.setdefault(xf, len(self._formats) + len(self._added))
        if number > _FORMAT_LIMIT:
            raise Refused("too many cell formats")
        return number

    def summary(self) -> dict[str, int]:
        """Return the formats of the summary sheet, made on first use.

        They go by ``title note head text centre link`` and by the levels.
        """
        if not self._summary:
            fonts, borders = len(self._elements("fonts")), len(self._elements("borders"))
            fill = self._fill("D9E1F2")
            wide = b'<%salignment vertical="center" wrapText="1"/>' % self._p
            top = b'<%salignment vertical="top" wrapText="1"/>' % self._p
            mid = b'<%salignment horizontal="center" vertical="top" wrapText="1"/>' % self._p
            cap = b'<%salignment horizontal="center" vertical="center" wrapText="1"/>' % self._p
            for name, font, filled, border, align in (
                ("title", fonts, 0, 0, wide),
                ("note", fonts + 1, 0, 0, wide),
                ("head", fonts + 2, fill, borders, cap),
                ("text", fonts + 1, 0, borders, top),
                ("centre", fonts + 1, 0, borders, mid),
                ("link", fonts + 3, 0, borders, mid),
            ):
                xf = (
                    b'<%sxf numFmtId="0" fontId="%d" fillId="%d" borderId="%d" applyFont="1" '
                    b'applyFill="1" applyBorder="1" applyAlignment="1">%s</%sxf>'
                ) % (self._p, font, filled, border, align, self._p)
                self._summary[name] = self._format(xf)
            for level in Level:
                self._summary[level] = self.marked(self._summary["centre"], level)
        return self._summary

    def render(self) -> bytes:
        """Return the style sheet with all that was asked for."""
        edits = Edits(self._xml, self._clean)
        self._extend(edits, "fills", [_fill_xml(self._p, c) for c in self._new_fills])
        self._extend(edits, "cellXfs", list(self._added))
        if self._summary:
            self._extend(edits, "fonts", _summary_fonts(self._p))
            self._extend(edits, "borders", [_thin_border(self._p)])
        return edits.apply()

    def _extend(self, edits: Edits, local: str, new: list[bytes]) -> None:
        if new:
            container = self._read.container(local)
            edits.set(container, "count", str(len(self._elements(local)) + len(new)))
            edits.append(container, b"".join(new))


@kept_if_small
def _filled(xf: bytes, fill: int) -> bytes:
    """Return a cell format with another fill."""
    tag_end = xf.index(b">")
    head, rest = _APPLY_FILL.sub(b"", xf[:tag_end]), xf[tag_end:]
    slash = b"/" if head.endswith(b"/") else b""
    head = head.removesuffix(b"/").rstrip()
    number = b'"%d"' % fill
    head, found = _FILL_ID.subn(rb"\g<1>" + number, head, count=1)
    if not found:
        head += b" fillId=" + number
    return head + b' applyFill="1"' + slash + rest


def _fill_xml(p: bytes, colour: str) -> bytes:
    return (
        b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="FF%s"/>'
        b'<%sbgColor indexed="64"/></%spatternFill></%sfill>'
    ) % (p, p, p, colour.encode(), p, p, p)


def _summary_fonts(p: bytes) -> list[bytes]:
    return [
        b'<%sfont>%s<%ssz val="%d"/>%s<%sname val="%s"/></%sfont>'
        % (p, b"<%sb/>" % p if bold else extra, p, size, colour, p, "宋体".encode(), p)
        for size, bold, extra, colour in (
            (16, True, b"", b""),
            (11, False, b"", b""),
            (11, True, b"", b""),
            (11, False, b"<%su/>" % p, b'<%scolor rgb="FF0563C1"/>' % p),
        )
    ]


def _thin_border(p: bytes) -> bytes:
    sides = b"".join(
        b'<%s%s style="thin"><%scolor rgb="FFA6A6A6"/></%s%s>' % (p, side, p, p, side)
        for side in (b"left", b"right", b"top", b"bottom")
    )
    return b"<%sborder>%s<%sdiagonal/></%sborder>" % (p, sides, p, p)
