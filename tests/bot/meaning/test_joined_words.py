"""Words written as one or as two mean the same, where they do."""

import pytest

from bot.meaning.joined_words import respelled


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("timeseries", "time series"),
        ("time-series forecasting", "timeseries forecasting"),
        ("finetuning", "fine-tuning"),
        ("fine tuning of agents", "finetuning of agents"),
        ("pointcloud segmentation", "point cloud segmentation"),
        ("multiagent systems", "multi agent systems"),
        ("multi-agent systems", "multiagent systems"),
        ("Post-training", "Posttraining"),
        ("worldmodels", "world models"),
        ("ecommerce", "e-commerce"),
    ],
)
def test_words_are_written_as_one_or_as_two(typed: str, also: str) -> None:
    assert list(respelled(typed)) == [also]


@pytest.mark.parametrize(
    "typed", ["blockchain", "feedback", "datasets", "networks", "watermarking", "transformers", "copyright", "", "语言"]
)
def test_what_only_looks_as_if_it_were_two_stays_one(typed: str) -> None:
    assert list(respelled(typed)) == []
