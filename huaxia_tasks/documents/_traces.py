"""Where what a paper says comes from, worked out when somebody asks: most drafts are never asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

#: By the name of a field, of a row (``逾期事项[0]``) or of its column: cells, ids of matters, words.
Traces = Mapping[str, tuple[str, ...]]


class Later(Mapping[str, tuple[str, ...]]):
    """Traces that are made by `make` when they are looked at for the first time."""

    def __init__(self, make: Callable[[], Traces]) -> None:
        self._make, self._made = make, False
        self._traces: Traces = {}

    def _all(self) -> Traces:
        if not self._made:
            self._traces, self._made = self._make(), True
        return self._traces

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
