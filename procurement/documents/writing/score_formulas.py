"""Points as spreadsheet formulas: half up to two decimals, empty while the value is empty."""

from collections.abc import Sequence
from decimal import Decimal

from procurement.documents.content import Scoring


def formula(rule: Scoring | None, most: str, value: str, values: Sequence[str]) -> str:
    """The points for the value in a cell; `most` is the cell with the maximum, `values` the cells
    of all bidders. Without a rule that can be counted the jury types the points as the value."""
    method = rule.method if rule else ""
    if rule is None or method == "jury_rubric":
        points = f"MIN({most},MAX(0,{value}))"
    elif method == "pass_fail":
        points = f'IF({value}="ja",{most},0)'
    elif method == "points_scale":
        points = _scale(rule, most, value)
    elif method == "linear_between":
        points = _linear(rule, most, value)
    else:
        points = _ratio(most, value, values, lower=method == "lcc_cost" or rule.lower_is_better)
    return f'=IF({value}="","",ROUND({points},2))'


def _scale(rule: Scoring, most: str, value: str) -> str:
    """The highest step that is reached, as a part of the maximum of the rule."""
    top = rule.max_points or max((step.points for step in rule.steps), default=Decimal(1))
    found = "0"
    for step in sorted(rule.steps, key=lambda step: step.value):
        found = f"IF({value}>={step.value:f},{step.points:f},{found})"
    return f"{most}*{found}/{top or 1:f}"


def _linear(rule: Scoring, most: str, value: str) -> str:
    low, high = rule.low or Decimal(0), rule.high or Decimal(0)
    if low == high:
        return "0"
    part = f"({high:f}-{value})" if rule.lower_is_better else f"({value}-{low:f})"
    return f"MAX(0,MIN({most},{most}*{part}/{high - low:f}))"


def _ratio(most: str, value: str, values: Sequence[str], *, lower: bool) -> str:
    every = ",".join(values)
    points = f"{most}*MIN({every})/{value}" if lower else f"{most}*{value}/MAX({every})"
    return f"IF({value}<=0,0,{points})"
