"""Our own faults: the full trace to a log that only the office can read, one sentence to the user.

What a trace quotes may be a unit's cell or a robot's key: all of it passes the same cleaning as
messages that go out.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ..errors import OfficeError
from ..wording import refused

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SYSTEM = _FULL | {errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENAMETOOLONG}
_SYSTEM |= {errno.ENOENT, errno.EBUSY, errno.EMFILE, errno.ENFILE, errno.EFBIG, errno.ENOMEM}
#: Something of another kind lies where the program has its own.
_TAKEN = {errno.EISDIR, errno.ENOTDIR, errno.EEXIST}
_SYSTEM |= {getattr(errno, n, errno.EIO) for n in ("ESTALE", "ENODEV", "ENXIO", "EHOSTDOWN")}
_NAME = "huaxia-出错记录.log"
_MOST = 4 * 1024 * 1024


def interrupted(fault: BaseException | None) -> bool:
    """Whether somebody pressed Ctrl+C while a class was being made, which Python tells as another error."""
    while fault is not None:
        if isinstance(fault, KeyboardInterrupt):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def of_the_system(fault: Exception) -> OfficeError | None:
    """Return what to tell of a disk that is full, failing or closed to us; None for a fault of ours."""
    if not isinstance(fault, OSError) or fault.errno not in _SYSTEM | _TAKEN:
        return None
    where = str(fault.filename or "")
    if fault.errno in _FULL:
        return OfficeError(
            "磁盘已满，文件写不进去", where, "请清理磁盘后再运行一次，程序会接着办完。"
        )
    todo = "请检查磁盘、共享和文件夹的权限，关闭正在打开它的程序，然后再运行一次。"
    if fault.errno in _TAKEN:
        todo = "文件夹和文件同名，占了位置。请把不是程序生成的改名或移走，然后再运行一次。"
    return OfficeError(f"文件读写不了（{refused(fault)}）", where, todo)


def log_folder(office: Path | None = None) -> Path:
    """Return where faults are logged: beside the office's cache, else the system's temporary folder."""
    from ..office import find_office

    with contextlib.suppress(Exception):
        folder = find_office(Path.cwd(), office).cache
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder
    return Path(tempfile.gettempdir())


def log_fault(fault: BaseException, office: Path | None = None) -> str:
    """Write the full trace of our own fault to a log; return the one sentence for the user."""
    text = cleaned("".join(traceback.format_exception(fault)))
    if os.environ.get("HUAXIA_TRACE"):
        sys.stderr.write(text)
    path = _written(text, office)
    if path is None:
        sys.stderr.write(text)
        return "程序内部出错，请把上面的内容发给维护人员。已写好的文件不受影响。"
    return f"程序内部出错（{type(fault).__name__}），详情已记入 {path}，请发给维护人员。已写好的文件不受影响。"


def cleaned(text: str) -> str:
    """Return `text` without secrets and without what tells of persons."""
    from ..channels import redact
    from ..privacy import mask

    return "\n".join(mask(line) for line in redact(text).split("\n"))


def _written(text: str, office: Path | None) -> Path | None:
    path = log_folder(office) / _NAME
    try:
        if path.is_file() and path.stat().st_size > _MOST:
            path.replace(path.with_suffix(".old.log"))
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as log:
            log.write(f"==== {datetime.now():%Y-%m-%d %H:%M:%S}\n{text}\n")
    except OSError:
        return None
    return path


class FaultLog(logging.Handler):
    """Keeps what a part that failed has to say; the user hears once that there was something."""

    def __init__(self, office: Path, warn: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._office, self._warn, self._told = office, warn, False

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, with its trace."""
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        path = _written(cleaned(text), self._office)
        if not self._told:
            self._told = True
            where = f"，详情已记入 {path}，请发给维护人员" if path else ""
            self._warn(f"程序有一处出错，这一处已跳过，其余照常{where}。")


def keep_faults(office: Path, warn: Callable[[str], None]) -> None:
    """Send what parts of the program log to the office's fault log, in place of the screen."""
    log = logging.getLogger("huaxia_tasks")
    for handler in [h for h in log.handlers if isinstance(h, FaultLog)]:
        log.removeHandler(handler)
    log.addHandler(FaultLog(office, warn))
