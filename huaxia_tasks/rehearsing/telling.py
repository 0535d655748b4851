"""A rehearsal told: in a few lines, as a workbook, as JSON."""

from __future__ import annotations

from ..wording import join, topics, weekday
from .playing import Rehearsal


def summary(rehearsal: Rehearsal) -> list[str]:
    """Return the result in a few lines: how many papers of which kind, the busiest unit, what broke."""
    kinds: dict[str, int] = {}
    units: dict[str, int] = {}
    for paper in rehearsal.papers:
        kinds[paper.paper] = kinds.get(paper.paper, 0) + 1
        units[paper.unit_name] = units.get(paper.unit_name, 0) + 1
    days = len({p.day for p in rehearsal.papers})
    counted = join(f"{name}{n}件" for name, n in kinds.items()) or "没有文书"
    lines = [f"共{len(rehearsal.papers)}件文书，分在{days}天：{counted}。"]
    if units:
        most = max(units, key=lambda u: units[u])
        lines.append(f"收到最多的是{most}，{units[most]}件。")
    if rehearsal.breaches:
        lines += [f"不合约定：{b}。" for b in rehearsal.breaches]
    else:
        lines.append("每一步只发一次，没有漏发，休息日和放假前不发，没有超过每日、每周的件数。")
    return lines


def workbook(result: Rehearsal) -> bytes:
    """Return every paper on every day, what waits and why, and when what runs, as a workbook."""
    from ..rendering.plain_tables import TableSheet, write_tables

    span = f"{result.first}至{result.last}"
    papers = TableSheet(
        "文书日程",
        f"预演：每天发出的文书（{span}）",
        ("日期", "星期", "单位", "文书", "标题", "步骤", "涉及事项", "项数", "时限", "主送", "抄送",
         "发出方式", "取代的步骤"),
        [
            (
                p.day, weekday(p.day), p.unit_name, p.paper, p.title, p.step, topics(p.spoken),
                len(p.spoken), join(d.isoformat() for d in p.dues), join(p.to), join(p.copy),
                "可自动发出" if p.alone else "由人发出", join(p.superseded),
            )
            for p in result.papers
        ],
    )  # fmt: skip
    held = TableSheet(
        "暂缓",
        f"预演：到期而暂缓的文书（{span}）",
        ("日期", "单位", "步骤", "原因", "最早发出"),
        [(h.day, h.unit_name, h.step, h.reason, h.until) for h in result.held],
    )
    runs = TableSheet(
        "运行时间",
        f"预演：方案安排的运行（{span}）",
        ("日期", "星期", "时刻", "事项", "命令"),
        [(r.at.date(), weekday(r.at.date()), f"{r.at:%H:%M}", r.job, r.verb) for r in result.runs],
    )
    lines = TableSheet("小结", f"预演小结（{span}）", ("小结",), [(line,) for line in told(result)])
    return write_tables(
        (papers, held, runs, lines), title="预演日程", author=result.plan.office, day=result.first
    )


def told(result: Rehearsal) -> list[str]:
    """Return the result in a few lines, with what needs a person."""
    return [*summary(result), *(f"→ {note}" for note in result.notes)]


def as_json(result: Rehearsal) -> dict[str, object]:
    """Return a rehearsal for ``--json``; days are ISO, absent is null."""
    return {
        "from": result.first.isoformat(),
        "to": result.last.isoformat(),
        "papers": [
            {
                "day": p.day.isoformat(),
                "unit": p.unit,
                "kind": p.kind,
                "step": p.step,
                "title": p.title,
                "matters": list(p.spoken),
                "dues": [d.isoformat() for d in p.dues],
                "to": list(p.to),
                "copy": list(p.copy),
                "automatic": p.alone,
                "superseded": list(p.superseded),
            }
            for p in result.papers
        ],
        "held": [
            {
                "day": h.day.isoformat(),
                "unit": h.unit_name,
                "step": h.step,
                "reason": h.reason,
                "until": h.until.isoformat() if h.until else None,
            }
            for h in result.held
        ],
        "runs": [
            {"at": r.at.isoformat(timespec="minutes"), "job": r.job, "verb": r.verb}
            for r in result.runs
        ],
        "breaches": list(result.breaches),
        "notes": list(result.notes),
    }
