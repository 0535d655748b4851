"""Looks after an office: are templates, plan, calendar, inbox, ledger and machine as they should be?"""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from .drafting import documents
from .errors import HuaxiaError
from .looking import Setup, set_ups
from .model import Plan
from .office import FOLDERS, Office, starter
from .plans import may_rest
from .reminders.persons import is_known_word
from .rendering.templates import check_template
from .rendering.word_places import TemplateProblem
from .wording import join, place

_ROOM = 200 * 1024 * 1024
#: Drafts of more than so many days ago are spoken of where there are many.
_OLD_DAYS, _MANY_OLD = 60, 20


class Check(NamedTuple):
    """One thing looked at.  ``level`` is ok | warning | error; ``todo`` what to do, "" where nothing."""

    name: str
    level: str
    says: str
    todo: str = ""


def check_templates(office: Office) -> Mapping[str, tuple[TemplateProblem, ...]]:
    """Return what is wrong with each Word template of the office (else the shipped one), by file."""
    found: dict[str, tuple[TemplateProblem, ...]] = {}
    for entry in documents().values():
        own = office.templates / entry.template
        path = own if own.is_file() else starter("templates") / entry.template
        if entry.template in found or not path.is_file():
            continue
        found[entry.template] = check_template(path.read_bytes(), entry.template, entry.fields)
    return found


def examine(office: Office, today: date, now: datetime) -> list[Check]:
    """Return every check, in the order in which an office would mend them."""
    checks = [*_machine(office), *_folders(office)]
    try:
        setups = set_ups(office)
    except HuaxiaError as error:
        return [*checks, Check("方案", "error", str(error))]
    setup = setups[0]
    for own in setups:
        checks += _plan(own, troubles=own is setup)
        if own is not setup and may_rest(own.plan, today):
            checks.append(_at_rest(own.plan))
    checks += [*_calendar(setup.plan, today), *_templates(office)]
    checks += [*_ways(office, setup.plan), *_readers(setup.plan), *_inbox(setup), *_ledger(office)]
    return [*checks, *_old_drafts(office, today), *_watch(office, setup.plan, now)]


def _at_rest(plan: Plan) -> Check:
    says = f"{plan.label}已经结束，没有还能催办的事项时不再检查、不再发文"
    todo = "不再用的，请把方案工作簿移出“计划”文件夹，把它的报送材料移出“报送”文件夹。"
    return Check("方案", "ok", says, todo)


def _machine(office: Office) -> Iterator[Check]:
    yield Check("运行环境", "ok", f"Python {platform.python_version()}，{platform.system()}")
    if sys.version_info < (3, 11):  # noqa: UP036 - said to whoever starts it with an older one
        yield Check("运行环境", "error", "Python 版本低于 3.11", "请安装 3.11 或更新的版本。")
    free = shutil.disk_usage(office.root).free
    if free < _ROOM:
        yield Check(
            "磁盘", "warning", f"剩余空间只有 {free // 2**20} MB", "请清理磁盘，以免文书写不完整。"
        )


def _folders(office: Office) -> Iterator[Check]:
    missing = [name for name in FOLDERS if not (office.root / name).is_dir()]
    missing += [path.name for path in (office.words, office.decisions) if not path.is_file()]
    if missing:
        yield Check(
            "文件夹", "warning", f"缺少{join(missing)}", f"请运行 huaxia init {office.root} 补齐。"
        )
    else:
        kind = "演练用办公室" if office.is_demo else "正式办公室"
        yield Check("文件夹", "ok", f"齐全（{kind}）")
    if synced := _synced(office.root):
        yield Check(
            "文件夹",
            "warning",
            f"办公室文件夹在同步盘“{synced}”里，同步时可能换掉或复制出另一本台账",
            "请移到不同步的本机文件夹；要共享的，只把报送、下发放在同步盘（在方案“渠道”表里指明）。",
        )
    seen = [] if office.is_demo or os.name != "posix" else _open_to_others(office.root)
    if seen:
        names = " ".join(seen)
        yield Check(
            "文件夹",
            "warning",
            f"这台电脑的其他用户也能看到{join(seen)}，里面有各单位的清单和人员信息",
            f"请在 {office.root} 下运行：chmod -R o-rwx {names}",
        )


