"""What came in, in words."""

from bot.dialogue.words import Voice, speaking
from bot.earnings import takings_said
from domain.earnings.service import Takings


def test_where_only_earlier_payments_moved_nothing_is_said_to_have_come() -> None:
    with speaking(Voice("en", "UTC")):
        said = takings_said(Takings("EUR", back=4000, fees=150))
    assert [*filter(None, said)] == ["€40.00 given back", "€1.50 of provider’s fees", "-€41.50 left"]


def test_what_a_bank_took_is_a_line_of_its_own_and_so_is_what_it_paid_again() -> None:
    with speaking(Voice("en", "UTC")):
        taken = takings_said(Takings("EUR", back=1000, by_bank=9000))
        again = takings_said(Takings("EUR", by_bank=-9000))
    assert [*filter(None, taken)] == ["€10.00 given back", "€90.00 taken back by a bank", "-€100.00 left"]
    assert [*filter(None, again)] == ["€90.00 paid again by a bank", "€90.00 left"]
