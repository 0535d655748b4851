"""Secrets: from the environment or a file of one's own, and never to be read anywhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huaxia_tasks.channels import Secrets, redact
from huaxia_tasks.channels._secrets import VARIABLE
from huaxia_tasks.errors import UsageError


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "办公室"
    folder.mkdir()
    return folder


def a_file(path: Path, mode: int = 0o600) -> Path:
    path.write_text(
        "# 注释\nexport HUAXIA_SMTP_PASSWORD='from-file-1'\nOTHER = x=y \n坏行\n", encoding="utf-8"
    )
    path.chmod(mode)
    return path


def test_the_environment_comes_first_then_the_file(office, tmp_path):
    named = {VARIABLE: str(a_file(tmp_path / "密钥"))}
    assert Secrets(office, named).get("HUAXIA_SMTP_PASSWORD") == "from-file-1"
    assert Secrets(office, named).get("OTHER") == "x=y"
    both = {**named, "HUAXIA_SMTP_PASSWORD": "from-env-1"}
    assert Secrets(office, both).get("HUAXIA_SMTP_PASSWORD") == "from-env-1"
    assert Secrets(office, {}).get("HUAXIA_SMTP_PASSWORD") == ""


@pytest.mark.skipif(os.name != "posix", reason="Windows 没有这种权限位")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(mode, office, tmp_path):
    named = {VARIABLE: str(a_file(tmp_path / "密钥", mode))}
    with pytest.raises(UsageError, match="chmod 600"):
        Secrets(office, named).get("X")


def test_a_file_inside_the_office_or_missing_is_refused(office, tmp_path):
    with pytest.raises(UsageError, match="不能放在办公室文件夹里"):
        Secrets(office, {VARIABLE: str(a_file(office / "密钥"))}).get("X")
    with pytest.raises(UsageError, match="读不了"):
        Secrets(office, {VARIABLE: str(tmp_path / "没有")}).get("X")


def test_secrets_show_nothing_of_themselves(office):
    secrets = Secrets(office, {"A": "very-secret-1"})
    secrets.get("A")
    assert "very-secret-1" not in repr(secrets)
    assert redact("login very-secret-1 failed") == "login *** failed"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://x.cn/send?key=abc-123&x=1", "https://x.cn/send?key=***&x=1"),
        ("/robot/send?access_token=abc123", "/robot/send?access_token=***"),
        ("/open-apis/bot/v2/hook/abc-def-1 failed", "/open-apis/bot/v2/hook/*** failed"),
        ("password=abc token=def", "password=*** token=***"),
        ("没有秘密的一句话", "没有秘密的一句话"),
    ],
)
def test_what_looks_like_a_secret_is_blotted_out(text, clean):
    assert redact(text) == clean
