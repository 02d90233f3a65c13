"""Logs: one line an event, in colour for a terminal and JSON otherwise, and never a token."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Telegram's token is part of its URLs, so any library's message may hold one.
_SECRET = re.compile(r"(\d{6,12}):[A-Za-z0-9_-]{20,}|xox[abp]-[\w-]+|xapp-[\w-]+")


def redacted(text: str) -> str:
    return _SECRET.sub(lambda found: f"{found[1]}:***" if found[1] else "***", text)


def _redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: redacted(value) if isinstance(value, str) else value for key, value in event.items()}


class _Redacting(logging.Formatter):
    """Formats as ever, traceback and all, and then takes secrets out."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def set_up(level: str) -> None:
    """Configure structlog and the standard library's logging alike, to standard error."""
    terminal = sys.stderr.isatty()
    render: Any = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacting("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "apscheduler", "slack_sdk", "stripe", "uvicorn", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
