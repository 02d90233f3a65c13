"""What members do, as an app over Slack's own Bolt hears it: by socket, and by HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.sandbox.blocks import actions, button, field, home, modal, option, plain, section
from tests.sandbox.slack_app import Workplace, connected, workplace

JSON = dict[str, Any]
Heard = asyncio.Queue[JSON]


@pytest.fixture
async def place() -> AsyncIterator[Workplace]:
    async with workplace() as opened:
        yield opened


@pytest.fixture
def app(place: Workplace) -> AsyncApp:
    return place.app()


@pytest.fixture(params=["socket", "http"])
async def way(request: pytest.FixtureRequest, place: Workplace, app: AsyncApp) -> AsyncIterator[str]:
    """Each test is told twice; its listeners may be added once the app is connected."""
    async with connected(request.param, place, app):
        yield str(request.param)


@pytest.fixture
def heard() -> Heard:
    return asyncio.Queue()


async def next_of(heard: Heard) -> JSON:
    return await asyncio.wait_for(heard.get(), 5)


@pytest.mark.usefixtures("way")
async def test_a_command_is_answered_in_its_acknowledgement(place: Workplace, app: AsyncApp) -> None:
    @app.command("/hub")
    async def hub(ack: Any, command: JSON) -> None:
        await ack(f"{command['user_name']} asked for {command['text']}")

    ana = place.member("UANA")
    done = await ana.does("commands", command="/hub", text="today")
    assert done["error"] is None
    assert done["acked_after_ms"] < 3000
    assert [each["text"] for each in (await ana.sees())["ephemeral"]] == ["ana asked for today"]
    (accepted,) = await place.accepted()
    assert (accepted["method"], accepted["to"]) == ("ack", "UANA")


@pytest.mark.usefixtures("way")
async def test_a_message_and_a_reply_in_its_thread(place: Workplace, app: AsyncApp, heard: Heard) -> None:
    @app.event("message")
    async def said(event: JSON) -> None:
        await heard.put(event)

    ana = place.member("UANA")
    first = await ana.does("messages", text="Hello & <you>")
    event = await next_of(heard)
    assert (event["text"], event["channel"], event["channel_type"]) == ("Hello & <you>", "DANA", "im")
    reply = await ana.does("messages", text="In the thread", thread_ts=first["id"])
    event = await next_of(heard)
    assert (event["ts"], event["thread_ts"], event["parent_user_id"]) == (reply["id"], first["id"], "UANA")


@pytest.mark.usefixtures("way")
async def test_a_member_sends_a_file(place: Workplace, app: AsyncApp, heard: Heard) -> None:
    @app.event({"type": "message", "subtype": "file_share"})
    async def shared(event: JSON) -> None:
        await heard.put(event)

    file = {"name": "clients.csv", "text": "name\nCleo\n"}
    await place.member("UADA").does("messages", text="Import these", file=file)
    (shared_file,) = (await next_of(heard))["files"]
    headers = {"Authorization": f"Bearer {place.web.token}"}
    async with place.outside.http.get(shared_file["url_private"], headers=headers) as download:
        assert await download.text() == "name\nCleo\n"


@pytest.mark.usefixtures("way")
async def test_home_is_drawn_when_it_is_opened(place: Workplace, app: AsyncApp, heard: Heard) -> None:
    @app.event("app_home_opened")
    async def opened(event: JSON, client: Any) -> None:
        await client.views_publish(
            user_id=event["user"], view=home(section("Your day"), actions(button("Book")))
        )
        await heard.put(event)

    @app.action("tap")
    async def pressed(ack: Any, body: JSON) -> None:
        await ack()
        await heard.put(body)

    ana = place.member("UANA")
    await ana.does("home")
    assert "view" not in await next_of(heard)
    assert (await ana.sees())["home_buttons"][0]["label"] == "Book"
    assert (await ana.does("presses", label="Book"))["error"] is None
    body = await next_of(heard)
    assert (body["container"]["type"], body["view"]["type"]) == ("view", "home")
    assert "channel" not in body
    await ana.does("home")
    assert (await next_of(heard))["view"]["type"] == "home"


@pytest.mark.usefixtures("way")
async def test_a_press_carries_its_message_and_edits_it(
    place: Workplace, app: AsyncApp, heard: Heard
) -> None:
    @app.action("tap")
    async def pressed(ack: Any, body: JSON, respond: Any) -> None:
        await ack()
        await respond(text=f"You said {body['actions'][0]['value']}", replace_original=True)
        await heard.put(body)

    blocks = [
        section("Take it?"),
        actions(button("Yes", "yes", style="primary"), button("No", "no", "other")),
    ]
    ts = (await place.web.chat_postMessage(channel="DANA", text="Take it?", blocks=blocks))["ts"]
    ana = place.member("UANA")
    done = await ana.does("presses", label="Yes")
    assert (done["error"], done["acked_after_ms"] < 3000) == (None, True)
    body = await next_of(heard)
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "DANA",
        "is_ephemeral": False,
    }
    (action,) = body["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("tap", "row", "yes")
    assert (action["style"], body["message"]["ts"]) == ("primary", ts)
    (shown,) = (await ana.sees())["messages"]
    assert (shown["ts"], shown["text"], shown["buttons"]) == (ts, "You said yes", [])
    refusal = await ana.does("presses", status=404, label="Yes")
    assert refusal["labels"] == []


@pytest.mark.usefixtures("way")
async def test_an_ephemeral_message_is_pressed_and_goes_away(
    place: Workplace, app: AsyncApp, heard: Heard
) -> None:
    @app.action("tap")
    async def pressed(ack: Any, body: JSON, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)
        await heard.put(body)

    await place.web.chat_postEphemeral(
        channel="DANA", user="UANA", text="Sure?", blocks=[actions(button("Sure"))]
    )
    await place.member("UANA").does("presses", label="Sure")
    body = await next_of(heard)
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    assert (await place.member("UANA").sees())["ephemeral"] == []


@pytest.mark.usefixtures("way")
async def test_what_is_chosen_in_a_message_is_in_its_state(
    place: Workplace, app: AsyncApp, heard: Heard
) -> None:
    @app.action({"block_id": "row"})
    async def chosen(ack: Any, body: JSON) -> None:
        await ack()
        await heard.put(body)

    select = {"type": "static_select", "action_id": "who", "options": [option("Cleo"), option("Sam")]}
    day = {"type": "datepicker", "action_id": "day", "placeholder": plain("Day")}
    menu = {"type": "overflow", "action_id": "more", "options": [option("Report")]}
    days = {"type": "checkboxes", "action_id": "days", "options": [option("Mon"), option("Tue")]}
    blocks = [actions(select, day, menu, days)]
    await place.web.chat_postMessage(channel="DANA", text="Filter", blocks=blocks)
    ana = place.member("UANA")
    await ana.does("presses", label="Sam")
    assert (await next_of(heard))["actions"][0]["selected_option"]["value"] == "sam"
    await ana.does("presses", label="Day", value="2026-03-02")
    body = await next_of(heard)
    assert body["actions"][0]["selected_date"] == "2026-03-02"
    assert body["state"]["values"]["row"]["who"]["selected_option"]["value"] == "sam"
    await ana.does("presses", label="Report")
    assert (await next_of(heard))["actions"][0]["selected_option"]["text"]["text"] == "Report"
    for expected in (["mon"], ["mon", "tue"], ["tue"]):
        await ana.does("presses", label="Tue" if len(expected) == 2 else "Mon")
        taken = (await next_of(heard))["actions"][0]["selected_options"]
        assert [each["value"] for each in taken] == expected


FORM = modal(
    "Book a session",
    section("For Cleo"),
    field("Service", "static_select", options=[option("PT 60"), option("PT 30")]),
    field("Day", "datepicker"),
    field("Time", "timepicker"),
    field("Extras", "checkboxes", options=[option("Mat"), option("Band")], optional=True),
    field("Price", "number_input", is_decimal_allowed=False, min_value="1", optional=True),
    field("Note", "plain_text_input", max_length=10, optional=True),
    callback_id="book",
    private_metadata="client=7",
    notify_on_close=True,
)
FILLED = {"Service": "PT 30", "Day": "2026-03-02", "Time": "09:30", "Extras": ["Mat", "Band"], "Price": 40}


def opens_form(app: AsyncApp) -> None:
    @app.shortcut("book")
    async def book(ack: Any, body: JSON, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)


@pytest.mark.usefixtures("way")
async def test_a_modal_is_filled_in_and_handed_in(place: Workplace, app: AsyncApp, heard: Heard) -> None:
    opens_form(app)

    @app.view("book")
    async def booked(ack: Any, body: JSON) -> None:
        await ack()
        await heard.put(body)

    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    shown = (await ana.sees())["modal"]
    assert (shown["title"], shown["submit"], shown["text"]) == ("Book a session", "Save", "For Cleo")
    assert [(each["label"], each["options"]) for each in shown["fields"]][:2] == [
        ("Service", ["PT 60", "PT 30"]),
        ("Day", []),
    ]
    done = await ana.does("submissions", values=FILLED)
    assert (done["errors"], done["error"]) == (None, None)
    view = (await next_of(heard))["view"]
    values = {block_id: state["value"] for block_id, state in view["state"]["values"].items()}
    assert values["service"]["selected_option"]["value"] == "pt 30"
    assert (values["day"]["selected_date"], values["time"]["selected_time"]) == ("2026-03-02", "09:30")
    assert [each["value"] for each in values["extras"]["selected_options"]] == ["mat", "band"]
    assert (values["price"]["value"], values["note"]["value"]) == ("40", None)
    assert (view["callback_id"], view["private_metadata"]) == ("book", "client=7")
    assert (await ana.sees())["modal"] is None


@pytest.mark.usefixtures("way")
async def test_slack_itself_refuses_what_a_field_does_not_take(place: Workplace, app: AsyncApp) -> None:
    opens_form(app)
    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    done = await ana.does("submissions", values={"Price": "0", "Note": "far too long"})
    required = "Please complete this required field."
    assert done["errors"] == {
        "Service": required,
        "Day": required,
        "Time": required,
        "Price": "Please enter a number of at least 1.",
        "Note": "Please enter at most 10 characters.",
    }
    wrong = await ana.does("submissions", status=404, values={"Service": "Yoga"})
    assert wrong["options"] == ["PT 60", "PT 30"]
    unknown = await ana.does("submissions", status=404, values={"Colour": "red"})
    assert unknown["fields"] == ["Service", "Day", "Time", "Extras", "Price", "Note"]
    await ana.does("submissions", status=400, values={"Day": "tomorrow"})


@pytest.mark.usefixtures("way")
async def test_errors_stand_under_their_fields_and_the_modal_stays(place: Workplace, app: AsyncApp) -> None:
    opens_form(app)

    @app.view("book")
    async def refuse(ack: Any) -> None:
        await ack(response_action="errors", errors={"time": "Ana is busy then. Try 10:00."})

    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    done = await ana.does("submissions", values=FILLED)
    assert done["errors"] == {"Time": "Ana is busy then. Try 10:00."}
    fields = {each["label"]: each for each in (await ana.sees())["modal"]["fields"]}
    assert fields["Time"]["error"] == "Ana is busy then. Try 10:00."
    assert (fields["Time"]["value"], fields["Service"]["value"]) == ("09:30", "PT 30")


@pytest.mark.usefixtures("way")
async def test_an_answer_that_slack_would_not_take_is_trouble(place: Workplace, app: AsyncApp) -> None:
    opens_form(app)
    answers: list[JSON] = [
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "update", "view": {"type": "modal", "title": plain("x" * 25), "blocks": []}},
        {"response_action": "dance"},
    ]

    @app.view("book")
    async def answer(ack: Any) -> None:
        said = answers.pop(0)
        await ack(**said)

    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    while answers:
        done = await ana.does("submissions", values=FILLED)
        assert done["errors"] == {"": "We had some trouble connecting. Try again?"}
        assert done["error"]
        assert (await ana.sees())["modal"]["title"] == "Book a session"


@pytest.mark.usefixtures("way")
async def test_a_submission_may_push_update_and_clear(place: Workplace, app: AsyncApp) -> None:
    opens_form(app)
    answers: list[JSON] = [
        {"response_action": "push", "view": modal("Pay", callback_id="book")},
        {"response_action": "update", "view": modal("Paid", callback_id="book")},
        {"response_action": "clear"},
    ]

    @app.view("book")
    async def answer(ack: Any) -> None:
        await ack(**answers.pop(0))

    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    await ana.does("submissions", values=FILLED)
    assert (await ana.sees())["modal"]["title"] == "Pay"
    await ana.does("submissions")
    assert (await ana.sees())["modal"]["title"] == "Paid"
    await ana.does("presses", label="Save")
    assert (await ana.sees())["modal"] is None


@pytest.mark.usefixtures("way")
async def test_a_closed_modal_is_told_of_where_it_asked(
    place: Workplace, app: AsyncApp, heard: Heard
) -> None:
    opens_form(app)

    @app.view_closed("book")
    async def closed(ack: Any, body: JSON) -> None:
        await ack()
        await heard.put(body)

    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    await ana.does("presses", label="Cancel")
    assert (await next_of(heard))["is_cleared"] is False
    assert (await ana.sees())["modal"] is None


@pytest.mark.usefixtures("way")
async def test_a_field_that_tells_at_once_redraws_the_form(
    place: Workplace, app: AsyncApp, heard: Heard
) -> None:
    services = [option("PT 60"), option("Class")]
    chooser = field("Service", "static_select", options=services, dispatch_action=True)

    @app.shortcut("book")
    async def book(ack: Any, body: JSON, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Book", chooser))

    @app.action("value")
    async def chosen(ack: Any, body: JSON, client: Any) -> None:
        view = body["view"]
        seats = field("Seats", "number_input", is_decimal_allowed=False)
        redrawn = modal("Book", chooser, seats)
        await client.views_update(view_id=view["id"], hash=view["hash"], view=redrawn)
        await ack()
        await heard.put(body)

    ana = place.member("UANA")
    await ana.does("shortcuts", callback_id="book")
    await ana.does("inputs", values={"Service": "Class"})
    assert (await next_of(heard))["actions"][0]["selected_option"]["value"] == "class"
    fields = (await ana.sees())["modal"]["fields"]
    assert [(each["label"], each["value"]) for each in fields] == [("Service", "Class"), ("Seats", None)]


@pytest.mark.usefixtures("way")
async def test_a_shortcut_acts_on_a_message(place: Workplace, app: AsyncApp, heard: Heard) -> None:
    @app.shortcut("book_for_client")
    async def book(ack: Any, body: JSON, respond: Any) -> None:
        await ack()
        await respond("Which day?")
        await heard.put(body)

    ana = place.member("UANA")
    said = await ana.does("messages", text="Can Cleo come?")
    await ana.does("shortcuts", callback_id="book_for_client", ts=said["id"])
    body = await next_of(heard)
    assert (body["type"], body["message_ts"], body["message"]["text"]) == (
        "message_action",
        said["id"],
        "Can Cleo come?",
    )
    assert [each["text"] for each in (await ana.sees())["ephemeral"]] == ["Which day?"]


@pytest.mark.usefixtures("way")
async def test_the_app_is_told_of_its_own_messages_as_in_slack(place: Workplace, heard: Heard) -> None:
    ts = (await place.web.chat_postMessage(channel="DANA", text="One"))["ts"]
    await place.web.chat_update(channel="DANA", ts=ts, text="Two")
    await place.web.chat_delete(channel="DANA", ts=ts)
    wire = await place.outside.get("/sandbox/wire")
    events = [each["payload"]["event"] for each in wire if each["method"] == "event_callback"]
    assert [each.get("subtype") for each in events] == [None, "message_changed", "message_deleted"]
    assert events[0]["bot_id"] == "BTRAINERHUB"
