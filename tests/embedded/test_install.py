"""The installation: only when needed, mended after a kill, optional where it says so."""

import json
import os
import sys
from pathlib import Path

import pytest

from slimsamenwerken.embedded import install
from slimsamenwerken.embedded.console import LaunchError
from slimsamenwerken.embedded.install import NO_EMBEDDED, NO_VENV, _Installation
from slimsamenwerken.embedded.layout import Layout


class Recorded:
    """Stands in for running pip, uv and venv: keeps the commands, fails where told to."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.commands: list[str] = []
        self.failing: tuple[str, ...] = ()

    def run(self, command: list[str | Path]) -> str:
        line = " ".join(str(part) for part in command)
        self.commands.append(line)
        if "venv" in line and "--clear" in line:
            self.layout.python.parent.mkdir(parents=True, exist_ok=True)
            self.layout.python.unlink(missing_ok=True)
            self.layout.python.symlink_to(sys.executable)
        return "no such platform" if any(word in line for word in self.failing) else ""


@pytest.fixture
def installed(tmp_path, monkeypatch) -> Recorded:
    made = Layout(tmp_path)
    made.prepare()
    made.requirements.mkdir()
    for name in ("runtime", "embedded", "dev"):
        (made.requirements / f"{name}.txt").write_text(f"{name}==1")
    recorded = Recorded(made)
    monkeypatch.setattr(_Installation, "_run", lambda _self, command: recorded.run(command))
    monkeypatch.setattr(install.shutil, "which", lambda _name: None)
    return recorded


def test_first_installation_makes_the_environment_and_the_second_does_nothing(installed):
    install.install(installed.layout, "runtime", "embedded")
    assert [command.split(" -r ")[-1].rpartition("/")[2] for command in installed.commands] == [
        ".venv",
        "runtime.txt",
        "embedded.txt",
    ]
    assert all("--require-hashes" in command for command in installed.commands[1:])
    installed.commands.clear()
    install.install(installed.layout, "runtime", "embedded")
    assert installed.commands == []


def test_changed_lock_file_is_installed_again_and_only_that_one(installed):
    install.install(installed.layout, "runtime", "dev")
    installed.commands.clear()
    (installed.layout.requirements / "dev.txt").write_text("dev==2")
    install.install(installed.layout, "runtime", "dev")
    assert len(installed.commands) == 1
    assert installed.commands[0].endswith("dev.txt")


def test_killed_installation_starts_from_scratch(installed):
    install.install(installed.layout, "runtime")
    installed.commands.clear()
    (installed.layout.var / "installing").touch()
    install.install(installed.layout, "runtime")
    assert len(installed.commands) == 2
    assert "--clear" in installed.commands[0]
    assert not (installed.layout.var / "installing").exists()


def test_moved_project_gets_a_new_environment(installed):
    install.install(installed.layout, "runtime")
    stamp = installed.layout.venv / "installed.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"at": "/elsewhere"}))
    installed.commands.clear()
    install.install(installed.layout, "runtime")
    assert "--clear" in installed.commands[0]


def test_environment_made_by_hand_is_kept(installed):
    installed.run(["venv", "--clear"])
    installed.commands.clear()
    install.install(installed.layout, "runtime")
    assert [command.rpartition("/")[2] for command in installed.commands] == ["runtime.txt"]


def test_platform_without_embedded_servers_gets_one_sentence_and_goes_on(installed, capsys):
    installed.failing = ("embedded.txt",)
    install.install(installed.layout, "runtime", "embedded", "dev")
    assert capsys.readouterr().err.strip() == NO_EMBEDDED
    assert installed.commands[-1].endswith("dev.txt")


def test_failing_runtime_requirements_end_the_command(installed):
    installed.failing = ("runtime.txt",)
    with pytest.raises(LaunchError, match="no such platform"):
        install.install(installed.layout, "runtime")
    installed.failing = ()
    installed.commands.clear()
    install.install(installed.layout, "runtime")
    assert len(installed.commands) == 1  # the environment itself was fine


def test_uv_is_used_where_it_is_and_pip_when_it_fails(installed, monkeypatch):
    monkeypatch.setattr(install.shutil, "which", lambda _name: "/bin/uv")
    installed.failing = ("uv pip",)
    install.install(installed.layout, "runtime")
    assert "/bin/uv pip install" in installed.commands[1]
    assert "-m pip install" in installed.commands[2]


def test_python_without_venv_gets_one_sentence(installed, monkeypatch):
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(LaunchError) as caught:
        install.install(installed.layout, "runtime")
    assert str(caught.value) == NO_VENV
    assert "\n" not in NO_VENV


def test_catalogue_is_compiled_when_its_source_is_newer(installed):
    folder = installed.layout.root / "slimsamenwerken" / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, target = folder / "django.po", folder / "django.mo"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Report"\nmsgstr "Verslag"\n'
    )
    installed.run(["venv", "--clear"])
    installed.layout.venv.joinpath("pyvenv.cfg").write_text(
        (Path(sys.prefix) / "pyvenv.cfg").read_text()
    )
    library = Path(sys.prefix) / "lib"
    (installed.layout.venv / "lib").symlink_to(library)
    install.compile_catalogues(installed.layout)
    assert b"Verslag" in target.read_bytes()
    made = target.stat().st_mtime_ns
    install.compile_catalogues(installed.layout)
    assert target.stat().st_mtime_ns == made
    later = made + 5_000_000_000
    os.utime(source, ns=(later, later))
    install.compile_catalogues(installed.layout)
    assert target.stat().st_mtime_ns != made
    with source.open("a") as file:
        file.write('\n#, python-format\nmsgid "%(count)d rows"\nmsgstr "%(aantal)d rijen"\n')
    os.utime(source, ns=(later * 2, later * 2))
    with pytest.raises(LaunchError, match="cannot be compiled"):
        install.compile_catalogues(installed.layout)
