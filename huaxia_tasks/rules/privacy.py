"""Personal data must not stand in columns that are to be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Audience, Level, ListKind, Plan, UnitView
from ..privacy import (
    PersonalDatum,
    asks_for_personal_data,
    find_personal_data,
    not_harmless,
)
from ..registry import rule
from ..wording import join
from ._hit import Hit, once, strike


@rule(
    "personal-data",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{栏目}”一栏要公开，里面有{种类}{遮盖}。",
    asks="请从{单元格}删去个人信息，只写工作内容；姓名、号码确需留存的，由本单位另行保管。",
)
def personal_data(view: UnitView) -> Iterator[Hit]:
    """Yield cells of columns to be published that hold personal data."""
    shape = view.plan.settings.get("学号格式", "")
    columns = _published(view.plan)
    texts = {
        value.text
        for kind, own in columns.items()
        for row in view.rows_of(kind)
        for field, _, _ in own
        if (value := row.row.cells.get(field)) is not None
    }
    if not shape:
        texts = not_harmless(texts)
    if not texts and not any(asked for own in columns.values() for _, _, asked in own):
        return
    #: The same names, groups and places stand in row after row: each is looked into once.
    clean: set[tuple[str, str]] = set()
    doubtful = [
        (row, field, heading, value.text)
        for row in view.rows
        for field, heading, asked in columns.get(row.row.kind, ())
        if (value := row.row.cells.get(field)) is not None and (asked or value.text in texts)
        if value.kind != "empty"
    ]
    for row, field, heading, text in doubtful:
        if (heading, text) in clean:
            continue
        found = find_personal_data(text, heading=heading, student_number=shape)
        if not found:
            clean.add((heading, text))
            continue
        hit = strike(
            row,
            field,
            栏目=heading,
            种类=join(dict.fromkeys(d.kind for d in found)),
            遮盖=_shown(found),
        )
        # The value itself is never passed on: messages, logs and JSON stay clean.
        yield Hit(hit.ref, hit.field, None, hit.matter, hit.gaps)


@once
def _published(plan: Plan) -> dict[ListKind, list[tuple[str, str, bool]]]:
    """Return the columns to be published: field, heading, whether the heading asks for such data."""
    return {
        spec.kind: [
            (c.field, c.heading, asks_for_personal_data(c.heading))
            for c in spec.columns
            if c.publish
        ]
        for spec in plan.lists
    }


def _shown(found: Iterable[PersonalDatum]) -> str:
    """Return （139****0026）: what helps to find the place; nothing of what must not even be hinted at."""
    masked = [m for d in found if not (m := d.masked).startswith("（")]
    return f"（{join(masked[:3])}）" if masked else ""
