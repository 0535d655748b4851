"""Where name and date stand under a paper (GB/T 9704-2012, 7.3.5).

Without a seal: the name ends two characters from the right, the date begins two characters right of
the name's first one; where the date is the longer one it ends two characters from the right and the
name moves left accordingly.  With a seal both are centred on one axis, the date four characters from
the right; that axis is in the template's styles (a second one, half a character further left, for names
of sixteen), so nothing is computed.  Indents that depend on
the length of a name cannot be styles: they are leading full-width blanks, as a clerk types them.
"""

from __future__ import annotations

import itertools
from datetime import date

from .. import wording
from ._titles import break_title, width

LINE = 28
BLANK = "　"
#: Characters that fit on the axis under a seal, and on the one further left for long names.
SEAL_ROOM, SEAL_ROOM_LONG = 15.5, 16


def date_width(text: str) -> float:
    """Return the width of a date in characters, with a quarter between digits and 汉字."""
    steps = sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(text))
    return width(text) + steps / 4


def sign_off(name: str, day: date, *, sealed: bool) -> tuple[str, str]:
    """Return the lines of name and date for the styles 署名 and 成文日期; ``\\n`` breaks a long name."""
    written = wording.day(day)
    if sealed:
        return "\n".join(break_title(name, SEAL_ROOM_LONG)), written
    lines = break_title(name, LINE - 4) if width(name) > LINE - 4 else (name,)
    longest = max(map(width, lines))
    if longest >= date_width(written):
        left = max(0, int(LINE - 2 - longest))
    else:
        left = int(LINE - 2 - date_width(written) + 0.5) - 2
    pad = BLANK * left
    return "\n".join(pad + line for line in lines), pad + BLANK * 2 + written


def is_long(name: str) -> bool:
    """Whether a name under a seal needs the axis further left."""
    widest = max(map(width, break_title(name, SEAL_ROOM_LONG)))
    return widest > SEAL_ROOM
