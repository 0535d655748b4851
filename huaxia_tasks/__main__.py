"""``python -m huaxia_tasks`` and the command ``huaxia``."""

from __future__ import annotations

import sys


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
    main()
