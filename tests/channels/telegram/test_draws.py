from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.draws import draw
from bot.channels.telegram.limits import CAPTION, TEXT, length
from bot.dialogue.screen import Choice, Screen, Section, rows
from sandbox.telegram_keyboards import check_inline
from sandbox.telegram_text import parse_html

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LONG = st.builds(lambda word, times: word * times, WORDS, st.integers(0, 400))
CHOICES = st.builds(Choice, WORDS, data=st.sampled_from(["", "m", "bt_1_2"]))
SCREENS = st.builds(
    Screen,
    text=LONG,
    title=LONG,
    sections=st.lists(st.builds(Section, LONG, st.tuples(CHOICES, CHOICES), WORDS), max_size=4).map(tuple),
    choices=st.integers(1, 12).flatmap(
        lambda wide: st.lists(CHOICES, max_size=130).map(lambda flat: rows(flat, wide))
    ),
)


def test_a_screen_is_drawn_from_top_to_bottom() -> None:
    screen = Screen(
        title="Thu 26 Nov",
        text="Two sessions & a break.",
        sections=(
            Section("18:00 Cleo <3", (Choice("Cancel", "bc_1", weight="danger"), Choice("Move", "bm_1"))),
            Section("19:00 Sam", (Choice("Open", "bo_2"),), title="After the break"),
        ),
        choices=((Choice("Menu", "m"), Choice("Pay", url="https://example.com/pay/1")),),
    )
    drawn = draw(screen)
    assert drawn.html == (
        "<b>Thu 26 Nov</b>\n\nTwo sessions &amp; a break.\n\n"
        "1. 18:00 Cleo &lt;3\n\nAfter the break\n2. 19:00 Sam"
    )
    assert drawn.plain == (
        "Thu 26 Nov\n\nTwo sessions & a break.\n\n1. 18:00 Cleo <3\n\nAfter the break\n2. 19:00 Sam"
    )
    assert drawn.markup == {
        "inline_keyboard": [
            [{"text": "1. Cancel", "callback_data": "bc_1"}, {"text": "1. Move", "callback_data": "bm_1"}],
            [{"text": "2. Open", "callback_data": "bo_2"}],
            [{"text": "Menu", "callback_data": "m"}, {"text": "Pay", "url": "https://example.com/pay/1"}],
        ]
    }


def test_a_section_that_alone_has_choices_needs_no_number() -> None:
    drawn = draw(Screen(sections=(Section(title="Requests"), Section("Cleo", (Choice("Approve", "ra_1"),)))))
    assert (drawn.plain, drawn.keyboard[0][0]["text"]) == ("Requests\nCleo", "Approve")


def test_neighbours_with_one_choice_each_share_rows() -> None:
    sections = tuple(Section(f"at {hour}:00", (Choice("Cancel", "m"),)) for hour in range(9, 12))
    drawn = draw(Screen(sections=sections))
    assert drawn.plain == "1. at 9:00\n2. at 10:00\n3. at 11:00"
    assert [[button["text"] for button in row] for row in drawn.keyboard] == [
        ["1. Cancel", "2. Cancel"],
        ["3. Cancel"],
    ]


def test_a_screen_without_choices_has_no_keyboard() -> None:
    assert draw(Screen("Passed to Ana.")).markup is None


def test_a_screen_of_buttons_alone_still_says_something() -> None:
    drawn = draw(Screen(text=" \n", choices=((Choice("Menu", "m"),),)))
    assert (drawn.html, drawn.plain) == ("…", "…")


def test_a_wide_row_is_broken_and_no_button_is_the_hundred_and_first() -> None:
    keyboard = draw(Screen("Pick.", choices=(tuple(Choice(str(i), "m") for i in range(130)),))).keyboard
    assert [len(row) for row in keyboard] == [8] * 12 + [4]
    assert keyboard[-1][-1]["text"] == "99"


def test_a_button_that_telegram_would_refuse_does_not_take_the_message_with_it() -> None:
    broken = (Choice("", "m"), Choice(" ", "m"), Choice("Nowhere"), Choice("Menu", "m"))
    assert draw(Screen("Pick.", choices=(broken,))).keyboard == [[{"text": "Menu", "callback_data": "m"}]]


def test_a_long_label_is_cut() -> None:
    assert (
        draw(Screen("Pick.", choices=((Choice("x" * 100, "m"),),))).keyboard[0][0]["text"] == "x" * 63 + "…"
    )


@given(SCREENS, st.sampled_from([TEXT, CAPTION]))
def test_every_screen_is_drawn_as_telegram_takes_it(screen: Screen, longest: int) -> None:
    drawn = draw(screen, longest)
    text, entities = parse_html(drawn.html)
    assert 0 < length(drawn.plain) <= longest
    assert text == drawn.plain.strip()
    assert all(entity["type"] == "bold" and entity["offset"] == 0 for entity in entities)
    assert drawn.markup is None or check_inline(drawn.markup) == drawn.markup
