"""Sam books for himself and for Leo, who is nine, on one phone; Cleo for herself and Max, who is of age."""

from sqlalchemy import select

from domain.family.model import SpeaksFor
from storage.work import SqlWork
from tests.stories.conftest import Studio
from tests.stories.people import Shown, Trainer, eventually, labels, times


async def sam_has_leo(studio: Studio) -> Shown:
    await studio.sam.says("NAME Sam")
    asked = await studio.sam.says("ADD LEO")
    assert "you their parent or guardian" in asked["text"]
    return await studio.sam.says("24 May 2017")


async def leo_has_thursday(studio: Studio) -> None:
    """With Tom, who is not asked first."""
    await sam_has_leo(studio)
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("book leo thu 6pm")
    assert "Leo: Booked" in (await studio.sam.says("C"))["text"]


async def cleo_has_max(studio: Studio) -> Shown:
    await studio.cleo.says("/settings")
    await studio.cleo.presses("Book for somebody else too")
    await studio.cleo.says("Max")
    asked = await studio.cleo.presses("Skip")
    assert asked["text"].startswith("Max has to agree")
    return await studio.cleo.presses("Max agrees")


async def test_a_parent_books_for_a_child_from_one_phone(studio: Studio) -> None:
    added = await sam_has_leo(studio)
    assert "Leo: you consent for them until 24 May 2035" in added["text"]
    await studio.sam.says("JOIN TOM")
    asked = await studio.sam.says("thu 6pm")
    assert asked["text"].splitlines()[:3] == ["For whom?", "1 Sam", "2 Leo"]
    held = await studio.sam.says("2")
    assert "Leo: Thu 26 Nov 18:00" in held["text"]
    assert held["segments"] == 1
    booked = await studio.sam.says("C")
    assert "Leo: Booked" in booked["text"]
    card = await studio.tom.sees("Booked: Leo (Sam)")
    assert "Booked by Sam" in card["text"], "whoever wrote it"


async def test_it_is_asked_once_in_a_conversation_and_again_in_the_next(studio: Studio) -> None:
    await sam_has_leo(studio)
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 6pm")
    assert "Leo: Thu" in (await studio.sam.says("leo"))["text"], "a name answers as a number does"
    await studio.sam.says("C")
    assert "Leo: Fri 27 Nov 18:00" in (await studio.sam.says("fri 6pm"))["text"]
    instead = await studio.sam.says("SAM")
    assert instead["text"].startswith("Fri 27 Nov 18:00"), "the same time, for the other"
    await studio.outside.advance(minutes=31)
    await studio.sam.sees("also news and offers")
    assert "For whom?" in (await studio.sam.says("wed 6pm"))["text"]


async def test_a_sentence_that_names_somebody_needs_no_question(studio: Studio) -> None:
    await leo_has_thursday(studio)
    asked = await studio.sam.says("cancel Leo's session")
    assert "Leo: Give this session back?" in asked["text"]
    assert "Leo: " in (await studio.sam.says("KEEP"))["text"]
    asked = await studio.sam.says("move leo to friday 6pm")
    assert "Leo: Move to when?" in asked["text"]
    assert "Leo: Booked" in (await studio.sam.says("yes"))["text"]
    assert "Fri 27 Nov 18:00" in (await studio.sam.says("when is Leo's next session?"))["text"]
    assert "Leo: Cancelled" in (await studio.sam.says("DROP LEO"))["text"]


async def test_lists_name_everybody_and_a_word_asks_whose_it_means(studio: Studio) -> None:
    await leo_has_thursday(studio)
    await studio.sam.says("book sam fri 6pm")
    await studio.sam.says("C")
    for word in ("ME", "NEXT"):
        listed = (await studio.sam.says(word))["text"]
        assert "Leo: Thu 26 Nov 18:00, Tom" in listed
        assert "Sam: Fri 27 Nov 18:00, Tom" in listed
    asked = await studio.sam.says("DROP")
    assert "DROP 1 = Leo: Thu 26 Nov" in asked["text"]
    assert "Leo: Cancelled" in (await studio.sam.says("DROP 1"))["text"]
    again = await studio.sam.says("AGAIN")
    assert "2 Leo: Thu 26 Nov 18:00, Tom" in again["text"]


