"""Makes the virtual environment that the other scripts run in.  Standard library only.

Pinned packages with hashes come from the lock files; a second call finds its stamp and needs no
network.  Works on Linux and Windows with Python 3.11 or newer and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
_STAMP = VENV / ".huaxia-installed"
_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def python() -> Path:
    """Return the environment's interpreter."""
    return _BIN / ("python.exe" if os.name == "nt" else "python")


def command() -> Path:
    """Return the command `huaxia` of the environment."""
    return _BIN / ("huaxia.cmd" if os.name == "nt" else "huaxia")


def say(text: str) -> None:
    """Print a line on any console, also one that cannot show every character."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def ensure(lock: str) -> Path:
    """Make the environment hold exactly what the lock file `lock` names; return its interpreter.

    A test environment serves for running too, so that the two scripts do not undo each other's work.
    Ends the process with a Chinese sentence where that cannot be.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - a clerk may start it with an older Python
        sys.exit(
            f"需要 Python 3.11 或更新的版本，当前是 {sys.version.split()[0]}。请安装新版本后再运行。"
        )
    wanted = _fingerprint(ROOT / lock)
    have = _STAMP.read_text(encoding="utf-8").split() if _STAMP.is_file() else []
    if wanted in have and python().is_file():
        _compile()
        return python()
    if not python().is_file():
        say("正在建立运行环境（.venv）……")
        _make()
    say(f"正在安装依赖（{lock}），第一次需要联网，请稍候……")
    _pip_install(ROOT / lock)
    _link_project()
    _compile()
    _STAMP.write_text("\n".join([*have, wanted]), encoding="utf-8")
    return python()


def _fingerprint(lock: Path) -> str:
    digest = hashlib.sha256(lock.read_bytes())
    digest.update(repr(sys.version_info[:2]).encode())
    digest.update(str(ROOT).encode())
    return f"{lock.name}:{digest.hexdigest()[:16]}"


def _make() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        venv.EnvBuilder(with_pip=True).create(VENV)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            f"建立运行环境失败：{error}\n"
            "Debian、Ubuntu、统信、麒麟系统请先安装 python3-venv，再重新运行。"
        )


def _pip_install(lock: Path) -> None:
    command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-warn-script-location", "--require-hashes", "--only-binary", ":all:"]
    done = subprocess.run(
        [*command, "-r", str(lock)], check=False, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        tail = "\n".join(done.stderr.strip().splitlines()[-6:])
        sys.exit(f"安装依赖失败，请检查网络或 pip 的设置后重新运行。\n{tail}")


def _compile() -> None:
    """Keep byte code beside the modules, so that no start of the program compiles them again."""
    command = [str(python()), "-m", "compileall", "-q", "-j", "0", str(ROOT / "huaxia_tasks")]
    subprocess.run(command, check=False, capture_output=True)


def _link_project() -> None:
    """Let the environment import the project from where it lies, and give it a `huaxia` command."""
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    found = subprocess.run(
        [str(python()), "-c", code], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    # Plain ASCII whatever the folder is called: Windows reads these files in its own encoding.
    link = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (Path(found.stdout.strip()) / "huaxia_tasks.pth").write_bytes(link.encode("ascii"))
    launcher = command()
    if os.name == "nt":
        launcher.write_bytes(b'@"%~dp0python.exe" -P -X utf8 -m huaxia_tasks %*\r\n')
    else:
        launcher.write_bytes(
            b'#!/bin/sh\nexec "$(dirname "$0")/python" -P -X utf8 -m huaxia_tasks "$@"\n'
        )
        launcher.chmod(0o755)


def run(*arguments: str) -> int:
    """Run the environment's interpreter with `arguments`; return its exit code."""
    settings = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run([str(python()), *arguments], check=False, env=settings).returncode
