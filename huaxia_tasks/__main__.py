"""``python -m huaxia_tasks`` and the command ``huaxia``."""

from __future__ import annotations

import os
import sys


def program() -> None:
    """Run the command line as a program of its own.

    Taking apart what a run has loaded would take as long as a tenth of loading it; all files are
    closed by then, so the process just ends.
    """
    try:
        main()
    except SystemExit as leave:
        if isinstance(leave.code, int) and _all_is_said():
            os._exit(leave.code)
        raise


def _all_is_said() -> bool:
    """Whether nothing waits to be written, and nobody else is at work in this process."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # nobody listens any more
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


def main() -> None:
    """Run the command line; the exit codes are those of the contract."""
    try:
        code = _unchanged(sys.argv[1:])
        if code is None:
            from .cli import run_cli

            code = run_cli(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line is there to say it
        sys.unraisablehook = lambda _: None
        code = 130
    sys.exit(code)


def _unchanged(arguments: list[str]) -> int | None:
    """Answer a run of which nothing is to be done; None where there may be something."""
    from .unchanged import unchanged

    try:
        return unchanged(arguments)
    except (OSError, ValueError):
        return None


if __name__ == "__main__":
    program()
