"""``make run``: the whole portal in the foreground, with start data and a real worker."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from slimsamenwerken.embedded import install
from slimsamenwerken.embedded.address import Address
from slimsamenwerken.embedded.backing import Services, services_for
from slimsamenwerken.embedded.console import LaunchError, complain, say
from slimsamenwerken.embedded.demo import DemoFile, Login, parse_logins
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.embedded.process import Child, Command, spawn, stop, tail
from slimsamenwerken.embedded.watch import Crew, Part

REPORT_YEAR = "2015"
RETRIES = 3


def is_on(text: str) -> bool:
    """How settings read a switch such as DEBUG=1."""
    return text.strip().lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Portal:
    """Everything of one ``make run``: folders, address, environment of its processes."""

    layout: Layout
    address: Address
    env: Mapping[str, str]

    @property
    def debug(self) -> bool:
        return is_on(self.env.get("DEBUG", ""))

    def parts(self) -> list[Part]:
        """The processes that stay: web, worker, beat."""
        celery: Command = [self.layout.python, "-m", "celery"]
        celery += ["-A", "slimsamenwerken.celery", "--quiet"]
        name = f"{self.address.port}-{os.getpid()}@%h"
        worker = ["worker", "--pool", "threads", "-c", "2", "--hostname", name]
        # Each launcher has its own: two beats on one file break it, and the rows guard the jobs.
        schedule = self.layout.var / f"celerybeat-schedule-{self.address.port}"
        beat: Command = ["beat", "--schedule", schedule, "--pidfile", ""]
        return [
            self._part("web", self._web()),
            self._part("worker", [*celery, *worker]),
            self._part("beat", [*celery, *beat]),
        ]

    def forget_ticks(self) -> None:
        """Beat's file may be broken by a kill; the database knows what is due, not this file."""
        for path in self.layout.var.glob(f"celerybeat-schedule-{self.address.port}*"):
            path.unlink(missing_ok=True)

    def _web(self) -> Command:
        if self.debug:
            return [self.layout.python, "manage.py", "runserver", self.address.bind]
        gunicorn: Command = [self.layout.python, "-m", "gunicorn", "slimsamenwerken.wsgi"]
        options = ["--bind", self.address.bind, "--workers", "2", "--threads", "4"]
        options += ["--graceful-timeout", "5", "--no-control-socket"]
        options += ["--logger-class", "slimsamenwerken.core.server_logs.ServerLogger"]
        return [*gunicorn, *options]

    def _part(self, name: str, argv: list[str | Path]) -> Part:
        log = None if self.debug and name == "web" else self.layout.logs / f"{name}.log"
        return Part(name, Child(argv=argv, env=self.env, cwd=self.layout.root, log=log))

    def manage(self, *arguments: str, check: Callable[[], None] | None = None) -> str:
        """Run one management command to its end; returns what it printed.

        ``check`` is called while it runs and may raise.
        """
        log = self.layout.logs / f"{arguments[0]}.log"
        log.write_bytes(b"")
        # Standard output in a file of its own, so that warnings never end up in an answer.
        answer = log.with_suffix(".out")
        argv: Command = ["/bin/sh", "-c", 'out=$1; shift; exec "$@" > "$out"', "sh", answer]
        argv += [self.layout.python, "manage.py", *arguments]
        process = spawn(Child(argv=argv, env=self.env, cwd=self.layout.root, log=log))
        try:
            while (code := process.poll()) is None:
                time.sleep(0.05)
                if check:
                    check()
        finally:
            stop(process, signals=(signal.SIGTERM,), patience=5)
        printed = answer.read_text(encoding="utf-8", errors="replace")
        if code:
            shown = "\n".join(part for part in (printed.strip()[-2000:], tail(log)) if part)
            raise LaunchError(
                f"manage.py {' '.join(arguments)} failed (exit code {code}):\n{shown}"
            )
        return printed


