"""四张清单的内部版: all columns that the office works with."""

from __future__ import annotations

from ..model import Briefing, Document
from ..registry import document
from ._lists import LIST_FIELDS, compose_lists

KIND = "internal-list"


@document(
    KIND, name="清单（内部版）", template="清单（内部版）.docx", fields=LIST_FIELDS, per="run"
)
def internal_lists(briefing: Briefing) -> Document | None:
    """Return the internal edition of the lists, None where there is nothing to show."""
    return compose_lists(briefing, KIND, public=False)
