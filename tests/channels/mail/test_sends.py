import smtplib
from base64 import b64encode
from contextlib import suppress

import pytest

from bot.channels.mail import sends
from bot.channels.mail.draws import PICTURE
from bot.channels.mail.sends import Mail
from bot.dialogue.channel import Chat, NoPictures, NotSent, Sent, Try
from bot.dialogue.screen import File, Picture, Screen, rows, web
from sandbox.people import MAIL_FROM
from tests.channels.mail.conftest import CLEO, Post

LEAVE = web("No more mail", f"https://front-desk.a-studio-with-a-long-name.example/mail/off/{'t0ken' * 5}")
PAPER = File("receipt.pdf", "application/pdf", b64encode(b"%PDF-1.4 ...").decode(), coded=True)
RECEIPT = Screen(
    "Paid: 50 €. Ⓐ .\n.hidden",
    "Your receipt",
    choices=rows([web("Open it", "https://studio.example/pay/x?a=1&b=2")]),
    leave=LEAVE,
    file=PAPER,
)


async def test_a_mail_has_all_that_a_mail_program_asks_for(post: Post) -> None:
    chat: Chat = post.mail
    sent = await chat.tell(CLEO, RECEIPT, attempt=Try("receipt:1"))
    (shown,) = await post.box()
    assert (shown["subject"], shown["from"]) == ("Your receipt", MAIL_FROM)
    assert "Paid: 50 €. Ⓐ .\n.hidden" in shown["text"]  # no line's dot is lost on the way
    assert "Open it: https://studio.example/pay/x?a=1&b=2" in shown["text"]
    assert 'href="https://studio.example/pay/x?a=1&amp;b=2"' in shown["html"]
    assert shown["files"] == [{"name": "receipt.pdf", "mime": "application/pdf", "size": 12}]
    headers = shown["headers"]
    assert headers["list-unsubscribe"] == f"<{LEAVE.url}>"
    assert headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert headers["auto-submitted"] == "auto-generated"
    assert headers["date"]
    assert sent
    assert headers["message-id"] == f"<{sent.message_id}@trainerhub.example>"


async def test_a_second_try_is_known_again_and_another_message_is_another(post: Post) -> None:
    for key in ("paid:1", "paid:1", "paid:2"):
        await post.mail.tell(CLEO, Screen("Paid."), attempt=Try(key))
    first, again, other = (each["headers"]["message-id"] for each in await post.box())
    assert first == again != other


async def test_what_would_only_redraw_a_card_is_left_unsaid(post: Post) -> None:
    card = await post.mail.tell(CLEO, Screen("Booked."), attempt=Try("a"))
    assert card
    assert await post.mail.tell(CLEO, Screen("Moved."), card.message_id) == Sent("mail", card.message_id)
    assert len(await post.box()) == 1


@pytest.mark.parametrize(
    ("kind", "method", "permanent", "gone", "certain", "alone"),
    [
        ("421", "MAIL", False, False, True, False),  # the server goes away
        ("421", "DATA", False, False, True, False),
        ("450", "RCPT", False, False, True, True),  # this mailbox is busy, and no other
        ("550", "RCPT", True, True, True, False),  # no such mailbox
        ("403", "RCPT", True, False, True, False),  # 5.7.1: not this mail
        ("554", "DATA", True, False, True, False),
        ("500", "DATA", False, False, True, True),
        ("403", "MAIL", False, False, True, False),  # we may not send: nobody's mailbox is to blame
        ("reset", "RCPT", False, False, True, False),
        ("reset", "DATA", False, False, False, False),  # it may have come that far
        ("reset_after_accept", "DATA", False, False, False, False),
        ("garbage", "RCPT", False, False, True, False),
        ("garbage", "DATA", False, False, False, False),
    ],
)
async def test_each_failure_says_what_may_be_done_about_it(
    post: Post, kind: str, method: str, permanent: bool, gone: bool, certain: bool, alone: bool
) -> None:
    await post.fault(kind, method)
    with pytest.raises(NotSent) as refused:
        await post.mail.tell(CLEO, Screen("Hello."), attempt=Try("k"))
    problem = refused.value
    assert CLEO not in str(problem)
    assert (problem.permanent, problem.gone, problem.certain, problem.alone) == (
        permanent,
        gone,
        certain,
        alone,
    )
    assert len(await post.box()) == (kind == "reset_after_accept")
    await post.mail.tell(CLEO, Screen("Hello."), attempt=Try("k", again=True))
    assert (await post.box())[-1]["subject"] == "Hello"


@pytest.mark.parametrize(("method", "certain"), [("EHLO", True), ("DATA", False)])
async def test_a_silent_server_is_left(
    post: Post, monkeypatch: pytest.MonkeyPatch, method: str, certain: bool
) -> None:
    monkeypatch.setattr(sends, "TIMEOUT", 0.3)
    monkeypatch.setattr(sends, "A_FAREWELL", 0.1)
    await post.fault("timeout", method)
    with pytest.raises(NotSent) as late:
        await post.mail.tell(CLEO, Screen("Hello."))
    assert late.value.certain == certain


async def test_a_server_that_is_not_there_took_nothing(post: Post) -> None:
    with pytest.raises(NotSent) as refused:
        await Mail("smtp://127.0.0.1:1", MAIL_FROM).tell(CLEO, Screen("Hello."))
    assert refused.value.certain


async def test_a_password_goes_to_nobody_without_tls(post: Post) -> None:
    with pytest.raises(NotSent) as refused:
        await Mail(post.url.replace("//", "//studio:secret@"), MAIL_FROM).tell(CLEO, Screen("Hello."))
    assert refused.value.certain
    assert await post.box() == []


async def test_another_library_finds_the_same_server(post: Post) -> None:
    """The standard one, in its own words."""
    import asyncio

    def talk() -> list[int]:
        host, port = post.url.removeprefix("smtp://").split(":")
        with suppress(smtplib.SMTPServerDisconnected), smtplib.SMTP(host, int(port), timeout=5) as smtp:
            smtp.helo("tests")
            codes = [smtp.docmd("VRFY", "x")[0], smtp.docmd("DATA")[0], smtp.docmd("RCPT", "TO:<x@y.z>")[0]]
            codes += [smtp.mail("a@b.c")[0], smtp.rcpt("nobody")[0], smtp.rset()[0], smtp.noop()[0]]
            smtp.sendmail("a@b.c", [CLEO, "sam@example.org"], "Subject: Hi\r\n\r\n.dots\r\n..more")
            return codes
        return []

    assert await asyncio.to_thread(talk) == [502, 503, 503, 250, 501, 250, 250]
    assert (await post.box())[0]["text"].split() == [".dots", "..more"]
    assert len(await post.box("sam@example.org")) == 1


async def test_a_picture_comes_in_the_mail_itself_above_its_words(post: Post) -> None:
    class OnePicture(NoPictures):
        async def content(self, digest: str) -> bytes | None:
            return b"room" if digest == "0" else None

    mail = Mail(post.mail._url.geturl(), MAIL_FROM, OnePicture())
    for digest in ("0", "1"):
        await mail.tell(CLEO, Screen("Autumn is here.", picture=Picture(digest, 'The "room"')))
    shown, without = await post.box()
    (picture,) = shown["pictures"]
    assert (picture["cid"], picture["size"]) == (PICTURE, 4)
    image = f'src="cid:{PICTURE}" alt="The &quot;room&quot;"'
    assert shown["html"].index(image) < shown["html"].index("Autumn")
    assert (without["pictures"], "<img" in without["html"]) == ([], False)
