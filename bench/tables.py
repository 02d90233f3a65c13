"""Plain tables."""

from collections.abc import Iterable, Sequence

Cell = str | float


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A title and aligned columns; numbers with three digits that count."""
    cells = [list(heads), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(["", title, *(line.rstrip() for line in lines)])


def _shown(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:.3g}" if cell < 100 else f"{cell:.0f}"
