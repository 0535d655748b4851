"""Rows as forms to fill in: what stands around the texts of a row is laid out once for all rows of its kind.

The form of a row is what kind of cell stands in each column.  Nearly all rows of a sheet have one
of a few dozen forms, and filling one in costs a tenth of writing cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .consolidated_cells import BLANK, SIMPLE_CLOSE, SIMPLE_OPEN, text_cell
from .sheet_text import are_simple

#: In the place of a look: the cell comes finished.
MADE = None
#: Forms of one sheet that are kept in mind; real sheets have a few dozen.
MOST_FORMS = 1000


def blank_form(looks: Iterable[str | None]) -> list[str]:
    """Return a row's cells with a gap (every second item) for each column.

    Its look says what a column is: ``MADE``, a text with that look, or "" for a blank.  Texts that
    are filled in must be simple (`are_simple`), those of blank cells are "".
    """
    form = [""]
    for look in looks:
        opening, closing = ("", "")
        if look is not MADE:
            opening, closing = (SIMPLE_OPEN[look], SIMPLE_CLOSE) if look else (BLANK, "")
        form[-1] += opening
        form += ("", closing)
    return form


def filled_in(form: list[str], parts: Sequence[str]) -> str:
    """Return the cells of a row as XML."""
    whole = form.copy()
    whole[1::2] = parts
    return "".join(whole)


class TextRows:
    """Writes the rows of a sheet with columns of text, each of a look, and of finished cells."""

    def __init__(self, looks: Sequence[str | None]) -> None:
        self._looks = looks
        self._forms: dict[tuple[bool, ...], list[str]] = {}

    def cells(self, parts: Sequence[str], texts: Iterable[str]) -> str:
        """Return the cells of a row; `texts` are those of `parts` that do not come finished."""
        if not are_simple(texts):
            return "".join(
                part if look is MADE else text_cell(part, look=look)
                for part, look in zip(parts, self._looks, strict=True)
            )
        filled = tuple(map(bool, parts))
        form = self._forms.get(filled)
        if form is None:
            if len(self._forms) >= MOST_FORMS:
                self._forms.clear()
            looks = (look if some else "" for look, some in zip(self._looks, filled, strict=True))
            form = self._forms[filled] = blank_form(looks)
        return filled_in(form, parts)
