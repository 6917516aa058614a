"""Who may import whom (§2): every contract of pyproject.toml holds, and each of them can fail."""

from copy import deepcopy
from functools import cache
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.architecture.tree import PACKAGES, ROOT

TYPES = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}
DECLARED = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS = {options["id"]: options for options in DECLARED["contracts_options"]}
# Contract → an import that it must refuse: (importer, imported, what it teaches).
PLANTED = [
    ("floors", "slimsamenwerken.core.registry", "slimsamenwerken.programme.models.action"),
    ("floors", "slimsamenwerken.programme.status", "slimsamenwerken.reports.models.runs"),
    ("floors", "procurement.views", "education.views"),
    ("floors", "slimsamenwerken.dashboard.views", "sites.views"),
    ("rooms", "slimsamenwerken.programme.models.action", "slimsamenwerken.programme.operations"),
    ("rooms", "slimsamenwerken.reports.operations.building", "slimsamenwerken.reports.tasks"),
    ("rooms", "slimsamenwerken.programme.permissions", "slimsamenwerken.programme.forms"),
    ("quiet-cellar", "slimsamenwerken.programme.operations.facts", "celery"),
    ("quiet-cellar", "slimsamenwerken.reports.queries", "requests"),
    ("private-rooms", "procurement.portal", "slimsamenwerken.programme.views.things"),
    ("private-rooms", "campaigns.views", "slimsamenwerken.reports.tasks"),
    ("no-circles", "slimsamenwerken.core.text", "slimsamenwerken.programme.status"),
]


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def _is_kept(contract: dict[str, Any], graph: grimp.ImportGraph) -> bool:
    made = TYPES[contract["type"]](contract["name"], DECLARED["session_options"], dict(contract))
    return bool(made.check(graph=deepcopy(graph), verbose=False).kept)


def test_contracts_are_those_of_the_house() -> None:
    assert set(CONTRACTS) == {"floors", "rooms", "quiet-cellar", "private-rooms", "no-circles"}
    assert set(DECLARED["session_options"]["root_packages"]) == set(PACKAGES)
    ignored = [key for c in CONTRACTS.values() for key in c if key.startswith("ignore")]
    assert ignored == []


@pytest.mark.parametrize("key", CONTRACTS)
def test_contract_is_kept(key: str) -> None:
    assert _is_kept(CONTRACTS[key], _graph())


@pytest.mark.parametrize(("key", "importer", "imported"), PLANTED)
def test_forbidden_import_breaks_its_contract(key: str, importer: str, imported: str) -> None:
    graph = deepcopy(_graph())
    assert {importer} <= graph.modules
    if imported not in graph.modules:
        graph.add_module(imported, is_squashed=True)
    graph.add_import(importer=importer, imported=imported)
    assert not _is_kept(CONTRACTS[key], graph)


def test_every_contract_has_a_planted_fault() -> None:
    assert {key for key, _importer, _imported in PLANTED} == set(CONTRACTS)


def test_every_app_of_ours_stands_on_a_floor(settings: Any) -> None:
    """A new app that no contract names would be free to import anything."""
    floors = {name.strip() for line in CONTRACTS["floors"]["layers"] for name in line.split("|")}
    ours = {name for name in settings.INSTALLED_APPS if name.split(".")[0] in PACKAGES}
    assert ours <= floors
