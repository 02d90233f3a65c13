"""A rating is its client's, once for a session, and theirs to change until the next one."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.bookings.model import Booking, Status
from domain.errors import NotYours
from domain.feedback import service as feedback
from domain.feedback.model import Rating
from domain.notifications.model import Notification
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)


def done(work: SqlWork, here: Studio, ago: timedelta = HOUR, status: Status = Status.COMPLETED) -> Booking:
    return booking(work, here.cleo, here.training, NOON - ago - HOUR, status)


def told(work: SqlWork) -> list[str]:
    return list(work.session.scalars(select(Notification.kind).order_by(Notification.id)))


@in_a_turn
def test_stars_and_words_are_kept_once_for_a_session(work: SqlWork) -> None:
    here = studio(work)
    place = done(work, here)
    feedback.rate(work, here.cleo, place.id, 5, now=NOON)
    feedback.rate(work, here.cleo, place.id, 4, now=NOON, words=" great hour ")
    feedback.rate(work, here.cleo, place.id, 3, now=NOON)
    kept = work.session.scalars(select(Rating)).one()
    assert (kept.stars, kept.words, kept.trainer_id) == (3, "great hour", here.ana.id)
    assert set(told(work)) == {"trainer_settled"}, "a good rating rings nowhere"


@in_a_turn
@pytest.mark.parametrize("stars", [1, 2])
def test_a_low_rating_is_told_at_once_and_once(work: SqlWork, stars: int) -> None:
    here = studio(work)
    place = done(work, here)
    for given in (stars, 5, stars):
        feedback.rate(work, here.cleo, place.id, given, now=NOON)
    assert told(work).count("trainer_rating") == 1


@in_a_turn
@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.NO_SHOW, Status.CANCELLED])
def test_only_what_took_place_is_rated(work: SqlWork, status: Status) -> None:
    here = studio(work)
    place = done(work, here, status=status)
    with pytest.raises(feedback.NotCompleted):
        feedback.rate(work, here.cleo, place.id, 5, now=NOON)


@in_a_turn
@pytest.mark.parametrize("stars", [0, 6])
def test_there_are_five_stars(work: SqlWork, stars: int) -> None:
    here = studio(work)
    place = done(work, here)
    with pytest.raises(feedback.NoSuchStars):
        feedback.rate(work, here.cleo, place.id, stars, now=NOON)


@in_a_turn
def test_nobody_else_rates_it(work: SqlWork) -> None:
    here = studio(work)
    place = done(work, here)
    for somebody in (here.mallory, here.ana.person):
        with pytest.raises(NotYours):
            feedback.rate(work, somebody, place.id, 5, now=NOON)


@in_a_turn
def test_from_the_next_session_on_a_rating_stands(work: SqlWork) -> None:
    here = studio(work)
    place = done(work, here, timedelta(days=2))
    feedback.rate(work, here.cleo, place.id, 5, now=NOON)
    booking(work, here.cleo, here.run, NOON - HOUR)  # with another trainer: that changes nothing
    feedback.rate(work, here.cleo, place.id, 4, now=NOON)
    done(work, here, status=Status.CONFIRMED)
    with pytest.raises(feedback.RatingStands):
        feedback.rate(work, here.cleo, place.id, 1, now=NOON)


@in_a_turn
def test_words_within_the_hour_belong_to_the_stars(work: SqlWork) -> None:
    here = studio(work)
    place = done(work, here)
    assert feedback.add_words(work, here.cleo, "great", now=NOON) is None
    feedback.rate(work, here.cleo, place.id, 5, now=NOON)
    assert feedback.add_words(work, here.cleo, "great", now=NOON + HOUR + HOUR) is None
    kept = feedback.add_words(work, here.cleo, "great", now=NOON + HOUR)
    assert kept
    assert kept.words == "great"
    assert feedback.add_words(work, here.cleo, "and more", now=NOON + HOUR) is None


@in_a_turn
def test_an_average_needs_three_ratings(work: SqlWork) -> None:
    here = studio(work)
    for days, stars in ((1, 5), (2, 5), (3, 4)):
        assert feedback.average(work, here.ana.id) is None
        place = done(work, here, timedelta(days=days))
        feedback.rate(work, here.cleo, place.id, stars, now=NOON)
    found = feedback.average(work, here.ana.id)
    assert found
    assert (found.ratings, round(found.stars, 2)) == (3, 4.67)
    assert feedback.average(work, here.tom.id) is None


@in_a_turn
def test_the_database_refuses_a_second_rating_and_a_sixth_star(work: SqlWork) -> None:
    here = studio(work)
    place = done(work, here)
    other = done(work, here, HOUR * 5)

    def give(of: Booking, stars: int) -> None:
        with work.session.begin_nested():
            cleo, ana = here.cleo.id, here.ana.id
            work.add(Rating(booking_id=of.id, client_id=cleo, trainer_id=ana, stars=stars, at=NOON))
            work.flush()

    give(place, 5)
    for of, stars in ((place, 4), (other, 6)):
        with pytest.raises(IntegrityError):
            give(of, stars)
