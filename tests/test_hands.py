"""One process or several, here or on a cluster: the outputs are the same, byte for byte."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
import types
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.errors import UsageError
from huaxia_tasks.hands import ALONE, Hands
from huaxia_tasks.office import Office, lay_out

TODAY = "2022-06-28"
JOBS = [(f"tag {n}", n if n % 3 else None) for n in range(100)]


def times(shared: int, job: int) -> tuple[int, int]:
    """Return a product, and in which process it was worked out."""
    return shared * job, os.getpid()


def fails(shared: int, job: int) -> int:
    """Fail at one of the jobs."""
    return 1 // (job - 50)


# --------------------------------------------------------------------------- giving out jobs


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_the_order_of_the_jobs(workers: int):
    with Hands(workers) as hands:
        found = list(hands.map(times, 10, JOBS))
    assert [tag for tag, _ in found] == [tag for tag, _ in JOBS]
    assert [o and o[0] for _, o in found] == [None if job is None else job * 10 for _, job in JOBS]
    here = {outcome[1] for _, outcome in found if outcome} == {os.getpid()}
    assert here is (workers == 1)


def test_no_process_is_started_where_there_are_no_jobs():
    with Hands(2) as hands:
        assert list(hands.map(times, 1, [])) == []
        assert list(hands.map(times, 1, [("a", None), ("b", None)])) == [("a", None), ("b", None)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_fails_is_heard_of(workers: int):
    with Hands(workers) as hands, pytest.raises(ZeroDivisionError):
        list(hands.map(fails, 1, JOBS))


def test_jobs_are_asked_for_no_faster_than_they_are_done():
    asked = 0

    def jobs() -> Iterator[tuple[int, int]]:
        nonlocal asked
        for n in range(1000):
            asked = n
            yield n, n

    with Hands(2) as hands:
        outcomes = hands.map(times, 1, jobs())
        next(outcomes)
        assert asked < 200
        list(outcomes)
    assert asked == 999


def test_who_does_the_work_is_told():
    assert ALONE.alone
    assert not Hands(2).alone
    assert not Hands(2).far
    assert Hands(1, "tcp://127.0.0.1:8786").far
    assert not Hands(1, "tcp://127.0.0.1:8786").alone


# --------------------------------------------------------------------------- a whole run


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with the outputs of a run of one process."""
    made = lay_out(tmp_path_factory.mktemp("一个") / "督办", demo=True)
    assert run_cli(["run", "--office", str(made.root), "--today", TODAY, "-q"]) == 3
    return made


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def again(office: Office, place: Path, *more: str) -> dict[str, str]:
    """Run in a copy of the office that has kept nothing; return what it wrote."""
    copy = place / "督办"
    shutil.copytree(
        office.root,
        copy,
        ignore=shutil.ignore_patterns(".缓存", "输出", "发出", "归档", "台账.db*"),
    )
    assert run_cli(["run", "--office", str(copy), "--today", TODAY, "-q", *more]) == 3
    return contents(copy / "输出")


def test_two_processes_write_what_one_writes(office: Office, tmp_path: Path):
    serial = contents(office.root / "输出")
    assert len(serial) > 20
    assert again(office, tmp_path, "--workers", "2") == serial


def test_two_processes_find_what_one_finds(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    said = []
    for workers in ("1", "2"):
        copy = tmp_path / workers / "督办"
        shutil.copytree(office.root, copy, ignore=shutil.ignore_patterns(".缓存", "输出"))
        order = ["check", "--office", str(copy), "--today", TODAY, "--json", "-"]
        assert run_cli([*order, "--workers", workers]) == 3
        said.append(capfd.readouterr())
        assert not (copy / "输出").exists()
    assert said[0] == said[1]
    assert said[0].out.startswith("{")


# --------------------------------------------------------------------------- a cluster


@pytest.mark.skipif(
    importlib.util.find_spec("distributed") is not None, reason="Dask is installed here"
)
def test_without_dask_a_cluster_is_refused_with_what_to_do(
    office: Office, capfd: pytest.CaptureFixture[str]
):
    order = ["check", "--office", str(office.root), "--today", TODAY]
    assert run_cli([*order, "--cluster", "tcp://127.0.0.1:8786"]) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert "没有安装 Dask，不能使用 --cluster" in told.err
    assert "--workers" in told.err


class Client:
    """What is used of Dask's client, with processes of this machine in place of a cluster's."""

    def __init__(self, address: str, timeout: float) -> None:
        if not address.startswith("tcp://"):
            raise ValueError(f"unknown address {address}")
        if address.endswith(":1"):
            raise OSError("timed out")
        self._executor = ProcessPoolExecutor(1)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown()

    def get_executor(self) -> Executor:
        """Return what runs jobs."""
        return self._executor


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> str:
    stand_in = types.ModuleType("distributed")
    stand_in.Client = Client  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "distributed", stand_in)
    return "tcp://127.0.0.1:8786"


def test_a_cluster_writes_what_one_process_writes(office: Office, tmp_path: Path, cluster: str):
    """The processes get the contents of files, for they may not see the office."""
    assert again(office, tmp_path, "--cluster", cluster) == contents(office.root / "输出")


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("address", ["here", "tcp://127.0.0.1:1"])
def test_a_cluster_that_does_not_answer_is_told(address: str):
    with Hands(1, address) as hands, pytest.raises(UsageError, match="连不上 Dask 集群") as told:
        list(hands.map(times, 1, JOBS))
    assert address in str(told.value)
