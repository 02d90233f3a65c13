"""Language, time zone, quiet hours, and whether news are welcome, as the client chooses them."""

from pydantic import BaseModel, Field

from bot.client.consent import UseNews, gets_news, news_line, news_switch, switch_news
from bot.client.family import family_way
from bot.client.views import AskTrip, OpenSettings
from bot.dialogue import asking
from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import LANGUAGES, N_, _, clock, place, speaking
from bot.inbox import inbox_way
from bot.languages import other_languages
from bot.quiet import OpenQuiet, quiet_in_short, quiet_line, quiet_ways
from bot.told import OpenTold
from bot.zones import slug, zone_of, zones_named
from domain.base import Role
from domain.people.service import choose_zone

OFFERED = 6


class AskZone(Action, code="cz", word=N_("ZONE")):
    """Ask for the city."""


class UseZone(Action, code="uz", acts=True):
    """An IANA zone as a slug: europe-lisbon."""

    zone: str


class City(BaseModel):
    city: str = Field(title=N_("Which city's clock do you live by?"), examples=["Lisbon"], max_length=60)


@on(OpenSettings, who=Role.CLIENT)
def show_settings(turn: Turn, _action: OpenSettings) -> Screen:
    return settings_screen(turn)


@command("settings", "ajustes", who=Role.CLIENT)
def settings_typed(turn: Turn, rest: str) -> Screen:
    return settings_screen(turn)


def settings_screen(turn: Turn) -> Screen:
    language = _("Language: {language}", language=LANGUAGES[turn.speaker.locale])
    zone, time = place(turn.speaker.zone), clock(turn.now)
    # A text has no room for what news would mean, so that is read before they are turned on.
    apart = turn.by_text and not gets_news(turn)
    news = _("News: off. NEWS says more.") if apart else news_line(turn)
    away = () if turn.by_text else (choice(_("I am away"), AskTrip()),)
    switch = () if apart else (news_switch(turn),)
    return Screen(
        title=_("Settings"),
        text=lines(
            language,
            _("Time zone: {place}, where it is {time} now", place=zone, time=time),
            quiet_line(turn),
            news_line(turn),
        ),
        choices=(
            *rows(other_languages(turn.speaker.locale)),
            (choice(_("Another time zone"), AskZone()), *away),
            *(((choice(_("Quiet hours"), OpenQuiet()),),) if turn.by_text else rows(quiet_ways(turn), 2)),
            *((switch,) if switch else ()),
            (
                family_way(turn),
                *(() if turn.by_text else (choice(_("Notifications"), OpenTold()), inbox_way(turn))),
            ),
            (choice(_("Menu"), Home()),),
        ),
        brief=lines(_("Time zone: {place}, {time} now", place=zone, time=time), quiet_in_short(turn), news),
    )


@on(UseNews, who=Role.CLIENT)
def use_news(turn: Turn, wanted: UseNews) -> Screen:
    switch_news(turn, wanted.on)
    return settings_screen(turn)


@on(AskZone, who=Role.CLIENT)
def ask_zone(turn: Turn, asked: AskZone) -> Screen:
    return Screen(title=_("Time zone"), form=asked.pack())


@command("zone", "time zone", "timezone", "zona", "zona horaria", who=Role.CLIENT, takes_words=True)
def zone_typed(turn: Turn, rest: str) -> Screen:
    return find_zone(turn, AskZone(), City(city=rest[:60])) if rest else ask_zone(turn, AskZone())


@answers(AskZone, City)
def find_zone(turn: Turn, asked: AskZone, form: City) -> Screen:
    """One zone of that name is taken at once; of several, one is picked; of none, asked again."""
    found = zones_named(form.city)
    if len(found) == 1:
        return _use(turn, found[0])
    if not found:
        problem = _("I don't know {city}. Try the nearest big city.", city=form.city)
        return Screen(title=_("Time zone"), form=asked.pack(), errors={"city": problem})
    picks = [choice(zone.replace("_", " "), UseZone(slug(zone))) for zone in found[:OFFERED]]
    return Screen(title=_("Time zone"), text=_("Which one is it?"), choices=rows(picks))


@on(UseZone, who=Role.CLIENT)
def use_zone(turn: Turn, wanted: UseZone) -> Screen:
    zone = zone_of(wanted.zone)
    return _use(turn, zone) if zone else settings_screen(turn)


def _use(turn: Turn, zone: str) -> Screen:
    choose_zone(turn.work, turn.speaker, zone, now=turn.now)
    asking.forget_form_of(turn, AskZone)
    with speaking(turn.voice):
        shown = settings_screen(turn)
        if turn.by_text:  # its first line says so
            return shown
        return shown.with_toast(_("Times are now in {place} time.", place=place(zone)))
