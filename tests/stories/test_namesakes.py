"""Two trainers called Ana: whoever names one is asked which, and each is shown by more of her name."""

import pytest

from bot.office import invite
from domain.work import Work
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import times


def silva(work: Work) -> None:
    """The Ana of the demo has told us no other name yet."""
    ana = work.trainers.by_slug("ana")
    assert ana
    ana.person.name = "Ana Silva"


@pytest.fixture
async def anas(studio: Studio, cast: Cast) -> Cast:
    """Ana Silva, and Ana Costa, who trains on Telegram."""
    assert studio.bot
    await studio.bot.database.run(silva)
    told = await invite(studio.settings, "Ana Costa", zone="Europe/Lisbon", admin=False)
    costa = studio.client(2009)
    await costa.opens("join-" + told.split("?start=join-")[1].split()[0])
    await costa.says("hours mon-fri 7-12, 16-20")
    await costa.presses("Save")
    return cast


async def test_join_and_a_first_name_that_two_have_asks_which(anas: Cast) -> None:
    asked = await anas.client.says("join ana")
    assert "Which Ana do you mean?" in asked["text"]
    offered = await anas.client.does("Train with Ana Silva", "2")
    assert offered["text"].startswith("Ana Silva\n")
    assert (await anas.client.says("JOIN ANA COSTA"))["text"].startswith("Ana Costa\n")


async def test_a_sentence_asks_which_and_keeps_its_time(anas: Cast) -> None:
    asked = await anas.client.says("thu 6pm with ana")
    assert "Which Ana do you mean?" in asked["text"]
    held = await anas.client.does("Train with Ana Silva", "2")
    assert held["text"].startswith("Thu 26 Nov 18:00")
    assert anas.names("Ana Silva") in held["text"]
    await anas.client.does("Request it", "C")
    await anas.ana.sees("Request from")
    await anas.ana.presses("Approve")
    await anas.client.sees("Ana Silva approved your session")
    again = await anas.client.says("fri 10:00 with ana")
    assert anas.names("Ana Silva") in again["text"], "the one with whom they train"
    other = await anas.client.says("fri 10am with ana c")
    assert anas.names("Ana Costa") in other["text"]


async def test_a_link_means_the_one_whose_it_is(anas: Cast, studio: Studio) -> None:
    offered = await studio.client(1007).opens("t_ana-2")
    assert offered["text"].startswith("Ana Costa\n")
    assert times(offered)
