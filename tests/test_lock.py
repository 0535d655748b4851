"""One run at a time, on this machine and on others; a dead one never stands in the way."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from huaxia_tasks.errors import LockedError
from huaxia_tasks.lock import LEASE, one_at_a_time

NOON = datetime(2022, 6, 28, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOLDER = """
import sys, time
from datetime import datetime, timezone
from pathlib import Path
from huaxia_tasks.lock import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), now=lambda: datetime.now(timezone.utc), shared=Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def now() -> datetime:
    return NOON


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "报送"
    folder.mkdir()
    return folder


def hold(root: Path, share: Path) -> subprocess.Popen[bytes]:
    """Start a process that holds the lock, and wait until it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root), str(share)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_second_run_is_refused_at_once_and_told_who_is_at_work(tmp_path, share):
    with one_at_a_time(tmp_path, now=now, shared=share):
        began = time.monotonic()
        with pytest.raises(LockedError) as refused, one_at_a_time(tmp_path, now=now, shared=share):
            pass
        assert time.monotonic() - began < 1
    assert refused.value.exit_code == 4
    assert f"06-28 12:00 开始，进程 {os.getpid()}" in str(refused.value)
    with one_at_a_time(tmp_path, now=now, shared=share):
        pass
    assert not (share / LEASE).exists()


def test_a_killed_run_leaves_the_way_open(tmp_path, share):
    process = hold(tmp_path, share)
    with pytest.raises(LockedError), one_at_a_time(tmp_path, now=now, shared=share):
        pass
    kill(process)
    assert (share / LEASE).exists()
    with one_at_a_time(tmp_path, now=now, shared=share):
        said = json.loads((share / LEASE).read_text(encoding="utf-8"))
        assert said["pid"] == os.getpid()
    assert os.listdir(share) == []


def test_two_views_of_one_folder_without_shared_locks_do_not_both_run(tmp_path, share):
    (tmp_path / "一").mkdir()
    (tmp_path / "二").mkdir()
    process = hold(tmp_path / "一", share)
    with (
        pytest.raises(LockedError, match="本机的另一次运行"),
        one_at_a_time(tmp_path / "二", now=now, shared=share),
    ):
        pass
    kill(process)
    with one_at_a_time(tmp_path / "二", now=now, shared=share):
        pass


def write_lease(share: Path, age: float = 0, **said: object) -> None:
    path = share / LEASE
    path.write_text(json.dumps(said) if said else "", encoding="utf-8")
    at = time.time() - age
    os.utime(path, (at, at))


@pytest.mark.parametrize(
    ("age", "said", "free"),
    [
        (0, {"host": "另一台", "boot": "x", "pid": 1, "started": "1"}, False),
        (23 * 3600, {"host": "另一台", "boot": "x", "pid": 1, "started": "1"}, False),
        (25 * 3600, {"host": "另一台", "boot": "x", "pid": 1, "started": "1"}, True),
        (0, {"host": platform.node(), "boot": "earlier", "pid": 1, "started": "1"}, True),
        (0, {}, False),
        (90, {}, True),
    ],
)
def test_a_lease_is_taken_over_only_where_its_holder_cannot_be_alive(
    age, said, free, tmp_path, share
):
    write_lease(share, age, **said)
    if free:
        with one_at_a_time(tmp_path, now=now, shared=share):
            pass
        assert os.listdir(share) == []
    else:
        with pytest.raises(LockedError), one_at_a_time(tmp_path, now=now, shared=share):
            pass
        assert os.listdir(share) == [LEASE]


def test_a_share_that_is_not_there_is_left_to_others_to_tell(tmp_path):
    with one_at_a_time(tmp_path, now=now, shared=tmp_path / "不在"):
        pass


WORKER = """
import os, signal, sys, time
from datetime import datetime, timezone
from pathlib import Path
from huaxia_tasks.lock import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), now=lambda: datetime.now(timezone.utc)):
    ready, say = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.write(say, b"x")
        time.sleep(60)
        os._exit(0)
    os.read(ready, 1)
    print(worker, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork")
def test_a_worker_that_outlives_its_killed_run_does_not_hold_the_lock(tmp_path):
    run = subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path)], stdout=subprocess.PIPE)
    assert run.stdout is not None
    worker = int(run.stdout.readline())
    run.wait()
    run.stdout.close()
    os.kill(worker, 0)  # it lives
    try:
        with one_at_a_time(tmp_path, now=now):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
