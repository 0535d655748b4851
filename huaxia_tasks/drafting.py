"""Turns a briefing into files: papers from templates, returned workbooks, the consolidated workbook.

Drafting is repeatable: the same briefing gives the same bytes.  A broken template stops its own kind
of paper and is told; everything else is written.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .documents._composed import composed
from .documents._findings import placed
from .documents._letter import length_note
from .edited_drafts import EditedDrafts
from .errors import OversizedError, TemplateError
from .model import (
    Briefing,
    CellRef,
    Document,
    Finding,
    Level,
    Paper,
    Plan,
    Reminder,
    Submission,
    Unit,
    UnitView,
)
from .office import Office, put, starter, tidy
from .patterns import regex
from .registry import REGISTRY, DocumentEntry, open_door
from .wording import not_renewed

if TYPE_CHECKING:
    from .rendering.clean import RenderNote

_UNSAFE = regex(r'[<>:"/\\|?*\x00-\x1f\s]+')
_RESERVED = regex(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


@dataclass(slots=True)
class Drafts:
    """What was drafted: the papers, every file written (relative to the day's folder), the troubles.

    ``digests`` has the SHA-256 of each file, "" where it could not be written; such a file is
    ``refused`` and stands neither among the files nor, as a paper, among the papers.
    """

    papers: list[Paper] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    broken: list[TemplateError] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def refuse(self, names: Iterable[str]) -> None:
        """Take out what could not be written, by its name in the day's folder."""
        gone = set(names)
        self.refused += [n for n in self.files if n in gone]
        self.files[:] = [n for n in self.files if n not in gone]
        self.papers[:] = [p for p in self.papers if not any(p.path.endswith(f"/{n}") for n in gone)]


def documents() -> dict[str, DocumentEntry]:
    """Return every kind of document by its key, the door opened."""
    open_door("documents")
    return REGISTRY.documents


@lru_cache(maxsize=256)
def safe_name(text: str, limit: int = 60) -> str:
    """Return `text` as part of a file name that every system takes, at most `limit` characters."""
    name = _UNSAFE.sub("", text).strip(". ")[:limit].strip(". ")
    return f"_{name}" if _RESERVED.match(name) or name.startswith(("~$", "-")) else name or "未命名"


def unit_folder(unit: Unit) -> str:
    """Return the folder of a unit's papers: its code and name."""
    return f"{safe_name(unit.id, 12)}_{safe_name(unit.name, 30)}"


def paper_name(briefing: Briefing, document: Document, suffix: str = "") -> str:
    """Return where the draft of a document lies in the folder of its day.

    A paper that is about one of several plans as a whole bears the mark of its plan.
    """
    stem = safe_name(document.name + (f"_{suffix}" if suffix else ""))
    stem = stem if document.step else briefing.snapshot.plan.marked(stem)
    plans = (b.snapshot.plan for b in briefing.of_all_plans) if document.unit else ()
    unit = next((u for p in plans if (u := p.unit(document.unit or ""))), None)
    return f"{unit_folder(unit)}/{stem}.docx" if unit else f"{stem}.docx"


class Templates:
    """The templates of an office, each read once; a broken one stops its own kind of paper."""

    def __init__(self, office: Office, *, cache: bool = True) -> None:
        self._office = office
        #: What was read of them so far.
        self.read: dict[str, bytes | None] = {}
        #: Where compiled templates are kept; None where nothing may be written.
        self.cache = office.cache if cache else None
        #: The templates that are not used any more, with the reason.
        self.stopped: dict[str, TemplateError] = {}

    def anew(self) -> Templates:
        """Return the same templates, none of them stopped."""
        other = Templates(self._office)
        other.read, other.cache = self.read, self.cache
        return other

    def get(self, template: str, broken: list[TemplateError]) -> bytes | None:
        """Return a template of the office, else the shipped one; None after it was found broken."""
        if template in self.stopped:
            return None
        if template not in self.read:
            own = self._office.templates / template
            path = own if own.is_file() else starter("templates") / template
            try:
                self.read[template] = path.read_bytes()
            except OSError:
                self.read[template] = None
        data = self.read[template]
        if data is None:
            what = f"找不到模板《{template}》"
            todo = "请把它放回“模板”文件夹，或运行 huaxia init 补齐。"
            self.stop(template, TemplateError(what, "模板", todo), broken)
        return data

    def stop(self, template: str, error: TemplateError, broken: list[TemplateError]) -> None:
        """Use a template no more, and say why."""
        broken.append(error)
        self.stopped[template] = error


class Draftsman:
    """Writes the drafts of one run into 输出/<日期>/."""

    def __init__(
        self,
        office: Office,
        briefing: Briefing,
        *,
        dry_run: bool = False,
        templates: Templates | None = None,
    ) -> None:
        self.office = office
        self.briefing = briefing
        self.plan: Plan = briefing.snapshot.plan
        self.folder: Path = office.output(briefing.snapshot.today)
        self.dry_run = dry_run
        self.drafts = Drafts()
        #: Knows of the day's folder, also where the drafts go to a folder in it.
        self._edited = EditedDrafts(self.folder)
        self.templates = templates or Templates(office, cache=not dry_run)

    def beside(self, briefing: Briefing) -> Draftsman:
        """Return a desk for another plan that puts its drafts with those of this one."""
        other = Draftsman(self.office, briefing, dry_run=self.dry_run, templates=self.templates)
        other.folder, other.drafts = self.folder, self.drafts
        return other

    # ----------------------------------------------------------------- papers

    def reminders(self, reminders: Iterable[Reminder]) -> None:
        """Draft one paper per reminder, and one slip per matter, under a cover, where the kind wants that."""
        kinds = documents()
        for reminder in reminders:
            if reminder.step.document not in kinds:
                self.drafts.notes.append(f"没有“{reminder.step.document}”这种文书，已跳过。")
            for one in composed(self.briefing, reminder):
                suffix = one.matter.id if one.matter else ""
                self.paper(one.entry, one.document, suffix, plan=one.plan)

    def paper(
        self, entry: DocumentEntry, document: Document | None, suffix: str = "", *, plan: str = ""
    ) -> None:
        """Render one document, unless it has nothing to say; `plan` is the key of another plan's."""
        from .rendering.word import render

        if document is None:
            return
        template = self._template(entry)
        if template is None:
            return
        cleaned: list[RenderNote] = []
        name = paper_name(self.briefing, document, suffix)
        try:
            data = render(document, template, cache=self.templates.cache, notes=cleaned)
        except OversizedError as error:
            self.drafts.notes.append(f"《{name}》：{error}")
            return
        except TemplateError as error:
            self.templates.stop(entry.template, error, self.drafts.broken)
            return
        self.drafts.notes += [f"《{name}》：{note.message}" for note in cleaned]
        if too_long := length_note(document.fields):
            self.drafts.notes.append(f"《{name}》：{too_long}")
        self._write(name, data)
        self.drafts.papers.append(
            Paper(
                key=document.key,
                kind=document.kind,
                unit=document.unit,
                path=f"{self.office.relative(self.folder)}/{name}",
                sha256=self.drafts.digests.get(name) or hashlib.sha256(data).hexdigest(),
                step=document.step,
                matters=document.matters,
                plan=plan or self.plan.key,
            )
        )

    def _template(self, entry: DocumentEntry) -> bytes | None:
        """Return the office's template, else the shipped one; None after it was found broken."""
        return self.templates.get(entry.template, self.drafts.broken)

    # ----------------------------------------------------------------- returned workbooks

    def returned(self, view: UnitView, findings: Iterable[Finding]) -> None:
        """Draft one marked copy of each workbook in which something is to be mended."""
        own = tuple(placed(findings, view))
        taken: set[str] = set()
        for submission in view.submissions:
            if submission.readable and any(_to_mend(f, submission.file) for f in own):
                name = Path(submission.file).name
                stem = safe_name(name.rsplit(".", 1)[0], 50)
                data = self._marked(view, submission, own)
                name = _apart(self.plan.marked(f"退回_{stem}"), taken)
                self._write(f"{unit_folder(view.unit)}/{name}.xlsx", data)

    def _marked(
        self, view: UnitView, submission: Submission, findings: tuple[Finding, ...]
    ) -> bytes:
        from .rendering.returned import mark, marks_of
        from .workbooks.grid import package_of

        marks = marks_of(findings, submission.file)
        data = self._content(submission.file)
        marked = None
        if hashlib.sha256(data).hexdigest() == submission.digest:
            package = package_of(data)
            marked = mark(package, marks, author=self.plan.office, unit=view.unit.name)
        if marked is not None:
            return marked
        from .rendering.forms import rebuild

        return rebuild(self.plan, view.unit, submission, marks)

    # ----------------------------------------------------------------- files

    def _content(self, file: str) -> bytes:
        """Return what a unit's file holds by now; nothing where it was taken away since it was read."""
        try:
            return (self.office.root / file).read_bytes()
        except OSError:
            return b""

    def _write(self, name: str, data: bytes) -> None:
        self.drafts.files.append(name)
        self.drafts.digests[name] = hashlib.sha256(data).hexdigest()
        if self.dry_run:
            return
        try:
            there = (self.folder / name).relative_to(self._edited.folder).as_posix()
            told = self._edited.about_to_put(there, self.drafts.digests[name])
            self.drafts.notes += [told] if told else []
            put(self.folder / name, data, durable=False)
        except PermissionError:
            self.drafts.digests[name] = ""
            self.drafts.notes.append(not_renewed(name))

    def done(self, *, whole: bool = False) -> Drafts:
        """Return what was made, after the record of it is settled.

        With `whole` this is all that a run makes on its day: what an earlier one made and this one did
        not is removed.
        """
        if not self.dry_run:
            self.drafts.refuse(n for n, digest in self.drafts.digests.items() if not digest)
            if whole:
                tidy(self.folder, self.drafts.digests)
            self._edited.finish(self.drafts.digests if whole else ())
        return self.drafts

    def write(self, name: str, data: bytes) -> None:
        """Write a further file of the run."""
        self._write(name, data)


def _apart(name: str, taken: set[str]) -> str:
    """Return a name that no other file of the folder bears, on systems too that know no case."""
    free, count = name, 1
    while unicodedata.normalize("NFC", free).casefold() in taken:
        count += 1
        free = f"{name}（{count}）"
    taken.add(unicodedata.normalize("NFC", free).casefold())
    return free


def _to_mend(finding: Finding, file: str) -> bool:
    refs: Iterator[CellRef | None] = iter((finding.ref, *finding.more_refs))
    return finding.level is not Level.INFO and any(
        r is not None and r.file == file and r.sheet for r in refs
    )
