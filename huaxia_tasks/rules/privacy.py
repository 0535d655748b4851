"""Personal data must not stand in columns that are to be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Audience, Level, UnitView
from ..privacy import PersonalDatum, find_personal_data
from ..registry import rule
from ..wording import join
from ._hit import Hit, strike


@rule(
    "personal-data",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{栏目}”一栏要公开，里面有{种类}{遮盖}。",
    asks="请从{单元格}删去个人信息，只写工作内容；姓名、号码确需留存的，由本单位另行保管。",
)
def personal_data(view: UnitView) -> Iterator[Hit]:
    """Yield cells of columns to be published that hold personal data."""
    published = {
        s.kind: [(c.field, c.heading) for c in s.columns if c.publish] for s in view.plan.lists
    }
    shape = view.plan.settings.get("学号格式", "")
    #: The same names, groups and places stand in row after row: each is looked into once.
    clean: set[tuple[str, str]] = set()
    for row in view.rows:
        get = row.row.cells.get
        for field, heading in published.get(row.kind, ()):
            value = get(field)
            if value is None or value.kind == "empty" or (heading, value.text) in clean:
                continue
            found = find_personal_data(value.text, heading=heading, student_number=shape)
            if not found:
                clean.add((heading, value.text))
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


def _shown(found: Iterable[PersonalDatum]) -> str:
    """Return （139****0026）: what helps to find the place; nothing of what must not even be hinted at."""
    masked = [m for d in found if not (m := d.masked).startswith("（")]
    return f"（{join(masked[:3])}）" if masked else ""
