"""What the card of a session that is over asks and offers: how it was, and the same time again."""

from bot.client.views import AskRating, Rate, WasThere
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, choice, lines
from bot.dialogue.words import _, voice
from bot.stars import stars_said
from domain.bookings.attendance import is_disputed, may_dispute
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.feedback.rules import STARS, waits_for_words
from domain.feedback.service import may_change


def said_after(scene: Scene, sheet: Sheet) -> str:
    """The question, or what was answered."""
    if is_disputed(scene.work, sheet):
        return _("You said that you were there. {name} is told.", name=sheet.trainer.name)
    if sheet.booking.status is not Status.COMPLETED:
        return ""
    shared = "" if voice().terse else shared_said(sheet)
    return lines(shared, _rated(scene, sheet))


def shared_said(sheet: Sheet) -> str:
    """What the trainer shares once it took place."""
    after = sheet.booking.session.after
    if after is None or sheet.booking.status is not Status.COMPLETED:
        return ""
    return _("From {name}: {words}", name=sheet.trainer.name, words=after)


def shared_in_short(sheet: Sheet) -> tuple[str, ...]:
    """By text: that, or how to ask for it, whichever there is room for."""
    said = shared_said(sheet) if voice().terse else ""
    return (said, _("Text SHARED for what {name} left you.", name=sheet.trainer.name)) if said else ()


def _rated(scene: Scene, sheet: Sheet) -> str:
    rating = scene.work.feedback.of(sheet.booking.id)
    if rating is None:
        return _("How was it? Text RATE and 1 to 5, such as RATE 5") if voice().terse else _("How was it?")
    asks = _("A few words about it? Just write them here.") if waits_for_words(rating, scene.now) else ""
    return lines(_("You gave it {stars}.", stars=stars_said(rating)), asks)


def ways_after(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """The stars, or the way to change them; and the same time again, where it is free."""
    from bot.client.again import offer_again
    from bot.client.cards import weekly_way

    if may_dispute(scene.work, sheet, now=scene.now):
        return ((choice(_("I was there"), WasThere(sheet.booking.id, sheet.booking.version)),),)
    if sheet.booking.status is not Status.COMPLETED:
        return ()
    again = offer_again(scene, sheet)
    return (*_rating(scene, sheet), *(((again,),) if again else ()), *weekly_way(sheet))


def _rating(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    if voice().terse:  # five numbers would hide what else can be answered: RATE is a word
        return ()
    if scene.work.feedback.of(sheet.booking.id) is None:
        return (stars_row(sheet),)
    if may_change(scene.work, sheet, now=scene.now):
        return ((choice(_("Change my rating"), AskRating(sheet.booking.id)),),)
    return ()


def stars_row(sheet: Sheet) -> Row:
    return tuple(choice(f"{stars} ★", Rate(sheet.booking.id, stars)) for stars in STARS)
