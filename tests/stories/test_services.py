"""A trainer decides what can be booked, how long it lasts and what it costs; a client sees it at once."""

from typing import Any

from tests.stories.conftest import Studio
from tests.stories.people import Trainer, eventually, labels, times
from tests.stories.test_trainer_on_telegram import zoe_of


def chips(shown: Any) -> list[str]:
    return [label for label in labels(shown) if " min · " in label]


async def test_a_client_has_the_usual_length_in_three_taps_and_another_in_one_more(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    changed = await zoe.says("service 1 lengths 30-60 by 15, price 40 eur")
    assert "30, 45, 60 minutes, usually 60" in changed["text"]
    opened = await studio.cleo.opens("t_zoe")
    assert chips(opened) == ["30 min · €20.00", "45 min · €30.00"]
    held = await studio.cleo.presses(times(opened)[0])
    assert "60 minutes · €40.00" in held["text"]
    shorter = await studio.cleo.presses("45 min · €30.00")
    assert "45 minutes · €30.00" in shorter["text"]
    assert chips(shorter) == ["30 min · €20.00", "60 min · €40.00"]
    asked = await studio.cleo.presses("Request it")
    assert "45 minutes · €30.00" in asked["text"]
    await zoe.says("service 1 price 99 usd")
    assert "45 minutes · €30.00" in (await zoe.sees("Request from"))["text"]
    await zoe.presses("Approve")
    assert "45 minutes · €30.00" in (await studio.cleo.sees("approved your session"))["text"]
    moved = await studio.cleo.presses("Move")
    assert "45 minutes" in (await studio.cleo.presses(times(moved)[0]))["text"]


async def test_a_length_is_chosen_before_the_times_and_kept_through_the_calendar(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 lengths 30 60 90")
    await studio.cleo.opens("t_zoe")
    long = await studio.cleo.presses("90 min · €75.00")
    assert "90 minutes · €75.00" in long["text"]
    days = await studio.cleo.presses("More times")
    day = await studio.cleo.presses(next(label for label in labels(days) if "Nov" in label))
    held = await studio.cleo.presses(times(day)[-1])
    assert "90 minutes" in held["text"]
    again = await studio.cleo.presses("Another time")
    assert "90 minutes" in again["text"]


async def test_words_name_a_length_too(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 lengths 30-60")
    await studio.cleo.opens("t_zoe")
    assert "30 minutes" in (await studio.cleo.says("book half an hour thu 6pm"))["text"]
    assert "45 minutes · €37.50" in (await studio.cleo.says("45 min"))["text"]
    none = await studio.cleo.says("20 minutes")
    assert "Zoe has no session of 20 minutes." in none["text"]
    assert "Personal training · 45 minutes · €37.50" in labels(none)


async def test_by_text_a_word_changes_the_length_of_what_is_held(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 lengths 30-60, price 40 eur")
    await studio.sam.says("JOIN ZOE")
    held = await studio.sam.says("book 45 min thu 6pm")
    assert "45 min" in held["text"]
    assert "30 MIN" in held["text"]
    assert held["segments"] == 1
    shorter = await studio.sam.says("30 MIN")
    assert "30 min" in shorter["text"]
    assert "20" in shorter["text"]
    asked = await studio.sam.says("C")
    assert "Requested" in asked["text"]


async def test_only_lengths_that_fit_are_offered_for_a_time_that_is_held(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 lengths 30-90")
    await studio.cleo.opens("t_zoe")
    last = await studio.cleo.says("30 min thu 19:00")
    assert chips(last) == ["45 min · €37.50", "60 min · €50.00"]  # the doors close at eight


async def test_a_service_is_changed_question_by_question_on_telegram(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    assert "Personal training · 60 minutes · €50.00" in (await zoe.says("services"))["text"]
    asked = await zoe.presses("Change")
    assert "Now: Personal training" in asked["text"]
    assert "Now: 60" in (await zoe.presses("Skip"))["text"]
    assert "For example" in (await zoe.says("a while"))["text"]  # which is no length
    assert "Now: 50.00 EUR" in (await zoe.says("30-60 by 30"))["text"]
    assert "Now: I approve each request" in (await zoe.says("5000 jpy"))["text"]
    await zoe.presses("It is booked at once")
    await zoe.says("0 15")
    await zoe.presses("Skip")
    await zoe.presses("Skip")
    saved = await zoe.presses("Skip")
    assert (
        "30, 60 minutes, usually 60 · ¥5,000 · booked at once · 0 min free before, 15 min after"
        in saved["text"]
    )
    await zoe.presses("New service")
    for answer in ("Check-in", "30", "12.500 kwd"):
        await zoe.says(answer)
    await zoe.presses("It is booked at once")
    for _buffers_starts_place in range(3):
        await zoe.presses("Skip")
    added = await zoe.says("5.5")
    assert "2. Check-in · 30 minutes · KWD12.500 · VAT 5.5% included" in added["text"]
    assert "Check-in · 30 minutes · KWD12.500" in labels(await studio.cleo.opens("t_zoe"))
    gone = await zoe.says("service check-in off")
    assert "no longer offered" in gone["text"]
    assert not any("Check-in" in label for label in labels(await studio.cleo.opens("t_zoe")))
    assert "is another service of yours" in (await zoe.says("service 1 name check-in"))["text"]
    assert "I could not read" in (await zoe.says("service 3 price 5"))["text"]


async def test_who_is_new_sees_the_intro_first_and_who_is_not_sees_it_last(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service new name Intro, length 30, price 10, intro on")
    assert "for who is new to you, first" in (await zoe.says("services"))["text"]
    card = await studio.cleo.opens("t_zoe")
    assert "Intro · 30 minutes" in card["text"]
    assert any("Personal training" in label for label in labels(card))
    await studio.cleo.says("thu 18:00")
    requested = await studio.cleo.presses("Request it")
    assert "Intro · 30 minutes" in requested["text"]
    await zoe.sees("Request from")
    await zoe.presses("Approve")
    await studio.cleo.sees("approved your session")
    assert "Personal training · 60 minutes" in (await studio.cleo.opens("t_zoe"))["text"]


async def test_the_same_in_one_modal_in_slack(studio: Studio) -> None:
    await studio.ana.commands("services")

    async def shown() -> bool:
        return "What you offer" in str((await studio.ana.view())["ephemeral"])

    await eventually(shown)
    assert "1. Personal training" in str((await studio.ana.view())["ephemeral"])
    await studio.ana.commands("service 1")

    async def opened() -> bool:
        return "50.00 EUR" in str((await studio.ana.view())["modal"])

    await eventually(opened)
    length, price = (
        "How many minutes it may last",
        "Its price at the usual length, or “studio” for the studio's rate",
    )
    refused = await studio.ana.submits(**{length: "long", price: "60 EUR"})
    assert "30-90 by 15 usual 60" in refused["errors"][length]
    await studio.ana.submits(**{length: "30-60", price: "60 EUR"})

    async def offered() -> Any:
        return chips(await studio.cleo.opens("t_ana")) == ["30 min · €30.00", "45 min · €45.00"]

    await eventually(offered)
    await studio.ana.commands("service 2 price 33")

    async def dearer() -> Any:
        return "€33.00" in str(labels(await studio.cleo.opens("t_ana")))

    await eventually(dearer)


async def test_the_studios_rate_is_for_those_who_set_no_price(studio: Studio) -> None:
    ada = Trainer(studio.outside, "UADA")

    async def told(who: Trainer, words: str) -> None:
        async def shown() -> bool:
            return words in str((await who.view())["ephemeral"])

        await eventually(shown)

    await ada.commands("studio rate")
    await told(ada, "no rate yet")
    await ada.commands("studio rate 48 EUR")
    await told(ada, "An hour costs €48.00")
    await studio.ana.commands("service 2 price studio")
    await told(studio.ana, "€24.00, the studio's rate")
    await ada.commands("studio rate 60 EUR")
    await told(ada, "1 service costs that.")
    assert "Check-in · 30 minutes · €30.00" in labels(await studio.cleo.opens("t_ana"))
