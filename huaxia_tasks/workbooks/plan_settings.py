"""Sheets 规则, 提醒, 运行时间, 渠道 and 文号: how the office tunes, reminds, delivers and numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from ..model import ChannelSetting, Job, LadderStep, Level, Manners, NumberSeries, RuleSetting
from ..patterns import regex
from .plan_known import Known
from .plan_table import Column, Desk, Line, TableSpec, nearest, plain
from .plan_when import parse_when

RULES = TableSpec(
    "规则",
    (
        Column("id", "规则代号", ("代号", "编号"), needed=True),
        Column("name", "名称"),
        Column("on", "启用", ("是否启用",), needed=True),
        Column("level", "级别", needed=True),
        Column("threshold", "阈值", needed=True),
        Column("says", "提示语", needed=True),
        Column("asks", "修改建议", ("整改要求",)),
    ),
)
LADDER = TableSpec(
    "提醒",
    (
        Column("no", "步骤", ("序号",), needed=True),
        Column("name", "名称"),
        Column("workdays", "距时限工作日", ("工作日",), needed=True),
        Column("document", "文书", ("文书种类",), needed=True),
        Column("to", "主送", ("发给",)),
        Column("copy", "抄送"),
        Column("automatic", "可自动发出", ("自动发出",)),
    ),
    "提醒步骤表",
)
MANNERS = TableSpec(
    "提醒",
    (
        Column("name", "约定", ("项目",), needed=True),
        Column("value", "取值", ("设置", "内容"), needed=True),
        Column("note", "说明"),
    ),
    "约定表",
    optional=True,
)
JOBS = TableSpec(
    "运行时间",
    (
        Column("name", "名称", ("事项",), needed=True),
        Column("verb", "动作", ("命令",), needed=True),
        Column("when", "时间", ("运行时间",), needed=True),
        Column("catch_up", "错过以后", ("错过后", "补跑")),
        Column("limit", "最多补几次", ("补跑上限",)),
        Column("on", "启用"),
    ),
)
CHANNELS = TableSpec(
    "渠道",
    (
        Column("name", "渠道", ("渠道名称",), needed=True),
        Column("on", "启用", needed=True),
        Column("item", "设置项", ("项目",), needed=True),
        Column("value", "设置值", ("取值", "内容"), needed=True),
    ),
)
NUMBERS = TableSpec(
    "文号",
    (
        Column("name", "系列", ("名称",), needed=True),
        Column("pattern", "格式", needed=True),
        Column("documents", "适用文书", ("文书",)),
        Column("first", "起始号", ("起始序号",)),
    ),
)

_LEVELS = {"错误": Level.ERROR, "警告": Level.WARNING, "提示": Level.INFO}
_LEVELS |= {level.value: level for level in Level}
_CATCH_UP = ("补一次", "不补", "逐次补")
#: Words of column 动作 -> the command's verb.
VERBS = {
    "下发": "forms",
    "检查": "check",
    "运行": "run",
    "发出": "issue",
    "抽查": "spotcheck",
    "公开": "publish",
    "总结": "summary",
    "体检": "doctor",
}
_MANNERS = {
    "只在工作日发出": ("workdays_only", "flag"),
    "最早时刻": ("from_time", "clock"),
    "最晚时刻": ("to_time", "clock"),
    "每单位每工作日最多件数": ("per_unit_per_day", "whole"),
    "每单位每周最多件数": ("per_unit_per_week", "whole"),
    "放假前最后一个工作日不发": ("not_on_eve_of_break", "flag"),
    "没有变化不发": ("silent_when_unchanged", "flag"),
    "自动文书中写领导姓名": ("name_leaders", "flag"),
    "提前几个工作日标黄": ("yellow_days", "whole"),
}
#: Papers of the ladder by the name that sheet 提醒 writes -> kind; those that are `Known` come on top.
_PAPERS = {
    "工作提醒函": "reminder-letter",
    "催办通知": "urging-notice",
    "督办通知单": "supervision-slip",
}
_SECRET = regex(r"密码|口令|密钥|秘钥|令牌|授权码|secret|token|password|key", re.IGNORECASE)
_VARIABLE = regex(r"[A-Za-z_][A-Za-z0-9_]*")
_ANY = Known()


def read_rules(
    desk: Desk, known: Collection[str] | None, names: Known = _ANY
) -> dict[str, RuleSetting]:
    """Return the tuning of the rules by id; an id outside `known` (None: any) is complained of."""
    rules: dict[str, RuleSetting] = {}
    for line in desk.table(RULES):
        rule_id = line.need("id", "规则代号", "deadline-missing")
        if known is not None and rule_id and rule_id not in known:
            close = nearest(rule_id, known)
            hint = f"是否为“{close}”？" if close else ""
            line.complain("id", f"没有“{rule_id}”这条规则", f"{hint}请改正，或删去这一行。")
        if rule_id in rules:
            line.complain("id", f"规则“{rule_id}”写了两次", "请删去一行。")
        word = line.text("level")
        if word and word not in _LEVELS:
            line.complain(
                "level", f"没有“{word}”这个级别", "请填“错误”“警告”或“提示”，或留空用默认。"
            )
        threshold = line.number("threshold")
        if threshold is not None and threshold < 0:
            line.complain(
                "threshold",
                f"阈值{line.text('threshold')}小于零",
                "请填不小于零的数字，或留空用默认。",
            )
        names.wording(line, "says")
        names.wording(line, "asks")
        rules[rule_id] = RuleSetting(
            id=rule_id,
            on=line.flag("on", True),
            level=_LEVELS.get(word),
            threshold=threshold,
            says=line.text("says") or None,
            asks=line.text("asks") or None,
        )
    return rules


def read_reminders(desk: Desk, names: Known = _ANY) -> tuple[tuple[LadderStep, ...], Manners]:
    """Return the ladder and the manners; a step's ``document`` is the paper's kind, not its name."""
    ladder_lines, manner_lines = desk.tables(LADDER, MANNERS)
    steps: list[LadderStep] = []
    for line in ladder_lines:
        step = _step(line, names)
        if step is None:
            continue
        if any(s.no == step.no for s in steps):
            line.complain("no", f"步骤{step.no}写了两次", "每步用一个序号，请改一处。")
        if any(s.no < step.no and s.workdays >= step.workdays for s in steps):
            what = f"“{step.name}”不晚于它前面的步骤"
            line.complain("workdays", what, "请按先提醒、后催办的次序填写工作日数。")
        steps.append(step)
    return tuple(steps), _manners(manner_lines)


def _step(line: Line, names: Known) -> LadderStep | None:
    number = line.whole("no")
    text = unicodedata.normalize("NFKC", line.need("workdays", "距时限工作日", "-5"))
    found = re.fullmatch(
        r"(提前|前|超期后|到期后|后|[+-])?(\d{1,3})(?:个?工作日)?(前|后)?", text.replace(" ", "")
    )
    if found is None:
        if text:
            todo = "时限前写负数（-5 是提前5个工作日），时限后写正数（2 是超期后2个工作日）。"
            line.complain("workdays", f"“{text}”不是工作日数", todo)
        return None
    before = found[1] in ("提前", "前", "-") or found[3] == "前"
    document = line.need("document", "文书", "催办通知")
    kind = names.kind(line, document, _PAPERS)
    return LadderStep(
        no=number or line.row,
        name=line.text("name") or document,
        workdays=-int(found[2]) if before else int(found[2]),
        document=kind,
        to=line.names("to"),
        copy_to=line.names("copy"),
        automatic=line.flag("automatic", False),
    )


def _manners(lines: list[Line]) -> Manners:
    default, found = Manners(), dict[str, object]()
    for line in lines:
        name = plain(line.need("name", "约定"))
        if name not in _MANNERS:
            close = nearest(name, _MANNERS)
            hint = f"是否为“{close}”？" if close else f"可以写：{'、'.join(_MANNERS)}。"
            line.complain("name", f"没有“{name}”这条约定", hint)
            continue
        key, kind = _MANNERS[name]
        value: object = getattr(default, key)
        if kind == "flag":
            value = line.flag("value", bool(value))
        elif kind == "clock":
            value = line.clock("value", getattr(default, key))
        elif (number := line.whole("value")) is not None:
            if number < 0:
                line.complain("value", f"“{name}”不能小于零", "请填 0 或更大的整数。")
            value = number
        found[key] = value
    manners = Manners(**found)  # type: ignore[arg-type]
    if lines and manners.to_time <= manners.from_time:
        line = next(ln for ln in lines if plain(ln.text("name")) in ("最早时刻", "最晚时刻"))
        line.complain("value", "最晚时刻不晚于最早时刻", "请写成例如 9:00 和 17:00。")
    return manners


def read_jobs(desk: Desk) -> tuple[Job, ...]:
    """Return when which verb runs; ``verb`` is the command's English name."""
    jobs: list[Job] = []
    for line in desk.table(JOBS):
        name = line.need("name", "名称", "每日检查")
        word = line.need("verb", "动作", "运行")
        verb = VERBS.get(word, word if word in VERBS.values() else "")
        if word and not verb:
            line.complain("verb", f"没有“{word}”这个动作", f"可以填：{'、'.join(VERBS)}。")
        when = line.need("when", "时间", "每个工作日 8:30")
        if when and parse_when(when) is None:
            todo = (
                "可以写：每个工作日 8:30、每周五 15:00、每月25日 9:00、阶段结束前5个工作日 9:00。"
            )
            line.complain("when", f"看不懂“{when}”是什么时间", todo)
        catch_up = line.text("catch_up") or _CATCH_UP[0]
        if catch_up not in _CATCH_UP:
            line.complain(
                "catch_up", f"“{catch_up}”不在可选之列", f"请填{'、'.join(_CATCH_UP)}之一。"
            )
        limit = line.whole("limit")
        if limit is not None and limit < 0:
            line.complain("limit", "补跑次数小于零", "请填 0 或更大的整数。")
        if any(j.name == name for j in jobs):
            line.complain("name", f"“{name}”写了两次", "名称不能重复，请改一处。")
        jobs.append(
            Job(name, verb, when, catch_up, 1 if limit is None else limit, line.flag("on", True))
        )
    return tuple(jobs)