async def test_a_childs_reminder_comes_to_the_parent_and_is_answered_there(studio: Studio) -> None:
    await leo_has_thursday(studio)
    await studio.outside.advance(hours=2 * 24 + 9, minutes=1)
    reminder = await studio.sam.sees("Leo: Your session tomorrow")
    assert reminder["segments"] == 1
    assert "Thank you, see you then." in (await studio.sam.says("C"))["text"]
    card = await studio.tom.sees("Leo will come.")
    assert "Booked: Leo (Sam)" in card["text"]


async def test_words_about_a_child_reach_the_childs_trainer_and_come_back(studio: Studio) -> None:
    await leo_has_thursday(studio)
    await studio.sam.says("does he need his own shoes?")
    opened = await studio.tom.sees("Leo (Sam) writes:")
    await studio.tom.says("Yes, running shoes.", opened["ts"])
    await studio.sam.sees("Leo: Tom writes:\nYes, running shoes.")


async def test_who_is_of_age_agrees_first_and_the_words_are_kept(studio: Studio) -> None:
    agreed = await cleo_has_max(studio)
    assert "Max: agreed" in agreed["text"]
    offered = await studio.cleo.opens("t_ana")
    asked = await studio.cleo.presses(times(offered)[0])
    assert labels(asked) == ["Cleo", "Max"]
    held = await studio.cleo.presses("Max")
    assert "For Cleo instead" in labels(held)
    await studio.cleo.presses("Request it")
    await studio.ana.sees("Request from Max (Cleo)")
    await studio.ana.presses("Approve")
    approved = await studio.cleo.sees("Ana approved your session")
    assert approved["text"].startswith("Max: ")
    assert "Max: Cancel this session?" in (await studio.cleo.presses("Cancel"))["text"]
    assert (await studio.cleo.presses("Yes, cancel it"))["text"].startswith("Max: Cancelled")
    assert studio.bot

    def terms(work: SqlWork) -> tuple[str, str]:
        kept = work.session.scalars(select(SpeaksFor)).one()
        return kept.shown, kept.said

    shown, said = await studio.bot.database.read(terms)
    assert shown.startswith("Max, may Cleo book, move and cancel your sessions here")
    assert said == "Max agrees"


async def test_until_they_agree_nothing_is_booked_for_them(studio: Studio) -> None:
    await studio.cleo.says("/add Max")
    await studio.cleo.presses("Skip")
    await studio.cleo.presses("Not now")
    await studio.cleo.opens("t_tom")
    assert (await studio.cleo.says("thu 6pm"))["text"].startswith("Thu 26 Nov 18:00")


async def test_an_own_chat_takes_over_and_may_end_it(studio: Studio) -> None:
    await cleo_has_max(studio)
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("book max thu 6pm")
    await studio.cleo.presses("Confirm")
    await studio.cleo.says("/family")
    told = await studio.cleo.presses("An own chat for Max")
    code = told["text"].split("JOIN ")[1].split()[0]
    phone = studio.texter("+447700900456")
    assert "Welcome, Max." in (await phone.says(f"JOIN {code}"))["text"]
    assert "Thu 26 Nov 18:00" in (await phone.says("ME"))["text"]
    family = await phone.says("FAMILY")
    assert "Cleo books for you too." in family["text"]
    await phone.says("1")
    assert "That is ended." in (await phone.says("REMOVE"))["text"]
    await studio.cleo.sees("You no longer book for Max")
    assert "So far you book for yourself alone." in (await studio.cleo.says("/family"))["text"]


