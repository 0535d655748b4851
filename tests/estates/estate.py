"""Builds a whole office folder from a seed, with the manifest of what a check must say."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .builder import Builder, put
from .manifest import Manifest
from .world import World, read_world

TODAYS = (
    date(2022, 6, 28),
    date(2022, 6, 15),
    date(2022, 6, 28),
    date(2022, 7, 12),
    date(2022, 9, 30),
    date(2022, 11, 2),
    date(2022, 12, 28),
)


@dataclass
class Estate:
    """An office folder and what a check of it on `today` must say."""

    root: Path
    today: date
    manifest: Manifest
    seed: int
    world: World
    about: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)


def prepare(root: Path, world: World) -> None:
    """Lay out an office folder that holds nothing but the plan."""
    for name in ("计划", "报送", "输出", "归档", "模板"):
        (root / name).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(world.plan, root / "计划" / world.plan.name)


def build(
    root: Path,
    seed: int,
    *,
    world: World | None = None,
    units: int = 99,
    defects_each: float = 1.0,
    missing: float = 0.05,
    today: date | None = None,
) -> Estate:
    """Write an office folder under `root`; return it with its manifest."""
    world = world or read_world()
    if today is None:
        chosen = TODAYS[seed % len(TODAYS)]
        today = chosen if world.year == chosen.year else chosen.replace(year=world.year, day=15)
    prepare(root, world)
    builder = Builder(root, seed, world, today)
    builder.build(units, defects_each, missing)
    return Estate(root, today, builder.manifest, seed, world, builder.about, builder.files)


__all__ = ["Estate", "build", "prepare", "put"]
