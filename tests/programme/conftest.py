import pytest

from tests.factories.kept import Kept, put_back


@pytest.fixture
def start_data(db: None, kept_start_data: list[Kept]) -> None:
    """The start data, put back for each test that asks for it."""
    put_back(kept_start_data)
