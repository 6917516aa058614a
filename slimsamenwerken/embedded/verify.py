"""``make test``, ``make check`` and ``make fix``: tools, contracts and tests on disposable data."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slimsamenwerken.embedded import install
from slimsamenwerken.embedded.backing import Disposable, services_for
from slimsamenwerken.embedded.console import LaunchError, complain, say
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.embedded.process import Child, Command, spawn, stop, tail

DJANGO_TARGET = "5.2"
SHOWN_LINES = 80  # of a failing check
NO_TESTS = 5  # pytest's code when nothing was collected
NOT_OURS = {".git", ".venv", ".var", "__pycache__", "node_modules"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The linter is an app, which production does not install; only our own migrations count.
LINT_MIGRATIONS = """
from slimsamenwerken import settings
settings.INSTALLED_APPS.append("django_migration_linter")
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
own = [app.label for app in apps.get_app_configs() if "site-packages" not in app.path]
call_command(
    "lintmigrations", include_apps=own, warnings_as_errors=[], no_cache=True, quiet=["ok"]
)
"""
PORTAL_NAMES = {
    "DEBUG", "DEMO", "ALLOWED_HOSTS", "SITE_ROOT", "STATIC_ROOT", "MEDIA_ROOT", "MAIL_DIR",
    "DJANGO_SETTINGS_MODULE", "CSRF_TRUSTED_ORIGINS", "REDIS_PREFIX",
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One command that must end well; ``env`` replaces the usual environment."""

    name: str
    argv: Command
    env: Mapping[str, str] | None = None


def verify(layout: Layout, command: str, options: list[str]) -> int:
    """Run the command on services of its own; returns the exit code to end with."""
    install.install(layout, install.RUNTIME, install.EMBEDDED, install.DEV)
    if command == "fix":
        return fix(layout)
    disposable = Disposable(layout)
    services = None
    try:
        services = services_for(layout, os.environ, place=f"{disposable.name}/", durable=False)
        services.start()
        env = check_environment(
            services.environment(install.project_environment(layout)), disposable.folder
        )
        failed = [] if "--tests-only" in options else run_checks(layout, env)
        if failed:
            complain(f"Failed checks: {', '.join(failed)}.")
        if command == "check":
            return 1 if failed else 0
        rest = options[options.index("--") + 1 :] if "--" in options else []
        return run_tests(layout, env, rest) or (1 if failed else 0)
    finally:
        if services is not None:
            services.stop()
        disposable.remove()


def check_environment(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of checks and tests: nothing of a portal that runs here, own folders."""
    kept = {name: value for name, value in environ.items() if name not in PORTAL_NAMES}
    return {
        "DJANGO_SETTINGS_MODULE": "slimsamenwerken.settings",
        "TEST_DB_SUFFIX": f"_{os.getpid()}",  # two runs may share a server named by DATABASE_URL
        **kept,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "VAR_DIR": str(folder),
    }


def sample_environment(environ: Mapping[str, str], sample: Path) -> dict[str, str]:
    """``environ`` with the production sample ``.env.example`` over it, secrets filled in."""
    values = dict(
        line.split("=", 1)
        for line in sample.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    filled = {
        name: secrets.token_urlsafe(48) if value == "change-me" else value
        for name, value in values.items()
    }
    return {**environ, **filled}


def checks(layout: Layout, env: Mapping[str, str]) -> list[Check]:
    """Linters, types, contracts and Django's own checks."""
    python = layout.python
    manage: Command = [python, "manage.py"]
    templates = project_files(layout, ".html")
    found = [
        Check("ruff check", [python, "-m", "ruff", "check", "--output-format", "concise", "."]),
        Check("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        Check("mypy", [python, "-m", "mypy"]),
        Check("import-linter", [
            python, layout.venv / "bin" / "lint-imports", "--cache-dir", layout.cache / "imports",
        ]),
    ]  # fmt: skip
    if templates:
        target = ["--target-version", DJANGO_TARGET]
        found += [
            Check("djade", [layout.venv / "bin" / "djade", "--check", *target, *templates]),
            Check("djlint", [python, "-m", "djlint", "--lint", "--quiet", *templates]),
        ]
    production = sample_environment(env, layout.root / ".env.example")
    return [
        *found,
        Check("migration linter", [python, "-c", LINT_MIGRATIONS]),
        Check("makemigrations --check", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check(
            "check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production
        ),
    ]


def project_files(layout: Layout, suffix: str) -> list[Path]:
    """Our own files with this ending, in order."""
    found = []
    for folder, folders, names in os.walk(layout.root):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [Path(folder, name) for name in names if name.endswith(suffix)]
    return sorted(found)


def run_checks(layout: Layout, env: Mapping[str, str]) -> list[str]:
    """Run every check; shows what the failing ones said and returns their names."""
    failed = []
    for check in checks(layout, env):
        started = time.monotonic()
        log = Path(env["VAR_DIR"]) / "check.log"
        log.write_bytes(b"")
        code = finish(Child(argv=check.argv, env=check.env or env, cwd=layout.root, log=log))
        word = "failed" if code else "ok"
        say(f"{check.name:<24} {word:<7} {time.monotonic() - started:5.1f} s")
        if code:
            failed.append(check.name)
            say(tail(log, SHOWN_LINES))
    return failed


def finish(child: Child) -> int:
    """Run a child to its end; stopped with the launcher when a signal comes."""
    process = spawn(child)
    try:
        return process.wait()
    finally:
        stop(process, signals=(signal.SIGINT,), patience=10)


def run_tests(layout: Layout, env: Mapping[str, str], options: list[str]) -> int:
    """Run pytest, whose closing line comes last; returns its exit code."""
    pytest: Command = [layout.python, "-m", "pytest", "-o", f"cache_dir={layout.cache / 'pytest'}"]
    chosen = ["-n", "2", *options]
    if not any(shutil.which(name) for name in BROWSERS) and "-m" not in options:
        say(left_out(pytest, env, layout))
        chosen += ["-m", "not browser"]
    code = finish(Child(argv=[*pytest, *chosen], env=env, cwd=layout.root))
    if code == NO_TESTS:
        raise LaunchError("pytest found no test at all.")
    return code


def left_out(pytest: Command, env: Mapping[str, str], layout: Layout) -> str:
    """Which tests need the browser that this machine lacks, and how to get it."""
    asked = subprocess.run(
        [*pytest, "--collect-only", "-q", "-m", "browser"],
        cwd=layout.root,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    files = Counter(re.findall(r"^(\S+\.py)::", asked.stdout, flags=re.MULTILINE))
    names = ", ".join(f"{name} ({count})" for name, count in sorted(files.items())) or "none yet"
    return (
        "No Chromium on this machine, so the browser tests are left out: "
        f"{names}. Get it with: apt-get install chromium"
    )


def fix(layout: Layout) -> int:
    """Let the tools mend what they can."""
    env = install.project_environment(layout)
    python = layout.python
    sources, pages = project_files(layout, ".py"), project_files(layout, ".html")
    target = ["--target-version", DJANGO_TARGET]
    commands: list[Command] = [
        [python, "-m", "django_upgrade", "--exit-zero-even-if-changed", *target, *sources],
        [python, "-m", "ruff", "check", "--fix", "."],
        [python, "-m", "ruff", "format", "."],
    ]
    if pages:
        commands.append([layout.venv / "bin" / "djade", *target, *pages])
    codes = [finish(Child(argv=argv, env=env, cwd=layout.root)) for argv in commands]
    return 1 if codes[1] else 0
