"""Prints what pyproject.toml asks for, with the extras that are named: libraries can be installed before the source."""

import sys
import tomllib
from pathlib import Path


def requirements(wanted: list[str]) -> list[str]:
    """Every requirement, those of extras that an extra names among them."""
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    found = dict.fromkeys(project["dependencies"])
    while wanted:
        for line in project["optional-dependencies"].get(wanted.pop(), []):
            own, _, extras = line.partition("[")
            if own == project["name"]:
                wanted += extras.rstrip("]").split(",")
            else:
                found[line] = None
    return list(found)


if __name__ == "__main__":
    print("\n".join(requirements(sys.argv[1:])))
