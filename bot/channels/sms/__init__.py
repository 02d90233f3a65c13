"""Text messages, by Twilio."""

import logging

# At INFO it would log every request, and with it whom we text.
logging.getLogger("twilio").setLevel(logging.WARNING)
