"""Settings come from `DNR_…` in the environment; nothing is read at import."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """How this installation runs. `DNR_HOME` holds the embedded database, the files and nothing else."""

    model_config = SettingsConfigDict(env_prefix="DNR_")

    home: Path = Path("var")
    database_url: str = ""
    max_body: int = 10_000_000
    """Largest request in bytes, files excepted."""
    max_file: int = 200_000_000
    renderers: int = Field(2, ge=1)
    """Processes that draw documents."""
    render_memory: int = Field(2_000_000_000, ge=500_000_000)
    """Most address space of each, in bytes; some 400 MB of it is the program's own."""
    render_seconds: int = Field(300, ge=1)
    """Longest that one document may take, by the clock and of CPU."""
    render_cache: int = Field(50_000_000, ge=0)
    """Bytes of drawn documents that are kept in memory."""

    mail_host: str = ""
    """The server that mail is handed to; empty: people send it themselves."""
    mail_port: int = Field(587, ge=1, le=65535)
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""
    """The address that mail comes from; needed with `mail_host`."""
    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    print_folder: str = ""
    """Where extracts for a print service or a digital mailbox are put; empty: nowhere."""
    public_address: str = ""
    """Where this program is reached from outside, as https://dnr.region.example; needed for links in mail."""

    @model_validator(mode="after")
    def mail_has_a_sender(self) -> Self:
        """Refuses to send mail from nobody."""
        if self.mail_host and "@" not in self.mail_from:
            raise ValueError("DNR_MAIL_HOST is set, so DNR_MAIL_FROM must be an address to send from")
        return self

    @property
    def url(self) -> str:
        """The database's address: PostgreSQL when given, else SQLite under `home`."""
        return self.database_url or f"sqlite:///{self.home / 'dnr.sqlite'}"

    @property
    def files(self) -> Path:
        """Where records' files are kept."""
        return self.home / "files"


def data(*parts: str) -> Path:
    """Path of a file shipped with the program: inside an installed wheel first, else in the repository."""
    packed = ROOT.joinpath("_data", *parts)
    return packed if packed.exists() else ROOT.parent.joinpath(*parts)


@cache
def characters() -> frozenset[str] | None:
    """The characters that the documents' fonts can show, as set-up noted them; None before the fonts are in place."""
    listed = data("api", "assets", "fonts", "characters.txt")
    return frozenset(listed.read_text(encoding="utf-8")) if listed.is_file() else None
