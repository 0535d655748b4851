"""``python -m huaxia_tasks`` and the command ``huaxia``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the exit codes are those of the contract."""
    from .cli import run_cli

    sys.exit(run_cli(sys.argv[1:]))


if __name__ == "__main__":
    main()
