"""Which templates there are, and why a kind has none: whoever adds a kind has to choose."""

from collections.abc import Mapping

from bot.notices import money_texts, other_texts, session_texts
from bot.notices.template import Template
from domain.notifications.kinds import KINDS, Night

TEMPLATES: Mapping[str, Template] = {
    each.name: each for each in (*session_texts.TEXTS, *money_texts.TEXTS, *other_texts.TEXTS)
}
BY_SLUG: Mapping[str, Template] = {each.slug: each for each in TEMPLATES.values()}
_HAVE = {each.kind for each in TEMPLATES.values()}

REDRAWN = "it only redraws a card"
A_CARD = "it is a card of facts and buttons, which say all of it"
THEIRS = "it is somebody’s own words"
GATHERED = "it says what others say, in their words"
FIXED = "law, a carrier or safety wants it in these words"
WITHOUT: Mapping[str, str] = {
    **{name: REDRAWN for name, kind in KINDS.items() if kind.night is Night.SILENT and name not in _HAVE},
    **dict.fromkeys(
        (
            *(
                "admin_campaign_ask",
                "admin_campaign_chosen",
                "admin_campaign_week",
                "admin_dead",
                "admin_desk",
                "admin_difference",
            ),
            *("trainer_absence", "trainer_booking", "trainer_cancelled", "trainer_desk", "trainer_dispute"),
            *("trainer_gap", "trainer_longer", "trainer_membership", "trainer_refund", "trainer_rent"),
            *("trainer_report", "trainer_standing"),
        ),
        A_CARD,
    ),
    **dict.fromkeys(
        (
            "admin_campaign_test",
            "admin_wording_test",
            "client_campaign",
            "client_message",
            "trainer_message",
            "trainer_unread",
        ),
        THEIRS,
    ),
    **dict.fromkeys(("client_digest", "trainer_digest"), GATHERED),
    **dict.fromkeys(
        (
            *("admin_seal", "ask_news", "client_asked_to_cancel", "client_of_age", "mail_code"),
            *("client_receipt", "trainer_asked_to_cancel"),
        ),
        FIXED,
    ),
}


def templates_of(kind: str) -> list[Template]:
    return [each for each in TEMPLATES.values() if each.kind == kind]
