"""The start data, loaded once for the whole run and put back for each test that asks for it."""

from tests.programme.conftest import kept_start_data, start_data

__all__ = ["kept_start_data", "start_data"]
