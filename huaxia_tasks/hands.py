"""Who does the work: this process alone, several of this machine, or those of a Dask cluster."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

_Job = TypeVar("_Job")
_Outcome = TypeVar("_Outcome")

#: So many jobs for each process are given out before the first outcome is waited for.
_AHEAD = 3
#: At least this many for a cluster, whose size is its own affair.
_AHEAD_ON_CLUSTER = 64


class Hands:
    """Processes that jobs are given to; what comes back is in the order of the jobs."""

    def __init__(self, workers: int = 1, cluster: str | None = None) -> None:
        self._workers, self._cluster = workers, cluster

    @property
    def alone(self) -> bool:
        """Whether there is only this process."""
        return self._workers <= 1 and not self._cluster

    def map(self, task: Callable[[_Job], _Outcome], jobs: Iterable[_Job]) -> Iterator[_Outcome]:
        """Yield what `task` makes of each job, in order; a few jobs are under way at any time.

        `task` is a function of a module; jobs and outcomes are plain values.
        """
        if self.alone:
            yield from map(task, jobs)
            return
        with self._open() as executor:
            ahead = _AHEAD_ON_CLUSTER if self._cluster else self._workers * _AHEAD
            waiting: deque[Any] = deque()
            for job in jobs:
                waiting.append(executor.submit(task, job))
                if len(waiting) >= ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _open(self) -> contextlib.AbstractContextManager[Executor]:
        if self._cluster:
            return _on_cluster(self._cluster)
        from concurrent.futures import ProcessPoolExecutor

        return ProcessPoolExecutor(self._workers)


@contextlib.contextmanager
def _on_cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "没有安装 Dask，不能使用 --cluster",
            todo="请先安装（pip install distributed），或改用 --workers 在本机用多个进程。",
        ) from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"连不上 Dask 集群“{address}”", todo="请核对 --cluster 后面的地址，并确认集群已启动。"
        ) from error
    with client:
        yield client.get_executor()


#: This process alone.
ALONE = Hands()
