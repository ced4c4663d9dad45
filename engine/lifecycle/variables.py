"""Routing variables: the flat values that a diagram steers by. Everything people see lives in the rooms' own tables."""

import math
import re
from collections.abc import Mapping

from engine.errors import Invalid

Scalar = str | int | float | bool | None
Flat = Scalar | list[Scalar]

TEXT_MAX = 2_000
LIST_MAX = 500
COUNT_MAX = 60
NUMBER_MAX = 2**53

name_pattern = re.compile(r"[a-z][a-z0-9_]{0,63}")
reserved = frozenset({"typename", "data_objects", "and", "or", "not", "in", "is", "if", "else", "for", "lambda"})


def flat(variables: Mapping[str, object]) -> dict[str, Flat]:
    """A copy of the variables, every name and value checked.

    Names are snake_case and not reserved; values are strings, finite numbers within 2**53, truth values, None or
    lists of those. At most 60 variables, 2,000 characters and 500 items. Raises `Invalid` naming the variable.
    """
    if len(variables) > COUNT_MAX:
        raise Invalid("variables", f"more than {COUNT_MAX} routing variables")
    return {checked_name(name): checked_value(name, value) for name, value in variables.items()}


def checked_name(name: object) -> str:
    """The name, or `Invalid`."""
    if not isinstance(name, str) or not name_pattern.fullmatch(name):
        raise Invalid(str(name)[:64], "the name of a routing variable is a-z, 0-9 and _, at most 64 characters")
    if name in reserved or name.startswith("spiff__"):
        raise Invalid(name, "the name is reserved")
    return name


def checked_value(name: str, value: object) -> Flat:
    """The value, lists copied, or `Invalid`."""
    if isinstance(value, list | tuple):
        if len(value) > LIST_MAX:
            raise Invalid(name, f"a list of more than {LIST_MAX} items")
        return [checked_scalar(name, item) for item in value]
    return checked_scalar(name, value)


def checked_scalar(name: str, value: object) -> Scalar:
    """One plain value, or `Invalid`."""
    if value is None or type(value) is bool:
        return value
    if type(value) is str:
        return checked_text(name, value)
    if type(value) is int or type(value) is float:
        if not math.isfinite(value) or abs(value) > NUMBER_MAX:
            raise Invalid(name, "a number must be finite and within 2**53")
        return value
    raise Invalid(name, f"a routing variable cannot hold a {type(value).__name__}")


def checked_text(name: str, value: str) -> str:
    """A text that can be stored, or `Invalid`."""
    if len(value) > TEXT_MAX:
        raise Invalid(name, f"a text of more than {TEXT_MAX} characters")
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Invalid(name, "a text with a null character or half a character")
    return value
