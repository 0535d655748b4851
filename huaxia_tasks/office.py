"""The office folder: where everything lies, how it is laid out, how files are put into it.

Files become visible whole or not at all: they are written beside their place, flushed, renamed, and
the folder is flushed too.  Units' files are never written to.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .errors import OfficeError, UsageError
from .marks import DEMO_MARK as DEMO_MARK

FOLDERS = ("计划", "报送", "下发", "模板", "佐证", "输出", "发出", "归档")
#: Not for those who only hand in: whoever shares 报送 and 下发 shares these two, nothing else.
_SHARED = ("报送", "下发")
_PRIVATE = 0o750
_DEMO_TEXT = (
    "这是演练用的办公室文件夹：单位的清单和人员都是虚构的，可以随意试用，\n"
    "发出的文件只进入本文件夹，不会送到任何单位。删除整个文件夹即可清除。\n"
)
#: In a folder of drafts: what the run put there.
MADE = ".本次产出.json"


class Office(NamedTuple):
    """An office folder that exists."""

    root: Path

    @property
    def plans(self) -> tuple[Path, ...]:
        """The plan workbooks, in order of their names; owner files of open workbooks left out."""
        return tuple(
            sorted(
                p
                for p in (self.root / "计划").glob("*.xls[xm]")
                if p.is_file() and not p.name.startswith(("~$", ".~", "."))
            )
        )

    @property
    def inbox(self) -> Path:
        """Where units drop their workbooks."""
        return self.root / "报送"

    @property
    def words(self) -> Path:
        """The word list."""
        return self.root / "词典.xlsx"

    @property
    def decisions(self) -> Path:
        """What people decided."""
        return self.root / "登记.xlsx"

    @property
    def templates(self) -> Path:
        """The Word templates."""
        return self.root / "模板"

    @property
    def evidence(self) -> Path:
        """Evidence files, a folder per unit."""
        return self.root / "佐证"

    @property
    def ledger(self) -> Path:
        """The ledger file."""
        return self.root / "台账.db"

    @property
    def archive(self) -> Path:
        """Submissions by digest."""
        return self.root / "归档"

    @property
    def cache(self) -> Path:
        """What may be thrown away at any time."""
        return self.root / ".缓存"

    @property
    def is_demo(self) -> bool:
        """Whether this is an office for practice."""
        return (self.root / DEMO_MARK).is_file()

    def output(self, today: date) -> Path:
        """The folder of what a run on `today` writes."""
        return _output(self.root, today.toordinal())

    def relative(self, path: Path) -> str:
        """Return a path as findings show it: relative to the office, with ``/``."""
        inside, root = str(path), f"{self.root}{os.sep}"
        if inside.startswith(root):
            return inside[len(root) :].replace(os.sep, "/")
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.name


@lru_cache(maxsize=8)
def _output(root: Path, day: int) -> Path:
    return root / "输出" / date.fromordinal(day).isoformat()


def find_office(start: Path, given: Path | None = None) -> Office:
    """Return the office at `given`, or the nearest one at or above `start`.

    One whose 报送 is away (a share not connected) is still found: that is told by its own name.
    """
    if given is not None:
        if (given / "计划").is_dir():
            return Office(given.resolve())
        raise OfficeError(
            f"“{given}”不是办公室文件夹（里面没有“计划”文件夹）",
            todo="请核对 --office 后面的路径，或先运行 huaxia init 新建一个。",
        )
    for folder in (start, *start.parents):
        beside = (folder / "报送").is_dir() or (folder / "登记.xlsx").is_file()
        if (folder / "计划").is_dir() and beside:
            return Office(folder.resolve())
    raise OfficeError(
        "当前文件夹及其上级都不是办公室文件夹",
        todo="请进入办公室文件夹再运行，或用 --office 指明它的位置；还没有的，先运行 huaxia init 文件夹名。",
    )


def office_at(place: Office | str | os.PathLike[str]) -> Office:
    """Return the office that a caller from Python names; OfficeError where there is none."""
    return place if isinstance(place, Office) else find_office(Path.cwd(), Path(place))


def starter(name: str) -> Path:
    """Return the folder of shipped starter files (``sheets`` or ``templates``)."""
    beside = Path(__file__).resolve().parent
    for folder in (beside / "starter" / name, beside.parent / name):
        if folder.is_dir():
            return folder
    raise OfficeError(f"安装不完整：找不到随程序提供的“{name}”文件夹", todo="请重新安装。")


def lay_out(root: Path, *, demo: bool = False) -> Office:
    """Create an office folder at `root`: plan, word list, decisions, templates.

    With `demo` the example submissions come too.  An office that is there already is kept: only what
    is missing is added, nothing is overwritten.  Raises UsageError where `root` is a file or a folder
    with foreign contents.
    """
    if root.exists() and not root.is_dir():
        raise UsageError(f"“{root}”是一个文件，不能建成文件夹", todo="请换一个名字。")
    there = {p.name for p in root.iterdir()} if root.is_dir() else set()
    there = {name for name in there if not name.startswith(".tmp-")}  # of a run that died
    if there and not there & {"计划", DEMO_MARK}:
        raise UsageError(
            f"“{root}”里已经有别的文件", todo="请换一个空文件夹，以免和已有的文件混在一起。"
        )
    if demo and there and DEMO_MARK not in there:
        raise UsageError(
            f"“{root}”是正式的办公室文件夹，不能放入演示数据", todo="请为演示另建一个文件夹。"
        )
    if not root.is_dir():
        root.parent.mkdir(parents=True, exist_ok=True)
        root.mkdir(mode=_PRIVATE, exist_ok=True)
    if demo:  # first: what a run leaves that died is an office for practice too
        put(root / DEMO_MARK, _DEMO_TEXT.encode(), durable=False)
    for name in FOLDERS:
        (root / name).mkdir(mode=0o777 if name in _SHARED else _PRIVATE, exist_ok=True)
    sheets = starter("sheets")
    source = sheets / "演示" if demo else sheets
    has_plan = bool(Office(root).plans)  # another one beside it would be a second campaign
    if not has_plan:
        _copy_missing(sheets / "计划", root / "计划", unless=source / "计划" if demo else None)
    _copy_missing(starter("templates"), root / "模板")
    if demo:
        for name in ("计划", "报送", "佐证"):
            if (source / name).is_dir() and not (name == "计划" and has_plan):
                _copy_missing(source / name, root / name)
    for name in ("词典.xlsx", "登记.xlsx"):
        _copy_file(source / name if (source / name).is_file() else sheets / name, root / name)
    return Office(root.resolve())


def _copy_missing(source: Path, target: Path, unless: Path | None = None) -> None:
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        relative = path.relative_to(source)
        if unless is not None and (unless / relative).is_file():
            continue
        _copy_file(path, target / relative)


def _copy_file(source: Path, target: Path) -> None:
    if source.is_file() and not target.exists():
        put(target, source.read_bytes(), durable=False)


# --------------------------------------------------------------------------- writing


def put(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Write `data` to `path` so that it appears whole or not at all; return whether it changed.

    A file that already holds the same bytes is left alone.  Without `durable` a power cut may take it
    back: for drafts, which the next run writes again.  Raises OSError where there is no room or the
    place is not writable; a file that another program holds open stays as it was.
    """
    target = str(path)
    beside = os.path.join(os.path.dirname(target), _name_beside(os.path.basename(target)))
    if _holds(target, data):
        return False
    try:
        with _new_file(beside) as handle:
            handle.write(data)
            if durable:
                handle.flush()
                os.fsync(handle.fileno())
        os.replace(beside, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        if isinstance(error, OSError):
            error.filename, error.filename2 = target, None  # the name people know
        raise
    if durable:
        flush_folder(path.parent)
    return True


def beside_of(path: Path) -> Path:
    """Return the temporary name for `path`: short, as its own may be at the limit of the file system.

    It tells the process, so that what a dead one left is known from what another is writing.
    """
    return path.parent / _name_beside(path.name)


def _name_beside(name: str) -> str:
    return f".tmp-{os.getpid()}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _holds(path: str, data: bytes) -> bool:
    """Whether a file with just these bytes is there."""
    try:
        there = os.stat(path)
    except OSError:
        return False
    if not stat.S_ISREG(there.st_mode) or there.st_size != len(data):
        return False
    with open(path, "rb") as file:
        return file.read() == data


def _new_file(path: str) -> BinaryIO:
    """Open a file for writing, with the folders above it where they are not there yet."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "wb")


def clear_dead(folder: Path, there: Iterable[Path] | None = None) -> None:
    """Remove what runs that died left beside its place in `folder` and the folders in it.

    `there` are such files where they are known already.
    """
    for path in folder.rglob(".tmp-*") if there is None else there:
        owner = path.name.split("-")[1]
        if not (owner.isdigit() and _lives(int(owner))):
            with contextlib.suppress(OSError):
                path.unlink()


def _lives(process: int) -> bool:
    if process == os.getpid() or os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EIO, errno.EROFS):
            raise  # what else is said is that this file system (a share) cannot flush a folder
    finally:
        os.close(handle)


def tidy(folder: Path, made: Mapping[str, str]) -> tuple[str, ...]:
    """Remove what an earlier run on the same day put into `folder` and this one did not.

    `made` maps the names of this run's files to the SHA-256 of their content.  Only files that a run
    itself listed are touched, and only while they are as it wrote them: what a person edited or added
    stays.  Returns the names removed.
    """
    record = folder / MADE
    before: Mapping[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        before = json.loads(record.read_text(encoding="utf-8"))
    removed = []
    for name, digest in before.items():
        path = folder / name
        if name in made or not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            path.unlink()
            removed.append(name)
            with contextlib.suppress(OSError):
                path.parent.rmdir()
    now = {name: made[name] for name in sorted(made)}
    put(record, json.dumps(now, ensure_ascii=False, indent=0).encode(), durable=False)
    return tuple(removed)


def evidence_of(office: Office, names: Iterable[str]) -> Mapping[str, int] | None:
    """Return the names and sizes of a unit's evidence files; None where the office keeps none.

    `names` are the folder names that may be the unit's: its id, name, short names.
    """
    for name in names:
        folder = office.evidence / name
        if name and folder.is_dir() and not folder.is_symlink():
            files = (p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
            return {p.name: p.stat().st_size for p in files}
    return None
