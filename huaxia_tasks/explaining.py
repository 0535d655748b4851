"""Tells the story of one matter or finding: the cells, how each was understood, how they were joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .identity import continues_because
from .model import (
    Document,
    Due,
    Finding,
    Level,
    ListKind,
    Matter,
    PastMatter,
    TaskRow,
    UnitMatch,
    UnitView,
)
from .wording import LIGHTS, STATES, day, place, shorten

LEVELS = {Level.ERROR: "须改", Level.WARNING: "请核对", Level.INFO: "提示"}
_MATCHED = {
    "exact": "全称",
    "alias": "简称或别名",
    "close": "有一字之差",
    "ambiguous": "可能是两个以上单位，没有采用",
    "collective": "统称",
    "unknown": "不在单位名录，没有采用",
}


def explain_matter(matter: Matter, view: UnitView, findings: Iterable[Finding]) -> list[str]:
    """Return the story of a matter, line by line."""
    return list(_matter(matter, view, findings))


def _matter(matter: Matter, view: UnitView, findings: Iterable[Finding]) -> Iterator[str]:
    yield f"事项 {matter.id}　{matter.title}"
    yield f"报送单位：{view.unit.name}；牵头单位：{view.plan.unit_name(matter.lead or '') or '未明确'}"
    due = f"{day(matter.due_day)}" if matter.due_day else "没有确定的日期"
    yield f"状态：{STATES[matter.state]}；时限：{due}；灯号：{LIGHTS[matter.light]}"
    for submission in view.submissions:
        if submission.tables:
            yield f"读自 {submission.file}（{submission.unit_why or '按文件夹归属'}），内容摘要 {submission.digest[:12]}"
    for row in matter.rows:
        yield ""
        yield from _row(row)
    yield ""
    yield "怎样相连和判断："
    yield from (f"  · {why}" for why in matter.why)
    yield f"  · {_since_when(matter, view)}"
    for decision in matter.decisions:
        said = decision.verdict or ("同意" if decision.approved else "不同意")
        yield f"  · 登记：{decision.kind}，{said}{'，' + decision.note if decision.note else ''}"
    yield from _troubles(matter.id, findings)


def _since_when(matter: Matter, view: UnitView) -> str:
    """Return why the matter bears its id: what it was called in the last report, or that it is new."""
    old = next((p for p in view.past if p.id == matter.id), None)
    if old is None:
        return f"{matter.id}是这次新给的编号：以前采用的清单里没有这一项"
    was = f"的“{shorten(old.title, 40)}”" if old.title != matter.title else ""
    return f"沿用{matter.id}：就是{day(old.accepted_on)}采用的清单里{was or '的这一项'}，{continues_because(matter, old)}"


def explain_past(past: PastMatter, view: UnitView, findings: Iterable[Finding]) -> list[str]:
    """Return what is known of a matter that was handed in before and is in no list now."""
    told = [
        f"事项 {past.id}　{past.title}",
        f"报送单位：{view.unit.name}；牵头单位：{view.plan.unit_name(past.lead or '') or '未明确'}",
        f"这次的清单里没有这一项；以下是{day(past.accepted_on)}采用的清单里的内容：",
    ]
    for kind in ListKind:
        said = [t for name, t in past.texts.items() if t and name.startswith(f"{kind.value}.")]
        told += [f"  {kind.value}：{shorten(text, 60)}" for text in said]
    if past.due is not None:
        told.append(f"  时限读作：{day(past.due)}")
    return [*told, *_troubles(past.id, findings)]


def _troubles(matter: str, findings: Iterable[Finding]) -> Iterator[str]:
    own = [f for f in findings if f.matter == matter]
    if own:
        yield ""
        yield "检查出的问题："
        for finding in own:
            yield f"  · {LEVELS[finding.level]}：{finding.message}"
            yield f"    {finding.remedy}"


def _row(row: TaskRow) -> Iterator[str]:
    yield f"{row.kind.value}　{place(row.row.ref('seq')) or row.row.sheet}（第{row.row.number}行）"
    for name, value in row.row.cells.items():
        if value.is_filled:
            yield f"  {value.ref.address or ''} {value.ref.heading or name}：{shorten(value.text, 60)}"
    for label, due in (
        ("完成时限", row.due),
        ("完成时间", row.done_on),
        ("延期至", row.extend_to),
        ("收集时间", row.collected_on),
    ):
        if due is not None:
            yield f"    {label}读作：{_due(due)}"
    for label, matches in (("牵头单位", row.leads), ("配合单位", row.co_units)):
        for match in matches:
            yield f"    {label}读作：{_unit(match)}"
    if row.status is not None:
        read = STATES[row.status.status] if row.status.status else "看不出"
        figure = f"，进度{row.status.progress:.0%}" if row.status.progress is not None else ""
        yield f"    完成状态读作：{read}{figure}"


def _due(due: Due) -> str:
    named = day(due.due) if due.due else "没有日期"
    warned = f"（注意：{'；'.join(due.warnings)}）" if due.warnings else ""
    return f"{named}。{due.why}{warned}"


def _unit(match: UnitMatch) -> str:
    names = "、".join(u.name for u in ((match.unit,) if match.unit else match.candidates))
    return f"“{match.text}”→{names or '无'}（{_MATCHED.get(match.status, match.status)}）"


def explain_finding(finding: Finding) -> list[str]:
    """Return the story of a finding, line by line."""
    lines = [
        f"问题 {finding.key}",
        f"  {place(finding.ref)}：{finding.message}",
        f"  {finding.remedy}",
    ]
    lines += [f"  同样的内容还在 {place(ref)}" for ref in finding.more_refs]
    return lines


# --------------------------------------------------------------------------- papers


def explain_document(document: Document, texts: Mapping[str, str] | None = None) -> list[str]:
    """Return where each figure and name of a paper comes from, line by line.

    `texts` are the cells as they read now, by ``file|sheet|cell``.
    """
    lines = [f"文书《{document.name}》　{document.key}"]
    if document.fields.get("发文字号"):
        lines[0] += f"　{document.fields['发文字号']}"
    if not document.traces:
        return [*lines, "没有记下来源。"]
    for key, sources in sorted(document.traces.items(), key=lambda t: _is_in_table(t[0], document)):
        said = _said(document.fields, key)
        lines += ["", f"{_label(key, document)}{f'：{shorten(said, 80)}' if said else ''}"]
        lines += [f"    {line}" for line in _sources(sources, texts or {})]
    return lines


def cell_texts(views: Iterable[UnitView]) -> dict[str, str]:
    """Return what stands in every cell that was read, by ``file|sheet|cell``."""
    return {
        f"{v.ref.file}|{v.ref.sheet}|{v.ref.address or v.ref.row or ''}": v.text
        for view in views
        for row in view.rows
        for v in row.row.cells.values()
        if v.is_filled
    }


def _is_in_table(key: str, document: Document) -> bool:
    """Whether a trace is of a table's cell: those come after the running text."""
    value = document.fields.get(re.split(r"[.\[·]", key)[0])
    return isinstance(value, Mapping) or (
        isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)
    )


