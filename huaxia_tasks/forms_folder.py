"""The folder 下发: a form that somebody has filled in where it lay is never written over.

What is put there is listed in 归档 by SHA-256 before it is; a file that is not as it was put belongs
to whoever changed it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json

from .office import Office, clear_dead, put
from .wording import not_renewed


class FormsFolder:
    """Takes the files of ``huaxia forms``; notes tell which ones stayed as they were."""

    def __init__(self, office: Office, *, dry_run: bool = False) -> None:
        self.folder, self.dry_run = office.root / "下发", dry_run
        self._record = office.root / "归档" / ".下发.json"
        self.notes: list[str] = []
        #: What could not be put there, so that what lay there stayed.
        self.refused: list[str] = []
        #: Name -> SHA-256 of what lies there and of what is about to be put there.
        self._made = self._read()
        self._touched: set[str] = set()
        if not dry_run:
            clear_dead(self.folder)

    def _read(self) -> dict[str, list[str]]:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            known = json.loads(self._record.read_text(encoding="utf-8"))
            return {str(n): [str(d) for d in own] for n, own in known.items()}
        return {}

    def put(self, name: str, data: bytes) -> None:
        """Put a form there, unless the one that lies there was filled in or changed."""
        digest, path = hashlib.sha256(data).hexdigest(), self.folder / name
        if self.dry_run:
            return
        try:
            there = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            own = self._made.get(name, [])
            if there and there != digest and there not in own:
                what = "发出后有人填过或改过" if name.endswith(".xlsx") else "有人改过"
                move = "填好的请移到“报送”；" if name.endswith(".xlsx") else ""
                self.notes.append(
                    f"“下发”里的《{name}》{what}，没有覆盖。"
                    f"{move}确实要重新生成的，请先把它改名或移走，再运行一次。"
                )
                return
            if there == digest and own == [digest]:
                return
            self._list(name, [d for d in (there, digest) if d])
            put(path, data)
        except PermissionError:
            self.notes.append(not_renewed(name))
            self.refused.append(name)
            return
        self._made[name] = [digest]
        self._touched.add(name)

    def _list(self, name: str, digests: list[str]) -> None:
        """Write down what is to lie there, before it does."""
        self._made[name] = list(dict.fromkeys(digests))
        self._touched.add(name)
        self.finish()

    def finish(self) -> None:
        """Keep the list of what was put there; what another run wrote down meanwhile stays."""
        if not self.dry_run and self._touched:
            made = {**self._read(), **{name: self._made[name] for name in self._touched}}
            text = json.dumps(dict(sorted(made.items())), ensure_ascii=False, indent=0)
            put(self._record, text.encode(), durable=False)
