"""Where something stands in a template, and what is wrong there, in words for the office."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..errors import TemplateError
from ..wording import sentence, shorten

#: More is no help to anybody.
MAX_PROBLEMS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph as a person finds it: ``where`` (正文第3段, 第1个表格第2行第3格) and its text."""

    where: str = ""
    quote: str = ""

    def __str__(self) -> str:
        quote = f"（“{shorten(self.quote, 40)}”）" if self.quote.strip() else ""
        return f"{self.where}{quote}"


class TemplateProblem(NamedTuple):
    """Something about a template.

    ``level`` is error (the template cannot be used) | warning (usable, but look) | info.  ``code``
    is stable, for tests and filters; ``cause`` and ``remedy`` are Chinese sentences.
    """

    level: str
    code: str
    file: str
    place: Place
    cause: str
    remedy: str = ""

    @property
    def message(self) -> str:
        """The whole message: file, place with the paragraph quoted, cause, what to do."""
        where = f"{self.place}：" if str(self.place) else ""
        return f"模板《{self.file}》{where}{sentence(self.cause)}{sentence(self.remedy)}"

    def error(self, others: int = 0) -> TemplateError:
        """Return this problem as the reason why a paper cannot be made."""
        more = f"（该模板另有{others}处问题，可用“模板”命令逐条查看。）" if others else ""
        return TemplateError(
            sentence(self.cause), f"模板《{self.file}》{self.place}", sentence(self.remedy) + more
        )


@dataclass(slots=True)
class Report:
    """Collects what is wrong with one template, in the order it is met."""

    file: str
    problems: list[TemplateProblem] = field(default_factory=list)
    _seen: set[TemplateProblem] = field(default_factory=set)

    def error(self, code: str, place: Place, cause: str, remedy: str = "") -> None:
        """Add something that keeps the template from being used."""
        self._add("error", code, place, cause, remedy)

    def warning(self, code: str, place: Place, cause: str, remedy: str = "") -> None:
        """Add something that a person should look at."""
        self._add("warning", code, place, cause, remedy)

    def info(self, code: str, place: Place, cause: str, remedy: str = "") -> None:
        """Add something that is good to know."""
        self._add("info", code, place, cause, remedy)

    def _add(self, level: str, code: str, place: Place, cause: str, remedy: str) -> None:
        problem = TemplateProblem(level, code, self.file, place, cause, remedy)
        if problem not in self._seen and len(self._seen) < MAX_PROBLEMS:
            self._seen.add(problem)
            self.problems.append(problem)

    @property
    def errors(self) -> list[TemplateProblem]:
        """The problems that keep the template from being used."""
        return [problem for problem in self.problems if problem.level == "error"]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that a person most likely meant by `name`, or None."""
    by_form: dict[str, str] = {}
    for known in names:
        by_form.setdefault(_form(known), known)
    form = _form(name)
    if form in by_form:
        return by_form[form]
    import difflib

    close = difflib.get_close_matches(form, by_form, n=1, cutoff=0.5)
    if close:
        return by_form[close[0]]
    inside = [known for known in by_form if form and (form in known or known in form)]
    if inside:
        return by_form[min(inside, key=lambda known: (abs(len(known) - len(form)), known))]
    shared = {known: len(set(form) & set(known)) for known in by_form}
    best = max(shared, key=lambda known: (shared[known], known), default=None)
    if best and shared[best] >= 2 and 2 * shared[best] >= len(form):
        return by_form[best]
    return None


def _form(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in plain if char.isalnum())
