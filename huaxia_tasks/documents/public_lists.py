"""四张清单的公开版: only lists and columns that the plan lets be published, personal data withheld."""

from __future__ import annotations

from ..model import Briefing, Document
from ..registry import document
from ._lists import LIST_FIELDS, compose_lists

KIND = "public-list"


@document(
    KIND, name="清单（公开版）", template="清单（公开版）.docx", fields=LIST_FIELDS, per="run"
)
def public_lists(briefing: Briefing) -> Document | None:
    """Return the public edition of the lists, None where there is nothing to show."""
    return compose_lists(briefing, KIND, public=True)
