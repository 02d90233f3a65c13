"""Everything that we may say unasked. Each kind has a notice, or the bot does not start."""

KINDS = frozenset(
    {
        "ask_news",
        "client_approved",
        "client_asked_to_cancel",
        "client_cancelled",
        "client_completed",
        "client_declined",
        "client_health",
        "client_hold_expired",
        "client_message",
        "client_moved",
        "client_no_show",
        "client_offer_move",
        "client_offer",
        "client_offer_over",
        "client_released",
        "client_request_expired",
        "client_suggested",
        "reminder_1h",
        "reminder_24h",
        "trainer_asked_to_cancel",
        "trainer_booking",
        "trainer_gap",
        "trainer_home",
        "trainer_message",
        "trainer_over",
        "trainer_rating",
        "trainer_settled",
    }
)
