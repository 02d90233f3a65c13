"""What Twilio's error numbers mean for whoever was to be told. Source: twilio.com/docs/api/errors.

A call is refused with some of them, a report on a text that was taken brings others. What is neither about
the phone nor about us here is about that one text: it is not tried again, and told elsewhere.
"""

from bot.dialogue.channel import NotSent

UNDER_WAY = 3.0  # seconds in which what got no clear answer may still arrive, before it is looked for
CROWDED = 60.0  # seconds for a queue of ours that is full

OPTED_OUT = {21610}  # a carrier took their STOP, or Twilio did
GONE = {
    *(21211, 21217, 21401, 21421),  # no number
    21266,  # our own
    *(21614, 30006),  # a landline, or a carrier out of reach
    *(30003, 30005),  # a handset that is switched off for good, or that nobody has
    30004,  # its owner, or their carrier, blocked us
}
# Until it is put right, nobody is texted: a wrong token, an account that is closed or has no money …
OUR_ACCOUNT = {20003, 20005, 20403, 20404, 30002, *(21603, 21606, 21212, 21659, 21660)}  # … no number of ours
# The account may not text those: a region that is not switched on, a number or words that carriers filter.
OURS_TO_MEND = {21408, 21612, 30007, 30024, 30032, 30034}
QUEUE_FULL = {21611, 30001}
TOO_FAST = {20429, 14107}


def meaning(status: int, code: int | None) -> NotSent:
    """Of a call that was refused with this HTTP status and this number, if it has one."""
    said = f"Twilio: {code or status}"  # its own words may name the phone
    if status == 429 or code in TOO_FAST:
        return NotSent(said, retry_after=1.0)
    if code in QUEUE_FULL:
        return NotSent(said, retry_after=CROWDED)
    if status >= 500:
        return NotSent(said, retry_after=UNDER_WAY)
    if code in OUR_ACCOUNT or (status in (401, 403) and code not in OPTED_OUT | GONE | OURS_TO_MEND):
        return NotSent(said)
    return NotSent(said, permanent=True, gone=code in GONE, opted_out=code in OPTED_OUT)
