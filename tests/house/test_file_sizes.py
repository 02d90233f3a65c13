"""A file is one thing."""

from tests.house.committed import committed


def test_no_file_of_code_is_longer_than_500_lines() -> None:
    code = [path for path in committed("*.py", "*.js") if "versions" not in path.parts]
    assert [path for path in code if path.read_text().count("\n") > 500] == []