async def test_who_has_sessions_left_is_not_removed(studio: Studio) -> None:
    await leo_has_thursday(studio)
    await studio.sam.says("FAMILY")
    assert "Remove Leo?" in (await studio.sam.says("1"))["text"]
    assert "Cancel them first" in (await studio.sam.says("REMOVE"))["text"]
    await studio.sam.says("DROP")
    await studio.sam.says("FAMILY")
    await studio.sam.says("1")
    assert "That is ended." in (await studio.sam.says("REMOVE"))["text"]


async def test_at_eighteen_the_guardian_is_told_and_the_grown_child_asked(studio: Studio) -> None:
    await studio.sam.says("NAME Sam")
    await studio.sam.says("ADD LEO")
    assert "until 25 November 2026" in (await studio.sam.says("25 Nov 2008"))["text"]
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("book leo thu 6pm")
    await studio.sam.says("C")
    heard = len(await studio.sam.heard())
    await studio.outside.advance(hours=39, minutes=1)
    told = await studio.sam.sees("Leo is 18, so you no longer consent for them.")
    assert "AGREE = Leo agrees" in told["text"]
    await studio.outside.advance(hours=20)
    assert len(await studio.sam.heard()) == heard + 1, "his reminder is not Sam's any more"
    assert "Nothing is booked" in (await studio.sam.says("ME"))["text"]
    await studio.sam.says("FAMILY")
    assert "Leo, may Sam book" in (await studio.sam.says("1"))["text"]
    assert "Leo agreed." in (await studio.sam.says("AGREE"))["text"]
    assert "Leo: Thu 26 Nov 18:00" in (await studio.sam.says("ME"))["text"]


async def test_an_admin_ends_it_and_the_guardian_is_told(studio: Studio) -> None:
    await leo_has_thursday(studio)
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("families")

    async def lists(words: str) -> bool:
        return words in str((await ada.view())["ephemeral"])

    await eventually(lambda: lists("Sam for Leo, as the guardian until 24 May 2035"))
    await ada.presses("End")
    await eventually(lambda: lists("What is booked stays booked"))
    await ada.presses("End it")
    await studio.sam.sees("You no longer book for Leo")
    assert "Nothing is booked" in (await studio.sam.says("ME"))["text"]


async def test_in_spanish(studio: Studio) -> None:
    lucia = studio.texter("+34600000001")
    await lucia.says("me llamo Lucía")
    await lucia.says("AÑADIR LEO")
    assert "24 de mayo de 2035" in (await lucia.says("24 de mayo de 2017"))["text"]
    await lucia.says("JOIN TOM")
    asked = await lucia.says("jue 18h")
    assert "¿Para quién?" in asked["text"]
    assert "Leo: " in (await lucia.says("2"))["text"]
    assert "Leo: " in (await lucia.says("reserva a Leo el viernes a las 18h"))["text"]


async def test_whoever_waits_is_asked_for_and_can_wait_no_longer(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await sam_has_leo(studio)
    await studio.sam.says("JOIN TOM")
    asked = await studio.sam.says("WAIT thu 6pm")
    assert asked["text"].splitlines()[:3] == ["For whom?", "1 Sam", "2 Leo"]
    waits = await studio.sam.says("2")
    assert waits["text"].startswith("Leo: On the waitlist")
    assert "Leo: " in (await studio.sam.says("UNWAIT"))["text"]
    assert "Waitlist" not in (await studio.sam.says("ME"))["text"]


async def test_a_childs_session_is_rated_by_a_word(studio: Studio) -> None:
    await leo_has_thursday(studio)
    await studio.outside.advance(hours=3 * 24 + 11)
    await studio.tom.sees("Over: Leo")
    await studio.tom.presses("Complete")
    await studio.outside.advance(minutes=2)
    await studio.sam.sees("RATE 5")
    given = await studio.sam.says("RATE 5 great hour")
    assert "Leo: " in given["text"]
    assert "Thank you. Tom sees it." in given["text"]
    await studio.tom.sees("“great hour”")
