"""Where the ledger may lie: a local disk of one machine, never a network file system."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from ..errors import LedgerError

_REMOTE = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "sshfs", "afs", "ceph", "glusterfs",
    "fuse.glusterfs", "davfs", "fuse.davfs2", "fuse.rclone", "ncpfs", "lustre", "fuse.s3fs",
    "smb", "smb2", "fuse.smbnetfs", "fuse.gvfsd-fuse", "fuse.curlftpfs", "beegfs", "gpfs", "ocfs2",
}  # fmt: skip


def require_local(path: Path, mounts: str | None = None) -> None:
    """Raise LedgerError where `path` lies on a network file system.

    `mounts` is the text of the system's table of mounts; None reads it (Linux).  On Windows network
    drives and UNC paths are told by the system.
    """
    kind = _windows_kind(path) if os.name == "nt" else _mount_kind(path, mounts)
    if kind:
        raise LedgerError(
            f"台账在网络文件系统上（{kind}），那里的文件锁不可靠，编号可能发重、记录可能丢失",
            str(path),
            "请把办公室文件夹放到本机硬盘，只把报送、下发等文件夹留在共享盘（在方案“渠道”表里指明）。",
        )


def _mount_kind(path: Path, mounts: str | None) -> str:
    if mounts is None:
        if not sys.platform.startswith("linux"):
            return ""
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
    best, kind = "", ""
    where = str(path.resolve())
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[1])
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind if kind in _REMOTE else ""


def _windows_kind(path: Path) -> str:
    text = str(path.resolve())
    if text.startswith("\\\\"):
        return "网络路径"
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is not None and windll.kernel32.GetDriveTypeW(text[:3]) == 4:
        return "网络驱动器"
    return ""
