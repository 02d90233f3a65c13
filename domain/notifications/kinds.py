"""Everything that we may say unasked. Each kind has a notice, or the bot does not start."""

PATIENT = frozenset({"ask_news"})  # what waits for the day, and until no form is open

KINDS = frozenset(
    {
        "ask_news",
        "client_approved",
        "client_asked_to_cancel",
        "client_bond_ended",
        "client_called_off",
        "client_cancelled",
        "client_completed",
        "client_declined",
        "client_health",
        "client_hold_expired",
        "client_message",
        "client_moved",
        "client_of_age",
        "client_no_show",
        "client_offer_move",
        "client_offer",
        "client_offer_over",
        "client_released",
        "client_request_expired",
        "client_suggested",
        "client_waived",
        "reminder_1h",
        "reminder_24h",
        "trainer_asked_to_cancel",
        "trainer_booking",
        "trainer_class_over",
        "trainer_gap",
        "trainer_home",
        "trainer_left",
        "trainer_message",
        "trainer_over",
        "trainer_rating",
        "trainer_roster",
        "trainer_settled",
        "trainer_unread",
    }
)
