"""``.var/demo.json``: what a person reads on the screen, for a script."""

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from slimsamenwerken.embedded.console import LaunchError


class Login(TypedDict):
    """One demo login."""

    role: str
    email: str
    password: str


def parse_logins(printed: str) -> list[Login]:
    """Read what ``demo_logins --json`` printed: a list of role, email and password."""
    try:
        found = json.loads(printed)
        logins = [
            Login(role=entry["role"], email=entry["email"], password=entry["password"])
            for entry in found
        ]
        if not logins:
            raise ValueError("empty list")  # noqa: TRY301 - said the same way as the others
    except (ValueError, TypeError, KeyError) as error:
        raise LaunchError(f"manage.py demo_logins --json printed no logins: {error!r}.") from error
    return logins


@dataclass(frozen=True)
class DemoFile:
    """The file is there exactly while the portal at ``address`` is ready."""

    path: Path
    address: str

    def write(self, logins: list[Login], report: str) -> None:
        """Write at once and whole, readable by its owner only: it holds passwords."""
        content = {"address": self.address, "logins": logins, "report": report}
        fresh = self.path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.path)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def remove_own(self) -> None:
        """Leave the file of another launcher alone, which serves at another address."""
        with contextlib.suppress(OSError, ValueError):
            if json.loads(self.path.read_text(encoding="utf-8")).get("address") == self.address:
                self.remove()
