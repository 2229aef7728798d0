"""Ready means: the database answers, and every chat platform is connected."""

from bot.errors import StoreBusy
from bot.model import Finding, Verdict
from bot.services.readiness import Readiness
from bot.store import open_store
from tests.scenarios.fakes import FakeChat


class Broken:
    async def get(self, name: str) -> str | None:
        raise StoreBusy("Another process holds the database.")


def chat(trouble: str) -> FakeChat:
    made = FakeChat(now=lambda: None)
    made.trouble = trouble
    return made


async def test_all_is_well_when_everything_works() -> None:
    store = await open_store("memory:")
    found = await Readiness(store.key_value, [chat("")]).findings()
    assert [(one.about, one.verdict) for one in found] == [("database", Verdict.FINE), ("fake", Verdict.FINE)]


async def test_what_somebody_has_to_mend_in_a_workspace_takes_the_bot_away_from_nobody() -> None:
    store, connected = await open_store("memory:"), chat("")
    connected.to_mend = "The workspace does not grant access."
    found = await Readiness(store.key_value, [connected]).findings()
    assert found[1] == Finding(about="fake", verdict=Verdict.WARNING, text="The workspace does not grant access.")
    connected.trouble = "Slack can't be reached."
    found = await Readiness(store.key_value, [connected]).findings()
    assert found[1] == Finding(about="fake", verdict=Verdict.UNAVAILABLE, text="Slack can't be reached.")


async def test_what_does_not_work_is_told_in_its_own_words() -> None:
    found = await Readiness(Broken(), [chat("Slack can't be reached.")]).findings()
    assert found == [
        Finding(about="database", verdict=Verdict.UNAVAILABLE, text="Another process holds the database."),
        Finding(about="fake", verdict=Verdict.UNAVAILABLE, text="Slack can't be reached."),
    ]