def _label(key: str, document: Document) -> str:
    """Return a trace's key in words: 逾期事项[0].时限 is 逾期事项第1行“时限”."""
    where, _, figure = key.partition("·")
    unit = "行" if _is_in_table(key, document) else "段"
    where = re.sub(r"\[(\d+)\]", lambda m: f"第{int(m[1]) + 1}{unit}", where)
    where = re.sub(r"\.(.+)$", lambda m: f"“{m[1]}”", where)
    return f"{where}，其中“{figure}”" if figure else where


def _said(fields: Mapping[str, object], key: str) -> str:
    """Return the text of the field that a trace speaks of, "" for a figure in it or a table."""
    value: object = fields
    for name in re.findall(r"[^.\[\]·]+", key.partition("·")[0]):
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, Sequence) and not isinstance(value, str) and name.isdigit():
            value = value[int(name)] if int(name) < len(value) else None
    return str(value) if "·" not in key and isinstance(value, str | int) else ""


def _sources(sources: Sequence[str], texts: Mapping[str, str]) -> Iterator[str]:
    """Yield matters and names first, then the cells, one line a sheet."""
    plain = [s for s in sources if "|" not in s]
    if plain:
        yield f"{'、'.join(plain)}{f'（共{len(plain)}个）' if len(plain) > 3 else ''}"
    sheets: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        if "|" in source:
            file, sheet, cell = source.split("|")[:3]
            text = texts.get(source, "")
            shown = f"{cell}“{shorten(text, 24)}”" if text else cell
            sheets.setdefault((file, sheet), []).append(shown)
    for (file, sheet), cells in sheets.items():
        where = f"{file}“{sheet}”" if sheet else file
        named = "、".join(c for c in cells if c)
        yield f"{where}：{named}" if named else where
