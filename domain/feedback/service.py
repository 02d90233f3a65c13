"""The use cases of feedback: a client rates a session, changes that, and adds words."""

from datetime import datetime

from domain.access import require_self
from domain.base import Role
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.errors import Refusal
from domain.feedback.model import Rating
from domain.feedback.ports import Average
from domain.feedback.rules import ENOUGH, LONGEST, LOW, STARS, waits_for_words
from domain.notifications.service import tell
from domain.people.model import Person
from domain.work import Work


class NotCompleted(Refusal):
    """Only a session that took place can be rated."""


class NoSuchStars(Refusal):
    """One to five stars, please. For example: RATE 5"""


class RatingStands(Refusal):
    """You have trained together since, so that rating stands. The next session can be rated anew."""


def rate(
    work: Work, client: Person, booking_id: int, stars: int, *, now: datetime, words: str = ""
) -> Rating:
    """Give a completed session its stars, or others than before. Words that were said stay unless there are
    new ones. Raises NotCompleted, NoSuchStars, and RatingStands from the next session on.
    """
    sheet = work.bookings.sheet(booking_id)
    require_self(client, sheet.booking.client_id)
    if sheet.booking.status is not Status.COMPLETED:
        raise NotCompleted(booking=booking_id)
    if stars not in STARS:
        raise NoSuchStars(booking=booking_id)
    rating = work.feedback.of(booking_id)
    if rating is None:
        rating = Rating(
            booking_id=booking_id,
            client_id=client.id,
            trainer_id=sheet.trainer.id,
            stars=stars,
            at=now,
        )
        work.add(rating)
    elif not may_change(work, sheet, now=now):
        raise RatingStands(booking=booking_id)
    rating.stars, rating.at = stars, now
    rating.words = words.strip()[:LONGEST] or rating.words
    work.flush()
    _tell(work, sheet, rating)
    return rating


def may_change(work: Work, sheet: Sheet, *, now: datetime) -> bool:
    """Until the next session of the two begins."""
    client_id = sheet.booking.client_id
    later = [*work.bookings.coming(client_id, now, limit=5), *work.bookings.over(client_id, now, limit=5)]
    return not any(
        each.trainer.id == sheet.trainer.id and sheet.booking.starts < each.booking.starts <= now
        for each in later
    )


def add_words(work: Work, client: Person, text: str, *, now: datetime) -> Rating | None:
    """Words that follow the stars within the hour; None where none are waited for."""
    rating = work.feedback.latest_by(client.id)
    if rating is None or not waits_for_words(rating, now):
        return None
    rating.words = text.strip()[:LONGEST]
    work.flush()
    _show(work, work.bookings.sheet(rating.booking_id), rating, now)
    return rating


def average(work: Work, trainer_id: int) -> Average | None:
    """A trainer's average, once there are enough ratings for one."""
    found = work.feedback.average(trainer_id)
    return found if found.ratings >= ENOUGH else None


def _tell(work: Work, sheet: Sheet, rating: Rating) -> None:
    """The trainer's card shows every rating; a low one rings, so that it can be talked about."""
    _show(work, sheet, rating, rating.at)
    if rating.stars > LOW:
        return
    tell(
        work,
        sheet.trainer.person_id,
        Role.TRAINER,
        "trainer_rating",
        f"rating:{rating.booking_id}:{rating.stars}",
        due=rating.at,
        subject=("booking", rating.booking_id),
    )


def _show(work: Work, sheet: Sheet, rating: Rating, now: datetime) -> None:
    key, about = f"rated:{rating.booking_id}:{now.isoformat()}", ("booking", rating.booking_id)
    tell(work, sheet.trainer.person_id, Role.TRAINER, "trainer_settled", key, due=now, subject=about)
