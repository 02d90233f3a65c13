"""What the peers say: the texts and the buttons of our own booking conversation, fixed."""

import os

API = os.environ["TELEGRAM_API_URL"]
TOKEN = os.environ["TELEGRAM_BOT_TOKEN"]

Said = tuple[str, list[list[tuple[str, str]]]]  # HTML, and rows of (label, data)

OFFER: Said = (
    (
        "<b>Ana</b>\n\nStrength and good habits.\nPersonal training · 60 minutes · €50.00 · booked at once\n"
        "Times are in Lisbon time.\nNext free times – tap one to hold it, or type when:"
    ),
    [
        [("Mon 23 Nov 12:30", "bt_1_29923830")],
        [("Mon 23 Nov 13:30", "bt_1_29923890")],
        [("Mon 23 Nov 14:30", "bt_1_29923950")],
        [("More times", "bk_1")],
    ],
)
HELD: Said = (
    (
        "<b>Mon 23 Nov 12:30</b>\n\nWith Ana\nPersonal training · 60 minutes · €50.00 · booked at once\n"
        "Held for you until 09:10."
    ),
    [[("Confirm", "bc_1_1")], [("Another time", "bl_1")]],
)
BOOKED: Said = (
    "<b>Booked</b>\n\nMon 23 Nov 12:30\nWith Ana\nPersonal training · 60 minutes · €50.00",
    [[("Move", "sm_1"), ("Cancel", "sc_1")], [("Add to calendar", "si_1"), ("Menu", "m")]],
)
