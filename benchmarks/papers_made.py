"""Papers of every kind and size from a seed: what ``papers.py`` puts on pages and measures.

Generators of the project write them from invented matters, findings and units; then texts are
stretched (half a page to six), annexes added, titles and issuers made long or short, as offices do.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from paper_samples import (
    CONTACT,
    DAY,
    a_finding,
    a_matter,
    a_plan,
    a_reminder,
    a_row,
    a_sent,
    formal,
)

from huaxia_tasks import tally
from huaxia_tasks.documents._numbers import numbered, signature_fields
from huaxia_tasks.documents._titles import break_title
from huaxia_tasks.drafting import documents
from huaxia_tasks.model import (
    Briefing,
    Document,
    Finding,
    Level,
    ListKind,
    Matter,
    Snapshot,
    Status,
    Submission,
    Unit,
    UnitView,
)

ISSUERS = (
    "校办", "督查办", "党政办公室", "党委办公室、校长办公室", "武汉华夏理工学院党政办公室",
    "中国共产党武汉华夏理工学院委员会",
    "武汉华夏理工学院党员干部下基层察民情解民忧暖民心实践活动领导小组办公室",
)  # fmt: skip
COPIES = (
    "", "", "校领导", "校领导，党委组织部、纪委办公室",
    "校领导，党委组织部、党委宣传部、党委统战部、纪委办公室、学生工作部、校团委、校工会、人力资源部、教务部、"
    "科研部、财务部、后勤保障部、安全保卫部、图书馆、信息化建设与管理中心",
)  # fmt: skip
TASKS = (
    "食堂价格公示", "心理咨询室扩容", "改造3号学生公寓热水系统，解决冬季供水不稳定问题",
    "修订《学生公寓管理办法》并征求师生意见", "推进‘访企拓岗’专项行动，走访企业20家以上，新增就业岗位不少于300个",
    "完善“一站式”学生社区综合管理模式建设方案，明确党建引领、管理协同、队伍进驻、服务下沉、文化浸润、自我教育六个方面的任务分工",
    "“微后勤”线上服务平台上线运行", "与武汉市东湖高新区管委会对接，落实校门口公交站点调整和夜间照明改造",
    "心理健康教育示范中心（二期）建设", "采购GB/T 9704—2012《党政机关公文格式》等图书1,200册",
)  # fmt: skip
DEADLINES = ("6月30日", "2022年6月底前", "2022年6月30日", "长期坚持", "2022.6.30", "立行立改")
SHORT_NAMES = ("商学院", "图书馆", "校团委", "财务部", "信息工程学院", "后勤保障部", "教务部")
LONG_NAMES = (
    "党委教师工作部、人力资源部（教师发展中心）", "生物与制药工程学院", "国际教育学院、港澳台事务办公室",
    "信息化建设与管理中心", "创新创业学院（大学生就业指导与服务中心）", "马克思主义学院（思想政治理论课教学部）",
)  # fmt: skip
SENTENCES = (
    "各单位要坚持问题导向、目标导向和效果导向，把师生反映强烈的问题摆在突出位置，逐项研究解决办法。",
    "截至2022年6月30日，列入台账的事项共126项，其中已完成42项，占33.3%；推进中61项，未启动23项。",
    "对涉及多个单位的事项，由牵头单位会同配合单位研究提出方案，明确时间节点和责任人，报党政办公室备案。",
    "请认真组织落实。", "有关材料（含电子版）于每月25日前报送；遇节假日的，提前到最后一个工作日。",
    "要把解决具体问题同完善制度结合起来，举一反三、查漏补缺，做到解决一个问题、完善一项制度、推动一方面工作。",
)  # fmt: skip
EXTRA_ANNEXES = (
    "师生反映问题分类统计表",
    "“下基层、察民情、解民忧、暖民心”实践活动问题清单、任务清单、责任清单、完成清单填报说明和示例",
    "联系人名单",
)
SUBJECTS = (
    "清单报送和事项办理情况", "进一步做好实践活动清单填报、更新和办理工作有关事项",
    "信息工程学院等5个单位报送问题清单、任务清单、责任清单和完成清单情况",
    "开展2022年下半年“五帮五促”工作抽查核实", "办理",
    "马克思主义学院（思想政治理论课教学部）办理师生反映问题有关情况",
)  # fmt: skip
#: Fields of running text that may hold further paragraphs, by kind.
ROOMY = ("总体情况", "段落", "另请", "综述", "通报", "存在问题")
ENDINGS = {
    "urging-notice": "催办通知", "reminder-letter": "工作提醒函", "circular": "通报",
    "spotcheck-notice": "通知", "collection-notice": "通知", "letter": "函",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A document with what a measurer must know of it."""

    document: Document
    rows: int
    sealed: bool