def portal_environment(
    layout: Layout, address: Address, environ: Mapping[str, str]
) -> dict[str, str]:
    """Settings of the demo portal; what the caller's environment already says stands."""
    defaults = {
        "SECRET_KEY": layout.once("secret", 48),
        "ALLOWED_HOSTS": address.allowed_hosts,
        "SITE_ROOT": address.url,
        "VAR_DIR": str(layout.var),
        "STATIC_ROOT": str(layout.var / "static"),
        "MEDIA_ROOT": str(layout.var / "media"),
        "MAIL_DIR": str(layout.var / "mail"),
        "DEBUG": "0",
    }
    given = {name: environ[name] for name in defaults if environ.get(name)}
    if "ALLOWED_HOSTS" in given:  # the launcher itself asks too
        given["ALLOWED_HOSTS"] += f",{address.allowed_hosts}"
    always = {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "slimsamenwerken.settings"}
    return {**environ, **defaults, **given, **always}


def run(layout: Layout) -> int:
    """Serve until a signal comes; raises Stop then, LaunchError when something stays broken."""
    address = Address.chosen(os.environ)
    address.require_free()
    demo = DemoFile(layout.var / "demo.json", address.url)
    demo.remove()
    install.install(layout, install.RUNTIME, install.EMBEDDED)
    for folder in ("mail", "media", "static"):
        (layout.var / folder).mkdir(exist_ok=True)
    services = services_for(layout, os.environ)
    environment = services.environment(install.project_environment(layout))
    portal = Portal(layout, address, portal_environment(layout, address, environment))
    crew = Crew(portal.parts())
    try:
        _start(portal, services, crew, demo)
        crew.watch(services.recover)
    finally:
        demo.remove_own()
        if not crew.is_empty or any(keeper.is_owner for keeper in services.keepers):
            complain("Stopping.")
        crew.stop()
        services.stop()
    return 0


def _start(portal: Portal, services: Services, crew: Crew, demo: DemoFile) -> None:
    def step(*arguments: str) -> str:
        return _managed(portal, services, crew, arguments)

    say("Starting the database and the broker.")
    services.start()
    say("Preparing the database and the start data.")
    step("migrate", "--no-input")
    step("load_start_data")
    logins = parse_logins(step("demo_logins", "--json"))
    step("collectstatic", "--no-input")
    say("Starting web server, worker and beat.")
    portal.address.require_free()
    portal.forget_ticks()
    crew.start()
    portal.address.wait_until_served(crew.check)
    say(f"Building the yearly report as of 31-12-{REPORT_YEAR} with the worker.")
    report = last_line(step("build_year_report", REPORT_YEAR))
    demo.write(logins, report)
    say(greeting(portal.address, logins, report))


def _managed(portal: Portal, services: Services, crew: Crew, arguments: tuple[str, ...]) -> str:
    """Run an idempotent command; again when a service went away under it.

    That happens when this launcher shares the servers of one that was just told to stop.
    """
    for _attempt in range(RETRIES):
        services.recover()
        try:
            return portal.manage(*arguments, check=crew.check)
        except LaunchError:
            if not services.recover():
                raise
    return portal.manage(*arguments, check=crew.check)


def last_line(text: str) -> str:
    """The answer of a command that may print progress before it."""
    lines = text.strip().splitlines()
    if not lines:
        raise LaunchError("manage.py build_year_report printed no address of the report.")
    return lines[-1].strip()


def greeting(address: Address, logins: list[Login], report: str) -> str:
    """What a person reads when everything is up."""
    width = max((len(login["email"]) for login in logins), default=0)
    rows = [
        f"    {login['role']:<10} {login['email']:<{width}}  {login['password']}"
        for login in logins
    ]
    where = report if report.startswith("http") else address.url + report
    return "\n".join(
        [
            "",
            f"Slim samenwerken runs at {address.url}",
            "",
            "  Demo logins (role, e-mail, password):",
            *rows,
            "",
            f"  Yearly report as of 31-12-{REPORT_YEAR}: {where}",
            "  Logs: .var/log/   Mail: .var/mail/   Stop: Ctrl-C",
        ]
    )