def read_channels(desk: Desk, names: Known = _ANY) -> tuple[ChannelSetting, ...]:
    """Return the channels; a channel has a row for each of its settings, 启用 on any of them.

    A setting whose name speaks of a password holds the name of an environment variable only.
    """
    on: dict[str, bool] = {}
    settings: dict[str, dict[str, str]] = {}
    for line in desk.table(CHANNELS):
        name = line.text("name") or next(reversed(settings), "")
        if not name:
            line.need("name", "渠道", "共享文件夹")
            continue
        on[name] = line.flag("on", False) or on.get(name, False)
        own = settings.setdefault(name, {})
        item, value = line.text("item"), line.text("value")
        names.channel(line, name, item)
        if value and (item == "端口" or item.endswith("秒")):
            line.number("value")
        if item in own:
            line.complain("item", f"“{name}”的“{item}”写了两次", "请删去一行。")
        if item and value and _SECRET.search(item) and not _VARIABLE.fullmatch(value):
            todo = "请只写环境变量的名称，例如 HUAXIA_SMTP_PASSWORD，密码本身放在该环境变量里。"
            line.complain("value", f"“{item}”不能写在工作簿里", todo)
            continue
        if item and value:
            own[item] = value
    return tuple(ChannelSetting(name, on[name], own) for name, own in settings.items())


