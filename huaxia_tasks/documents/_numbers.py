"""Numbers of papers: which series a kind belongs to, what a draft shows, what issuing fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from .. import wording
from ..model import Document, NumberSeries, Plan
from ._signoff import is_long, sign_off

#: What stands for the serial in a draft: a number that cannot be mistaken for one.
OPEN = "　　"


def series_of(plan: Plan, kind: str, name: str = "") -> NumberSeries | None:
    """Return the number series of a kind (by key or Chinese name), None where it takes no number."""
    for series in plan.numbers:
        if kind in series.documents or (name and name in series.documents):
            return series
    return None


def is_formal(plan: Plan, kind: str, name: str) -> bool:
    """Whether a kind takes a 发文字号, not a number of an internal series such as 督办〔2022〕3号."""
    series = series_of(plan, kind, name)
    return series is not None and not series.pattern.startswith(series.name)


def draft_number(plan: Plan, kind: str, name: str, year: int) -> str:
    """Return the number with an open serial (武华党办〔2022〕　　号), "" where there is no series."""
    series = series_of(plan, kind, name)
    if series is None:
        return ""
    return series.pattern.replace("{year}", str(year)).replace("{n}", OPEN)


def numbered(document: Document, number: str, day: date) -> Document:
    """Return `document` as issued: with its number, dated `day`, signature and imprint to match."""
    fields: dict[str, object] = dict(document.fields)
    fields["发文字号"] = number
    if "成文日期" in fields:
        fields["成文日期"] = wording.day(day)
    if "署名行" in fields:
        fields.update(signature_fields(str(fields["署名"]), day, sealed=bool(fields["用印"])))
    if "印发日期" in fields:
        fields["印发日期"] = wording.day(day)
    return replace(document, fields=fields)


def signature_fields(name: str, day: date, *, sealed: bool) -> Mapping[str, object]:
    """Return the fields of the sign-off."""
    signature, dated = sign_off(name, day, sealed=sealed)
    return {
        "署名": name,
        "用印": sealed,
        "署名行": signature,
        "日期行": dated,
        "长署名": is_long(name),
        "成文日期": wording.day(day),
    }
