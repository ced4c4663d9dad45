"""§§ as they are named together: "§§ 101–106, 108"."""

from collections.abc import Callable, Sequence
from itertools import groupby

from engine.meetings.tables import Paragraph


def ranges(paragraphs: Sequence[Paragraph], among: Sequence[Paragraph] = ()) -> str:
    """The §§ as they are named together: "§§ 101–106, 108". Those that follow on each other in `among` are a range."""
    if not paragraphs:
        return ""
    place = {one.id: number for number, one in enumerate(among or paragraphs)}
    runs = grouped(paragraphs, lambda index, one: place[one.id] - index)
    bare = [[(one.label or "").removeprefix("§").strip() for one in run] for run in runs]
    said = ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in bare)
    return f"§§ {said}" if len(paragraphs) > 1 else f"§ {said}"


def grouped(paragraphs: Sequence[Paragraph], by: Callable[[int, Paragraph], int]) -> list[list[Paragraph]]:
    """Runs of §§ for which `by` (of the index and the §) is the same."""
    numbered = groupby(enumerate(paragraphs), key=lambda one: by(*one))
    return [[paragraph for _, paragraph in run] for _, run in numbered]
