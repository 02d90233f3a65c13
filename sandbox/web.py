"""The person side's manners: JSON in, JSON out, and refusals that say what there is."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Refusal(Exception):
    """The sandbox cannot do what was asked; `status` and a sentence say why."""

    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.status = status
        self.content = {"error": error, **more}


async def refused(_: Request, problem: Exception) -> Response:
    """The answer to a Refusal."""
    status, content = getattr(problem, "status", 500), getattr(problem, "content", {"error": str(problem)})
    return JSONResponse(content, status_code=status)


async def json_body(request: Request) -> dict[str, Any]:
    """The request's JSON object; Refusal 400 when it is none. An empty body is an empty object."""
    raw = await request.body()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Refusal(400, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refusal(400, "The body must be a JSON object.")
    return body


def number(value: Any, name: str) -> int:
    """`value` as a whole number; Refusal 400 names what it should have been."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Refusal(400, f"{name} must be a whole number.")
    try:
        return int(value)
    except ValueError:
        raise Refusal(400, f"{name} must be a whole number, not {value!r}.") from None


def seconds(value: Any, name: str) -> float:
    """`value` as a number of seconds; Refusal 400 names what it should have been."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal(400, f"{name} must be a number of seconds.")
    return float(value)


def words(value: Any, name: str) -> str:
    """`value` as a text that is not empty; Refusal 400 names what it should have been."""
    if not isinstance(value, str) or not value:
        raise Refusal(400, f"{name} must be a text that is not empty.")
    return value
