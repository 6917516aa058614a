"""Readers of environment variables that refuse to guess.

Every reader answers with the wanted type or stops start-up with `ImproperlyConfigured`, whose
sentence says which variable to set and how. A variable without a default is required. An empty
value counts as not set. No message echoes a value that may be a secret.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS: Final = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS: Final = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES: Final = frozenset({"postgres", "postgresql"})
REDIS_SCHEMES: Final = frozenset({"redis", "rediss"})
SOCKET_SCHEMES: Final = frozenset({"unix", "redis+socket"})
SOCKET_CACHE_DB: Final = 2
# psycopg takes these as connection options; anything else in the URL is a typing error.
POSTGRES_OPTIONS: Final = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}
    | {"options", "target_session_attrs", "keepalives", "keepalives_idle", "service"}
)


class Required(Enum):
    """Marks "no default"; an enum, so that type checkers can tell it from any value."""

    REQUIRED = "required"


REQUIRED: Final = Required.REQUIRED


@dataclass(frozen=True)
class RedisUrls:
    """One Redis in the two spellings in use: kombu's (`broker`) and redis-py's (`cache`)."""

    broker: str
    cache: str


def _raw(name: str, env: Mapping[str, str] | None = None) -> str | None:
    value = (os.environ if env is None else env).get(name, "").strip()
    return value or None


def _missing(name: str, example: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The environment variable {name} is not set. Set it, for example {name}={example}"
    )


def env_str(
    name: str,
    default: str | Required = REQUIRED,
    *,
    choices: Iterable[str] = (),
    env: Mapping[str, str] | None = None,
) -> str:
    """Return the stripped text of `name`; with `choices` it must be one of them."""
    allowed = tuple(choices)
    value = _raw(name, env)
    if value is None:
        if isinstance(default, Required):
            raise _missing(name, allowed[0] if allowed else "…")
        return default
    if allowed and value not in allowed:
        raise ImproperlyConfigured(f"Set {name} to one of: {', '.join(allowed)}.")
    return value


def env_bool(
    name: str,
    default: bool | Required = REQUIRED,  # noqa: FBT001 -- same order as the other readers
    *,
    env: Mapping[str, str] | None = None,
) -> bool:
    """Return True or False; only 1/0, true/false, yes/no and on/off are understood."""
    value = _raw(name, env)
    if value is None:
        if isinstance(default, Required):
            raise _missing(name, "1 (or 0)")
        return default
    if value.lower() in TRUE_WORDS:
        return True
    if value.lower() in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"Set {name} to 1 or 0 (true/false, yes/no and on/off work too).")


def env_int(
    name: str,
    default: int | Required = REQUIRED,
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Return a whole number within the inclusive limits."""
    value = _raw(name, env)
    if value is None:
        if isinstance(default, Required):
            raise _missing(name, str(minimum if minimum is not None else 1))
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"Set {name} to a whole number, such as {name}=10.") from None
    if minimum is not None and number < minimum:
        raise ImproperlyConfigured(f"Set {name} to a whole number of at least {minimum}.")
    if maximum is not None and number > maximum:
        raise ImproperlyConfigured(f"Set {name} to a whole number of at most {maximum}.")
    return number


