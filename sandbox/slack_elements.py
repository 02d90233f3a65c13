"""Block Kit's text objects and interactive elements, every key and limit that Slack documents."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """No unknown key, no bent type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PlainText(Strict):
    type: Literal["plain_text"]
    text: str = Field(min_length=1)
    emoji: bool = True


class Mrkdwn(Strict):
    type: Literal["mrkdwn"]
    text: str = Field(min_length=1)
    verbatim: bool = False


class _Shorter:
    """A text object of at most `most` characters; the limit depends on where it stands."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, text: Any) -> Any:
        if len(text.text) > self.most:
            raise PydanticCustomError("text_too_long", "too long", {"max_length": self.most})
        return text


def most(characters: int) -> AfterValidator:
    return AfterValidator(_Shorter(characters))


Text = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]
Id = Annotated[str, Field(min_length=1, max_length=255)]
Url = Annotated[str, Field(max_length=3000, pattern=r"^[a-z][a-z0-9+.-]*:\S+$")]
Placeholder = Annotated[PlainText, most(150)]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
WallTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
ButtonStyle = Literal["primary", "danger"]


class Confirm(Strict):
    title: Annotated[PlainText, most(100)]
    text: Annotated[Text, most(300)]
    confirm: Annotated[PlainText, most(30)]
    deny: Annotated[PlainText, most(30)]
    style: ButtonStyle | None = None


class Option(Strict):
    text: Annotated[PlainText, most(75)]
    value: str = Field(min_length=1, max_length=150)
    description: Annotated[PlainText, most(75)] | None = None


class OverflowOption(Option):
    url: Url | None = None


class RichOption(Strict):
    """What checkboxes and radio buttons offer may be marked up."""

    text: Annotated[Text, most(75)]
    value: str = Field(min_length=1, max_length=150)
    description: Annotated[Text, most(75)] | None = None


class OptionGroup(Strict):
    label: Annotated[PlainText, most(75)]
    options: list[Option] = Field(min_length=1, max_length=100)


class DispatchConfig(Strict):
    trigger_actions_on: list[Literal["on_enter_pressed", "on_character_entered"]] = Field(min_length=1)


class Element(Strict):
    action_id: Id | None = None


class Confirmed(Element):
    confirm: Confirm | None = None


class Focused(Confirmed):
    focus_on_load: bool = False


class Button(Confirmed):
    type: Literal["button"]
    text: Annotated[PlainText, most(75)]
    value: str | None = Field(None, max_length=2000)
    url: Url | None = None
    style: ButtonStyle | None = None
    accessibility_label: str | None = Field(None, max_length=75)


class Overflow(Confirmed):
    type: Literal["overflow"]
    options: list[OverflowOption] = Field(min_length=1, max_length=5)


class _Options(Focused):
    placeholder: Placeholder | None = None
    options: list[Option] | None = Field(None, min_length=1, max_length=100)
    option_groups: list[OptionGroup] | None = Field(None, min_length=1, max_length=100)

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise PydanticCustomError("one_of", "must have either options or option_groups")
        return self

    def offered(self) -> list[Option]:
        grouped = [option for group in self.option_groups or [] for option in group.options]
        return self.options or grouped


class StaticSelect(_Options):
    type: Literal["static_select"]
    initial_option: Option | None = None

    @model_validator(mode="after")
    def _offers(self) -> Self:
        offers(self.offered(), [self.initial_option] if self.initial_option else [])
        return self


class MultiStaticSelect(_Options):
    type: Literal["multi_static_select"]
    initial_options: list[Option] | None = Field(None, min_length=1)
    max_selected_items: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _offers(self) -> Self:
        offers(self.offered(), self.initial_options or [])
        return self


class RadioButtons(Focused):
    type: Literal["radio_buttons"]
    options: list[RichOption] = Field(min_length=1, max_length=10)
    initial_option: RichOption | None = None

    @model_validator(mode="after")
    def _offers(self) -> Self:
        offers(self.options, [self.initial_option] if self.initial_option else [])
        return self


class Checkboxes(Focused):
    type: Literal["checkboxes"]
    options: list[RichOption] = Field(min_length=1, max_length=10)
    initial_options: list[RichOption] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _offers(self) -> Self:
        offers(self.options, self.initial_options or [])
        return self


class UsersSelect(Focused):
    type: Literal["users_select"]
    placeholder: Placeholder | None = None
    initial_user: str | None = None


class MultiUsersSelect(Focused):
    type: Literal["multi_users_select"]
    placeholder: Placeholder | None = None
    initial_users: list[str] | None = None
    max_selected_items: int | None = Field(None, ge=1)


class Datepicker(Focused):
    type: Literal["datepicker"]
    placeholder: Placeholder | None = None
    initial_date: IsoDate | None = None


class Timepicker(Focused):
    type: Literal["timepicker"]
    placeholder: Placeholder | None = None
    initial_time: WallTime | None = None
    timezone: str | None = None


class DatetimePicker(Focused):
    type: Literal["datetimepicker"]
    initial_date_time: int | None = Field(None, ge=10**9, lt=10**10)


class _Written(Element):
    placeholder: Placeholder | None = None
    focus_on_load: bool = False
    dispatch_action_config: DispatchConfig | None = None


class PlainTextInput(_Written):
    type: Literal["plain_text_input"]
    initial_value: str | None = Field(None, max_length=3000)
    multiline: bool = False
    min_length: int | None = Field(None, ge=0, le=3000)
    max_length: int | None = Field(None, ge=1, le=3000)


class EmailInput(_Written):
    type: Literal["email_text_input"]
    initial_value: str | None = None


class UrlInput(_Written):
    type: Literal["url_text_input"]
    initial_value: str | None = None


class NumberInput(_Written):
    """Numbers travel as strings, limits too."""

    type: Literal["number_input"]
    is_decimal_allowed: bool
    initial_value: str | None = None
    min_value: str | None = None
    max_value: str | None = None


class FileInput(Element):
    type: Literal["file_input"]
    filetypes: list[str] | None = None
    max_files: int = Field(10, ge=1, le=10)


class SlackFile(Strict):
    """A picture that was uploaded, by one of two names."""

    id: str | None = Field(None, pattern=r"^F[A-Z0-9]{8,}$")
    url: Url | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.id is None) == (self.url is None):
            raise PydanticCustomError("one_of", "must have either id or url")
        return self


class Pictured(Strict):
    image_url: Url | None = None
    slack_file: SlackFile | None = None
    alt_text: str = Field(min_length=1, max_length=2000)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.image_url is None) == (self.slack_file is None):
            raise PydanticCustomError("one_of", "must have either image_url or slack_file")
        return self


class ImageElement(Pictured):
    type: Literal["image"]


Chosen = (
    StaticSelect
    | MultiStaticSelect
    | UsersSelect
    | MultiUsersSelect
    | RadioButtons
    | Checkboxes
    | Datepicker
    | Timepicker
    | DatetimePicker
)
Written = PlainTextInput | EmailInput | UrlInput | NumberInput | FileInput


def offers(options: list[Any], initial: list[Any]) -> None:
    """What is chosen from the start must be among what there is to choose."""
    if any(each not in options for each in initial):
        raise PydanticCustomError("not_offered", "initial option must match an option")
