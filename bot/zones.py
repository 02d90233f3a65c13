"""Time zones as people name them, by their cities; and as a button carries them, by slugs."""

from functools import lru_cache
from zoneinfo import available_timezones

from bot.dialogue.actions import SLUG
from bot.dialogue.typed import fold
from bot.dialogue.words import place
from domain.zones import city as city_of


def zones_named(city: str) -> list[str]:
    """The zones of that very city, in the person's language or in English; where there are none, those whose
    city has the word in its name.
    """
    said = fold(city)
    names = {zone: (fold(place(zone)), fold(city_of(zone))) for zone in _zones().values()}
    found = sorted(zone for zone, known in names.items() if any(said in each for each in known))
    return [zone for zone in found if said in names[zone]] or found


def zone_of(slug: str) -> str | None:
    return _zones().get(slug)


def slug(zone: str) -> str:
    """Such as europe-lisbon."""
    return zone.lower().replace("/", "-").replace("_", "-")


@lru_cache
def _zones() -> dict[str, str]:
    """Zones that are named after a place, by their slugs."""
    named = (
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    return {slug(zone): zone for zone in named if SLUG.fullmatch(slug(zone))}
