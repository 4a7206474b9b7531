"""The house: each floor imports only the floors below it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Floor of each top-level module; a module may import modules of a lower floor and of its own package.
FLOORS = {"kb": 1, "ingest": 2, "retrieval": 3, "assistant": 4, "ui": 5, "cli": 6, "app": 6, "eval": 6}

#: Hard limit of lines a file may have; about 400 is the aim.
MAX_LINES = 450

MODULES = sorted(
    path
    for name in FLOORS
    for path in ([ROOT / f"{name}.py"] if (ROOT / f"{name}.py").is_file() else (ROOT / name).rglob("*.py"))
)


def imported(path: Path) -> set[str]:
    """Top-level names of all modules imported anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_downwards(path: Path) -> None:
    """A module imports no module of its own floor outside its package, and none of a higher floor."""
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    upward = {name for name in imported(path) if name in FLOORS and name != own and FLOORS[name] >= FLOORS[own]}
    if own == "cli":
        upward -= {"eval"}  # ``xunjian eval`` starts the evaluation
    assert not upward, f"{path} imports {sorted(upward)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_readable(path: Path) -> None:
    """No file grows beyond one concern."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