def make(kind: str, seed: int) -> Made:
    """Return the paper of `kind` that `seed` stands for."""
    rng = random.Random(f"{kind}|{seed}")
    for _ in range(40):
        made = _compose(kind, rng)
        if made is not None:
            return made
    raise ValueError(f"no paper of kind {kind} came out of seed {seed}")


def _compose(kind: str, rng: random.Random) -> Made | None:
    day = date(2022, rng.choice((6, 7, 9, 10, 11, 12)), rng.randint(1, 28))
    plan = a_plan(**_settings(rng))
    if rng.random() < 0.6:
        plan = formal(plan)
    plan = replace(plan, units=_units(rng), phases=plan.phases)
    rows = rng.choice((0, 1, 2, 3, 5, 15, 40, 60))
    soon = rng.choice((0, 0, 1, 2, 6, 15, 40)) if kind != "reminder-letter" else max(rows, 1)
    matters = _matters(rng, rows if kind != "reminder-letter" else 0, soon, day)
    if kind == "phase-summary":
        matters = [replace(m, phase=rng.choice(plan.phases[:2])) for m in matters]
    findings = _findings(rng)
    snapshot = Snapshot(plan, day, _views(rng, plan, day, matters), settings=_words(rng))
    briefing = Briefing(snapshot, findings, tally=tally.count(snapshot, findings))
    document = _ask(kind, briefing, matters, day, rng)
    if document is None:
        return None
    fields = _stretched(dict(document.fields), kind, rng)
    # The rows of a receipt were counted for the sign-off of the settings: it stays.
    if rng.random() < 0.3 and "署名行" in fields and kind != "receipt":
        signed = signature_fields(rng.choice(ISSUERS), day, sealed=bool(fields["用印"]))
        fields |= signed
    document = replace(document, fields=fields)
    if rng.random() < 0.5 and fields.get("发文字号"):
        number = str(fields["发文字号"]).replace("　　", str(rng.choice((1, 18, 126))))
        document = numbered(document, number, day + timedelta(days=rng.choice((0, 3))))
    return Made(document, len(matters), bool(fields.get("用印")))


def _settings(rng: random.Random) -> dict[str, str]:
    found = {"署名": rng.choice(ISSUERS)}
    for name, share in (("用印", 0.45), ("允许红头", 0.5)):
        if rng.random() < share:
            found[name] = "是"
    if copy := rng.choice(COPIES):
        found["抄送"] = copy
    if rng.random() < 0.2:
        found |= dict.fromkeys(CONTACT, "")
    if rng.random() < 0.3:
        found["发文机关标志"] = rng.choice(
            ("武汉华夏理工学院文件", *(f"{name}文件" for name in ISSUERS))
        )
    return found


