import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.draws import draw
from bot.channels.sms.limits import LONGEST, size
from bot.dialogue.screen import Choice, Menu, Screen, Section

NUMBERED = (("1", "Thu 26 Nov 18:00"), ("2", "Thu 26 Nov 19:00"))


def test_numbers_have_a_line_each_and_words_stand_in_the_last() -> None:
    menu = Menu(NUMBERED, (("MORE", "More times"), ("MENU", "Menu")), "MENU", "Reply: {words}")
    assert draw(Screen("Which time?", "Ana", menu=menu)) == (
        "Ana\nWhich time?\n1 Thu 26 Nov 18:00\n2 Thu 26 Nov 19:00\nReply: 1-2, MORE, MENU"
    )


@pytest.mark.parametrize(
    ("word", "label", "shown"),
    [
        ("MENU", "Menu", "MENU"),  # the word says it
        ("DROP", "Give it back", "DROP = Give it back"),
        ("MOVE", "Move it, please", "MOVE"),
        ("CAMBIAR", "Cambiar hora", "CAMBIAR"),
        ("MAS", "Más horas", "MAS"),  # with or without its accent
        ("PERSONAL TRAINING", "Personal training, 60 min", "PERSONAL TRAINING"),  # two words say it too
        ("C", "Confirm", "C = Confirm"),
        ("END", "Send", "END = Send"),  # a whole word, not a part of one
    ],
)
def test_a_word_that_does_not_say_what_it_does_is_explained(word: str, label: str, shown: str) -> None:
    menu = Menu((), ((word, label),), "", "Reply: {words}")
    assert draw(Screen("So?", menu=menu)) == f"So?\nReply: {shown}"


def test_a_word_with_a_number_names_what_it_means_on_a_line_of_its_own() -> None:
    menu = Menu((), (("DROP 1", "Thu 18:00, Ana"), ("DROP 2", "Fri 18:00, Ana")))
    assert draw(Screen("Which one?", menu=menu)) == (
        "Which one?\nDROP 1 = Thu 18:00, Ana\nDROP 2 = Fri 18:00, Ana"
    )


def test_the_words_are_asked_for_as_the_menu_says() -> None:
    menu = Menu(NUMBERED[:1], (), "", "Responde: {words}")
    assert draw(Screen("¿Cuándo?", menu=menu)).endswith("\nResponde: 1")


def test_what_is_in_few_words_stands_for_title_text_and_sections() -> None:
    screen = Screen("A long tale", "Title", (Section("More of it", title="Part"),), brief="Short.")
    assert draw(screen) == "Short."


def test_a_section_is_said_and_a_link_is_spelled_out() -> None:
    link = Choice("Pay", url="https://example.com/pay/1")
    screen = Screen("Due today", sections=(Section("5 sessions", title="Package"),), choices=((link,),))
    assert draw(screen) == "Due today\nPackage\n5 sessions\nPay: https://example.com/pay/1"


def test_a_button_that_the_menu_does_not_name_is_not_drawn() -> None:
    assert draw(Screen("Tomorrow", choices=((Choice("18:00", "bt_1"),),))) == "Tomorrow"


def test_the_way_back_is_spared_only_where_it_would_take_another_part() -> None:
    menu = Menu((), (("DROP", "Cancel"), ("MENU", "Menu")), "MENU", "Reply: {words}")
    fits, tight, long = (draw(Screen("a" * length, menu=menu)) for length in (130, 138, 200))
    assert fits.endswith("DROP = Cancel, MENU")
    assert tight.endswith("DROP = Cancel")
    assert long.endswith("DROP = Cancel, MENU")  # two parts either way
    assert [size(each).parts for each in (fits, tight, long)] == [1, 1, 2]


def test_what_the_law_wants_said_comes_last() -> None:
    assert draw(Screen("Hello", note="STOP to end.")) == "Hello\nSTOP to end."


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_whatever_people_write_can_be_sent(text: str) -> None:
    drawn = draw(Screen(text))
    assert len(drawn) <= LONGEST
    assert not any(ord(each) < 32 and each != "\n" for each in drawn)
    assert not set(drawn) & set("\u202a\u202e\u2066\u2069\u200e\u200f")  # nothing turns the words around
    assert draw(Screen(text)) == drawn


def test_of_spare_lines_the_first_is_said_that_a_text_has_room_for() -> None:
    short, long = "Text WHERE for the place", "At " + "x" * 160
    assert draw(Screen(text="Booked", spare=(long, short))) == f"Booked\n{short}"
    assert draw(Screen(text="Booked", spare=("At the park", short))) == "Booked\nAt the park"
    assert draw(Screen(text="Booked. " * 19, spare=(long, short))) == "Booked. " * 19
    cyrillic = "На площади у фонтана, там где мы встречались весной"
    assert size(draw(Screen(text="Booked: Thursday 18:00", spare=(cyrillic, short)))).encoding == "GSM-7"
