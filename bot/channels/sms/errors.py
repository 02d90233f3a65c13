"""What Twilio's error numbers mean for whoever was to be told. Source: twilio.com/docs/api/errors."""

OPTED_OUT = {21610}  # a carrier took their STOP, or Twilio did
GONE = {
    *(21211, 21217, 21401, 21421),  # no number
    *(21614, 30006),  # a landline, or a carrier out of reach
    *(30003, 30005),  # a handset that is switched off for good, or that nobody has
    30004,  # its owner, or their carrier, blocked us
}
