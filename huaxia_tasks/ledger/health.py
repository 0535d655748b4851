"""How the ledger is, in sentences for the office."""

from __future__ import annotations

from ..errors import LedgerError
from . import backups, manifests, soundness
from .files import LedgerFiles
from .reading import papers, reading
from .witness import hear


def health(files: LedgerFiles) -> list[str]:
    """Return what is wrong or doubtful about the ledger, one sentence each; empty where all is well.

    Checks every row, the witnesses, each issued paper's file and record, and the newest backup.
    """
    try:
        with reading(files) as db:
            if db is None:
                return []
            fault = soundness.content_fault(db)
            if fault:
                return [f"{fault}。"]
            known = soundness.known_papers(db)
            said = list(_files(files, db))
            reserved = sum(p.state == "reserved" for p in papers(db))
            doubtful = db.execute(
                "SELECT count(*) FROM outbox WHERE state IN ('in_doubt', 'sending')"
            ).fetchone()[0]
    except LedgerError as error:
        return [str(error)]
    if reserved:
        said.append(f"有{reserved}件文书已编号但还没有生成完，下次运行“发出”会接着办完。")
    if doubtful:
        said.append(f"有{doubtful}次投递结果待确认，请用“台账”命令查看，核实后确认或重发。")
    unknown = manifests.first_unknown(files.issued, known)
    if unknown:
        said.append(f"“发出”里的《{unknown}》不在台账里。")
    heard = hear(files.witnesses)
    if heard.damaged or not heard.is_whole:
        said.append("编号见证缺失或损坏，下次运行“发出”时会按台账重写。")
    return [*said, *_backups(files, any_paper=bool(known))]


def _files(files: LedgerFiles, db: object) -> list[str]:
    """Return what is wrong with the issued papers on disk."""
    said = []
    for paper in papers(db):  # type: ignore[arg-type]
        if paper.state != "issued" or not paper.path:
            continue
        path = files.issued.parent / paper.path
        if not path.is_file():
            said.append(f"已发出的{paper.name}不在原处：{paper.path}。")
        elif paper.sha256 and soundness.file_digest(path) != paper.sha256:
            said.append(f"已发出的{paper.name}在发出后被改动过：{paper.path}。程序不会改写它。")
    return said


def _backups(files: LedgerFiles, *, any_paper: bool) -> list[str]:
    newest = next(iter(backups.kept(files)), None)
    if newest is None:
        return ["还没有台账备份，下次运行“发出”后会自动生成。"] if any_paper else []
    fault = backups.fault_of(newest)
    return [f"最近的台账备份《{newest.name}》不可用：{fault}。"] if fault else []
