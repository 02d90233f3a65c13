"""What passes between a bot and Telegram, checked key by key against two libraries' models.

aiogram's models know every key of the Bot API and its type: an object must come out of them as it went in.
python-telegram-bot must understand it as well, with nothing left over.
"""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import aiogram.methods
import aiogram.types
import telegram
from pydantic import BaseModel, TypeAdapter

from sandbox.world import WIRE_KEPT

JSON = dict[str, Any]


def check_telegram_update(update: JSON) -> None:
    """Fail unless this is an update as Telegram shapes it: no key unknown, missing, null or mistyped."""
    _same(update, _adapter(aiogram.types.Update), "update")
    parsed = telegram.Update.de_json(update, None)
    assert parsed is not None
    assert not [*_left_over(parsed)], f"python-telegram-bot does not know {[*_left_over(parsed)]}"


def check_telegram_call(method: str, params: JSON) -> None:
    """Fail unless the Bot API has this method with these parameters, and nested objects are well shaped."""
    model = _method(method)
    given = {
        name: value["file_name"] if isinstance(value, dict) and "file_size" in value else value
        for name, value in params.items()
    }
    call = model.model_validate(given)
    assert not call.model_extra, f"{method} takes no {sorted(call.model_extra or ())}"
    dumped = call.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for name, value in given.items():
        if isinstance(value, dict | list):
            assert dumped[name] == value, f"{method}.{name}: {value} is read as {dumped[name]}"
    known = inspect.signature(getattr(telegram.Bot, _snake(method))).parameters
    assert set(params) <= set(known), f"python-telegram-bot's {method} takes no {set(params) - set(known)}"


def check_telegram_result(method: str, result: Any) -> None:
    """Fail unless the method answers with such a result."""
    _same(result, _adapter(_method(method).__returning__), method)
    if isinstance(result, dict) and "message_id" in result:
        message = telegram.Message.de_json(result, None)
        assert not [*_left_over(message)]


def check_telegram_error(body: JSON) -> None:
    """Fail unless this is how Telegram refuses."""
    assert set(body) <= {"ok", "error_code", "description", "parameters"}, body
    assert body["ok"] is False
    assert isinstance(body["error_code"], int)
    assert isinstance(body["description"], str)
    if "parameters" in body:
        _same(body["parameters"], _adapter(aiogram.types.ResponseParameters), "parameters")


def check_telegram_wire(entries: Iterable[JSON]) -> int:
    """Check everything that `GET /sandbox/wire` tells of Telegram; how many entries there were.

    Calls that Telegram refuses are not checked themselves: a test may well send nonsense.
    """
    checked = 0
    asked: dict[str, JSON] = {}
    kept = list(entries)
    is_cut = len(kept) >= WIRE_KEPT
    for entry in kept:
        if entry["provider"] != "telegram":
            continue
        checked += 1
        method, payload = entry["method"], entry["payload"]
        if method == "update":
            check_telegram_update(payload)
        elif entry["direction"] == "from_bot":
            asked[method] = payload
        elif payload["ok"]:
            if method in asked or not is_cut:  # where the log is cut, its first replies have lost their calls
                check_telegram_call(method, asked[method])
            check_telegram_result(method, payload["result"])
        else:
            check_telegram_error(payload)
    return checked


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _method(name: str) -> Any:
    known = {method.lower(): method for method in aiogram.methods.__all__}
    assert name.lower() in known, f"The Bot API has no method {name}"
    return getattr(aiogram.methods, known[name.lower()])


@cache
def _snake(method: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", method).lower()


def _same(value: Any, adapter: TypeAdapter[Any], where: str) -> None:
    parsed = adapter.validate_python(value)
    read = adapter.dump_python(parsed, mode="json", by_alias=True, exclude_unset=True)
    assert read == value, f"{where}: {value} is read as {read}"
    assert not [*_nulls(value, where)], f"Telegram leaves out what is null: {[*_nulls(value, where)]}"
    assert not [*_extras(parsed, where)], f"The Bot API has no {[*_extras(parsed, where)]}"


def _extras(value: Any, where: str) -> Iterator[str]:
    """The keys that a model kept without knowing them."""
    if isinstance(value, BaseModel):
        yield from (f"{where}.{name}" for name in value.model_extra or ())
        for name in value.model_fields_set:
            yield from _extras(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _extras(each, where)


def _nulls(value: Any, where: str) -> Iterator[str]:
    if value is None:
        yield where
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _nulls(each, f"{where}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _nulls(each, where)


def _left_over(value: Any) -> Iterator[str]:
    """The keys that python-telegram-bot put aside."""
    if isinstance(value, telegram.TelegramObject):
        yield from value.api_kwargs
        for name in value.to_dict(recursive=False):
            yield from _left_over(getattr(value, name, None))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _left_over(each)
