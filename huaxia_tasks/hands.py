"""Who does the work: this process alone, several of this machine, or those of a Dask cluster."""

from __future__ import annotations

import contextlib
import importlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from types import TracebackType

_Tag = TypeVar("_Tag")
_Job = TypeVar("_Job")
_Outcome = TypeVar("_Outcome")

#: Jobs are given out so many at a time.
_BATCH = 16
#: So many batches for each process are given out before the first outcome is waited for.
_AHEAD = 3
#: As many for a cluster, whose size is its own affair.
_AHEAD_ON_CLUSTER = 48


class Hands:
    """Processes that jobs are given to.  A context: the processes end with it."""

    def __init__(self, workers: int = 1, cluster: str | None = None) -> None:
        self._workers, self._cluster = workers, cluster
        self._open = contextlib.ExitStack()
        self._executor: Executor | None = None

    @property
    def alone(self) -> bool:
        """Whether there is only this process."""
        return self._workers <= 1 and not self._cluster

    @property
    def far(self) -> bool:
        """Whether the processes may be on machines that do not see the office's files."""
        return bool(self._cluster)

    def __enter__(self) -> Hands:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._executor = None
        if not self._open.__exit__(kind, error, trace):
            self._open.close()

    def map(
        self,
        task: Callable[[Any, _Job], _Outcome],
        shared: Any,
        items: Iterable[tuple[_Tag, _Job | None]],
    ) -> Iterator[tuple[_Tag, _Outcome | None]]:
        """Yield each tag with what ``task(shared, job)`` came to, in the order of `items`.

        None where there is no job.  Only a few batches are under way at any time.  `task` is a function
        of a module; `shared`, jobs and outcomes can be pickled.
        """
        if self.alone:
            for tag, job in items:
                yield tag, None if job is None else task(shared, job)
            return
        waiting: deque[tuple[list[tuple[_Tag, bool]], Future[list[_Outcome]]]] = deque()
        ahead = _AHEAD_ON_CLUSTER if self._cluster else self._workers * _AHEAD
        for tags, jobs in _batches(items):
            future = self._processes().submit(_do_all, task, shared, jobs)
            waiting.append((tags, future))
            if len(waiting) > ahead:
                yield from _outcomes(*waiting.popleft())
        while waiting:
            yield from _outcomes(*waiting.popleft())

    def _processes(self) -> Executor:
        if self._executor is None:
            if self._cluster:
                self._executor = self._open.enter_context(_on_cluster(self._cluster))
            else:
                from concurrent.futures import ProcessPoolExecutor

                self._executor = self._open.enter_context(ProcessPoolExecutor(self._workers))
        return self._executor


def _batches(
    items: Iterable[tuple[_Tag, _Job | None]],
) -> Iterator[tuple[list[tuple[_Tag, bool]], list[_Job]]]:
    tags: list[tuple[_Tag, bool]] = []
    jobs: list[_Job] = []
    for tag, job in items:
        tags.append((tag, job is not None))
        if job is not None:
            jobs.append(job)
        if len(jobs) == _BATCH:
            yield tags, jobs
            tags, jobs = [], []
    if tags:
        yield tags, jobs


def _do_all(
    task: Callable[[Any, _Job], _Outcome], shared: Any, jobs: Sequence[_Job]
) -> list[_Outcome]:
    return [task(shared, job) for job in jobs]


def _outcomes(
    tags: Sequence[tuple[_Tag, bool]], future: Future[list[_Outcome]]
) -> Iterator[tuple[_Tag, _Outcome | None]]:
    outcomes = iter(future.result())
    for tag, has_job in tags:
        yield tag, next(outcomes) if has_job else None


@contextlib.contextmanager
def _on_cluster(address: str) -> Iterator[Executor]:
    try:
        client_of = importlib.import_module("distributed").Client
    except ImportError:
        raise UsageError(
            "没有安装 Dask，不能使用 --cluster",
            todo="请先安装（pip install distributed），或改用 --workers 在本机用多个进程。",
        ) from None
    try:
        client = client_of(address, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"连不上 Dask 集群“{address}”", todo="请核对 --cluster 后面的地址，并确认集群已启动。"
        ) from error
    with client:
        yield client.get_executor()


#: This process alone.
ALONE = Hands()
