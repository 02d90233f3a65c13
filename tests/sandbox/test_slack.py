"""The Web API as slack_sdk meets it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.blocks import actions, button, field, home, modal, option, plain, section
from tests.sandbox.slack_app import Workplace, workplace

JSON = dict[str, Any]


@pytest.fixture
async def place() -> AsyncIterator[Workplace]:
    async with workplace() as opened:
        yield opened


async def refused(call: Any) -> JSON:
    with pytest.raises(SlackApiError) as problem:
        await call
    body: JSON = problem.value.response.data
    return body


async def test_the_app_learns_who_it_is_and_who_is_there(place: Workplace) -> None:
    me = await place.web.auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == ("TDEMO", "UTRAINERHUB", "BTRAINERHUB")
    ana = (await place.web.users_info(user="UANA"))["user"]
    assert (ana["real_name"], ana["tz"], ana["is_bot"]) == ("Ana", "Europe/Lisbon", False)
    assert (await place.web.users_info(user="UADA"))["user"]["is_admin"]
    assert (await refused(place.web.users_info(user="UNOBODY")))["error"] == "user_not_found"


async def test_a_message_is_shown_with_its_buttons_and_counted_once(place: Workplace) -> None:
    blocks = [section("*Cleo* wants Friday 09:00"), actions(button("Accept", "ba_1", style="primary"))]
    posted = await place.web.chat_postMessage(channel="UANA", text="A request from Cleo", blocks=blocks)
    assert posted["channel"] == "DANA"
    shown = (await place.member("UANA").sees())["messages"][-1]
    assert (shown["ts"], shown["from"]) == (posted["ts"], "bot")
    assert shown["text"] == "A request from Cleo\n*Cleo* wants Friday 09:00"
    assert shown["buttons"] == [{"label": "Accept", "value": "ba_1", "action_id": "tap", "style": "primary"}]
    (accepted,) = await place.accepted()
    assert (accepted["method"], accepted["to"]) == ("chat.postMessage", "UANA")
    assert accepted["raw"]["channel"] == "UANA"


async def test_an_edit_keeps_blocks_that_it_does_not_name(place: Workplace) -> None:
    blocks = [actions(button("Accept"))]
    ts = (await place.web.chat_postMessage(channel="DANA", text="Asked", blocks=blocks))["ts"]
    await place.web.chat_update(channel="DANA", ts=ts, text="Still asked")
    (shown,) = (await place.member("UANA").sees())["messages"]
    assert [each["label"] for each in shown["buttons"]] == ["Accept"]
    await place.web.chat_update(channel="DANA", ts=ts, text="Accepted", blocks=[])
    (shown,) = (await place.member("UANA").sees())["messages"]
    assert (shown["text"], shown["buttons"], shown["edited"]) == ("Accepted", [], True)


async def test_threads_are_counted_and_read_apart(place: Workplace) -> None:
    parent = (await place.web.chat_postMessage(channel="DANA", text="Cleo"))["ts"]
    reply = (await place.web.chat_postMessage(channel="DANA", text="Hello", thread_ts=parent))["ts"]
    history = await place.web.conversations_history(channel="DANA")
    assert [(each["ts"], each["reply_count"]) for each in history["messages"]] == [(parent, 1)]
    replies = await place.web.conversations_replies(channel="DANA", ts=parent)
    assert [each["ts"] for each in replies["messages"]] == [parent, reply]
    lost = place.web.chat_postMessage(channel="DANA", text="Lost", thread_ts="1700000000.000001")
    assert (await refused(lost))["error"] == "thread_not_found"


async def test_history_gives_metadata_to_those_who_ask_and_pages(place: Workplace) -> None:
    for number in range(3):
        metadata = {"event_type": "notice", "event_payload": {"id": number}}
        await place.web.chat_postMessage(channel="DANA", text=f"Notice {number}", metadata=metadata)
    page = await place.web.conversations_history(channel="DANA", limit=2, include_all_metadata=True)
    assert [each["metadata"]["event_payload"]["id"] for each in page["messages"]] == [2, 1]
    assert page["has_more"]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await place.web.conversations_history(channel="DANA", limit=2, cursor=cursor)
    assert [each["text"] for each in rest["messages"]] == ["Notice 0"]
    assert "metadata" not in rest["messages"][0]


async def test_what_only_one_person_sees(place: Workplace) -> None:
    await place.web.chat_postEphemeral(channel="DANA", user="UANA", text="Only you")
    screen = await place.member("UANA").sees()
    assert [each["text"] for each in screen["ephemeral"]] == ["Only you"]
    assert screen["messages"] == []
    elsewhere = place.web.chat_postEphemeral(channel="DANA", user="UTOM", text="Not yours")
    assert (await refused(elsewhere))["error"] == "user_not_in_channel"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "DNOBODY", "text": "x"}, "channel_not_found"),
        ({"channel": "CGENERAL", "text": "x"}, "not_in_channel"),
        ({"channel": "DANA"}, "no_text"),
        ({"channel": "DANA", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "DANA", "text": "x", "metadata": {"event_type": "y"}}, "invalid_metadata_format"),
        ({"channel": "DANA", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ],
)
async def test_messages_that_slack_refuses(place: Workplace, args: JSON, error: str) -> None:
    call = place.web.api_call("chat.postMessage", json=args)
    assert (await refused(call))["error"] == error
    assert await place.accepted() == []


LONG = "x" * 2001


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section("x", colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
        ({"type": "table"}, "unsupported type: table [json-pointer:/blocks/0/type]"),
        ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
        (
            {"type": "header", "text": plain("x" * 151)},
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
        (
            actions(*(button("Go", action_id=f"a{number}") for number in range(26))),
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            actions(button("x" * 76)),
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        ),
        (
            actions(button("Go", LONG)),
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            actions(button("Go", action_id="a" * 256)),
            "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
        ),
        (
            actions(button("A"), button("B")),
            "action_id tap already exists for block_id row [json-pointer:/blocks/0]",
        ),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": 5}},
            "Input should be a valid string [json-pointer:/blocks/0/text/text]",
        ),
        (
            actions(
                {
                    "type": "static_select",
                    "action_id": "a",
                    "options": [option("A")],
                    "initial_option": option("B"),
                }
            ),
            "initial option must match an option [json-pointer:/blocks/0/elements/0]",
        ),
    ],
)
async def test_the_judge_of_blocks_names_the_path(place: Workplace, block: JSON, said: str) -> None:
    body = await refused(place.web.chat_postMessage(channel="DANA", text="x", blocks=[block]))
    assert body["error"] == "invalid_blocks"
    assert body["errors"] == [said]
    assert body["response_metadata"]["messages"] == [f"[ERROR] {said}"]


async def test_a_message_holds_50_blocks(place: Workplace) -> None:
    await place.web.chat_postMessage(channel="DANA", text="x", blocks=[section("x")] * 50)
    body = await refused(place.web.chat_postMessage(channel="DANA", text="x", blocks=[section("x")] * 51))
    assert body["errors"] == ["no more than 50 items allowed [json-pointer:/blocks]"]


async def test_home_is_published_and_a_stale_hash_conflicts(place: Workplace) -> None:
    first = (await place.web.views_publish(user_id="UANA", view=home(section("Today"))))["view"]
    await place.web.views_publish(user_id="UANA", view=home(section("Tomorrow")), hash=first["hash"])
    stale = place.web.views_publish(user_id="UANA", view=home(section("Late")), hash=first["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    assert (await place.member("UANA").sees())["home"][0]["text"]["text"] == "Tomorrow"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (modal("x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (
            modal("T", callback_id="x" * 256),
            "must be less than 256 characters [json-pointer:/view/callback_id]",
        ),
        (
            modal("T", private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (modal("T", *[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal("T", hash="1"), "invalid additional property: hash [json-pointer:/view]"),
        (
            {
                key: value
                for key, value in modal("T", field("A", "plain_text_input")).items()
                if key != "submit"
            },
            "missing required field: submit [json-pointer:/view]",
        ),
        (home(section("x")), "unsupported type: home [json-pointer:/view/type]"),
    ],
)
async def test_the_judge_of_views_names_the_path(place: Workplace, view: JSON, said: str) -> None:
    trigger = place.slack.triggers.give("UANA")
    body = await refused(place.web.views_open(trigger_id=trigger, view=view))
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == [f"[ERROR] {said}"]


async def test_a_trigger_opens_one_modal_and_only_soon() -> None:
    async with workplace(trigger_seconds=0.2) as place:
        trigger = place.slack.triggers.give("UANA")
        await place.web.views_open(trigger_id=trigger, view=modal("Note"))
        again = await refused(place.web.views_open(trigger_id=trigger, view=modal("Note")))
        assert again["error"] == "exchanged_trigger_id"
        unknown = await refused(place.web.views_open(trigger_id="1.2.3", view=modal("Note")))
        assert unknown["error"] == "invalid_trigger_id"
    async with workplace(trigger_seconds=0.0) as place:
        trigger = place.slack.triggers.give("UANA")
        late = await refused(place.web.views_open(trigger_id=trigger, view=modal("Note")))
        assert late["error"] == "expired_trigger_id"


async def test_three_modals_are_the_most(place: Workplace) -> None:
    opened = await place.web.views_open(trigger_id=place.slack.triggers.give("UANA"), view=modal("1"))
    view_id = opened["view"]["id"]
    for title in "23":
        trigger = place.slack.triggers.give("UANA", view_id)
        pushed = await place.web.views_push(trigger_id=trigger, view=modal(title))
        assert pushed["view"]["root_view_id"] == view_id
    trigger = place.slack.triggers.give("UANA", view_id)
    fourth = await refused(place.web.views_push(trigger_id=trigger, view=modal("4")))
    assert fourth["error"] == "push_limit_reached"
    assert (await place.member("UANA").sees())["modal"]["title"] == "3"


async def test_an_update_keeps_what_is_typed_in_fields_that_stay(place: Workplace) -> None:
    form = modal("Note", field("Text", "plain_text_input"), field("Day", "datepicker", optional=True))
    view = (await place.web.views_open(trigger_id=place.slack.triggers.give("UANA"), view=form))["view"]
    ana = place.member("UANA")
    await ana.does("inputs", values={"Text": "Knee hurts", "Day": "2026-03-02"})
    smaller = modal("Note", field("Text", "plain_text_input"))
    await place.web.views_update(view_id=view["id"], view=smaller)
    shown = (await ana.sees())["modal"]["fields"]
    assert [(each["label"], each["value"]) for each in shown] == [("Text", "Knee hurts")]
    gone = place.web.views_update(view_id="VNONE", view=smaller)
    assert (await refused(gone))["error"] == "not_found"


async def test_only_own_messages_are_edited_and_deleted(place: Workplace) -> None:
    said = await place.member("UANA").does("messages", text="mine")
    edit = place.web.chat_update(channel="DANA", ts=said["id"], text="yours")
    assert (await refused(edit))["error"] == "cant_update_message"
    delete = place.web.chat_delete(channel="DANA", ts=said["id"])
    assert (await refused(delete))["error"] == "cant_delete_message"
    unknown = place.web.chat_update(channel="DANA", ts="1700000000.000001", text="x")
    assert (await refused(unknown))["error"] == "message_not_found"


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-demo-sandbox", "not_allowed_token_type")],
)
async def test_who_has_not_the_bots_token_is_refused(place: Workplace, token: str, error: str) -> None:
    web = AsyncWebClient(token, base_url=f"{place.outside.base}/slack/api/")
    assert (await refused(web.auth_test()))["error"] == error


async def test_a_rate_limit_is_obeyed_by_the_sdks_own_retry(place: Workplace) -> None:
    await place.outside.post(
        "/sandbox/faults", provider="slack", method="chat.postMessage", kind="429", retry_after=1
    )
    web = place.web
    web.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    assert (await web.chat_postMessage(channel="DANA", text="Twice asked"))["ok"]
    assert len(await place.accepted()) == 1


async def test_paces_of_one_message_a_second_a_channel() -> None:
    async with workplace(rates=True) as place:
        for _ in range(3):
            await place.web.chat_postMessage(channel="DANA", text="quick")
        with pytest.raises(SlackApiError) as problem:
            await place.web.chat_postMessage(channel="DANA", text="too quick")
        assert problem.value.response.status_code == 429
        assert problem.value.response.headers["Retry-After"] == "1"
        await place.web.chat_postMessage(channel="DTOM", text="to another")


async def test_a_connection_reset_after_the_message_was_taken_counts_it(place: Workplace) -> None:
    await place.outside.post("/sandbox/faults", provider="slack", kind="reset_after_accept")
    place.web.retry_handlers.clear()  # Or the SDK asks again by itself, and sends it twice.
    with pytest.raises(aiohttp.ClientError):
        await place.web.chat_postMessage(channel="DANA", text="Once")
    assert len(await place.accepted()) == 1


async def test_a_file_goes_up_in_three_steps_and_comes_down_with_the_token(place: Workplace) -> None:
    await place.web.files_upload_v2(
        channel="DANA", filename="clients.csv", content="name\nCleo\n", initial_comment="Your clients"
    )
    (shown,) = (await place.member("UANA").sees())["messages"]
    (file,) = shown["files"]
    assert (shown["text"], file["name"], file["size"]) == ("Your clients", "clients.csv", 10)
    async with place.outside.http.get(
        file["url"], headers={"Authorization": f"Bearer {place.web.token}"}
    ) as download:
        assert await download.text() == "name\nCleo\n"
    async with place.outside.http.get(file["url"]) as stranger:
        assert stranger.content_type == "text/html"


async def test_arguments_may_come_by_query_form_and_json_alike(place: Workplace) -> None:
    base, token = f"{place.outside.base}/slack/api/chat.postMessage", {"token": str(place.web.token)}
    blocks = '[{"type": "divider"}]'
    for how in ({"params": {"text": "a"}, "data": {"blocks": blocks}}, {"json": {"text": "b", "blocks": []}}):
        args: Any = {"params": {}, **how}
        args["params"] |= {"channel": "DANA", **token}
        async with place.outside.http.post(base, **args) as response:
            assert (await response.json())["ok"], await response.text()
    assert [each["text"] for each in (await place.member("UANA").sees())["messages"]] == ["a", "b"]


async def test_strangers_come_to_be_when_they_act_and_are_listed_where_they_do_not(place: Workplace) -> None:
    stranger = place.member("UNEW")
    refusal = await stranger.does("presses", status=404, label="Accept")
    assert refusal["users"] == ["UANA", "UTOM", "UADA"]
    await stranger.does("messages", text="hello")
    assert [each["text"] for each in (await stranger.sees())["messages"]] == ["hello"]
