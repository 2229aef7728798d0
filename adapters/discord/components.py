"""Buttons and menus that keep working after a restart: all they need is in their id."""

import re
from typing import Any, Self

import discord
from discord import ui

from adapters.discord.ids import PRESS_PATTERN, SELECT_PATTERN, Press, press_id, select_id
from adapters.discord.requests import Interaction


class PressButton(ui.DynamicItem[ui.Button[Any]], template=PRESS_PATTERN):
    """A button that runs the command line in its id."""

    def __init__(self, item: ui.Button[Any], press: Press, line: str) -> None:
        super().__init__(item)
        self.press = press
        self.line = line

    @classmethod
    def of(cls, press: Press, number: int, line: str, label: str, style: discord.ButtonStyle) -> Self:
        return cls(ui.Button(label=label, style=style, custom_id=press_id(press, number, line)), press, line)

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str]) -> Self:
        assert isinstance(item, ui.Button)  # noqa: S101  only buttons are given such ids
        return cls(item, Press(match["press"]), match["line"])

    async def callback(self, interaction: Interaction) -> None:
        await interaction.client.handlers.press(interaction, self.press, self.line)


class PressSelect(ui.DynamicItem[ui.Select[Any]], template=SELECT_PATTERN):
    """A menu whose chosen value is the command line to run."""

    @classmethod
    def of(cls, number: int, label: str, options: list[discord.SelectOption]) -> Self:
        return cls(ui.Select(custom_id=select_id(number), placeholder=label, options=options))

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], __: re.Match[str]) -> Self:
        assert isinstance(item, ui.Select)  # noqa: S101  only menus are given such ids
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        await interaction.client.handlers.press(interaction, Press.RUN, self.item.values[0])
