"""What `trainerhub doctor` says of the last night's comparison."""

import pytest

from bot.doctor import Mark, examine
from bot.settings import Settings
from domain.payments.agreed import Reconciliation
from tests.factories import NOON

EUR = {"EUR": {"theirs": 36000, "ours": 36000}}


@pytest.mark.parametrize(
    ("differences", "mark", "said"),
    [
        (0, Mark.ON, "The books and Stripe agreed on 2026-11-23: 360.00 EUR."),
        (2, Mark.UNSAFE, "(night of 2026-11-23, payments: 2)"),
    ],
)
def test_the_last_night_is_shown(differences: int, mark: Mark, said: str) -> None:
    settings = Settings(stripe_api_key="sk_test_x", stripe_webhook_secret="whsec_x")
    night = NOON.replace(month=11, day=23).date()
    last = Reconciliation(night=night, at=NOON, totals=EUR, differences=differences)
    found = examine(settings, behind=False, unreachable_trainers=[], last_night=last)
    assert [each.mark for each in found if said in each.text] == [mark]
