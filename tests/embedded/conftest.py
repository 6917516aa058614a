"""A project folder that the launcher may use: own ``.var``, this run's ``.venv``."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from slimsamenwerken.embedded import backing
from slimsamenwerken.embedded import layout as layout_module
from slimsamenwerken.embedded.layout import Layout


@pytest.fixture
def folder() -> Iterator[Path]:
    """An open folder with a space in its short path: pytest's own is closed to ``nobody``."""
    path = Path(tempfile.mkdtemp(prefix="ssw ", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def layout(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The layout of an empty project; what root must put elsewhere stays in the folder."""
    root = folder / "project"
    root.mkdir()
    for module in (backing, layout_module):
        monkeypatch.setattr(module, "ROOT_BASE", folder / "outside")
    (root / ".venv").symlink_to(sys.prefix)
    made = Layout(root)
    made.prepare()
    return made
