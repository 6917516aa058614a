"""Environment readers: right values pass, everything else stops start-up with a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from slimsamenwerken.core.env import (
    database_from_url,
    env_bool,
    env_int,
    env_list,
    env_secret,
    env_str,
    redis_urls,
)


def test_env_str_default_required_and_blank():
    assert env_str("A", env={"A": " x "}) == "x"
    assert env_str("A", default="y", env={"A": "  "}) == "y"
    with pytest.raises(ImproperlyConfigured, match="Set it, for example A="):
        env_str("A", env={})


def test_env_str_choices():
    assert env_str("A", choices=("x", "y"), env={"A": "y"}) == "y"
    with pytest.raises(ImproperlyConfigured, match="Set A to one of: x, y"):
        env_str("A", choices=("x", "y"), env={"A": "z"})


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)]
)
def test_env_bool(text, value):
    assert env_bool("A", env={"A": text}) is value


@pytest.mark.parametrize("text", ["ja", "2", "tru", "-1"])
def test_env_bool_refuses_to_guess(text):
    with pytest.raises(ImproperlyConfigured, match="Set A to 1 or 0"):
        env_bool("A", default=True, env={"A": text})


def test_env_bool_default():
    assert env_bool("A", default=False, env={}) is False
    with pytest.raises(ImproperlyConfigured):
        env_bool("A", env={})


def test_env_int_limits():
    assert env_int("A", minimum=1, maximum=3, env={"A": "3"}) == 3
    assert env_int("A", default=7, env={}) == 7
    for text in ("0", "4", "1.5", "x"):
        with pytest.raises(ImproperlyConfigured, match="Set A to a whole number"):
            env_int("A", minimum=1, maximum=3, env={"A": text})
    with pytest.raises(ImproperlyConfigured):
        env_int("A", env={})


def test_env_list():
    assert env_list("A", env={"A": "a, b,,"}) == ["a", "b"]
    assert env_list("A", default=("z",), env={}) == ["z"]
    with pytest.raises(ImproperlyConfigured):
        env_list("A", env={})


def test_env_secret_from_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("s" * 40 + "\n")
    assert env_secret("A", env={"A_FILE": str(file)}) == "s" * 40


def test_env_secret_refusals(tmp_path):
    empty = tmp_path / "empty"
    empty.write_text("\n")
    refused = [
        ({}, "A_FILE"),
        ({"A": "hush", "A_FILE": "/x"}, "not both"),
        ({"A_FILE": str(tmp_path / "absent")}, "cannot be read"),
        ({"A_FILE": str(empty)}, "is empty"),
        ({"A": "hush"}, "too short"),
    ]
    for env, sentence in refused:
        with pytest.raises(ImproperlyConfigured, match=sentence) as caught:
            env_secret("A", min_length=32, env=env)
        assert "hush" not in str(caught.value)
    assert env_secret("A", default="d", env={}) == "d"


def test_database_server():
    found = database_from_url("postgres://me:p%40ss@db.example:5433/portal?sslmode=require")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "url",
    ["postgresql://me@/portal?host=/run/Own%20Dir", "postgres://me@%2Frun%2FOwn%20Dir/portal"],
)
def test_database_socket(url):
    found = database_from_url(url)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/Own Dir", "", "portal")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:///x",
        "postgres://me:hush@db",
        "postgres://me:hush@db/",
        "postgres://me:hush@db/a/b",
        "postgres://me:hush@db:99999/a",
        "postgres://me:hush@db/a?sslmod=require",
    ],
)
def test_database_refuses_and_hides_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as caught:
        database_from_url(url)
    assert "hush" not in str(caught.value)


def test_redis_spellings():
    server = redis_urls("redis://:pw@h:6379/3", cache_db=4)
    assert (server.broker, server.cache) == ("redis://:pw@h:6379/3", "redis://:pw@h:6379/4")
    for url in ("unix:///tmp/v.sock?db=1", "redis+socket:///tmp/v.sock?virtual_host=1"):
        socket = redis_urls(url)
        assert socket.broker == "redis+socket:///tmp/v.sock?virtual_host=1"
        assert socket.cache == "unix:///tmp/v.sock?db=2", "emptying the cache keeps the queue"
    same = redis_urls("redis://h:6379/3")
    assert same.broker == same.cache == "redis://h:6379/3"


@pytest.mark.parametrize(
    "url", ["", "http://x", "redis://", "unix://", "redis://h/x", "unix:///s?db=x"]
)
def test_redis_refuses(url):
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        redis_urls(url)
