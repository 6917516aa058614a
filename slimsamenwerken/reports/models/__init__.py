from slimsamenwerken.reports.models.definitions import (
    Audience,
    Cadence,
    ReportDefinition,
    ReportDefinitionVersion,
    ReportSchedule,
)
from slimsamenwerken.reports.models.runs import (
    STEPS,
    WORKING,
    CheckState,
    Publication,
    Purpose,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    State,
    Verification,
)

__all__ = [
    "STEPS",
    "WORKING",
    "Audience",
    "Cadence",
    "CheckState",
    "Publication",
    "Purpose",
    "ReportDefinition",
    "ReportDefinitionVersion",
    "ReportFile",
    "ReportRun",
    "ReportSchedule",
    "ReportSnapshot",
    "State",
    "Verification",
]
