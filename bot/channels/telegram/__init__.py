"""Telegram, through python-telegram-bot."""

import logging
import os

# The library's durations as timedelta, as they will be; otherwise it warns of each 429.
os.environ.setdefault("PTB_TIMEDELTA", "1")
# At DEBUG it would log the token when a bot is made, and then everything that is said.
logging.getLogger("telegram.Bot").setLevel(logging.INFO)
