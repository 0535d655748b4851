"""Fresh machine -> environment, demo office, one whole run; says in Chinese where the papers lie."""

from __future__ import annotations

import sys

from environment import ROOT, command, ensure, run, say

OFFICE = ROOT / "演示办公室"
TODAY = "2022-06-28"


def main() -> int:
    """Set up, lay out the demo office, run once for the demo's day."""
    ensure("requirements.lock")
    code = run("-m", "huaxia_tasks", "demo", str(OFFICE), "--quiet")
    if code:
        return code
    say(f"演示办公室：{OFFICE}")
    code = run("-m", "huaxia_tasks", "run", "--office", str(OFFICE), "--today", TODAY)
    if code not in (0, 1, 3):
        return code
    say("")
    say(f"文件都在：{OFFICE / '输出' / TODAY}")
    say(f"以后用这个命令：{command()}（加 --help 看用法）")
    say("退出码 1 或 3 只表示演示数据里有问题可报，本次运行已全部完成。" if code else "运行完成。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
