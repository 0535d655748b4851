"""What the names under 报送 tell: owner marks, half downloads, conflict copies, rubbish.

Pure text; nothing here looks at a disk.  Sources: the names that Excel, WPS, LibreOffice, OneDrive,
Dropbox, Syncthing, Nextcloud, 坚果云 and 百度网盘 give, and those of downloaders.
"""

from __future__ import annotations

import re
import unicodedata

from ..patterns import regex

WORKBOOK_ENDINGS = frozenset(
    {
        *(".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb"),
        *(".et", ".ett", ".ods", ".ots", ".fods", ".csv", ".tsv"),
    }
)
_RUBBISH_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "autorun.inf", "$recycle.bin"}
)
_RUBBISH_ENDINGS = (
    *(".tmp", ".temp", ".bak", ".xlk", ".swp", ".swo", ".asd", ".wbk", ".old", ".lock"),
    *(".part", ".partial", ".crdownload", ".download", ".downloading", ".filepart", ".opdownload"),
    *(".xltd", ".td", ".td.cfg", ".bc!", ".!ut", ".aria2", ".baiduyun.p.downloading"),
)
_RUBBISH_FOLDERS = frozenset(
    {
        *(
            "$recycle.bin",
            "@eadir",
            "#recycle",
            "@recycle",
            "recycler",
            "system volume information",
        ),
        *("__macosx", "lost+found", "#snapshot", "@tmp"),
    }
)
_SAVING = regex(r"[0-9A-Fa-f]{8}")
_LIBRE_OWNER = regex(r"\.~lock\.(.+)#")
_ICLOUD = regex(r"\.(.+)\.icloud")


def same_name(name: str) -> str:
    """Return the form in which two names are compared: composed, without case."""
    return unicodedata.normalize("NFC", name).casefold()


def ending(name: str) -> str:
    """Return the lower-case ending with its dot, "" where there is none."""
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem else ""


def is_rubbish_folder(name: str) -> bool:
    """Whether a folder holds no submissions: recycle bins, caches, hidden ones."""
    return name.startswith((".", "~$")) or name.lower() in _RUBBISH_FOLDERS


def owner_of(name: str) -> str | None:
    """Return the name of the file that an owner mark stands for, None where `name` is none.

    ``~$清单.xlsx`` (Excel, WPS), ``.~清单.xlsx`` (WPS), ``.~lock.清单.xlsx#`` (LibreOffice).
    """
    if match := _LIBRE_OWNER.fullmatch(name):
        return match[1]
    if name.startswith(("~$", ".~")) and len(name) > 2:
        return name[2:]
    return None


def placeholder_of(name: str) -> str | None:
    """Return the name of the file that a cloud mark (``.清单.xlsx.icloud``) stands for, or None."""
    match = _ICLOUD.fullmatch(name)
    return match[1] if match else None


def rubbish(name: str) -> str:
    """Return why a file is left alone, "" where it is not."""
    lower = name.lower()
    if lower in _RUBBISH_NAMES:
        return "系统文件"
    if _SAVING.fullmatch(name):
        return "保存时的临时文件"
    if lower.endswith(_RUBBISH_ENDINGS) or lower.startswith("~wr"):
        return "临时、备份或没有下载完的文件"
    if name.startswith(".") or name.endswith("~"):
        return "隐藏或临时文件"
    return ""


_OPEN, _CLOSE = r"[（(\[【]", r"[)）\]】]"
_INSIDE = r"[^（()）\[\]【】]*"
_CLASH = r"(?:冲突|conflict)"
_COPIES = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        rf"(.+?)[ _-]*{_OPEN}{_INSIDE}{_CLASH}{_INSIDE}{_CLOSE}",  # Dropbox, Nextcloud, 百度网盘
        rf"(.+?)[ _.~-]+(?:NS|sync-)?{_CLASH}.*",  # 坚果云, Syncthing
        r"(.+?)(?:[ _-]|的)*冲突(?:副本|版本|文件).*",
        rf"(.+?) ?{_OPEN}\d{{1,3}}{_CLOSE}",  # browsers, chat programs
        rf"(.+?)(?:[ _-]+|的)(?:副本|复件|复制|copy)(?: ?{_OPEN}?\d{{1,3}}{_CLOSE}?)?",
        rf"(?:副本|复件|复制|copy of)[ _-]*(?:{_OPEN}\d{{1,3}}{_CLOSE})?[ _-]*(?:of )?(.+)",
        r"(.+?) \d{1,2}",  # macOS
    )
)
_COMPUTER = regex(r"(.+?)-((?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{3,20})")  # OneDrive
_KNOWN_COMPUTERS = (
    *("DESKTOP", "LAPTOP", "PC-", "WIN-", "MACBOOK", "SURFACE", "THINKPAD", "LENOVO"),
    *("DELL", "ASUS", "HUAWEI", "USER-"),
)


def originals(name: str) -> list[str]:
    """Return the names that `name` may be a conflict copy of, nearest first; none for most."""
    found: list[str] = []
    tail = ending(name)
    names = [name[: len(name) - len(tail)] if tail else name]
    for stem in names:
        for candidate in _stripped(stem):
            if candidate not in names and len(names) < 6:
                names.append(candidate)
                found.append(candidate + name[len(name) - len(tail) :] if tail else candidate)
    return found


def _stripped(stem: str) -> list[str]:
    results = [
        match[1].strip(" _-")
        for pattern in _COPIES
        if (match := pattern.fullmatch(stem)) and match[1].strip(" _-")
    ]
    if (match := _COMPUTER.fullmatch(stem)) and _is_computer(match[2]):
        results.append(match[1])
    return results


def _is_computer(word: str) -> bool:
    """Whether `word` looks like a computer's name and not like V2 or FINAL."""
    return word.startswith(_KNOWN_COMPUTERS) or (
        len(word) >= 6 and any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    )


def owner_name(content: bytes, name: str) -> str:
    """Return who has a workbook open, by the content of its owner mark; "" where it is not said.

    Excel and WPS: a length, the name in the computer's own encoding, and from byte 55 once more
    in UTF-16 with its own length.  LibreOffice: names and times separated by commas.
    """
    if name.startswith(".~lock."):
        words = content[:2000].decode("utf-8", "replace").split(",")
        return _clean(words[0]) or (_clean(words[1]) if len(words) > 1 else "")
    if len(content) > 57:
        length = int.from_bytes(content[55:57], "little")
        wide = content[57 : 57 + 2 * length]
        if 0 < length <= 54 and len(wide) == 2 * length:
            found = _clean(wide.decode("utf-16-le", "replace"))
            if found and "\ufffd" not in found:
                return found
    if content and 0 < content[0] <= 54:
        said = content[1 : 1 + content[0]]
        # A name of two 汉字 in UTF-8 passes for three in GB 18030, seldom the other way round.
        try:
            return _clean(said.decode("utf-8"))
        except UnicodeDecodeError:
            return _clean(said.decode("gb18030", "replace"))
    return ""


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()[:40]
