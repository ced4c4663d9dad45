"""What is held against a diagram before it may run: every trap that the library's parser lets through."""

from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.inspection import lint

__all__ = ["Fault", "lint"]
