"""``python -m huaxia_tasks`` and the command ``huaxia``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the exit codes are those of the contract."""
    try:
        from .cli import run_cli

        code = run_cli(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line is there to say it
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
