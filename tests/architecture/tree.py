"""What lies in the project: packages, modules, templates and the other files of the product."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("procurement", "sites", "education", "sharing", "campaigns")
PACKAGES = ("slimsamenwerken", *DOMAINS)
# The package `sites` keeps its name; its label is another one (house guide §6).
LABELS = {name: name for name in DOMAINS} | {"sites": "business_sites"}
TEXT = frozenset(
    {".py", ".html", ".txt", ".md", ".js", ".css", ".yml", ".yaml", ".toml", ".sh", ".example", ""}
)


def inside(path: Path) -> str:
    """The path as people read it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def _files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


@cache
def modules(*, tests: bool = False) -> dict[str, str]:
    """Path → source of every module of the packages, and of the tests when asked."""
    folders = (*PACKAGES, "tests") if tests else PACKAGES
    found = [path for path in _files(*folders) if path.suffix == ".py"]
    return {inside(path): path.read_text(encoding="utf-8") for path in found}


@cache
def templates() -> dict[str, str]:
    return {inside(path): path.read_text(encoding="utf-8") for path in _files("templates")}


@cache
def outside_the_domains() -> dict[str, str]:
    """Code, templates and scripts that no domain app owns."""
    found = {**modules(), **templates()}
    found |= {inside(p): p.read_text("utf-8") for p in _files("static/js", "static/css")}
    return {path: text for path, text in found.items() if not set(DOMAINS) & set(Path(path).parts)}


@cache
def texts() -> dict[str, str]:
    """Everything that is committed and read by people, tests included."""
    top = [path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name != ".env"]
    deep = _files(*PACKAGES, "tests", "templates", "static/js", "static/css", "docs")
    hidden = _files(".ci", ".docker", ".requirements")
    chosen = [p for p in (*top, *deep, *hidden) if p.suffix in TEXT]
    return {inside(path): path.read_text(encoding="utf-8") for path in chosen}


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)
