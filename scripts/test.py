"""Fresh machine -> test environment, system parts where apt is there, the whole test suite.

Arguments are handed to pytest: ``python3 scripts/test.py tests/test_deadlines.py -k 月底``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from environment import ROOT, ensure, run, say

#: What tests need beside Python: the program looked for, and the Debian packages that bring it.
PARTS = {
    "soffice": ("LibreOffice", ["libreoffice-writer", "libreoffice-calc"]),
    "openssl": ("OpenSSL", ["openssl"]),
}
FONTS = ["fonts-noto-cjk"]


def main() -> int:
    """Install what is missing, then run the suite."""
    ensure("requirements-test.lock")
    missing = [name for name in PARTS if shutil.which(name) is None]
    packages = [p for name in missing for p in PARTS[name][1]]
    if not _has_cjk_font():
        packages += FONTS
    if packages and not _apt_install(packages):
        names = "、".join(PARTS[n][0] for n in missing) or "中文字体"
        say(f"缺少{names}，有关的测试会跳过。安装：sudo apt-get install {' '.join(packages)}")
    os.chdir(ROOT)
    arguments = sys.argv[1:] or ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    return run("-m", "pytest", *arguments)


def _has_cjk_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return os.name == "nt"
    found = subprocess.run([lister, ":lang=zh"], check=False, capture_output=True)
    return bool(found.stdout.strip())


def _apt_install(packages: list[str]) -> bool:
    apt = shutil.which("apt-get")
    if apt is None or os.name == "nt" or os.geteuid() != 0:
        return False
    say("正在安装测试用的系统部件：" + " ".join(packages))
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [apt, "-qq", *command], check=False, env=settings, capture_output=True
        )
        if done.returncode and command != ["update"]:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
