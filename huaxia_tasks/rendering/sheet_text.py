"""Text that is safe in a cell of a workbook.

Strangers' text goes into cells only through here: what XML or Excel cannot hold is taken out, what
they would read as something else is escaped, what is too long is cut with a mark.  Values stay
text: whoever writes a cell uses inline strings or ``write_string``, never a guessed type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from ..patterns import regex
from .clean import clean_text

#: Excel counts UTF-16 units in a cell.
CELL_LIMIT = 32_767
#: Cleaning alone cuts nothing here: a cell has its own limit and mark.
_NO_LIMIT = 1 << 40
CUT_MARK = "……（原文过长，以下略）"
SHEET_NAME_LIMIT = 31

#: What may need cleaning or escaping.  A few harmless characters are among these (all beyond the
#: basic plane): they only take the slow way.
_ODD = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0300-\u036f\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\uf900-\ufaff\ufdd0-\ufdef\ufeff\ufff0-\uffff"
    "\U00010000-\U0010ffff"
)
#: The same with what needs care in a cell: blanks that XML would lose, the look of a formula.
_SEAM = "\ue000"
_SEAM_DASH = f"{_SEAM}-"
_NOT_SIMPLE = regex(
    f"[&<>\n{_ODD}]|_x[0-9A-Fa-f]{{4}}_|{_SEAM}[\\s=+\\-@＝＋－＠]|\\s{_SEAM}|\\s\\s"
)
#: Nearly every text is made of these alone and needs no care: to see that costs a tenth of the searches.
_PLAIN_MARKS = "\u4e00-\u9fa5A-Za-z0-9，。、；：（）“”《》！？％%./"
_PLAIN = regex(f"[{_PLAIN_MARKS}\n -]*+")
_PLAIN_ROW = regex(f"[{_PLAIN_MARKS}{_SEAM}-]*+")
_MAY_BE_UNCLEAN = regex(f"[{_ODD}]")
_SPECIAL = regex(f"[&<>{_ODD}]|_x[0-9A-Fa-f]{{4}}_")
#: `_x0041_` in a cell means `A` to Excel: the underscore itself has to be written as such a code.
_CODE = regex(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = frozenset("=+-@＝＋－＠")
_FORBIDDEN_IN_NAME = regex(r"[\[\]:*?/\\]+")
_EPOCH = date(1899, 12, 30).toordinal()


def cell_text(text: str) -> str:
    """Return `text` as a cell can hold it: cleaned as for papers, cut with a mark where too long."""
    if _MAY_BE_UNCLEAN.search(text):
        text = clean_text(text, limit=_NO_LIMIT)
    return text if len(text) <= CELL_LIMIT // 2 else _cut(text)


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= CELL_LIMIT * 2:
        return text
    room = CELL_LIMIT - len(CUT_MARK)
    return units[: room * 2].decode("utf-16-le", "ignore") + CUT_MARK


def are_simple(texts: Iterable[str]) -> bool:
    """Whether all these texts may be put between ``<t>`` and ``</t>`` of cells just as they are.

    One search for a whole row costs a tenth of one for each cell.
    """
    joined = f"{_SEAM}{_SEAM.join(texts)}{_SEAM}"
    if len(joined) > CELL_LIMIT // 2:
        return False
    if _PLAIN_ROW.fullmatch(joined) and _SEAM_DASH not in joined:
        return True
    return not _NOT_SIMPLE.search(joined)


def xml_text(text: str) -> str:
    """Return `text` cleaned and escaped for a ``<t>`` element."""
    if len(text) <= CELL_LIMIT // 2 and (_PLAIN.fullmatch(text) or not _SPECIAL.search(text)):
        return text
    text = _CODE.sub("_x005F_", cell_text(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml_attribute(text: str) -> str:
    """Return `text` cleaned and escaped for an attribute in double quotes."""
    escaped = xml_text(text).replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;")


def inline(text: str) -> str:
    """Return the ``<is>`` element of an inline string; blanks at its ends and line ends are kept."""
    safe = xml_text(text)
    if safe and (safe[0].isspace() or safe[-1].isspace() or "\n" in safe or "  " in safe):
        return f'<is><t xml:space="preserve">{safe}</t></is>'
    return f"<is><t>{safe}</t></is>"


def looks_like_formula(text: str) -> bool:
    """Whether editing this text in a cell would turn it into a formula: it needs a quote prefix."""
    return text[:1] in _FORMULA_LIKE


def serial(day: date) -> int | float:
    """Return a day as the number a workbook of the 1900 system stores (with its time of day)."""
    whole = day.toordinal() - _EPOCH
    if isinstance(day, datetime) and (day.hour or day.minute or day.second):
        return whole + (day.hour * 3600 + day.minute * 60 + day.second) / 86_400
    return whole


def sheet_name(text: str, taken: Collection[str] = ()) -> str:
    """Return a name that a sheet may have: at most 31 characters, none forbidden, not `taken`.

    Sheet names are compared without case.
    """
    name = _FORBIDDEN_IN_NAME.sub(" ", cell_text(text).replace("\n", " ")).strip(" '") or "表"
    name = _fit(name, SHEET_NAME_LIMIT)
    used = {other.casefold() for other in taken}
    candidate, n = name, 1
    while candidate.casefold() in used:
        n += 1
        candidate = _fit(name, SHEET_NAME_LIMIT - len(str(n)) - 2) + f"({n})"
    return candidate


def _fit(name: str, limit: int) -> str:
    """Return the longest start of `name` of at most `limit` UTF-16 units."""
    return name.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore").rstrip(" '")


def text_width(line: str) -> int:
    """Return the width of a line in half-width characters, as columns are measured.

    In a line that is not all ASCII every character counts as a wide one: rather a row too high.
    """
    return len(line) if line.isascii() else 2 * len(line)


def room_for_text(width: float) -> int:
    """Return how many half-width characters stand on a line in a column of `width` characters."""
    return max(int(width) - 1, 1)


def text_lines(text: str, width: float) -> int:
    """Return how many lines a wrapped text takes in a column of `width` characters."""
    return lines_in(text, room_for_text(width))


def lines_in(text: str, room: int) -> int:
    """Return how many lines of `room` half-width characters a wrapped text takes."""
    if "\n" not in text:
        return -(-(len(text) if text.isascii() else 2 * len(text)) // room) or 1
    return sum([-(-text_width(line) // room) or 1 for line in text.split("\n")])


def fit_widths(widths: Sequence[float], room: float, narrow: float = 13.0) -> list[float]:
    """Return column widths that keep a printed page readable.

    Where the sum is over `room`, columns wider than `narrow` give way, to half their width at most.
    """
    wide = sum(w for w in widths if w > narrow)
    left = room - sum(w for w in widths if w <= narrow)
    if wide <= left:
        return list(widths)
    share = max(left / wide, 0.5)
    return [w if w <= narrow else max(round(w * share, 2), narrow) for w in widths]


def sheet_link(sheet: str, address: str) -> str:
    """Return the place of a cell as links inside a workbook name it: ``'任务清单'!J7``."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address}"