#: How programs that keep folders alike on several machines name theirs.
_SYNCED = ("onedrive", "nutstore", "坚果云", "dropbox", "icloud", "baidusync", "百度网盘", "百度同步",
           "wpsdrive", "wps云盘", "google drive", "微云同步", "seafile", "nextcloud")  # fmt: skip


def _synced(root: Path) -> str:
    """Return the folder above or of the office that a program keeps alike on several machines, "" if none."""
    for part in root.parts:
        name = unicodedata.normalize("NFKC", part).casefold()
        if any(name.startswith(known) or f" {known}" in name for known in _SYNCED):
            return part
    return ""


def _open_to_others(root: Path) -> list[str]:
    """Return what of the office other users of the machine can read, though it is not for them."""
    above = (root, *root.parents)
    if not all(folder.stat().st_mode & stat.S_IXOTH for folder in above):
        return []
    names = [n for n in (*FOLDERS, ".缓存", "台账.db") if n not in ("报送", "下发", "模板")]
    return [n for n in names if (root / n).exists() and (root / n).stat().st_mode & stat.S_IROTH]


def _plan(setup: Setup, *, troubles: bool = True) -> Iterator[Check]:
    plan = setup.plan
    yield Check(
        "方案", "ok", f"{plan.number}：单位 {len(plan.units)} 个，阶段 {len(plan.phases)} 个"
    )
    provisional = [u.name for u in plan.units if u.provisional]
    if provisional:
        yield Check(
            "单位名录",
            "warning",
            f"{len(provisional)} 个单位标着“暂定”",
            "请核对方案“单位”表，改好后去掉“暂定”。",
        )
    if any(p.example for p in plan.people):
        yield Check("人员", "warning", "“人员”表里还有示例人员", "请换成真实人员后去掉“示例”。")
    for setting in plan.open_settings:
        yield Check(
            "待定设置",
            "warning",
            f"{setting.name}还没有定（“{setting.sheet}”表{setting.cell}）",
            setting.why,
        )
    for trouble in setup.decision_troubles if troubles else ():
        says = f"{place(trouble.ref)}：{trouble.gaps.get('说明', '')}"
        yield Check("登记", "warning", says, trouble.gaps.get("办法", ""))


def _calendar(plan: Plan, today: date) -> Iterator[Check]:
    years = {today.year} | {p.due.year for p in plan.phases if p.due >= today}
    if today.month >= 11:
        years.add((today + timedelta(days=62)).year)
    unknown = sorted(y for y in years if y not in plan.calendar.known_years)
    if unknown:
        yield Check(
            "校历",
            "warning",
            f"{join(map(str, unknown))}年放假安排尚未载入，有关日期按周末和法定节日暂定",
            "放假通知公布后，请把原文粘贴到方案“校历”表。",
        )
    else:
        yield Check("校历", "ok", f"{join(map(str, sorted(years)))}年放假安排已载入")
    for setting in ("term_start", "term_end"):
        if setting not in plan.calendar.anchors:
            yield Check(
                "校历", "warning", "学期开始、结束日期没有填", "填好后才能读懂“学期末”“开学前”。"
            )
            break


def _templates(office: Office) -> Iterator[Check]:
    problems = [p for found in check_templates(office).values() for p in found]
    errors = [p for p in problems if p.level == "error"]
    if errors:
        yield Check(
            "模板", "error", errors[0].message, f"共 {len(errors)} 处，用 huaxia 模板 查看。"
        )
    else:
        yield Check("模板", "ok", f"{len(documents())} 种文书的模板都能用")