def env_list(
    name: str,
    default: Iterable[str] | Required = REQUIRED,
    *,
    env: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the parts between commas, stripped, empty ones left out."""
    value = _raw(name, env)
    if value is None:
        if isinstance(default, Required):
            raise _missing(name, "first,second")
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def env_secret(
    name: str,
    default: str | Required = REQUIRED,
    *,
    min_length: int = 1,
    env: Mapping[str, str] | None = None,
) -> str:
    """Return a secret from `name`, or from the file named by `<name>_FILE` (never both).

    `min_length` counts characters; give 32 for keys. Addresses with a password in them (database,
    broker) are secrets too.
    """
    value, path = _raw(name, env), _raw(f"{name}_FILE", env)
    if value and path:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if path:
        value = _secret_in_file(name, Path(path))
    if value is None:
        if isinstance(default, Required):
            raise ImproperlyConfigured(
                f"The secret {name} is not set. Set {name}, or set {name}_FILE to a file that holds it."
                + (f" Use at least {min_length} random characters." if min_length > 1 else "")
            )
        return default
    if len(value) < min_length:
        raise ImproperlyConfigured(
            f"The secret {name} is too short. Set it to at least {min_length} random characters."
        )
    return value


def _secret_in_file(name: str, path: Path) -> str:
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"The file in {name}_FILE cannot be read. Set {name}_FILE to a readable text file."
        ) from None
    if not value:
        raise ImproperlyConfigured(f"The file in {name}_FILE is empty. Put the secret in it.")
    return value


def database_from_url(url: str, *, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's database settings for a PostgreSQL URL.

    Servers: `postgres://user:password@host:5432/dbname?sslmode=require`. Unix sockets:
    `postgres://user@/dbname?host=/folder` or `postgres://user@%2Ffolder/dbname`. Parts are
    percent-encoded. Raises ImproperlyConfigured without repeating the URL: it may hold a password.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in POSTGRES_SCHEMES:
        raise ImproperlyConfigured(
            f"Set {name} to a PostgreSQL address, such as postgres://user:password@host:5432/name."
        )
    database = unquote(parts.path.lstrip("/"))
    if not database or "/" in database:
        raise ImproperlyConfigured(
            f"{name} lacks the name of a database. End the address with /name."
        )
    options = _postgres_options(parts, name)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", _postgres_host(parts)),
        "PORT": options.pop("port", _port(parts, name)),
        "OPTIONS": options,
    }


def _postgres_host(parts: SplitResult) -> str:
    # `hostname` lowercases, which would break the path of a socket.
    host = parts.netloc.rpartition("@")[2]
    if "%2f" in host.lower():
        return unquote(host.rsplit(":", 1)[0] if ":" in host else host)
    return parts.hostname or ""


def _port(parts: SplitResult, name: str) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise ImproperlyConfigured(
            f"The port in {name} is not a number from 1 to 65535. Mend the address."
        ) from None


def _postgres_options(parts: SplitResult, name: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, values in parse_qs(parts.query).items():
        if key not in POSTGRES_OPTIONS | {"host", "port"}:
            raise ImproperlyConfigured(
                f"{name} has an unknown option {key!r}. Leave it out, or use one of: "
                f"{', '.join(sorted(POSTGRES_OPTIONS))}."
            )
        options[key] = values[-1]
    return options


def redis_urls(url: str, *, cache_db: int = -1, name: str = "REDIS_URL") -> RedisUrls:
    """Return the broker and cache addresses of one Redis or Valkey.

    Takes `redis://host:6379/0`, `rediss://…`, `unix:///path.sock?db=0` and
    `redis+socket:///path.sock?virtual_host=0`. `cache_db` puts the cache in a database of its own,
    so that clearing the cache (FLUSHDB) can never empty the queue; -1 leaves it beside the queue
    on a server, and in database 2 behind a socket, which is nobody else's.
    """
    parts = urlsplit(url.strip())
    if parts.scheme in REDIS_SCHEMES and parts.hostname:
        _port(parts, name)
        database = _db_number(parts.path.strip("/") or "0", name)
        return RedisUrls(
            broker=_server_url(parts, database),
            cache=_server_url(parts, database if cache_db < 0 else str(cache_db)),
        )
    if parts.scheme in SOCKET_SCHEMES and parts.path:
        return _socket_urls(parts, SOCKET_CACHE_DB if cache_db < 0 else cache_db, name)
    raise ImproperlyConfigured(
        f"Set {name} to a Redis address, such as redis://host:6379/0 or unix:///path.sock?db=0."
    )


def _server_url(parts: SplitResult, database: str) -> str:
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))


def _socket_urls(parts: SplitResult, cache_db: int, name: str) -> RedisUrls:
    # kombu and redis-py spell the same socket differently (virtual_host against db).
    query = dict(parse_qsl(parts.query))
    database = query.pop("virtual_host", query.pop("db", "0")).strip("/")
    number = _db_number(database, name)
    return RedisUrls(
        broker=_socket_url("redis+socket", parts, {**query, "virtual_host": number}),
        cache=_socket_url("unix", parts, {**query, "db": str(cache_db)}),
    )


def _socket_url(scheme: str, parts: SplitResult, query: Mapping[str, str]) -> str:
    return f"{scheme}://{parts.netloc}{parts.path}?{urlencode(query)}"


def _db_number(text: str, name: str) -> str:
    if not text.isdecimal():
        raise ImproperlyConfigured(f"The database in {name} must be a number, such as 0.")
    return text
