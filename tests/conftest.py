"""What every test may rely on: system parts are there or skipped with the reason; CI skips nothing."""

from __future__ import annotations

import os
import shutil

import pytest

_NEEDS = {
    "office": (
        ("soffice", "libreoffice"),
        "LibreOffice：sudo apt-get install libreoffice-writer libreoffice-calc",
    ),
    "certificate": (("openssl",), "OpenSSL：sudo apt-get install openssl"),
}
_skipped: list[str] = []


@pytest.fixture(autouse=True, scope="session")
def _state_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what the program remembers outside its offices away from the user's own folders."""
    os.environ["HUAXIA_STATE"] = str(tmp_path_factory.mktemp("state"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests whose system part is missing, naming the line that installs it."""
    for mark, (programs, install) in _NEEDS.items():
        if any(shutil.which(p) for p in programs):
            continue
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"缺少{install}"))


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """On CI print no dot for a test that passed: what is left is what matters."""
    if os.environ.get("CI") and report.when == "call" and report.passed:
        return "passed", "", "PASSED"
    return None


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On CI a skipped test is a failed run."""
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CI") and _skipped and not is_worker and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was skipped and how to bring it."""
    reasons = {
        str(report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    }
    for reason in sorted(reasons):
        terminalreporter.write_line(f"跳过：{reason}")
