"""The Bot API's wire: parameters in four encodings, answers, and errors with Telegram's own words."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope

JSON = dict[str, Any]

# Parameters that are objects or lists of them; forms carry them as JSON strings.
_NESTED: dict[str, type] = {
    "allowed_updates": list,
    "caption_entities": list,
    "commands": list,
    "entities": list,
    "link_preview_options": dict,
    "menu_button": dict,
    "reply_markup": dict,
    "reply_parameters": dict,
    "scope": dict,
}


class BotError(Exception):
    """A call that Telegram refuses: its code, its description, its `parameters`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.body: JSON = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class BadRequest(BotError):
    """400 with Telegram's prefix."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class TooManyRequests(BotError):
    """429 with the seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


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


async def read_params(scope: Scope, body: bytes) -> JSON:
    """Query and body merged; nested objects decoded, uploads in place of their `attach://` names."""
    params: JSON = dict(parse_qsl(scope["query_string"].decode())) if scope["query_string"] else {}
    content_type = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    if content_type.startswith(b"application/x-www-form-urlencoded"):
        params.update(parse_qsl(body.decode(), keep_blank_values=True))
    elif content_type.startswith(b"application/json") and body:
        params.update(_parsed(body, "request", dict))
    elif content_type.startswith(b"multipart/form-data"):
        params.update(await _multipart(scope, body))
    for name in _NESTED.keys() & params.keys():
        params[name] = _nested(params[name], name)
    return params


def answer(code: int, payload: JSON) -> Response:
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    headers = None
    if "parameters" in payload and "retry_after" in payload["parameters"]:
        headers = {"retry-after": str(payload["parameters"]["retry_after"])}
    return Response(body, code, headers, media_type="application/json")


def loggable(params: JSON) -> JSON:
    """The parameters with uploads described instead of carried."""
    if not any(isinstance(value, Upload) for value in params.values()):
        return params
    return {
        name: {"file_name": value.name, "mime_type": value.mime, "file_size": len(value.content)}
        if isinstance(value, Upload)
        else value
        for name, value in params.items()
    }


def _nested(given: Any, name: str) -> Any:
    if isinstance(given, str):
        return _parsed(given, name, _NESTED[name]) if given else None
    return _checked(given, name, _NESTED[name])


def _parsed(raw: str | bytes, name: str, kind: type) -> Any:
    try:
        return _checked(json.loads(raw), name, kind)
    except ValueError:
        raise BadRequest(f"can't parse {name} JSON object") from None


def _checked(value: Any, name: str, kind: type) -> Any:
    items = value if kind is list and isinstance(value, list) and name != "allowed_updates" else []
    if value is not None and not (isinstance(value, kind) and all(isinstance(each, dict) for each in items)):
        raise BadRequest(f"can't parse {name} JSON object")
    return value


async def _multipart(scope: Scope, body: bytes) -> JSON:
    async def whole() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    parts: JSON = {}
    async with Request(scope, whole).form(max_part_size=64 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                parts[name] = Upload(value.filename or name, mime, await value.read())
            else:
                parts[name] = value
    attached = set()
    for name, value in parts.items():
        if isinstance(value, str) and value.startswith("attach://"):
            attached.add(value.removeprefix("attach://"))
            parts[name] = parts.get(value.removeprefix("attach://"), value)
    return {name: value for name, value in parts.items() if name not in attached}
