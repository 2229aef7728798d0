"""Discord and Slack in one process: one person joins the accounts of both, and it is one memory."""

import re
from pathlib import Path

import pytest

from tests.acceptance import slack_world
from tests.acceptance.discord_world import ALICE, MISSING, World, text_of, until

pytestmark = pytest.mark.skipif(
    bool(MISSING or slack_world.MISSING), reason=f"acceptance data: {MISSING or slack_world.MISSING}"
)


class Both(World):
    """The program of ``World`` in Slack too; what is done there is done by ``slack``, whose process is never begun."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.slack = slack_world.World(folder)

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        self.slack.emulator.stop()

    @property
    def environment(self) -> dict[str, str]:
        theirs = {name: value for name, value in self.slack.environment.items() if name.startswith("PAPERBOY_SLACK_")}
        return super().environment | theirs

    def start(self) -> None:
        super().start()
        assert self.slack.emulator.get("wait_ready", wait=30).get("ready"), self.log()[-2000:]


def test_one_person_in_discord_and_slack_has_one_memory(tmp_path: Path) -> None:
    with Both(tmp_path) as world:
        slack = world.slack
        world.ask("papers feedback save", {"paper": "2608.19880"})
        given = world.ask("papers account link")
        code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", text_of(given))
        assert code
        joined = slack.ask(f"link {code[0]}", slack_world.ALICE)
        assert "Your accounts are joined" in slack_world.text_of(joined)
        assert "EnvHarness" in slack.saved(slack_world.ALICE)

        def told() -> bool:
            messages = world.emulator.get("messages", author="bot")["messages"]
            return any("used your code" in message["seen"]["text"] for message in messages)

        until(told)
        slack.ask("save 2608.18565", slack_world.ALICE)
        assert "SemaPLC" in world.saved(ALICE)
        assert "EnvHarness" in text_of(world.ask("papers search", {"query": "EnvHarness"}))
        assert "EnvHarness" in text_of(world.ask("papers why", {"paper": "1"}))
        assert "that list has" in text_of(world.ask("papers why", {"paper": "no. 70"}))
        assert "SemaPLC" in slack_world.text_of(slack.ask("search SemaPLC", slack_world.ALICE))
        assert "SemaPLC" in slack_world.text_of(slack.ask("why the first one", slack_world.ALICE))
        slack.ask("unlink", slack_world.ALICE)
        assert "SemaPLC" not in world.saved(ALICE)
        assert "EnvHarness" not in slack.saved(slack_world.ALICE)
        assert world.violations() == [], world.log()[-2000:]
        assert slack.violations() == []