def _words(rng: random.Random) -> dict[str, str]:
    """Settings of the letter, the minutes, the spot check."""
    paragraphs = [_paragraph(rng) for _ in range(rng.choice((1, 2, 4, 9, 22)))]
    found = {
        "函件主送": rng.choice(("武汉光谷联合集团有限公司", "某某学校", "湖北省" * 8 + "教育厅")),
        "函件事由": "商请" + rng.choice(("支持“访企拓岗”专项行动", "派员", *SUBJECTS[:4])),
        "函件正文": "\n".join(paragraphs),
        "会议日期": "2022年7月5日",
        "出席": "、".join(rng.sample(LONG_NAMES + SHORT_NAMES, rng.randint(2, 9))) + "主要负责人",
        "抽查编号": "2022-01",
        "抽查种子": "20220705",
        "抽查日期": "2022年7月12日上午",
    }
    if rng.random() < 0.5:
        found |= {"函件抄送": rng.choice(COPIES[2:]), "函件答复": "7月20日"}
    if rng.random() < 0.5:
        found |= {"函件标志": rng.choice(ISSUERS), "纪要标志": rng.choice(ISSUERS) + "会议纪要"}
    if rng.random() < 0.5:
        found |= {"会议地点": "行政楼301会议室", "请假": "继续教育学院负责人", "列席": "联络员"}
    if rng.random() < 0.5:
        found["议定事项"] = "\n".join(_paragraph(rng) for _ in range(rng.randint(1, 12)))
    if rng.random() < 0.3:
        found["活动简称"] = "“下基层、察民情、解民忧、暖民心”实践活动"
    return found


def _units(rng: random.Random) -> tuple[Unit, ...]:
    count = rng.choice((2, 6, 13, 13, 40))
    names = [*SHORT_NAMES, *LONG_NAMES]
    rng.shuffle(names)
    names += [f"第{i}研究所（{rng.choice(LONG_NAMES)}）" for i in range(1, 30)]
    return tuple(Unit(f"U{i:02d}", name) for i, name in enumerate(names[:count], 1))


def _matters(rng: random.Random, late: int, soon: int, day: date) -> list[Matter]:
    out = []
    for i in range(1, late + soon + 1):
        shift = -rng.randint(1, 60) if i <= late else rng.randint(0, 12)
        reason = rng.choice(("", "经费预算未批复", "设备采购流标，须重新招标"))
        goal = _paragraph(rng) if rng.random() < 0.5 else "师生满意度达到90%以上"
        matter = a_matter(
            i,
            due=day + timedelta(days=shift),
            title=rng.choice(TASKS),
            task={
                "measure": _paragraph(rng),
                "goal": goal,
                "measure_tag": "生活解难促信心",
                "co_units": "、".join(
                    rng.sample(LONG_NAMES + SHORT_NAMES, rng.choice((1, 2, 3, 9)))
                ),
                "deadline": rng.choice(DEADLINES),
            },
            completion={
                "progress": rng.choice(("正在推进", _paragraph(rng))),
                "reason": reason,
                "next_step": reason and "重新招标",
                "proof": "现场照片.jpg；会议纪要",
                "extend_to": "8月31日",
            },
            state=rng.choice((Status.IN_PROGRESS, Status.NOT_STARTED, Status.PARTLY_DONE)),
        )
        problem = a_row(
            ListKind.PROBLEMS, i + 3, "U01", method="谈", group="学生", problem=_paragraph(rng)
        )
        out.append(replace(matter, problem=problem))
    return out


def _findings(rng: random.Random) -> tuple[Finding, ...]:
    out = []
    for i in range(rng.choice((0, 0, 1, 4, 12, 40))):
        out.append(
            a_finding(
                rng.choice(("deadline-invalid", "no-person")),
                cell=f"{rng.choice(('任务清单', '完成清单'))}!J{i + 4}",
                level=rng.choice((Level.ERROR, Level.WARNING)),
                message="“修订学生资助管理办法”的完成时限“6月31日”没有这一天"
                + "，请核对原件" * rng.randint(0, 6)
                + "。",
                remedy="请改为真实的日期，例如 2022年6月30日。",
            )
        )
    if rng.random() < 0.4:
        out.append(a_finding("not-submitted", value=rng.choice(("责任清单", "问题清单、完成清单"))))
    return tuple(out)


def _views(
    rng: random.Random, plan: Any, day: date, matters: Sequence[Matter]
) -> tuple[UnitView, ...]:
    views = []
    for unit in plan.units:
        state, held = "received", tuple(matters)
        if unit.id != "U01":
            state = rng.choice(("received", "received", "received", "missing", "unreadable"))
            held = _of_others(rng, unit.id, plan.phases, day) if state == "received" else ()
        sent = (Submission(f"报送/{unit.name}.xlsx", f"d-{unit.id}", unit.id),)
        rows = tuple(r for m in held for r in m.rows)
        views.append(
            UnitView(plan, unit, day, state, sent if state == "received" else (), rows, held)
        )
    return tuple(views)


