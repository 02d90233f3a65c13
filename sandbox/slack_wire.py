"""The Web API's wire: arguments in four places, answers, and errors with Slack's own words."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope

JSON = dict[str, Any]

# Arguments that are objects or lists; queries and forms carry them as JSON strings.
_NESTED = {"attachments", "blocks", "files", "metadata", "view"}


class SlackError(Exception):
    """A call that Slack refuses: `error`, and what else the answer carries."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body: JSON = {"ok": False, "error": error, **more}


class Ratelimited(SlackError):
    """429 with the seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes


async def read_body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


async def read_args(scope: Scope, body: bytes) -> JSON:
    """Query, form and JSON merged; nested arguments decoded. Slack takes a POST's query as well."""
    args: JSON = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    content_type = header(scope, b"content-type")
    if content_type.startswith("application/x-www-form-urlencoded"):
        args.update(parse_qsl(body.decode(), keep_blank_values=True))
    elif content_type.startswith("application/json") and body:
        args.update(_object(body))
    elif content_type.startswith("multipart/form-data"):
        args.update(await read_multipart(scope, body))
    for name in _NESTED.intersection(args):
        if isinstance(args[name], str):
            args[name] = _nested(name, args[name])
    return args


async def read_multipart(scope: Scope, body: bytes) -> JSON:
    async def whole() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async with Request(scope, whole).form(max_part_size=64 * 1024 * 1024) as form:
        return {name: await _part(name, value) for name, value in form.multi_items()}


def header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")


def flag(value: Any) -> bool:
    return value is True or str(value).lower() in ("true", "1")


def answer(payload: JSON, code: int = 200, **headers: str) -> Response:
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Response(body, code, headers, media_type="application/json")


def refusal(problem: SlackError) -> Response:
    """Slack refuses with 200 and `ok: false`; only a rate limit has a status of its own."""
    if isinstance(problem, Ratelimited):
        return answer(problem.body, 429, **{"retry-after": str(problem.retry_after)})
    return answer(problem.body)


def invalid_arguments(*messages: str) -> SlackError:
    return SlackError(
        "invalid_arguments", response_metadata={"messages": [f"[ERROR] {each}" for each in messages]}
    )


async def _part(name: str, value: UploadFile | str) -> Upload | str:
    if isinstance(value, str):
        return value
    return Upload(
        value.filename or name, value.content_type or "application/octet-stream", await value.read()
    )


def _object(body: bytes) -> JSON:
    try:
        parsed = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed


def _nested(name: str, raw: str) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        if name in ("blocks", "attachments"):
            raise SlackError(f"invalid_{name}_format") from None
        if name == "metadata":
            raise SlackError("invalid_metadata_format") from None
        raise invalid_arguments(f"must be a valid JSON object [json-pointer:/{name}]") from None
