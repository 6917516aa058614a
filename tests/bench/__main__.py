"""`python -m tests.bench programme [--scale 1 10] [--rounds 40]` or `exports`: measures, side by side.

Starts servers of its own on data of its own (or uses DATABASE_URL and REDIS_URL), and prints a
table per scale; docs/performance.md says how to read it. Not part of the test run.
"""

import os
import subprocess
import sys
from pathlib import Path

from slimsamenwerken.embedded import install
from slimsamenwerken.embedded.backing import Disposable, services_for
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.embedded.verify import check_environment

BENCHES = ("programme", "exports")


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in BENCHES:
        sys.stderr.write(f"Choose one of: {', '.join(BENCHES)}.\n")
        return 2
    layout = Layout(Path(__file__).resolve().parents[2])
    layout.prepare()
    disposable = Disposable(layout)
    services = services_for(layout, os.environ, place=f"{disposable.name}/", durable=False)
    try:
        services.start()
        environment = check_environment(
            services.environment(install.project_environment(layout)), disposable.folder
        )
        (disposable.folder / "static").mkdir(exist_ok=True)
        command = [sys.executable, "-m", f"tests.bench.{arguments[0]}", *arguments[1:]]
        demo = {"DEMO": "1", "REDIS_PREFIX": "bench"}  # plain http on the loopback
        return subprocess.run(
            command, cwd=layout.root, env=environment | demo, check=False
        ).returncode
    finally:
        services.stop()
        disposable.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
