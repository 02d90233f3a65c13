"""What passes between an app and Slack, checked key by key.

Calls are held against the signatures and models of slack_sdk, and blocks against the sandbox's judge as well.
What Slack sends has no models there, so it has schemas here: a key unknown, missing, null or mistyped fails.
"""

import inspect
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack_blocks import checked_blocks, checked_view

JSON = dict[str, Any]
Values = dict[str, dict[str, JSON]]

_NESTED = {"blocks": list, "files": list, "metadata": dict, "view": dict}


def check_slack_call(method: str, args: JSON) -> None:
    """Fail unless the Web API has this method with these arguments, and blocks and views are well shaped."""
    call = getattr(AsyncWebClient, method.replace(".", "_"), None)
    assert call is not None, f"The Web API has no method {method}"
    known = inspect.signature(call).parameters
    args = {name: value for name, value in args.items() if name != "team_id"}  # Bolt adds it to every call.
    named = {name for name, each in known.items() if each.kind is not inspect.Parameter.VAR_KEYWORD}
    needed = {name for name in named if known[name].default is inspect.Parameter.empty} - {"self"}
    assert set(args) <= named, f"{method} takes no {sorted(set(args) - named)}"
    given = {"token" if name == "app_token" else name for name in needed} - {"token", "source"}
    assert given <= set(args), f"{method} lacks {sorted(given - set(args))}"
    for name, value in args.items():
        kind = _NESTED.get(name, str | int | bool)
        assert isinstance(value, kind), f"{method}.{name} is {value!r}"
    check_slack_surfaces(args)


def check_slack_surfaces(args: JSON) -> None:
    """Fail unless `blocks` and `view` are what slack_sdk's models and the sandbox's judge agree to."""
    if args.get("blocks"):
        checked_blocks(args["blocks"])
        for block in Block.parse_all(args["blocks"]):
            block.validate_json()
    if "view" in args:
        checked_view(args["view"], "modal", "home")
        SdkView(**args["view"]).validate_json()


def check_slack_event(kind: str, payload: JSON) -> None:
    """Fail unless this is a payload of that kind as Slack shapes it.

    Kinds are a payload's `type`, and "slash_commands", which have none.
    """
    _EVENTS[kind].validate_python(payload)
    if kind == "event_callback":
        event = payload["event"]
        _CALLBACKS[event.get("subtype", event["type"])].validate_python(event)


def check_slack_wire(entries: Iterable[JSON]) -> int:
    """Check everything that `GET /sandbox/wire` tells of Slack; how many entries there were.

    Calls that Slack refuses are not checked themselves: a test may well send nonsense.
    """
    checked = 0
    asked: dict[str, JSON] = {}
    for entry in entries:
        if entry["provider"] != "slack":
            continue
        checked += 1
        method, payload = entry["method"], entry["payload"]
        if entry["direction"] == "from_bot":
            asked[method] = payload
        elif method in _EVENTS:
            check_slack_event(method, payload)
        elif payload["ok"]:
            check_slack_call(method, asked[method])
        else:
            assert isinstance(payload["error"], str)
            assert set(payload) <= {"ok", "error", "errors", "response_metadata", "req_method"}, payload
    return checked


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Named(_Strict):
    id: str
    name: str


class _Team(_Strict):
    id: str
    domain: str


class _User(_Strict):
    id: str
    username: str
    name: str
    team_id: str


class _Authorization(_Strict):
    enterprise_id: None
    team_id: str
    user_id: str
    is_bot: Literal[True]
    is_enterprise_install: Literal[False]


class _Edited(_Strict):
    user: str
    ts: str


class _File(_Strict):
    id: str
    name: str
    title: str
    mimetype: str
    filetype: str
    user: str
    user_team: str
    size: int
    mode: Literal["hosted"]
    is_external: bool
    is_public: bool
    url_private: str
    url_private_download: str


class _Message(_Strict):
    """What is absent has no key, so the defaults here are never seen."""

    type: Literal["message"]
    ts: str = Field(pattern=r"^\d{10}\.\d{6}$")
    team: str
    user: str
    text: str
    blocks: list[JSON] = []
    thread_ts: str = ""
    client_msg_id: str = ""
    subtype: Literal["file_share"] = "file_share"
    files: list[_File] = []
    upload: bool = False
    display_as_bot: bool = False
    bot_id: str = ""
    app_id: str = ""
    bot_profile: JSON = {}
    edited: _Edited = _Edited(user="", ts="")
    metadata: JSON = {}
    reply_count: int = 0
    reply_users_count: int = 0
    reply_users: list[str] = []
    latest_reply: str = ""


class _Said(_Message):
    channel: str
    channel_type: Literal["im"]
    event_ts: str
    parent_user_id: str = ""


