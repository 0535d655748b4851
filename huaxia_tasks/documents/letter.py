"""函 to a body that is not subordinate, in 信函格式: its words come from the office's settings."""

from __future__ import annotations

from .. import wording
from ..model import Briefing, Document, Edition, Snapshot
from ..registry import document
from ._letter import COMMON, copy_lines, letter_fields
from ._numbers import signature_fields
from ._office import setting
from ._titles import break_mark, width

KIND = "letter"
OWN = frozenset({"段落", "结尾"})


@document(KIND, name="函", template="函.docx", fields=COMMON | OWN, per="run")
def letter(briefing: Briefing) -> Document | None:
    """Return the letter that the settings 函件主送, 函件事由 and 函件正文 describe, else None.

    Lines of 函件正文 are paragraphs; 函件答复 is a day or a word for when an answer is hoped for.
    """
    snapshot, day = briefing.snapshot, briefing.snapshot.today
    to, about = setting(snapshot, "函件主送").rstrip("：:"), setting(snapshot, "函件事由")
    paragraphs = [line.strip() for line in setting(snapshot, "函件正文").splitlines()]
    if not to or not about or not any(paragraphs):
        return None
    fields = letter_fields(snapshot, KIND, title=_title(about), to=to, day=day)
    copy_to = setting(snapshot, "函件抄送").rstrip("。")
    answer = setting(snapshot, "函件答复")
    signed = setting(snapshot, "函件署名", snapshot.plan.school or str(fields["署名"]))
    fields |= {
        **signature_fields(signed, day, sealed=bool(fields["用印"])),
        "红头": True,
        "发文机关标志": _mark(snapshot, str(fields["署名"])),
        "抄送": copy_to,
        "抄送行数": copy_lines(copy_to),
        "段落": [wording.sentence(line) for line in paragraphs if line],
        "结尾": f"请于{answer}前函复为盼。" if answer else "特此函达，请予支持为盼。",
    }
    return Document(
        kind=KIND,
        name="函",
        template="函.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{to}|{about}",
        fields=fields,
    )


def _mark(snapshot: Snapshot, signature: str) -> str:
    """Return the mark; one longer than the widest line of 17 stands on two."""
    mark = setting(snapshot, "函件标志", snapshot.plan.school or signature)
    room = min(24, int(width(mark) * 0.65))
    return mark if width(mark) <= 17 else break_mark(mark, room, [snapshot.plan.school])


def _title(about: str) -> str:
    """Return 关于…的函; a full title is kept."""
    bare = about.removeprefix("关于").removesuffix("的函")
    return f"关于{bare}的函"
