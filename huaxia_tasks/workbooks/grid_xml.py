"""XML of strangers, parsed by expat within bounds.

No document type is accepted (so no entity can be defined), nesting and attributes are limited, and
a single tag may not run on for a megabyte (expat before 2.6 takes quadratic time over it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from xml.parsers import expat

from . import grid_refusals as refuse
from .grid_limits import Budget

Attributes = dict[str, str]
Parser = expat.XMLParserType


class Element(NamedTuple):
    """An element by its local name, with all the text inside it."""

    name: str
    attributes: Attributes
    text: str


def new_parser() -> Parser:
    """Return a parser that joins text and refuses document types."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise refuse.unsafe("document type declaration")


class Feed:
    """Pushes pieces into a parser and watches how far it lags behind."""

    __slots__ = ("_budget", "_fed", "_part", "parser")

    def __init__(self, parser: Parser, budget: Budget, part: str) -> None:
        self.parser, self._budget, self._part, self._fed = parser, budget, part, 0

    def push(self, piece: bytes, last: bool = False) -> None:
        """Parse one piece; Unreadable where it is not well-formed."""
        self._fed += len(piece)
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise refuse.damaged(f"{self._part}: {error}") from None
        except (ValueError, LookupError) as error:  # an encoding expat does not know
            raise refuse.damaged(f"{self._part}: {error}") from None
        if self._fed - self.parser.CurrentByteIndex > self._budget.limits.token_bytes:
            raise refuse.too_large("内部标记过长", f"{self._part}: one token over 1 MiB")
        self._budget.tick()


def run(parser: Parser, pieces: Iterable[bytes], budget: Budget, part: str) -> None:
    """Parse all `pieces`."""
    feed = Feed(parser, budget, part)
    for piece in pieces:
        feed.push(piece)
    feed.push(b"", last=True)


def in_pieces(data: bytes) -> Iterator[bytes]:
    """Yield `data` in pieces of 256 KiB, so that the clock is looked at in between."""
    for at in range(0, len(data), 1 << 18):
        yield data[at : at + (1 << 18)]


def local(name: str) -> str:
    """Return a name without its namespace prefix."""
    return name.rpartition(":")[2]


def plain(attributes: Attributes) -> Attributes:
    """Return attributes by local name; one without a prefix wins."""
    if not any(":" in key for key in attributes):
        return attributes
    found = {local(key): value for key, value in attributes.items() if ":" in key}
    found.update((key, value) for key, value in attributes.items() if ":" not in key)
    return found


def walk(
    pieces: Iterable[bytes],
    budget: Budget,
    part: str,
    on_start: Callable[[str, Attributes, int], None],
    on_end: Callable[[str, int], None] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> None:
    """Parse, calling back with local names and the depth (the root is 1)."""
    parser = new_parser()
    limits = budget.limits
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth or len(attributes) > limits.attributes:
            raise refuse.unsafe(f"{part}: nesting or attributes")
        on_start(name.rpartition(":")[2] if ":" in name else name, attributes, depth)

    def end(name: str) -> None:
        nonlocal depth
        if on_end is not None:
            on_end(name.rpartition(":")[2] if ":" in name else name, depth)
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    run(parser, pieces, budget, part)


def elements(
    pieces: Iterable[bytes], wanted: frozenset[str], budget: Budget, part: str, most: int = 10_000
) -> list[Element]:
    """Return every outermost element with a `wanted` local name, in order."""
    found: list[Element] = []
    texts: list[str] = []
    inside = 0
    current: tuple[str, Attributes] | None = None

    def start(name: str, attributes: Attributes, depth: int) -> None:
        nonlocal inside, current
        if current is None and name in wanted:
            current, inside = (name, attributes), depth
            texts.clear()

    def text(value: str) -> None:
        if current is not None:
            budget.spend_text(len(value))
            texts.append(value)

    def end(_: str, depth: int) -> None:
        nonlocal current
        if current is not None and depth == inside:
            found.append(Element(current[0], current[1], "".join(texts)))
            current = None
            if len(found) > most:
                raise refuse.too_large("内部条目过多", f"{part}: over {most} elements")

    walk(pieces, budget, part, start, end, text)
    return found
