"""What gunicorn itself says (starts, stops, workers that hang), as the same JSON lines.

`gunicorn --logger-class slimsamenwerken.core.server_logs.ServerLogger`. There is no access log:
it would hold query strings and addresses of people; `TraceMiddleware` writes a line per request.
"""

from typing import Any

from gunicorn.glogging import Logger

from slimsamenwerken.core.logs import JsonFormatter


class ServerLogger(Logger):  # type: ignore[misc]
    """Gunicorn's logger with our formatter."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())
