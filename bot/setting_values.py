"""What the value of a setting may be: each check says, in what it raises, what would be right."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from bot.addresses import can_be_asked, can_be_host, is_number
from bot.errors import BadQuery, Unclear
from bot.zones import parse_zone


def as_meant(value: str) -> str:
    """Without what stands around it: a file that a container is given keeps its quotes, a secret its last newline."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    if not value.isprintable():
        raise ValueError("it should be one line, without tabs and other characters that can't be seen")
    return value


def reachable(name: str, value: str) -> str:
    """The value, where the setting of that name is no host or address, or one that there can be."""
    if name.endswith("_host") and not can_be_host(value):
        raise ValueError("it should be a name, such as host.example.org, or an IP address, without a port")
    if name.endswith(("_base", "_url")) and name != "database_url" and not can_be_asked(value):
        raise ValueError("it should be a whole address, such as https://paperboy.example.org or http://127.0.0.1:8000")
    return value


def _comma_list(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _public(value: str) -> str:
    """Where others reach the program: links are made of it, so that a name alone would make none that work."""
    value = value.strip()
    if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value, re.IGNORECASE):
        raise ValueError("it should be a whole address, such as https://paperboy.example.org")
    return value


def _numbers(values: tuple[str, ...]) -> tuple[str, ...]:
    """Who asks is known by their number alone."""
    if not all(map(is_number, values)):
        raise ValueError("it should be IP addresses, such as 127.0.0.1, separated by commas")
    return values


def _zone(value: str) -> str:
    """Any way to name a zone. What is wrong is told, since a zone is no secret."""
    try:
        return parse_zone(value)
    except Unclear as error:
        raise ValueError(f"{error} {', '.join(name for _, name in error.choices)}") from None
    except BadQuery as error:
        raise ValueError(str(error)) from None


CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_list)]
IpAddresses = Annotated[CommaList, AfterValidator(_numbers)]
PublicAddress = Annotated[str, AfterValidator(_public)]
ZoneName = Annotated[str, AfterValidator(_zone)]