def read_numbers(desk: Desk, names: Known = _ANY) -> tuple[NumberSeries, ...]:
    """Return the series of document numbers; a kind of paper belongs to one series only."""
    series: list[NumberSeries] = []
    taken: dict[str, str] = {}
    for line in desk.table(NUMBERS):
        name = line.need("name", "系列", "督办")
        pattern = line.need("pattern", "格式", "督办〔{year}〕{n}号")
        pattern = pattern.replace("｛", "{").replace("｝", "}")
        _check_pattern(line, pattern)
        documents = line.names("documents")
        names.papers(line, documents)
        for document in documents:
            if document in taken:
                what = f"“{document}”已在“{taken[document]}”系列"
                line.complain("documents", what, "一种文书只用一个系列，请改一处。")
            taken.setdefault(document, name)
        if any(s.name == name for s in series):
            line.complain("name", f"系列“{name}”写了两次", "请改一处。")
        same = next((s for s in series if s.pattern == pattern != ""), None)
        if same is not None:
            what = f"格式与“{same.name}”系列相同，会编出一样的号"
            line.complain("pattern", what, "请改一处；要连着编号的，写在同一个系列的“适用文书”里。")
        first = line.whole("first")
        if first is not None and first < 1:
            line.complain("first", f"起始号{first}小于1", "请填 1 或更大的整数。")
        series.append(NumberSeries(name, pattern, documents, 1 if first is None else first))
    return tuple(series)


def _check_pattern(line: Line, pattern: str) -> None:
    if not pattern:
        return
    example = "督办〔{year}〕{n}号"
    gaps = re.findall(r"\{(.*?)\}", pattern)
    wrong = [g for g in gaps if g not in ("year", "n")]
    if wrong or "n" not in gaps:
        what = f"格式里有认不得的“{{{wrong[0]}}}”" if wrong else "格式里没有顺序号 {n}"
        line.complain("pattern", what, f"请写成“{example}”的样子，{{year}}是年份，{{n}}是顺序号。")
    elif re.search(r"[\[【(（〈]\s*\{year\}", pattern):
        line.complain("pattern", "年份的括号应为六角括号〔〕", f"请写成“{example}”的样子。")