def _ways(office: Office, plan: Plan) -> Iterator[Check]:
    """Check that papers can go the ways that the plan has switched on."""
    from .issuing.addressing import ways

    try:
        on, notes = ways(plan, office)
    except HuaxiaError as error:
        yield Check("渠道", "error", error.what, f"方案“渠道”表：{error.todo}")
        return
    wrong = False
    for way in on:
        given = way.settings.get("目录", "").strip()
        if given and not (office.root / given).is_dir():
            wrong = True
            yield Check(
                "渠道",
                "error",
                f"“{way.entry.name}”的目录不在：{given}",
                "请核对方案“渠道”表里的目录；在共享盘上的，请先连接共享盘。",
            )
    if not wrong:
        names = join(way.entry.name for way in on)
        yield Check("渠道", "ok", f"已启用{names}" if names else "没有启用渠道，文书由人分发")
    for note in notes:
        yield Check("渠道", "ok", note)


def _readers(plan: Plan) -> Iterator[Check]:
    """Check that every word of sheet 提醒 for a recipient can mean somebody."""
    for step in plan.ladder:
        for word in (*step.to, *step.copy_to):
            if not is_known_word(word, plan):
                yield Check(
                    "提醒",
                    "warning",
                    f"“{step.name}”的主送、抄送里写了“{word}”，程序不知道是谁",
                    "请改为单位联络员、责任人、单位负责人、分管校领导，或“人员”表里的姓名、角色。",
                )


def _old_drafts(office: Office, today: date) -> Iterator[Check]:
    """Say that drafts of days long past may be thrown away; nothing is thrown away by itself."""
    folder = office.root / "输出"
    try:
        days = sorted(p.name for p in folder.iterdir() if p.is_dir())
    except OSError:
        return
    old = [d for d in days if d < (today - timedelta(days=_OLD_DAYS)).isoformat()]
    if len(old) > _MANY_OLD:
        yield Check(
            "输出",
            "warning",
            f"{len(old)} 天的草稿已经超过 {_OLD_DAYS} 天（{old[0]} 至 {old[-1]}）",
            "发出的文书都在“发出”里；这些旧草稿可以整个文件夹删去或移走，不影响运行。",
        )


def _inbox(setup: Setup) -> Iterator[Check]:
    from .workbooks.inbox import scan

    try:
        inbox = scan(setup.office.inbox)
    except HuaxiaError as error:
        yield Check("报送", "error", str(error))
        return
    yield Check("报送", "ok", f"{len(inbox.files)} 个文件")
    for found in inbox.files:
        if found.open_by:
            who = f"（{found.open_by}）" if found.open_by != "?" else ""
            yield Check("报送", "warning", f"{found.path} 正被打开{who}，读到的是上次保存的内容")
    for note in inbox.notes:
        yield Check("报送", "warning", note)


def _ledger(office: Office) -> Iterator[Check]:
    from .ledger import LedgerFiles, health

    if not office.ledger.is_file() and not any((office.root / "发出").glob("*/*.docx")):
        yield Check("台账", "ok", "还没有发出过文书")
        return
    try:
        wrong = health(LedgerFiles.of(office.root))
    except HuaxiaError as error:
        yield Check("台账", "error", str(error))
        return
    for sentence in wrong:
        yield Check("台账", "error", sentence)
    if not wrong:
        yield Check("台账", "ok", "记录、编号见证、已发文书和备份都对得上")


def _watch(office: Office, plan: Plan, now: datetime) -> Iterator[Check]:
    from .watchbook import standing

    for found in standing(office, plan, now):
        yield Check("定时", found.level, found.says, found.todo)


def mend_ledger(office: Office, now: Callable[[], datetime], *, takeover: bool) -> list[str]:
    """Restore the ledger from backups and issued papers, or make this machine its owner."""
    from .ledger import LedgerFiles, restore, take_over

    files = LedgerFiles.of(office.root)
    return [take_over(files, now=now)] if takeover else restore(files, now=now)
