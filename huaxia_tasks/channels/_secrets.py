"""Secrets: from the environment, or from a file outside the office that only its owner can read.

They are never printed: logs and messages pass through `redact`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import UsageError
from ..patterns import regex
from ..wording import refused

VARIABLE = "HUAXIA_SECRETS"
_LINE = regex(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")
_SHOWN = regex(r"(?i)\b(key|access_token|token|secret|sign|password|passwd|pwd)=([^\s&\"'#]+)")
_HOOK = regex(r"(?i)(/hook/)[\w-]+")
_known: set[str] = set()


class Secrets:
    """Gives secrets by the name of their variable; its ``repr`` shows none."""

    def __init__(self, office: Path, environment: Mapping[str, str] | None = None) -> None:
        self._office = office.resolve()
        self._environment = os.environ if environment is None else environment
        self._file: Mapping[str, str] | None = None

    def __repr__(self) -> str:
        return "Secrets(***)"

    def get(self, variable: str) -> str:
        """Return a secret, "" where it is nowhere.  Raises UsageError where its file is not safe."""
        value = self._environment.get(variable, "") or self._from_file().get(variable, "")
        if value:
            _known.add(value)
        return value

    def for_channel(self, settings: Mapping[str, str]) -> Callable[[str], str]:
        """Return a look-up by the name of the setting that names the variable.

        All secrets of the channel are known to `redact` from then on.
        """
        for name, variable in settings.items():
            if "环境变量" in name and variable.strip():
                self.get(variable.strip())

        def look_up(setting: str) -> str:
            variable = settings.get(setting, "").strip()
            return self.get(variable) if variable else ""

        return look_up

    def _from_file(self) -> Mapping[str, str]:
        if self._file is None:
            self._file = self._read()
        return self._file

    def _read(self) -> Mapping[str, str]:
        named = self._environment.get(VARIABLE, "")
        if not named:
            return {}
        path = Path(named)
        try:
            about = path.stat()
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"环境变量 {VARIABLE} 指的密钥文件读不了（{refused(error)}）",
                todo="请核对它的位置和权限。",
            ) from None
        if path.resolve().is_relative_to(self._office):
            raise UsageError(
                "密钥文件不能放在办公室文件夹里", todo="请移到别处，例如本人的主目录。"
            )
        if os.name == "posix" and stat.S_IMODE(about.st_mode) & 0o077:
            raise UsageError(
                "密钥文件别人也能读", todo=f"请先运行 chmod 600 {path.name}，只让本人可读。"
            )
        found = {}
        for line in text.splitlines():
            match = _LINE.fullmatch(line)
            if match and not line.lstrip().startswith("#"):
                found[match[1]] = match[2].strip("\"'")
        return found


def redact(text: str) -> str:
    """Return `text` with every secret known to this run, and all that looks like one, blotted out."""
    for value in sorted(_known, key=len, reverse=True):
        if len(value) >= 4:
            text = text.replace(value, "***")
    return _HOOK.sub(r"\1***", _SHOWN.sub(r"\1=***", text))
