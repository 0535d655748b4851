"""共享文件夹: each unit's own folder gets its own papers, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from ..model import Receipt
from ..patterns import regex
from ..placing import place
from ..registry import channel
from ..wording import refused
from ._parcel import Enclosure, Means, Parcel, Unreachable
from ._rows import ROWS

_RESERVED = regex(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_UNSAFE = regex(r'[<>:"/\\|?*\x00-\x1f]')


@channel("共享文件夹", repeatable=True, **ROWS["共享文件夹"])
def shared_folder(parcel: Parcel, means: Means) -> Receipt:
    """Put the files of a parcel into the unit's folder under 目录, else under 发出/单位.

    A file that lies there already with the same content counts as delivered; one with other content
    (the unit wrote into its copy) is never touched.
    """
    root = root_of(means)
    folder = root / parcel.address
    if not is_plain(parcel.address):
        return parcel.receipt("refused", f"“{parcel.address}”不能作文件夹名")
    means.about_to_send()
    try:
        folder.mkdir(exist_ok=True)
        if folder.is_symlink() or not folder.resolve().is_relative_to(root.resolve()):
            return parcel.receipt("refused", f"文件夹“{parcel.address}”指向别处")
        for file in parcel.files:
            _put(folder, file, again=parcel.tries > 0)
    except OSError as error:
        if not root.is_dir():
            raise Unreachable(f"共享目录不见了：{root}") from None
        return parcel.receipt("retry", f"写不进文件夹“{parcel.address}”（{refused(error)}）")
    return parcel.receipt(
        "sent", f"{parcel.address}/{parcel.files[0].name}" if parcel.files else ""
    )


def root_of(means: Means) -> Path:
    """Return the folder that holds the units' folders.  Raises Unreachable where it is not there."""
    given = means.get("目录")
    if not given:
        root = means.root / "发出" / "单位"
        root.mkdir(parents=True, exist_ok=True)
        return root
    root = Path(given)
    root = root if root.is_absolute() else means.root / root
    if not root.is_dir():
        raise Unreachable(f"共享目录不在：{root}（可能没有连接）")
    return root


def is_plain(name: str) -> bool:
    """Whether `name` is one plain folder name on every system."""
    return bool(
        name
        and not _UNSAFE.search(name)
        and not _RESERVED.fullmatch(name)
        and name.strip(". ") == name
        and len(name.encode()) <= 200
    )


def _put(folder: Path, file: Enclosure, *, again: bool) -> None:
    path, number = folder / file.name, 1
    while True:
        try:
            place(path, file.data)
            return
        except FileExistsError:
            if again or path.is_dir() or path.read_bytes() == file.data:
                return  # ours, of an earlier try; what the unit wrote into it stays
        number += 1
        stem, dot, ending = file.name.rpartition(".")
        path = folder / (f"{stem}_{number}{dot}{ending}" if stem else f"{file.name}_{number}")
