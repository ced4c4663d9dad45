"""A fault in a diagram, as its owner is told of it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and what to do about it; `rule` is a stable key in snake_case."""

    file: str
    element: str
    """The id of the element in the diagram; empty when the whole file is meant."""
    rule: str
    message: str
    help: str

    def as_facts(self) -> dict[str, str]:
        """The fault as the API returns it."""
        return {
            "file": self.file,
            "element": self.element,
            "rule": self.rule,
            "message": self.message,
            "help": self.help,
        }
