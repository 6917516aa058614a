"""The rules as pure functions: each takes what it judges and returns sentences about faults."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import models
from django.db.migrations import Migration

from tests.architecture.tree import DOMAINS, LABELS, PACKAGES, parsed

MODULE_LINES = 400
TEMPLATE_LINES = 150
VIEW_LINES = 25
FORBIDDEN_NAMES = frozenset(
    {"actions", "utils", "helpers", "misc", "services", "signals", "managers", "shared"}
)
DOMAIN_LABELS = frozenset(LABELS.values())
_QUOTED_DOMAIN = re.compile(rf"""["'](?:{"|".join(DOMAINS)})[:/]""")
_VIEWS = re.compile(r"(^|/)(views\.py|views/[^/]+\.py|\w*_views\.py|views_\w+\.py|health\.py)$")
# A home folder, a checkout or a scratch folder of somebody's machine. What a container has
# (`/tmp/celerybeat-schedule`) is no machine of somebody, and is named in full.
_MACHINE = re.compile(r"(?<![\w.:/])/(?:(?:home|Users|mnt|work)/\w|root/)")


def crossing_relations(found: Iterable[type[models.Model]]) -> list[str]:
    """Relations that end in a domain app other than the one they start in."""
    return [
        f"{model._meta.label}.{field.name} ends in {field.related_model._meta.label}"
        for model in found
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if isinstance(field.related_model, type)
        and field.related_model._meta.app_label in DOMAIN_LABELS - {model._meta.app_label}
    ]


def crossing_migrations(found: Mapping[tuple[str, str], Migration]) -> list[str]:
    """Migrations that depend on, or run before, one of another domain app."""
    return [
        f"{label}.{name} depends on {other}.{needed}"
        for (label, name), migration in found.items()
        for other, needed in (*migration.dependencies, *migration.run_before)
        if other in DOMAIN_LABELS - {label}
    ]


def quoted_domains(files: Mapping[str, str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if _QUOTED_DOMAIN.search(line)
    ]


def too_long(files: Mapping[str, str], most: int) -> list[str]:
    counted = {path: text.count("\n") for path, text in files.items()}
    return [
        f"{path} has {count} lines, at most {most}"
        for path, count in counted.items()
        if count > most and "/migrations/" not in path
    ]


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def long_views(files: Mapping[str, str]) -> list[str]:
    """Functions that take a request, in modules of views, with more than 25 lines."""
    found = []
    for path, text in files.items():
        if not _VIEWS.search(path):
            continue
        for function in _functions(parsed(text)):
            count = (function.end_lineno or 0) - function.lineno + 1
            takes_request = any(a.arg == "request" for a in function.args.args)
            if takes_request and count > VIEW_LINES:
                found.append(f"{path}: {function.name} has {count} lines")
    return found


def forbidden_names(paths: Iterable[str]) -> list[str]:
    """Files and folders whose name says nothing, or collides with a noun of the programme."""
    return [path for path in paths if FORBIDDEN_NAMES & {*Path(path).parts, Path(path).stem}]


def delays_in_operations(files: Mapping[str, str]) -> list[str]:
    """Calls of a Celery task from an operation: the row is the truth, the message only a hint."""
    return [
        f"{path}:{node.lineno}: .{node.func.attr}()"
        for path, text in files.items()
        if "operations" in {Path(path).stem, *Path(path).parts}
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"delay", "apply_async", "send_task"}
    ]


def models_elsewhere(found: Iterable[type[models.Model]]) -> list[str]:
    """Own models that are not defined in a module or package called models."""
    return [
        f"{model.__module__}.{model.__name__}"
        for model in found
        if model.__module__.split(".")[0] in PACKAGES
        and "models" not in model.__module__.split(".")
    ]


def generic_relations(found: Iterable[type[models.Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        if model.__module__.split(".")[0] in PACKAGES
        for field in model._meta.private_fields
        if type(field).__name__.startswith("Generic")
    ]


def unexplained_dependencies(pyproject: str) -> list[str]:
    """Lines that name a package of others and carry no comment with the reason."""
    lists = re.findall(
        r"^(?:dependencies|\w+) = \[\n(.*?)^\]",
        _dependency_tables(pyproject),
        re.MULTILINE | re.DOTALL,
    )
    return [
        line.strip()
        for block in lists
        for line in block.splitlines()
        if re.match(r'\s*"', line) and not re.search(r'"\s*,?\s*#\s*\w.{2,}', line)
    ]


def _dependency_tables(pyproject: str) -> str:
    """The tables [project] and [dependency-groups], without the tables of tools."""
    tables = re.split(r"^(?=\[)", pyproject, flags=re.MULTILINE)
    return "".join(t for t in tables if re.match(r"\[(project|dependency-groups)\]", t))


def machine_paths(files: Mapping[str, str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if _MACHINE.search(line)
    ]


def misplaced_language(msgids: Iterable[str], dutch: frozenset[str]) -> list[str]:
    """Message ids that hold words which only Dutch has."""
    return [text for text in msgids if dutch & set(re.findall(r"[a-zëï]+", text.lower()))]


def dutch_names(files: Mapping[str, str], dutch: frozenset[str]) -> list[str]:
    """Names of modules, classes, functions, arguments and variables with a Dutch word in them."""
    found = []
    for path, text in files.items():
        names: set[str] = {Path(path).stem}
        for node in ast.walk(parsed(text)):
            names |= set(_names(node))
        found += [f"{path}: {name}" for name in sorted(names) if dutch & set(_words(name))]
    return found


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]