class _Hidden(_Strict):
    type: Literal["message"]
    hidden: Literal[True]
    ts: str
    event_ts: str
    channel: str
    channel_type: Literal["im"]
    previous_message: _Message


class _Changed(_Hidden):
    subtype: Literal["message_changed"]
    message: _Message


class _Deleted(_Hidden):
    subtype: Literal["message_deleted"]
    deleted_ts: str


class _State(_Strict):
    values: Values


class _View(_Strict):
    id: str
    team_id: str
    type: Literal["modal", "home"]
    blocks: list[JSON]
    private_metadata: str
    callback_id: str
    external_id: str
    state: _State
    hash: str
    title: JSON | None
    submit: JSON | None
    close: JSON | None
    clear_on_close: bool
    notify_on_close: bool
    previous_view_id: str | None
    root_view_id: str
    app_id: str
    app_installed_team_id: str
    bot_id: str


class _HomeOpened(_Strict):
    type: Literal["app_home_opened"]
    user: str
    channel: str
    tab: Literal["home", "messages"]
    event_ts: str
    view: _View | None = None


class _Callback(_Strict):
    type: Literal["event_callback"]
    token: str
    team_id: str
    context_team_id: str
    context_enterprise_id: None
    api_app_id: str
    event: JSON
    event_id: str = Field(pattern=r"^Ev[0-9A-Z]+$")
    event_time: int
    event_context: str
    authorizations: list[_Authorization] = Field(min_length=1, max_length=1)
    is_ext_shared_channel: bool


class _SlashCommand(_Strict):
    token: str
    team_id: str
    team_domain: str
    channel_id: str
    channel_name: str
    user_id: str
    user_name: str
    command: str = Field(pattern=r"^/\S+$")
    text: str
    api_app_id: str
    is_enterprise_install: Literal["false"]
    response_url: str
    trigger_id: str


class _Interaction(_Strict):
    team: _Team
    user: _User
    api_app_id: str
    token: str
    enterprise: None
    is_enterprise_install: Literal[False]


class _InMessage(_Strict):
    type: Literal["message"]
    message_ts: str
    channel_id: str
    is_ephemeral: bool
    thread_ts: str = ""


class _InView(_Strict):
    type: Literal["view"]
    view_id: str


class _Action(_Strict):
    type: str
    action_id: str
    block_id: str
    action_ts: str
    text: JSON = {}
    value: str = ""
    style: str = ""
    placeholder: JSON = {}
    selected_option: JSON | None = None
    initial_option: JSON = {}
    selected_options: list[JSON] = []
    initial_options: list[JSON] = []
    selected_date: str | None = None
    initial_date: str = ""
    selected_time: str | None = None
    initial_time: str = ""
    selected_date_time: int | None = None
    initial_date_time: int = 0
    selected_user: str | None = None
    initial_user: str = ""


class _MessageActions(_Interaction):
    type: Literal["block_actions"]
    container: _InMessage
    channel: _Named
    trigger_id: str
    state: _State
    response_url: str
    actions: list[_Action] = Field(min_length=1)
    message: _Message | None = None


class _ViewActions(_Interaction):
    type: Literal["block_actions"]
    container: _InView
    trigger_id: str
    view: _View
    actions: list[_Action] = Field(min_length=1)


class _Submission(_Interaction):
    type: Literal["view_submission"]
    trigger_id: str
    view: _View
    response_urls: list[JSON]


class _Closed(_Interaction):
    type: Literal["view_closed"]
    view: _View
    is_cleared: bool


class _Shortcut(_Interaction):
    type: Literal["shortcut"]
    callback_id: str
    trigger_id: str
    action_ts: str


class _MessageAction(_Interaction):
    type: Literal["message_action"]
    callback_id: str
    trigger_id: str
    action_ts: str
    response_url: str
    message_ts: str
    channel: _Named
    message: _Message


class _Verification(_Strict):
    type: Literal["url_verification"]
    token: str
    challenge: str


_EVENTS: dict[str, TypeAdapter[Any]] = {
    "event_callback": TypeAdapter(_Callback),
    "slash_commands": TypeAdapter(_SlashCommand),
    "block_actions": TypeAdapter(_MessageActions | _ViewActions),
    "view_submission": TypeAdapter(_Submission),
    "view_closed": TypeAdapter(_Closed),
    "shortcut": TypeAdapter(_Shortcut),
    "message_action": TypeAdapter(_MessageAction),
    "url_verification": TypeAdapter(_Verification),
}
_CALLBACKS: dict[str, TypeAdapter[Any]] = {
    "message": TypeAdapter(_Said),
    "file_share": TypeAdapter(_Said),
    "message_changed": TypeAdapter(_Changed),
    "message_deleted": TypeAdapter(_Deleted),
    "app_home_opened": TypeAdapter(_HomeOpened),
}
