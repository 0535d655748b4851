"""How cells of our forms look."""

from __future__ import annotations

from typing import Any

FONT = "宋体"
_GREY = "#9AA5B1"

_BASE = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter"}
_CELL = _BASE | {"border": 1, "border_color": _GREY, "text_wrap": True, "locked": False}
_CENTRE = _CELL | {"align": "center"}
_HEAD = _CENTRE | {"locked": True, "bold": True, "bg_color": "#DCE6F1", "font_name": "黑体"}
_NO_BORDER = {"border": 0}
LOOKS: dict[str, dict[str, Any]] = {
    "title": _BASE | {"font_name": "黑体", "font_size": 18, "align": "center"},
    "line": _BASE | {"font_size": 11},
    "line_free": _BASE | {"font_size": 11, "locked": False, "align": "right"},
    "head": _HEAD,
    "head_needed": _HEAD | {"bg_color": "#BDD7EE", "underline": 1},
    "text": _CELL,
    "centre": _CENTRE,
    "number": _CENTRE,
    "percent": _CENTRE | {"num_format": "0.##%"},
    "date": _CENTRE | {"num_format": "yyyy-mm-dd"},
    "id": _CENTRE | {"num_format": "@"},
    "free": _BASE | {"locked": False, "text_wrap": True},
    "text_free": _CELL | _NO_BORDER,
    "centre_free": _CENTRE | _NO_BORDER,
    "date_free": _CENTRE | _NO_BORDER | {"num_format": "yyyy-mm-dd"},
    "id_free": _CENTRE | _NO_BORDER | {"num_format": "@"},
    "note": _BASE | {"text_wrap": True, "valign": "top"},
    "guide_head": _HEAD,
    "guide_part": _HEAD | {"align": "left", "bg_color": "#F2F2F2"},
    "guide_text": _CELL | {"locked": True, "valign": "vcenter"},
    "guide_centre": _CENTRE | {"locked": True},
    "guide_example": _CELL | {"locked": True, "font_color": "#7F7F7F"},
    "link": _CENTRE | {"locked": True, "font_color": "#0563C1", "underline": 1},
}
