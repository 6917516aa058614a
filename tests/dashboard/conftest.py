"""The start data, loaded once for the whole run and put back for each test that asks for it."""

from tests.programme.conftest import start_data

__all__ = ["start_data"]
