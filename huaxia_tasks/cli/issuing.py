"""The verbs of issuing: issue, history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from ..errors import UsageError
from ..issuing import Issued, Order, confirm, resend, withdraw
from ..issuing import issue as issue_papers
from ..issuing.telling import (
    DELIVERIES,
    STATES,
    Chronicle,
    burden,
    chronicle,
    delivery_words,
    kinds_words,
    workbook,
)
from ..office import Office
from ..wording import day as in_words
from ..wording import refused
from .console import Console
from .options import Day, by_day, clock, common, the_day, the_office, write_json

_STATES = {**DELIVERIES, "retry": "暂未送达"}


@click.command()
@click.argument("keys", metavar="[草稿]...", nargs=-1)
@click.option("--auto", is_flag=True, help="只发方案“提醒”表里“可自动发出”为“是”的")
@click.option("--dry-run", is_flag=True, help="只显示将要发给谁、用什么编号，不发出")
@click.option("--now", "at_once", is_flag=True, help="由人决定：不等方案约定的日期和时刻，现在就发")
@click.option("--accept-clock", is_flag=True, help="本机时间已核对无误，照常发文")
@click.option("--accept-share", is_flag=True, help="报送文件确实移走了，照常发文")
@click.option("--void", "voided", metavar="编号", help="作废一件已发出的文书，编号不再使用")
@click.option("--reason", metavar="原因", help="作废或确认的原因")
@click.option("--confirm", "confirmed", multiple=True, metavar="投递", help="确认一次投递已经送到")
@click.option(
    "--resend", "again", multiple=True, metavar="投递", help="把一次没送到或待确认的投递重发一遍"
)
@common
@by_day
def issue(
    keys: tuple[str, ...],
    auto: bool,
    dry_run: bool,
    at_once: bool,
    accept_clock: bool,
    accept_share: bool,
    voided: str | None,
    reason: str | None,
    confirmed: tuple[str, ...],
    again: tuple[str, ...],
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
    today: date | None,
) -> int:
    """给草稿编号、登记并发出，每件只发一次。

    草稿可以写编号、文件路径、单位名称或文书种类；不写就发今天全部的提醒、催办和督办。
    回执和退回的工作簿，写“清单接收回执”发。
    """
    console = Console(quiet or json_file == "-")
    office = the_office(office_folder)
    if voided or confirmed or again:
        return _decided(console, office, voided, reason, confirmed, again)
    order = Order(keys, auto, dry_run, at_once, accept_clock, accept_share)
    result = issue_papers(office, the_day(today), order, now=clock)
    _print(console, result)
    write_json(json_file, _as_json(result))
    return result.exit_code


def _decided(
    console: Console,
    office: Office,
    voided: str | None,
    reason: str | None,
    confirmed: tuple[str, ...],
    again: tuple[str, ...],
) -> int:
    if voided:
        if not (reason or "").strip():
            raise UsageError("作废要写明原因", todo='例如 --reason "时限有误"。')
        paper = withdraw(office, voided, (reason or "").strip(), now=clock)
        console.say(f"{paper.name}已作废，编号不再使用。已送到单位的，请另行通知收回。")
    if confirmed:
        done = confirm(office, confirmed, (reason or "").strip(), now=clock)
        console.say(f"已确认{len(done)}次投递。")
    if again:
        queued = resend(office, again, now=clock)
        console.say(f"{len(queued)}次投递已排队，下次运行“发出”时重发。")
    return 0


# --------------------------------------------------------------------------- printing


def _print(console: Console, result: Issued) -> None:
    if result.rehearsal:
        console.say(result.rehearsal)
    for planned in result.planned:
        to = "、".join(f"{channel}→{address}" for channel, address in planned.deliveries)
        console.say(f"  {planned.number or '（不编号）'}  {planned.path}")
        console.say(f"      发往：{to or '不自动发送，请按主送单位分发'}")
    if result.planned:
        console.say(f"共{len(result.planned)}件。")
    if result.taken_up:
        console.say(f"接着办完上次中断的{len(result.taken_up)}件：")
    for paper in result.taken_up:
        console.say(f"  {paper.number or '（不编号）'}  {paper.path}")
    if result.papers:
        console.say(f"已发出{len(result.papers)}件（{in_words(result.today)}）：")
    for paper in result.papers:
        console.say(f"  {paper.number or '（不编号）'}  {paper.path}")
    if not (result.papers or result.planned or result.taken_up):
        console.say("没有需要发出的文书。")
    for line in (*result.held_back, *result.left_out, *result.notes):
        console.say(f"  → {line}")
    _print_troubles(console, result)


def _print_troubles(console: Console, result: Issued) -> None:
    for error in result.broken:
        console.warn(str(error))
    for paper, why in result.failed:
        console.warn(f"{paper.name}已编号但没有放好：{why}。下次运行会接着办。")
    for name, why in result.closed.items():
        console.warn(f"“{name}”这次没有用上：{why}")
    for receipt in result.not_delivered:
        console.warn(
            f"{_STATES[receipt.state]}：{receipt.channel}→{receipt.address}（{receipt.key}）{receipt.detail}"
        )
    for delivery in result.doubtful:
        console.warn(
            f"待确认：{delivery.channel}→{delivery.address}（{delivery.key}）"
            "上次运行中断，不知道是否已经送到。请核实后用 --confirm 确认或 --resend 重发。"
        )
    if result.waiting:
        console.warn(f"另有{len(result.waiting)}次投递等待重试。")


def _as_json(result: Issued) -> Mapping[str, object]:
    return {
        "schema_version": 1,
        "today": result.today.isoformat(),
        "rehearsal": result.rehearsal or None,
        "papers": [
            {
                "key": p.key,
                "kind": p.kind,
                "unit": p.unit or None,
                "number": p.number or None,
                "path": p.path,
                "state": p.state,
                "why": p.why,
                "matters": list(p.topics),
            }
            for p in (*result.taken_up, *result.papers)
        ],
        "planned": [
            {
                "key": p.draft.key,
                "kind": p.draft.kind,
                "unit": p.draft.unit,
                "number": p.number or None,
                "path": p.path,
                "deliveries": [{"channel": c, "address": a} for c, a in p.deliveries],
            }
            for p in result.planned
        ],
        "deliveries": [
            {
                "key": r.key,
                "channel": r.channel,
                "address": r.address,
                "state": r.state,
                "detail": r.detail,
            }
            for r in result.receipts
        ],
        "not_delivered": [r.key for r in result.not_delivered] + [d.key for d in result.doubtful],
        "held_back": result.held_back,
        "left_out": result.left_out,
        "failed": [{"key": p.key, "why": why} for p, why in result.failed],
        "notes": result.notes,
    }


# --------------------------------------------------------------------------- history


@click.command()
@click.option("--unit", default="", metavar="单位", help="只看一个单位（编号或名称）")
@click.option("--since", type=Day(), help="只看这一天以来的")
@click.option(
    "--burden", "as_burden", is_flag=True, help="按月统计各单位收到的文书，看有没有增加负担"
)
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="FILE", help="写成工作簿")
@click.option("--dry-run", is_flag=True, hidden=True)
@common
def history(
    unit: str,
    since: date | None,
    as_burden: bool,
    xlsx: Path | None,
    dry_run: bool,
    office_folder: Path | None,
    json_file: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """查看发出过什么、给谁、什么时候、为什么，各次投递的结果。"""
    console = Console(quiet or json_file == "-")
    book = chronicle(the_office(office_folder), unit, since)
    if as_burden:
        _print_burden(console, book)
    else:
        _print_history(console, book, is_chosen=bool(unit or since))
    if xlsx is not None and not dry_run:
        _write_workbook(console, xlsx, book)
    write_json(json_file, _history_json(book))
    return 0


def _print_history(console: Console, book: Chronicle, *, is_chosen: bool) -> None:
    if not book.told:
        console.say("没有符合条件的文书。" if is_chosen else "还没有发出过文书。")
        return
    for told in book.told:
        p = told.paper
        state = "" if p.state == "issued" else f"【{STATES[p.state]}】"
        console.say(
            f"{p.day.isoformat()}  {p.number or book.kind(p.kind)}  {book.unit(p.unit)}  {p.title}{state}"
        )
        console.say(f"    事由：{p.why}" + (f"；{p.note}" if p.note else ""))
        if book.has_several_plans:
            plans = dict.fromkeys((p.plan, *(o.plan for o in told.occasions if o.plan)))
            console.say(f"    方案：{'、'.join(plans)}")
        if told.deliveries:
            console.say(f"    投递：{delivery_words(told.deliveries)}")
        for d in told.deliveries:
            if d.state not in ("sent", "settled", "cancelled"):
                console.say(f"      {d.key}  {d.channel}→{d.address}  {d.detail}")
    console.say(f"共{len(book.told)}件。")


def _print_burden(console: Console, book: Chronicle) -> None:
    found = burden(book.told)
    if not found:
        console.say("还没有给单位发出过文书。")
    month = ""
    for one in found:
        if one.month != month:
            month = one.month
            console.say(f"{month[:4]}年{int(month[5:])}月")
        kinds = kinds_words(one.by_kind, book.kind)
        console.say(
            f"  {book.unit(one.unit)}：文书{one.papers}件（{kinds}），涉及{one.things}项，最近一次{in_words(one.last)}"
        )


def _write_workbook(console: Console, path: Path, book: Chronicle) -> None:
    try:
        path.write_bytes(workbook(book, clock().date()))
    except OSError as error:
        raise UsageError(f"写不了“{path}”（{refused(error)}）", todo="请换一个位置。") from None
    console.say(f"已写成 {path}")


def _history_json(book: Chronicle) -> Mapping[str, object]:
    return {
        "schema_version": 1,
        "papers": [
            {
                "key": t.paper.key,
                "plan": t.paper.plan,
                "kind": t.paper.kind,
                "unit": t.paper.unit or None,
                "number": t.paper.number or None,
                "title": t.paper.title,
                "day": t.paper.day.isoformat(),
                "why": t.paper.why,
                "matters": list(t.paper.topics),
                "state": t.paper.state,
                "path": t.paper.path,
                "sha256": t.paper.sha256 or None,
                "note": t.paper.note or None,
                "steps": [
                    {
                        "matter": o.topic,
                        "step": o.step,
                        "due": o.due.isoformat() if o.due else None,
                        "how": o.how,
                    }
                    for o in t.occasions
                ],
                "deliveries": [
                    {
                        "key": d.key,
                        "channel": d.channel,
                        "address": d.address,
                        "state": d.state,
                        "tries": d.tries,
                        "next_try": d.next_try or None,
                        "detail": d.detail,
                        "at": d.at,
                    }
                    for d in t.deliveries
                ],
            }
            for t in book.told
        ],
        "burden": [
            {
                "unit": b.unit,
                "month": b.month,
                "papers": b.papers,
                "things": b.things,
                "kinds": dict(b.by_kind),
            }
            for b in burden(book.told)
        ],
    }
