"""Rekenbronnen: numbers that the portal computes from its own rows, for any date.

An app announces its metrics in `portal.py`; dashboard, reports and live indicators ask the
registry. This package knows the words only: who computes a metric lies in the queries of its app,
so that queries and models can ask the registry without a circle.
"""

from slimsamenwerken.programme.metrics.metric import (
    Metric,
    MetricRow,
    Missing,
    Reading,
    Scope,
    metrics,
)
from slimsamenwerken.programme.metrics.month_ends import month_ends, window_of

__all__ = [
    "Metric",
    "MetricRow",
    "Missing",
    "Reading",
    "Scope",
    "metrics",
    "month_ends",
    "window_of",
]
