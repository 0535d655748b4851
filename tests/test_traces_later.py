"""Where a paper's words come from is worked out for who asks, and once."""

from __future__ import annotations

from huaxia_tasks.documents._traces import Later


def test_traces_are_made_at_the_first_look_and_once() -> None:
    made: list[str] = []

    def make() -> dict[str, tuple[str, ...]]:
        made.append("made")
        return {"读出句": ("U01-001",)}

    traces = Later(make)
    assert made == []
    assert traces["读出句"] == ("U01-001",)
    assert dict(traces) == {"读出句": ("U01-001",)}
    assert len(traces) == 1
    assert made == ["made"]


def test_a_paper_without_sources_has_no_traces() -> None:
    assert not Later(dict)
