"""The rows behind a value that the portal computes itself."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.metrics import MetricRow
from slimsamenwerken.programme.queries.indicator_page import LoadedIndicator
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.rights import Rights

MOST_ROWS = 200


def live_rows(loaded: LoadedIndicator, moment: Moment, rights: Rights) -> dict[str, Any] | None:
    """What the metric counted, as far as the reader may see it; None for an entered value.

    The number itself counts hidden rows too, so the page says how many there are.
    """
    live = loaded.row.live
    if live is None:
        return None
    found = list(live.rows())
    seen = set(actions_in_sight(moment, rights).values_list("action_id", flat=True))
    shown = [row for row in found if _may_see(row, seen, rights)]
    hidden = len(found) - len(shown)
    return {
        "metric": live.metric,
        "rows": [{"row": row, "url": _url(row, moment)} for row in shown[:MOST_ROWS]],
        "is_share": any(row.counted is not None for row in shown),
        "more": max(len(shown) - MOST_ROWS, 0),
        "hidden": ngettext("%(count)s row is not public.", "%(count)s rows are not public.", hidden)
        % {"count": hidden}
        if hidden
        else "",
        "missing": live.reading.missing_text,
        "version": _("Rule version %(version)s.") % {"version": live.metric.version},
    }


def _may_see(row: MetricRow, seen: set[int], rights: Rights) -> bool:
    if not row.action_ids:
        return True
    if not row.action_ids & seen:
        return False
    return row.is_public or any(rights.may("read_internal", pk) for pk in row.action_ids)


def _url(row: MetricRow, moment: Moment) -> str:
    """The page of the row at this moment; the anchor stays last."""
    address, mark, anchor = row.url.partition("#")
    return f"{address}{moment.query_string}{mark}{anchor}" if address else ""
