from bot.channels.mail.draws import draw
from bot.channels.mail.limits import SUBJECT, cut
from bot.dialogue.screen import Choice, Screen, Section, rows, web


def test_without_a_title_the_first_sentence_is_the_subject() -> None:
    assert (
        draw(Screen("It starts at 18.00, at Studio 2. Bring water.")).subject
        == "It starts at 18.00, at Studio 2"
    )
    assert draw(Screen(sections=(Section("One.", title="Today"),))).subject == "Today"


def test_a_subject_is_one_line_that_fits() -> None:
    assert cut("a\r\nBcc: b@example.org") == "a Bcc: b@example.org"
    assert len(cut("long " * 40)) <= SUBJECT


def test_what_people_wrote_is_text_and_never_markup() -> None:
    drawn = draw(Screen("<script>alert(1)</script>\nTwo", "A & B"))
    assert "<script>" not in drawn.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Two" in drawn.html
    assert "<script>alert(1)</script>\nTwo" in drawn.text


def test_only_links_are_offered_and_only_safe_ones_are_links() -> None:
    drawn = draw(Screen("Hi", choices=rows([Choice("Press", data="m"), web("Go", "javascript:alert(1)")])))
    assert "Press" not in drawn.text + drawn.html
    assert "href" not in drawn.html
