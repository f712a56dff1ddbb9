"""One Settings, read once from the environment and `.env`.

Every setting is in `.env.example` and in the README; a test keeps the three in step.
A key is a SecretStr: it shows as asterisks in a log, an error or a repr.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError
from ingest.options import HOST, LIBRARY, PORT, SLACK_PORT


class Settings(BaseSettings):
    """What a user can set. Names in the environment are given with each field."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
    )

    library: Path = Field(Path(LIBRARY), validation_alias=AliasChoices("WENZHENG_LIBRARY"))
    embeddings: str = Field("local", validation_alias=AliasChoices("WENZHENG_EMBEDDINGS"))
    embedding_dimensions: int | None = Field(
        None, gt=0, validation_alias=AliasChoices("WENZHENG_EMBEDDING_DIMENSIONS")
    )
    vector_weight: float | None = Field(
        None, ge=0, le=10, validation_alias=AliasChoices("WENZHENG_VECTOR_WEIGHT")
    )
    chroma: str | None = Field(None, validation_alias=AliasChoices("WENZHENG_CHROMA"))
    chat_model: str | None = Field(None, validation_alias=AliasChoices("WENZHENG_CHAT_MODEL"))
    small_model: str | None = Field(None, validation_alias=AliasChoices("WENZHENG_SMALL_MODEL"))
    chat_first_token_s: float = Field(
        20.0, gt=0, validation_alias=AliasChoices("WENZHENG_CHAT_FIRST_TOKEN_S")
    )
    chat_idle_s: float = Field(10.0, gt=0, validation_alias=AliasChoices("WENZHENG_CHAT_IDLE_S"))
    chat_total_s: float = Field(60.0, gt=0, validation_alias=AliasChoices("WENZHENG_CHAT_TOTAL_S"))
    price_in: float | None = Field(None, ge=0, validation_alias=AliasChoices("WENZHENG_PRICE_IN"))
    price_out: float | None = Field(None, ge=0, validation_alias=AliasChoices("WENZHENG_PRICE_OUT"))
    openai_api_key: SecretStr | None = Field(None, validation_alias=AliasChoices("OPENAI_API_KEY"))
    openai_base_url: str | None = Field(None, validation_alias=AliasChoices("OPENAI_BASE_URL"))
    port: int = Field(PORT, ge=0, le=65535, validation_alias=AliasChoices("GRADIO_SERVER_PORT"))
    host: str = Field(HOST, validation_alias=AliasChoices("WENZHENG_HOST"))
    url: str | None = Field(None, validation_alias=AliasChoices("WENZHENG_URL"))
    passwords: Path | None = Field(None, validation_alias=AliasChoices("WENZHENG_PASSWORDS"))
    oidc_issuer: str | None = Field(None, validation_alias=AliasChoices("WENZHENG_OIDC_ISSUER"))
    oidc_client_id: str | None = Field(
        None, validation_alias=AliasChoices("WENZHENG_OIDC_CLIENT_ID")
    )
    oidc_client_secret: SecretStr | None = Field(
        None, validation_alias=AliasChoices("WENZHENG_OIDC_CLIENT_SECRET")
    )
    api_tokens: Path | None = Field(None, validation_alias=AliasChoices("WENZHENG_API_TOKENS"))
    api_rate: str | None = Field(None, validation_alias=AliasChoices("WENZHENG_API_RATE"))
    uploads: bool = Field(False, validation_alias=AliasChoices("WENZHENG_UPLOADS"))
    upload_megabytes: int = Field(
        20, gt=0, le=1024, validation_alias=AliasChoices("WENZHENG_UPLOAD_MB")
    )
    upload_files: int = Field(
        20, gt=0, le=1000, validation_alias=AliasChoices("WENZHENG_UPLOAD_FILES")
    )

    slack_bot_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("SLACK_BOT_TOKEN")
    )
    slack_app_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("SLACK_APP_TOKEN")
    )
    slack_signing_secret: SecretStr | None = Field(
        None, validation_alias=AliasChoices("SLACK_SIGNING_SECRET")
    )
    slack_port: int = Field(
        SLACK_PORT, ge=0, le=65535, validation_alias=AliasChoices("WENZHENG_SLACK_PORT")
    )
    slack_api_url: str = Field(
        "https://slack.com/api", validation_alias=AliasChoices("WENZHENG_SLACK_API_URL")
    )

    @field_validator("embeddings")
    @classmethod
    def _known_embeddings(cls, value: str) -> str:
        if value != "local" and not value.startswith("openai:"):
            raise ValueError("use 'local' or 'openai:MODEL'")
        return value

    @field_validator("chat_model", "small_model")
    @classmethod
    def _with_provider(cls, value: str | None) -> str | None:
        """`qwen2.5:7b` is how Ollama writes a model of its own: the provider is always openai."""
        if value in (None, "none") or value.startswith("openai:"):
            return value
        return f"openai:{value}"

    @field_validator("openai_base_url")
    @classmethod
    def _endpoint(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("use http://host:port/v1 or https://…")
        return value

    @field_validator("url", "oidc_issuer", "slack_api_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("use http://… or https://…")
        return value.rstrip("/") if value else value

    @field_validator("chroma")
    @classmethod
    def _http_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("use http://host:port, or leave it unset for the embedded Chroma")
        return value

    @property
    def with_model(self) -> bool:
        """Whether a chat model writes the answers."""
        return self.chat_model != "none" and bool(self.chat_model or self.openai_api_key)

    @classmethod
    def from_env(cls, *, library: Path | None = None, port: int | None = None) -> Settings:
        """Read the environment and `.env`; what options.py's options give wins over both.

        WENZHENG_ENV_FILE names another file than `.env`; empty, none is read.

        Raises SettingsError, naming the setting and the value that can't be used.
        """
        try:
            settings = cls(_env_file=os.environ.get("WENZHENG_ENV_FILE", ".env") or None)
        except ValidationError as exc:
            first = exc.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            # The value of a key is not repeated: an error may end up in a log.
            secret = any(word in name.upper() for word in ("KEY", "SECRET", "TOKEN"))
            value = "" if secret else f" is {first['input']!r}"
            raise SettingsError(f"{name}{value}: {first['msg']}") from exc
        given = {"library": library or None, "port": port}
        return settings.model_copy(
            update={name: value for name, value in given.items() if value is not None}
        )
