"""What the lines around all tables of a workbook say: whose it is, of which day and year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ..model import column_letters
from ..patterns import regex
from .book import Book
from .lines import Labelled, Line, is_note, labelled
from .plain_days import plain_day, title_year
from .squeeze import squeeze
from .tables import SheetTables
from .whose import UnitFinder, Verdict, find_evidence, judge

_TITLE_WORDS = regex("清单|台账|台帐|表|方案|活动|汇总|情况")
_LONGEST_SIGNATURE = 60
_FEW_IN_A_ROW = 2
_ASKS = regex("请|报送至|前报|截止")
#: What stands behind such a label, or such a word of a notice, is another's: who receives, prints, asks.
_OTHERS = regex(
    r"(?:主送|抄送|抄报|报送|上报|呈报|呈送|报至|交至|发至|报|收表|收件|受理|接收|汇总|主办|主管|指导|组织|制表|印制|印发|制发|发文|监督"
    r"|督办|督查|联系|咨询|审核|审批|解释)(?:至|到|给|人|单位|部门|机关|科室|处室|办公室|邮箱)?\s*[:：]\s*\S*"
)
_DIRECTS = regex(
    r"(?<![申提邀])请|务必|通知$|[。；;]$|^各.{0,40}[:：]$|[（(]由|由.{2,20}(?:负责|统一|制|印|解释|汇总)"
)
_AS_OF = regex(r"截[至止]到?\s*((?:20\d\d\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号])(?!前)")


@dataclass(slots=True)
class Surroundings:
    """The lines around all tables of a workbook.

    ``labels`` are values behind 填报单位 or 填报时间, ``titles`` other lines above tables, each with its
    sheet's name; ``days`` lines that are nothing but a day.
    """

    file: str
    sheets: list[SheetTables]
    labels: list[tuple[str, Labelled]] = field(default_factory=list)
    titles: list[tuple[str, Line]] = field(default_factory=list)
    days: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        tabled = any(sheet.found for sheet in self.sheets)
        for sheet in self.sheets:
            if tabled and sheet.view.sheet.hidden and not sheet.found:
                continue  # choices for dropdown lists and the like
            name = sheet.view.sheet.name
            above = [x for f in sheet.found for x in f.above]
            if not sheet.found:
                above = _few_in_a_row(sheet.loose)[:12]
            lines = {(x.row, x.column): x for f in sheet.found for x in (*f.above, *f.around)}
            lines |= {(x.row, x.column): x for x in sheet.loose}
            ordered = [lines[at] for at in sorted(lines)]
            own = list(labelled(ordered))
            self.labels += [(name, label) for label in own]
            taken = {(x.line.row, x.line.column) for x in own}
            self.days += [x for x in ordered if _is_day(x)]
            self.titles += [
                (name, x) for x in above if (x.row, x.column) not in taken and _is_title(x)
            ]

    def written(self, year: int | None) -> date | None:
        """Return the latest day that 填报时间 and its like give; else a day alone, else 截至.

        `year` is that of days without one.
        """
        labelled_days = [
            plain_day(x.line.cell.raw if x.line.cell.kind == "date" else x.text, year)
            for _, x in self.labels
            if x.kind == "day"
        ]
        titles = [line for _, line in self.titles]
        for days in (
            labelled_days,
            [plain_day(_content(line), year) for line in self.days],
            [plain_day(m[1], year) for line in titles if (m := _AS_OF.search(line.text))],
        ):
            if any(days):
                return max(d for d in days if d)
        return None

    def year(self) -> int | None:
        """Return the year that the titles name; else sheets, else the file; None if they differ."""
        titles = [line.text for _, line in self.titles if not _is_day(line)]
        sources: tuple[list[str], ...] = (
            [t for t in titles if _TITLE_WORDS.search(t) and not _ASKS.search(t)],
            titles,
            [s.view.sheet.name for s in self.sheets],
            [self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]],
        )
        for texts in sources:
            years = {y for t in texts if (y := title_year(t))}
            if years:
                return years.pop() if len(years) == 1 else None
        return None

    def verdict(self, book: Book, finder: UnitFinder) -> Verdict:
        """Return whose workbook this is."""
        titles = self._own_titles(finder)
        evidence = find_evidence(
            self.file,
            book.properties,
            [(s, x) for s, x in self.labels if x.kind == "unit"],
            titles,
            [s.view.sheet.name for s in self.sheets],
            finder,
        )
        return judge(evidence, self.file, [x.text for _, x in titles], finder)

    def signed(self, finder: UnitFinder) -> Verdict | None:
        """Return the unit that lines within and below the tables name, where no other place does."""
        lines = [(s.view.sheet.name, x) for s in self.sheets for f in s.found for x in f.around]
        lines += [(s.view.sheet.name, x) for s in self.sheets if s.found for x in s.loose]
        named = [
            (sheet, line, units)
            for sheet, line in lines
            if len(line.text) <= _LONGEST_SIGNATURE and (own := _own_part(line))
            for units, weight in [finder.in_name(own.text)]
            if weight > 1 and len(units) == 1
        ]
        if len({units for _, _, units in named}) != 1:
            return None
        sheet, line, units = named[0]
        place = f"“{sheet}”{column_letters(line.column)}{line.row}写的是“{line.text.strip()}”"
        return Verdict(next(iter(units)), place)

    def _own_titles(self, finder: UnitFinder) -> list[tuple[str, Line]]:
        """Return the titles that may say whose the tables are, each without what it says of others.

        Directions name those who ask or receive.  Of a sheet beside the tables only a cover counts,
        which names one unit in a line of its own and directs nobody: notices, directions for
        filling in and lists of units name others.
        """
        said = [(s, own) for s, x in self.titles if (own := _own_part(x))]
        with_table = {s.view.sheet.name for s in self.sheets if s.found}
        if not with_table:
            return said
        notices = {
            s.view.sheet.name
            for s in self.sheets
            if not s.found
            and (
                any(_own_text(x.text) is None for x in s.loose)
                or len(_few_in_a_row(s.loose)) < len(s.loose)  # rows of something else
            )
        }
        named: dict[str, set[str]] = {}
        covers: set[str] = set()
        for sheet, line in said:
            if sheet not in with_table and (units := finder.in_name(line.text)[0]):
                named.setdefault(sheet, set()).update(units)
                if squeeze(line.text) in finder.names:
                    covers.add(sheet)
        trusted = with_table | {s for s in covers - notices if len(named[s]) == 1}
        return [(sheet, line) for sheet, line in said if sheet in trusted]


def _own_part(line: Line) -> Line | None:
    """Return a title without those to whom it is sent, who printed it, whom to ask; None for directions."""
    own = _own_text(line.text)
    return line if own == line.text else None if own is None else line._replace(text=own)


@lru_cache(maxsize=512)
def _own_text(text: str) -> str | None:
    return None if _DIRECTS.search(text.strip()) else _OTHERS.sub("", text)


def _few_in_a_row(lines: list[Line]) -> list[Line]:
    """Return the lines of rows with a cell or two: of a sheet without a table the others are data."""
    counts = Counter(line.row for line in lines)
    return [line for line in lines if counts[line.row] <= _FEW_IN_A_ROW]


def _content(line: Line) -> object:
    return line.cell.raw if line.cell.kind == "date" else line.text


def _is_title(line: Line) -> bool:
    return len(line.text) <= 100 and not is_note(line.text) and line.cell.kind in ("text", "date")


def _is_day(line: Line) -> bool:
    """Whether a line is nothing but a day."""
    text = line.text.strip("（）() 　")
    return line.cell.kind == "date" or (len(text) <= 14 and plain_day(text) is not None)
