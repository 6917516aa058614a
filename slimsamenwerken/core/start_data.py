"""What an app brings to an empty portal: it announces a loader, and load_start_data runs it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class StartData:
    """`load` adds what is missing, and answers how many rows it added per sort."""

    key: str
    load: Callable[[], Counter[str]]
    order: int = 0


start_data: Registry[StartData] = Registry("start_data")
