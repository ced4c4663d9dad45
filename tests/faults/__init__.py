"""What goes wrong on purpose: processes killed in the middle of an act, clients that race. Nothing may be half done.

Each fault has a name and a function that injects it into a database many times and tells what came of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """What came of the injections of one fault."""

    injected: int = 0
    lost: int = 0
    """Acts that were answered or kept and are gone, or that a repeat could not complete."""
    doubled: int = 0
    """Acts done twice, numbers given twice."""
    half: int = 0
    """Acts of which something stands and something does not."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.injected + other.injected,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.half + other.half,
        )

    @property
    def sound(self) -> bool:
        """Whether something was injected and nothing came of it."""
        return self.injected > 0 and self.lost == self.doubled == self.half == 0
