"""Checks a Word template before it is used: what is wrong, where, what to do (verb 模板)."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import TemplateError
from ..model import Document, Edition
from .word_places import Place, Report, TemplateProblem

__all__ = ["TemplateProblem", "check_template"]


def check_template(
    data: bytes,
    name: str,
    fields: frozenset[str] = frozenset(),
    sample: Mapping[str, object] | None = None,
) -> tuple[TemplateProblem, ...]:
    """Return everything that is wrong or doubtful about a template, errors first.

    `name` is the file's name for the messages; `fields` the names that the kind of paper offers
    (``事项列表``, or ``事项列表.名称`` for what stands inside one); `sample` the fields of an example
    paper: with it inner names are checked and the template is rendered once, and once more with
    empty lists.  Without fields and sample names are not checked.  Never raises for a bad template.
    """
    from .word_compile import build, read_template

    report = Report(name)
    try:
        reading = read_template(data, report, fields, sample, names=bool(fields or sample))
        if not report.errors:
            build(reading, report)
            if sample is not None:
                for values in (sample, _emptied(sample)):
                    _try(data, name, values, report)
    except TemplateError as broken:
        if not report.errors:
            report.error("not-usable", Place(), broken.what, broken.todo)
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(report.problems, key=lambda problem: order[problem.level]))


def _try(data: bytes, name: str, values: Mapping[str, object], report: Report) -> None:
    """Render the template with `values` and report what stops it."""
    from .word import render

    paper = Document("check", name, name, None, Edition.INTERNAL, "check", values)
    try:
        render(paper, data, validate="full")
    except TemplateError as broken:
        where = broken.where.removeprefix(f"模板《{name}》")
        report.error("render", Place(where), broken.what, broken.todo)


def _emptied(values: Mapping[str, object]) -> dict[str, object]:
    """Return the sample as on a quiet day: every list empty, everything else as it is."""
    return {
        key: _emptied(value)
        if isinstance(value, Mapping) and key != "图表"
        else []
        if isinstance(value, list | tuple)
        else value
        for key, value in values.items()
    }
