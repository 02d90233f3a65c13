"""Stripe's wire: nested forms in, errors in its JSON, signatures over a time and a body."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import Response

JSON = dict[str, Any]

API_VERSION = "2026-10-28.endive"
# Versions of one name differ only by what was added.
_SPOKEN = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}\.{API_VERSION.partition('.')[2]}")
_STEP = re.compile(r"\[([^\]]*)\]")


class StripeError(Exception):
    """A call that Stripe refuses. `began`: an idempotency key remembers the refusal like any answer."""

    def __init__(
        self,
        message: str,
        *,
        type: str = "invalid_request_error",  # noqa: A002  # as the body has it
        status: int = 400,
        began: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.began = began
        self.body: JSON = {"error": {"type": type, "message": message, **more}}


def missing(kind: str, id: str, param: str = "id") -> StripeError:  # noqa: A002
    """The 404 for an object that is not there; 400 where a parameter names it."""
    status = 404 if param == "id" else 400
    name = kind.replace(".", "_")
    return StripeError(f"No such {name}: '{id}'", status=status, code="resource_missing", param=param)


def invalid(message: str, param: str, code: str = "parameter_invalid", *, began: bool = False) -> StripeError:
    return StripeError(message, param=param, code=code, began=began)


def check_version(version: str) -> None:
    """Refuse a version of another shape than the sandbox has."""
    if not _SPOKEN.fullmatch(version):
        raise StripeError(
            f"Invalid Stripe API version: {version}. The sandbox speaks {API_VERSION}.", began=False
        )


def answer(payload: JSON, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(payload, indent=2), status, headers, media_type="application/json")


def nested(pairs: Iterable[tuple[str, str]]) -> JSON:
    """`a[b][0][c]=x` and `a[]=x` as objects and lists; what comes later under one name wins."""
    read: JSON = {}
    for name, value in pairs:
        first, _, rest = name.partition("[")
        steps = [first, *_STEP.findall(f"[{rest}" if rest else "")]
        _put(read, steps, value)
    return {name: _listed(value) for name, value in read.items()}


def _put(into: JSON, steps: list[str], value: str) -> None:
    for step, following in pairwise(steps):
        below = into.setdefault(step, {})
        if not isinstance(below, dict):
            raise invalid(f"Invalid object: {following}", steps[0])
        into = below
    last = steps[-1] or str(len(into))
    into[last] = value


def _listed(value: Any) -> Any:
    """An object whose names are 0, 1, 2 … is a list."""
    if not isinstance(value, dict):
        return value
    below = {name: _listed(each) for name, each in value.items()}
    if below and all(name.isdecimal() for name in below):
        return [below[name] for name in sorted(below, key=int)]
    return below


def whole(params: JSON, name: str, usual: int | None = None, *, least: int = 0) -> int:
    """A whole number; StripeError names the parameter."""
    given = params.get(name)
    if given in (None, "") and usual is not None:
        return usual
    if not isinstance(given, str) or not re.fullmatch(r"-?\d{1,12}", given):
        raise invalid(f"Invalid integer: {given}", name, "parameter_invalid_integer")
    if int(given) < least:
        raise invalid(
            f"This value must be greater than or equal to {least}.", name, "parameter_invalid_integer"
        )
    return int(given)


def flag(params: JSON, name: str, usual: bool = False) -> bool:
    given = params.get(name, "true" if usual else "false")
    if given not in ("true", "false"):
        raise invalid(f"Invalid boolean: {given}", name)
    return bool(given == "true")


def one_of(params: JSON, name: str, allowed: Iterable[str], usual: str | None = None) -> str | None:
    given = params.get(name) or usual
    choices = tuple(allowed)
    if given is not None and given not in choices:
        raise invalid(f"Invalid {name}: must be one of {', '.join(choices)}", name)
    return given


def url(params: JSON, name: str) -> str | None:
    given = params.get(name)
    if given and not (urlsplit(given).scheme in ("http", "https") and urlsplit(given).hostname):
        raise invalid("Not a valid URL", name, "url_invalid")
    return given or None


def currency(params: JSON) -> str:
    given = str(params.get("currency", "")).lower()
    if not re.fullmatch(r"[a-z]{3}", given):
        raise invalid(f"Invalid currency: {given}.", "currency")
    return given


def metadata(params: JSON, before: JSON | None = None) -> JSON:
    """The object's metadata after a call; an empty value takes a name away, "" takes all."""
    given = params.get("metadata", {})
    if given == "":
        return {}
    if not isinstance(given, dict | list):
        raise invalid("Invalid object", "metadata")
    named = given if isinstance(given, dict) else {str(place): each for place, each in enumerate(given)}
    kept = {name: value for name, value in {**(before or {}), **named}.items() if value != ""}
    if len(kept) > 50 or any(len(name) > 40 or len(str(value)) > 500 for name, value in kept.items()):
        raise invalid("Metadata has at most 50 keys of 40 letters, with values of 500 letters.", "metadata")
    return kept


def sign(body: bytes, secret: str, at: int) -> str:
    """Stripe-Signature; `at` is wall time in seconds, which the libraries hold against five minutes."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"
