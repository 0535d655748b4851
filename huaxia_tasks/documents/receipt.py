"""清单接收回执: what was understood, what is doubtful, what is missing, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .. import wording
from ..model import (
    Briefing,
    Document,
    Edition,
    Finding,
    History,
    Level,
    ListKind,
    Unit,
    UnitView,
)
from ..patterns import regex
from ..registry import document
from ..reminders.topics import owed_lists
from ._coming import asked_by
from ._findings import PUT_OFF, doubts, errors, placed
from ._letter import COMMON, letter_fields
from ._matters import address, clean, lists_named
from ._office import Office, office_of
from ._titles import width
from ._traces import Later, Traces

KIND = "receipt"
OWN = frozenset({"收到句", "读出句", "缺少句", "存疑句", "问题", "结尾"})
#: Twips of a page's 22 lines, of one line, and what the table needs besides its rows (head, gap, a line
#: to spare); lines that a red letterhead takes; characters that the columns hold on a line.
PAGE, LINE, BESIDE, RED_HEAD = 12716, 578, 640 + 578, 11
#: A remedy that says already that the file is wanted again.
_SENT_AGAIN = regex("报送|上传")
#: How a remedy begins that names its cell, and how without it.
_AT = {"请在": "请", "请从": "请", "请把": "请", "请核对": "请核对"}
COLUMNS = {"位置": 7.5, "情况": 16.0, "写法": 13.8}


@document(KIND, name="清单接收回执", template="清单接收回执.docx", fields=COMMON | OWN, per="view")
def receipt(briefing: Briefing, view: UnitView) -> Document | None:
    """Return the receipt of one unit; None where it sent nothing, or got one for just these files."""
    snapshot, day = briefing.snapshot, briefing.snapshot.today
    key = f"{KIND}|{view.unit.id}|{'+'.join(sorted(s.digest[:12] for s in view.submissions))}"
    if all(s.waits for s in view.submissions) or key in answered(snapshot.history, view.unit, day):
        return None
    findings = briefing.findings_for(view.unit.id)
    wrong, doubtful = errors(findings), doubts(findings)
    to_tell = [f for f in placed((*wrong, *doubtful), view) if f.ref is not None and f.ref.file]
    received, understood = _received(view, findings), _understood(view)
    missing, to_come = _missing(briefing, findings), _to_come(briefing, view, findings)
    unfinished = _unfinished(findings, beside=bool(to_tell))
    fields = letter_fields(snapshot, KIND, title="清单接收回执", to=view.unit.name, day=day)
    ask = _whom_to_ask(office_of(snapshot))
    said = _doubtful(wrong, doubtful, len(to_tell), 1, ask)
    told = received + understood + missing + to_come
    room = _room(fields, told, said, *filter(None, (unfinished,))) if to_tell else 0
    shown = _that_fit(to_tell, room, _files(view))
    said = _doubtful(wrong, doubtful, len(to_tell), len(shown), ask)
    fields |= {
        "收到句": received,
        "读出句": understood,
        "缺少句": missing + to_come,
        "存疑句": said if view.state == "received" else "",
        "问题": [row for row, _ in shown],
        "结尾": _closing(view, findings, ask, to_come, unfinished, shown=bool(to_tell)),
    }
    return Document(
        kind=KIND,
        name="清单接收回执",
        template="清单接收回执.docx",
        unit=view.unit.id,
        edition=Edition.INTERNAL,
        key=key,
        fields=fields,
        matters=tuple(m.id for m in view.matters),
        traces=Later(lambda: _traces(view, [f for _, f in shown])),
    )


def answered(history: History, unit: Unit, day: date) -> tuple[str, ...]:
    """Return the keys of the receipts that went to a unit before `day`: none is drafted a second time."""
    return tuple(
        s.key
        for s in history.sent_to(unit.id)
        if s.kind == KIND and s.state == "issued" and s.issued_on < day
    )


def _traces(view: UnitView, shown: Sequence[Finding]) -> Traces:
    return {
        "收到句": tuple(f"{file}||" for file in _files(view)),
        **({"读出句": tuple(m.id for m in view.matters)} if view.matters else {}),
        **{f"问题[{i}]": (address(f.ref),) for i, f in enumerate(shown)},
    }


def _room(fields: Mapping[str, Any], *paragraphs: str) -> int:
    """Return the twips that head, paragraphs and sign-off leave for the rows of the table."""
    head = RED_HEAD if fields["红头"] else 2 * bool(fields["发文字号"])
    head += 2 + int(width(str(fields["主送"])) + 1) // 28 + 1
    text = sum(int(width(p) + 2) // 27 + 1 for p in paragraphs)
    signed = (3 if fields["用印"] else 1) + str(fields["署名行"]).count("\n") + 2
    return PAGE - BESIDE - LINE * (head + text + signed)


def _files(view: UnitView) -> list[str]:
    """Return the files to speak of: those that a later one replaced are none."""
    seen = [s for s in view.submissions if not s.waits]
    return [s.file for s in seen if s.tables or s.troubles] or [s.file for s in seen]


def _received(view: UnitView, findings: Sequence[Finding]) -> str:
    names = [f"《{file.rsplit('/', 1)[-1]}》" for file in _files(view)]
    if len(names) > 1:
        names = [f"{name}（文件{i}）" for i, name in enumerate(names, 1)]
    more = f"等{len(names)}个文件" if len(names) > 3 else ""
    said = f"你单位报送的{wording.join_and(names[:3])}{more}已收到。"
    broken = [f for f in findings if f.rule == "unreadable-file"]
    for finding in broken[:2]:
        todo = wording.sentence(clean(wording.tight(finding.remedy), 120))
        said += wording.sentence(clean(finding.message, 80)) + (todo if todo not in said else "")
    return said


def _understood(view: UnitView) -> str:
    counts = [(kind.value, view.row_count(kind)) for kind in ListKind]
    read = "、".join(f"{name}{n}项" for name, n in counts if n)
    if not read:
        return ""
    joined = f"，合并为{len(view.matters)}个事项" if view.matters else ""
    named = ""
    if view.matters:
        first, last = view.matters[0].id, view.matters[-1].id
        span = first if first == last else f"{first}至{last}"
        named = f"（编号{span}，请沿用）"
    return f"共有{read}{joined}{named}。"


def _missing(briefing: Briefing, findings: Sequence[Finding]) -> str:
    absent = [f for f in findings if f.rule == "not-submitted"]
    names = lists_named(briefing.snapshot, (f"{f.value or ''} {f.message}" for f in absent))
    return f"尚未收到{wording.join_and(names)}。" if names else ""


def _doubtful(
    wrong: Sequence[Finding], doubtful: Sequence[Finding], told: int, shown: int, ask: str
) -> str:
    if not wrong and not doubtful:
        return "没有发现需要更正的问题。"
    parts = [f"{len(wrong)}处需要更正"] if wrong else []
    parts += [f"{len(doubtful)}处请核对"] if doubtful else []
    what = f"所报内容有{'，'.join(parts)}"
    if not shown:
        return f"{what}，请看退回的工作簿。"
    listed = f"前{shown}处如下，其余见退回的工作簿" if told > shown else "位置和写法如下"
    return f"{what}，请在退回的工作簿中修改后报送，没有标注的内容不必改动；{ask}{listed}："


def _to_come(briefing: Briefing, view: UnitView, findings: Sequence[Finding]) -> str:
    """Return until when the lists are asked for that are not there and not due yet."""
    snapshot = briefing.snapshot
    kinds = [o.kind for o in owed_lists(view, findings) if o.due >= snapshot.today]
    asked = asked_by(snapshot, kinds, snapshot.today)
    return f"尚未收到的{'，'.join(asked)}。" if asked else ""


def _unfinished(findings: Sequence[Finding], *, beside: bool) -> str:
    """Return the sentence on matters that should be finished and are not: marked, but no mistakes.

    `beside` a table of mistakes it keeps to one line.
    """
    count = len({f.matter or f.ref for f in findings if f.rule in PUT_OFF and f.ref is not None})
    if not count:
        return ""
    if beside:
        return f"另有{count}项任务应办结而未办结，也已标注，请据实更新。"
    return (
        f"有{count}项任务应办结而尚未办结（已标注）：办结后更新完成清单再报送；"
        "一时不能办结的，请写明原因和下一步措施。"
    )


def _closing(
    view: UnitView,
    findings: Sequence[Finding],
    ask: str,
    to_come: str,
    unfinished: str,
    *,
    shown: bool,
) -> str:
    """Return what is left to do, "" where the sentence before the table has said so."""
    if shown:
        return unfinished
    broken = [f for f in findings if f.rule == "unreadable-file"]
    if view.state != "received" or broken:
        said = bool(broken) and all(_SENT_AGAIN.search(f.remedy) for f in broken)
        return ("" if said else "请重新报送。") + ask
    if any(f.rule == "not-submitted" for f in findings):
        return f"{unfinished}请补报尚缺的清单，已经报送的不必重复报送。"
    if unfinished:
        return unfinished
    return "已经报送的不必重复报送。" if to_come else "不需要再报送。"


def _whom_to_ask(office: Office) -> str:
    """Return the sentence that says whom to call, by name and number where they are known."""
    known = "，".join(part for part in (office.contact, office.phone) if part)
    reached = f"（{known}）" if known else ""
    return f"如有疑问，请与{office.name}联系{reached}。"


def _that_fit(
    findings: Sequence[Finding], room: int, files: Sequence[str]
) -> list[tuple[dict[str, object], Finding]]:
    """Return the rows, errors first, that fit on the page together."""
    out: list[tuple[dict[str, object], Finding]] = []
    for finding in sorted(findings, key=lambda f: f.level is not Level.ERROR):
        row: dict[str, object] = {
            "位置": _place(finding, files),
            "情况": clean(finding.message, 80),
            "写法": clean(_todo(finding), 72),
        }
        # A mark that may not begin a line takes the character before it along: 3 in a hundred.
        lines = max(int(-(-width(str(row[k])) * 1.03 // n)) for k, n in COLUMNS.items())
        room -= max(380, lines * 300 + 80)
        if room < 0:
            break
        out.append((row, finding))
    return out


def _todo(finding: Finding) -> str:
    """Return the remedy without the cell that stands in the column beside: 请填写一个牵头单位, not 请在…G5填写."""
    said, spot = wording.tight(finding.remedy), wording.tight(wording.spot(finding.ref))
    before, found, rest = said.partition(spot) if spot else (said, "", "")
    if not found or before not in _AT or rest.startswith("所在"):
        return said
    bare = rest.removeprefix("中的").removeprefix("的")
    return ("请把" if before == "请把" and bare != rest else _AT[before]) + bare


def _place(finding: Finding, files: Sequence[str]) -> str:
    """Return the place of a cell; with several files, which of them (文件2“完成清单”B8)."""
    text = wording.place(finding.ref)
    sheet = text[text.index("》") + 1 :] if "》" in text else text
    if len(files) < 2 or finding.ref is None or finding.ref.file not in files:
        return sheet or "整个文件"
    return f"文件{files.index(finding.ref.file) + 1}{sheet}"
