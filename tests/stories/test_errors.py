"""An error of ours: the person gets a reference, the log its story, and nothing is half done."""

import re

from sqlalchemy import text
from structlog.testing import capture_logs

from tests.stories.conftest import Studio
from tests.stories.people import labels, times


async def test_an_error_gives_the_person_a_reference_and_the_log_its_story(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_ana")
    assert studio.bot
    database = studio.bot.database
    await database.run(lambda work: work.session.execute(text("DROP TABLE weekly_hours")))
    with capture_logs() as logs:
        pressed = await studio.cleo.taps(times(offered)[0])
        apology = await studio.cleo.sees("Something went wrong on our side")
    found = re.search(r"\b[0-9A-F]{6}\b", apology["text"])
    assert found
    assert found[0] in pressed["answered"]["text"]
    [failed] = [line for line in logs if line["event"] == "turn_failed"]
    assert failed["reference"] == found[0]
    assert "weekly_hours" in str(failed["exc_info"])
    kept = text("SELECT count(*) FROM inbox_event WHERE reference = :reference")
    assert await database.read(lambda work: work.session.scalar(kept, {"reference": found[0]})) == 1
    assert "Español" in labels(await studio.cleo.says("/settings")), "the bot goes on"
