"""Whoever works here chooses the language they are spoken to in, as clients do."""

from tests.stories.conftest import Studio
from tests.stories.people import eventually
from tests.stories.test_trainer_on_telegram import code_for, zoe_of


async def test_a_trainer_in_slack_has_the_home_tab_in_spanish(studio: Studio) -> None:
    await studio.ana.opens_home()
    await studio.ana.is_told("Ana’s desk")
    await studio.ana.types("language español")
    await studio.ana.is_told("A partir de ahora en español.")

    async def redrawn() -> bool:
        return "La mesa de Ana" in str((await studio.ana.view())["home"])

    await eventually(redrawn)
    await studio.ana.presses("English")
    await studio.ana.is_told("Ana’s desk")


async def test_a_trainer_on_telegram_has_the_desk_in_spanish(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    desk = await zoe.says("idioma español")
    assert "Hoy nada." in desk["text"]
    assert "Today" in (await zoe.presses("English"))["text"]


async def test_an_admin_has_it_too(studio: Studio) -> None:
    olga = studio.client(2009)
    await olga.opens(f"join-{await code_for(studio, 'Olga Ray', admin=True)}")
    await olga.says("menu")
    assert "Entrenadores que aceptan reservas:" in (await olga.presses("Español"))["text"]
