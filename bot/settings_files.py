"""Where settings stand beside the environment: files of secrets, ``.env`` here, and one settings file of this person.

What comes first wins: the environment, a file that it names (``PAPERBOY_…_FILE``) or that is mounted as a secret,
``.env`` in the working directory, the settings file.
"""

import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import platformdirs
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from bot.errors import ConfigurationError

PREFIX = "PAPERBOY_"
DOTENV = ".env"
ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that some editors put in front."""
IN_A_FILE = "_FILE"
"""``PAPERBOY_X_FILE`` names the file in which the value of ``PAPERBOY_X`` stands."""
MOUNTED = Path("/run/secrets")
"""Where container engines lay secrets, named as the setting in small letters."""


def settings_file() -> Path:
    """Where ``paperboy init`` writes; it need not be there."""
    return Path(platformdirs.user_config_dir("paperboy", appauthor=False)) / "settings.env"


def written_in(file: Path) -> dict[str, str]:
    """What a file of settings holds, by name; nothing where there is none. Empty values are left out.

    Raises ``ConfigurationError`` for an encoding, or a line with a setting, that would be misread.
    """
    _require_readable(file)
    return {name: value for name, value in dotenv_values(file, encoding=ENCODING).items() if value}


def names_given() -> set[str]:
    """Every name that the environment and the two files hold."""
    return {name.upper() for name in (*os.environ, *written_in(Path(DOTENV)), *written_in(settings_file()))}


def where_set(setting: str) -> str:
    """What gives the setting its value, as an operator would look for it; '' where nothing does."""
    if os.environ.get(setting):
        return "environment"
    if secret := _secret_file(setting):
        return str(secret)
    return next((str(file) for file in (Path(DOTENV), settings_file()) if setting in written_in(file)), "")


class SecretFiles(PydanticBaseSettingsSource):
    """Values that stand in a file of their own: any setting may, secrets should."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The text of the file, if there is one."""
        file = _secret_file(f"{PREFIX}{field_name.upper()}")
        return (_text(file) if file else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """What stands in files, by field; an empty file counts as unset."""
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value}


def _secret_file(setting: str) -> Path | None:
    """The file that holds the setting: one that was named, or one that systemd or a container engine mounted."""
    if named := os.environ.get(f"{setting}{IN_A_FILE}"):
        return Path(named)
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    folders = [*([Path(credentials)] if credentials else []), MOUNTED]
    return next((file for folder in folders if (file := folder / setting.lower()).is_file()), None)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding=ENCODING).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise ConfigurationError(f"The setting in {file} can't be read: {why}.") from None


def _require_readable(file: Path) -> None:
    """Raise ``ConfigurationError`` for another encoding than UTF-8, as Windows' editors write, and for lost lines."""
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError:
        text = "\0"
    except OSError:
        return
    if "\0" in text:
        raise ConfigurationError(f"{file} is not written in UTF-8. Save it as UTF-8 in your editor.")
    for binding in parse_stream(StringIO(text)):
        if PREFIX in binding.original.string and (binding.error or (binding.key and binding.value is None)):
            lines = f"{file}, line {binding.original.line}"
            raise ConfigurationError(f"{lines}, can't be read as a setting. Write it as {PREFIX}NAME=value.")


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The text of a settings file with these settings in it; every other line stays as it is.

    A line that sets one is replaced, else the line that shows it commented out, else a line is added at the end.
    """
    for name, value in values.items():
        line = f"{name}={_quoted(value)}"
        for pattern in (rf"(?m)^[ \t]*(?:export[ \t]+)?{name}[ \t]*=.*$", rf"(?m)^#{name}=.*$"):
            if re.search(pattern, text):
                text = re.sub(pattern, lambda _, line=line: line, text, count=1)  # type: ignore[misc]
                break
        else:
            text = f"{text.rstrip()}\n\n{line}\n".lstrip()
    return text


def write_settings(text: str) -> Path | None:
    """Replace the settings file, for its owner's eyes alone; return where the one before is kept, if there was one.

    Raises ``ConfigurationError`` where it can't be written.
    """
    file = settings_file()
    kept = file.with_suffix(".env.before") if file.exists() else None
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if kept:
            _write_private(kept, file.read_text(encoding=ENCODING))
        _write_private(file, text)
    except OSError as error:
        raise ConfigurationError(f"The settings can't be written to {file}: {error.strerror}.") from None
    return kept


def _write_private(file: Path, text: str) -> None:
    """Write all of it or nothing, readable by nobody else at any moment."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as writing:
        writing.write(text)
        writing.flush()
        os.fsync(descriptor)
    new.replace(file)


def _quoted(value: str) -> str:
    """As a line of a settings file holds it: plain where nothing in it could be misread."""
    if re.fullmatch(r"[\w.,:/+@%=*-]*", value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