def _of_others(rng: random.Random, unit: str, phases: Any, day: date) -> tuple[Matter, ...]:
    states = (Status.DONE, Status.DONE, Status.IN_PROGRESS, Status.LONG_TERM, Status.SUSPENDED)
    out = []
    for i in range(1, rng.randint(1, 6)):
        state = rng.choice(states)
        matter = a_matter(
            i,
            unit=unit,
            due=day + timedelta(days=rng.randint(-20, 30)),
            title=rng.choice(TASKS),
            state=state,
            task={"measure": _paragraph(rng), "measure_tag": rng.choice(("学业辅导促成才", ""))},
            completion={"progress": _paragraph(rng), "reason": rng.choice(("", "人手不足"))},
            done_on=day if state is Status.DONE else None,
            phase=rng.choice(phases),
        )
        problem = a_row(
            ListKind.PROBLEMS, i + 3, unit, method="问", group="学生", problem=_paragraph(rng)
        )
        out.append(replace(matter, problem=problem))
    return tuple(out)


def _ask(
    kind: str, briefing: Briefing, matters: Sequence[Matter], day: date, rng: random.Random
) -> Document | None:
    entry = documents()[kind]
    earlier = [a_sent()] if rng.random() < 0.5 else []
    reminder = a_reminder(matters, day=day, earlier=earlier)
    if entry.per == "matter":
        if not matters:
            return None
        about = replace(matters[0], lead="U01", phase=briefing.snapshot.plan.phases[1])
        if kind in ("closing-form", "spotcheck-record"):
            about = replace(about, state=Status.DONE, done_on=day)
        return entry.compose(briefing, reminder, about)  # type: ignore[no-any-return]
    if entry.per == "view":
        return entry.compose(briefing, briefing.snapshot.views[0])  # type: ignore[no-any-return]
    if entry.per == "unit":
        return entry.compose(briefing, reminder)  # type: ignore[no-any-return]
    return entry.compose(briefing)  # type: ignore[no-any-return]


def _stretched(fields: dict[str, Any], kind: str, rng: random.Random) -> dict[str, Any]:
    """Return fields with longer text, further annexes or another title, each now and then."""
    for name in ROOMY:
        if isinstance(fields.get(name), list) and fields[name] and rng.random() < 0.6:
            more = [_paragraph(rng) for _ in range(rng.choice((1, 2, 3, 5, 9, 15)))]
            fields[name] = [*fields[name], *more]
    if kind == "circular" and rng.random() < 0.6:
        asked = [
            {"题": f"（{'一二三四五六七'[i]}）{head}。", "文": _paragraph(rng)}
            for i, head in enumerate(rng.sample(SUBJECTS, rng.randint(2, 6)))
        ]
        fields["要求"] = asked
    if kind in ENDINGS:
        for name in ("结尾", "开头", "方式句"):
            if isinstance(fields.get(name), str) and fields[name] and rng.random() < 0.3:
                fields[name] += _paragraph(rng)
        if rng.random() < 0.4:
            title = f"关于{rng.choice(SUBJECTS)}的{ENDINGS[kind]}"
            fields |= {"文件标题": title, "标题": "\n".join(break_title(title))}
    if fields.get("附件说明") or (kind == "letter" and rng.random() < 0.5):
        count = rng.choice((0, 0, 1, 2))
        fields["附件说明"] = [*fields["附件说明"], *rng.sample(EXTRA_ANNEXES, count)]
        fields["附件序号"] = "1" if len(fields["附件说明"]) > 1 else ""
    return fields


def _paragraph(rng: random.Random) -> str:
    return "".join(rng.choice(SENTENCES) for _ in range(rng.choice((1, 1, 2, 3, 4))))


assert DAY.year == 2022
