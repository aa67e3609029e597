"""`leanrig.yaml` and the environment, parsed once into frozen values.

Keys are the ones of the user's own document. The environment wins over the file. A key (the secret kind) may stand in
a file of its own or in the system's keyring; it is read when something needs it, so that a missing file stops only what
needs it.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from leanrig.errors import BadInput
from leanrig.secrets import FoundKey, find_key, is_placeholder, key_from_text, mode_warning, pem

__all__ = [
    "SETTINGS_FILE",
    "Alpaca",
    "Chain",
    "Coinbase",
    "Effort",
    "Memory",
    "ModelPrice",
    "OpenAi",
    "Perplexity",
    "Polygon",
    "QuantConnect",
    "Settings",
    "Telegram",
    "VendorName",
    "load_settings",
]

VendorName = Literal["polygon", "alpaca", "coinbase"]
Effort = Literal["", "none", "minimal", "low", "medium", "high", "xhigh", "max"]
"""How much a model thinks before it writes; "" leaves it unsaid, for models that do not think."""

SETTINGS_FILE = "leanrig.yaml"
_KEY_FILES = {
    "api_key": "polygon_key.txt",
    "openai_api_key": "open_ai.txt",
    "perplexity.api_key": "perplexity_key.txt",
}
_ENVIRONMENT = {
    ("api_key",): ("POLYGON_API_KEY", "MASSIVE_API_KEY"),
    ("alpaca", "api_key"): ("APCA_API_KEY_ID", "ALPACA_API_KEY"),
    ("alpaca", "api_secret"): ("APCA_API_SECRET_KEY", "ALPACA_API_SECRET"),
    ("coinbase", "api_key"): ("COINBASE_API_KEY",),
    ("coinbase", "api_secret"): ("COINBASE_API_SECRET",),
    ("polygon", "url"): ("LEANRIG_POLYGON_URL",),
    ("alpaca", "data_url"): ("LEANRIG_ALPACA_DATA_URL",),
    ("alpaca", "trading_url"): ("LEANRIG_ALPACA_TRADING_URL",),
    ("coinbase", "url"): ("LEANRIG_COINBASE_URL",),
    ("quantconnect", "user_id"): ("QC_USER_ID",),
    ("quantconnect", "api_token"): ("QC_API_TOKEN",),
    ("quantconnect", "organization"): ("QC_ORGANIZATION_ID",),
    ("quantconnect", "url"): ("LEANRIG_QUANTCONNECT_URL",),
    ("http", "deadline_s"): ("LEANRIG_DEADLINE_S",),
    ("http", "limits"): ("LEANRIG_LIMITS",),
    ("openai_api_key",): ("OPENAI_API_KEY",),
    ("perplexity", "api_key"): ("PERPLEXITY_API_KEY",),
    ("perplexity", "url"): ("LEANRIG_PERPLEXITY_URL", "PERPLEXITY_BASE_URL"),
    ("openai", "url"): ("LEANRIG_OPENAI_URL", "OPENAI_BASE_URL"),
    ("openai", "local_url"): ("LEANRIG_LOCAL_MODEL_URL",),
}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Polygon(_Section):
    """Which plan the key has (its limits), and another host where one stands in for the vendor."""

    plan: Literal["free", "paid"] = "free"
    url: str | None = None


class Alpaca(_Section):
    """Keys of an Alpaca account; `paper` is the default, so that nobody sends real orders by forgetting a word.

    `enabled` left out means: where there are keys, and for coins without them. `feed` of "auto" is SIP older than 15
    minutes, which every account may read; "iex" is one exchange alone, live.
    """

    enabled: bool | None = None
    api_key: SecretStr | None = None
    api_secret: SecretStr | None = None
    paper: bool = True
    feed: Literal["auto", "sip", "iex"] = "auto"
    data_url: str | None = None
    trading_url: str | None = None


class Coinbase(_Section):
    """A CDP key: name ("organizations/…") and private key in PEM, with real or escaped line ends."""

    enabled: bool | None = None
    api_key: SecretStr | None = None
    api_secret: SecretStr | None = None
    url: str | None = None

    @field_validator("api_secret")
    @classmethod
    def _line_ends(cls, value: SecretStr | None) -> SecretStr | None:
        return pem(value.get_secret_value()) if value else None


class QuantConnect(_Section):
    """An account at QuantConnect's cloud: number of the user, API token, and whose Object Store and nodes are used.

    `organization` left out means: the one that `lean.json` names, else the account's own.
    """

    user_id: int | None = Field(default=None, gt=0)
    api_token: SecretStr | None = None
    organization: str | None = None
    url: str | None = None


class ModelPrice(_Section):
    """US dollars a million tokens."""

    input: float = Field(ge=0, le=100_000)
    output: float = Field(default=0, ge=0, le=100_000)


class OpenAi(_Section):
    """Which models write and how much they may cost; who else may write.

    Parameters
    ----------
    deep, fast, embedding
        Models by role: regimes and patterns, the summary, vectors for search.
    local_url
        A server that speaks OpenAI's chat completions; "auto" looks for Ollama and llama.cpp on this machine, "off" or
        "" never.
    local_model
        Left out: the first that the server has.
    daily_limit_usd
        For one day of UTC, over all programs of this user; 0 forbids what costs.
    prices
        By model, over those that leanrig knows.
    timeout_s
        For one answer.
    """

    url: str | None = None
    deep: str = Field(default="gpt-6.2-sol", min_length=1)
    fast: str = Field(default="gpt-6-luna", min_length=1)
    embedding: str = Field(default="text-embedding-3-small", min_length=1)
    deep_effort: Effort = "medium"
    fast_effort: Effort = "low"
    local_url: str = "auto"
    local_model: str = ""
    daily_limit_usd: float = Field(default=1.00, ge=0, le=100_000)
    prices: dict[str, ModelPrice] = Field(default_factory=dict)
    timeout_s: float = Field(default=90, gt=0, le=3600)

    @field_validator("local_url")
    @classmethod
    def _off(cls, value: str) -> str:
        return "" if value == "off" else value


class Perplexity(_Section):
    """Who is asked for news: key, model, and how many queries an hour it may cost, over all processes."""

    api_key: SecretStr | None = None
    url: str | None = None
    model: str = Field(default="perplexity/sonar", min_length=1)
    queries_per_hour: int = Field(default=100, ge=1)


class Memory(_Section):
    """Who embeds reports for `leanrig search`: "auto" is this machine; "openai" costs money and has to be said."""

    embedder: Literal["auto", "local", "openai"] = "auto"


class HttpLimits(_Section):
    """How long one question to a vendor may take: an attempt, and all attempts with their waits; how many of them.

    `limits` of false lifts the vendors' limits for stand-ins on this machine; for anybody else they always hold.
    """

    timeout_s: float = Field(default=10, gt=0)
    deadline_s: float = Field(default=120, gt=0)
    attempts: int = Field(default=7, ge=1)
    fresh_s: float = Field(default=300, ge=0)
    limits: bool = True


class Chain(_Section):
    """Who is asked first, second and third, per kind of security."""

    equity: tuple[VendorName, ...] = ("polygon", "alpaca")
    crypto: tuple[VendorName, ...] = ("polygon", "alpaca", "coinbase")
    forex: tuple[VendorName, ...] = ("polygon",)

    @model_validator(mode="after")
    def _each_once(self) -> "Chain":
        for kind in ("equity", "crypto", "forex"):
            names = getattr(self, kind)
            if not names or len(set(names)) < len(names):
                raise ValueError(f"chain.{kind} must name each vendor once, and at least one")
        return self


class Telegram(_Section):
    """Who may command the bot, and how often."""

    enabled: bool = False
    allowed_user_ids: tuple[int, ...] = ()
    rate_limit_seconds: float = Field(default=30, gt=0)


class Settings(_Section):
    """Everything that may be set; `root` is the workspace, against which key files are looked up."""

    root: Path = Path()
    crypto_fx: VendorName = "polygon"
    api_key: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    chain: Chain = Chain()
    polygon: Polygon = Polygon()
    alpaca: Alpaca = Alpaca()
    coinbase: Coinbase = Coinbase()
    quantconnect: QuantConnect = QuantConnect()
    perplexity: Perplexity = Perplexity()
    openai: OpenAi = OpenAi()
    telegram: Telegram = Telegram()
    http: HttpLimits = HttpLimits()
    memory: Memory = Memory()
    warnings: tuple[str, ...] = ()
    origins: dict[str, str] = Field(default_factory=dict)

    def polygon_key(self) -> SecretStr | None:
        """Return the Polygon key, from its file where `api_key` names one; None where nothing is set."""
        found = self.key("api_key")
        return found.secret if found is not None else None

    def key(self, name: str) -> FoundKey | None:
        """Return a key and where it was found, None where it is not set or only a document's sample.

        Parameters
        ----------
        name
            "api_key" (Polygon's), "alpaca.api_key", "alpaca.api_secret", "coinbase.api_key", "coinbase.api_secret",
            "quantconnect.api_token", "perplexity.api_key", "openai_api_key".

        Raises
        ------
        Missing
            If a key file or the keyring that is named is not there.
        """
        section, _, field = name.rpartition(".")
        value: SecretStr | None = getattr(getattr(self, section) if section else self, field)
        usual = _KEY_FILES.get(name)
        if value is None and usual is not None and (self.root / usual).is_file():
            value = SecretStr(usual)
        if value is None or is_placeholder(value):
            return None
        return find_key(value, self.root, name=name, origin=self.origins.get(name, SETTINGS_FILE))

    def order_for(self, security_type: str) -> tuple[VendorName, ...]:
        """Return the vendors to ask for a kind of security; `crypto_fx` goes first where no chain is set."""
        names: tuple[VendorName, ...] = getattr(self.chain, security_type)
        if security_type == "equity" or security_type in self.chain.model_fields_set or self.crypto_fx not in names:
            return names
        return (self.crypto_fx, *(name for name in names if name != self.crypto_fx))

    def openai_key(self) -> SecretStr | None:
        """Return the OpenAI key from the environment, or from `open_ai.txt` where that is there."""
        found = self.key("openai_api_key")
        return found.secret if found is not None else None

    def secrets(self) -> list[SecretStr]:
        """Return every secret that is set, for redaction."""
        found = [self.api_key, self.openai_api_key, self.alpaca.api_key, self.alpaca.api_secret]
        found += [self.coinbase.api_key, self.coinbase.api_secret, self.quantconnect.api_token, self.perplexity.api_key]
        return [secret for secret in found if secret is not None and not is_placeholder(secret)]


def load_settings(root: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings of the workspace at `root`; without a file, the defaults and the environment.

    Raises
    ------
    BadInput
        If the file is no YAML, has a key twice, an unknown key or a value of the wrong kind; says the line or the key.
    """
    path = root / SETTINGS_FILE
    found = _read(path) if path.exists() else {}
    _refuse_unknown(found, path)
    warnings = _warnings(found, path) if path.exists() else ()
    try:
        merged, origins = _with_environment(found, environment)
        return Settings(**merged, root=root, warnings=warnings, origins=origins)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{key}: {first['msg']}", where=str(path), cure="see docs/settings.md for the kind it takes"
        ) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        found = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_StrictLoader)  # noqa: S506 (a safe loader's child)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        what = getattr(error, "problem", None) or "not UTF-8 text"
        raise BadInput(f"the settings cannot be read: {what}", where=where, cure="correct that line") from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadInput("the settings are no list of keys", where=str(path), cure="write one `key: value` a line")
    return found


def _refuse_unknown(found: Mapping[str, Any], path: Path) -> None:
    sections: dict[str, type[_Section]] = {
        "alpaca": Alpaca,
        "chain": Chain,
        "coinbase": Coinbase,
        "http": HttpLimits,
        "memory": Memory,
        "perplexity": Perplexity,
        "openai": OpenAi,
        "polygon": Polygon,
        "quantconnect": QuantConnect,
        "telegram": Telegram,
    }
    _refuse_names(found, set(Settings.model_fields) - {"root", "warnings", "origins"}, "", path)
    for name, model in sections.items():
        if isinstance(found.get(name), dict):
            _refuse_names(found[name], set(model.model_fields), f"{name}.", path)


def _refuse_names(found: Mapping[str, Any], known: set[str], prefix: str, path: Path) -> None:
    for name in found:
        if name not in known:
            near = get_close_matches(str(name), known, n=1, cutoff=0.5)
            cure = f"did you mean {prefix}{near[0]}?" if near else f"known keys: {', '.join(sorted(known))}"
            raise BadInput(f"unknown key {prefix}{name}", where=str(path), cure=cure)


def _with_environment(
    found: Mapping[str, Any], environment: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the file's values with the environment's over them, and where each of the latter came from."""
    merged: dict[str, Any] = {key: dict(value) if isinstance(value, dict) else value for key, value in found.items()}
    origins = {}
    for (*section, key), names in _ENVIRONMENT.items():
        name = next((name for name in names if environment.get(name)), None)
        if name is not None:
            target = merged.setdefault(section[0], {}) if section else merged
            target[key] = environment[name]
            origins[".".join((*section, key))] = f"environment {name}"
    return merged, origins


def _warnings(found: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    said = []
    key = found.get("api_key")
    if isinstance(key, str) and key_from_text(key, path.parent)[0] is not None:
        said.append(
            f"{path.name} holds the Polygon key itself: put it into a file and write `api_key: polygon_key.txt`"
        )
    if warning := mode_warning(path):
        said.append(warning)
    return tuple(said)


class _StrictLoader(yaml.SafeLoader):
    """YAML as usual, but the same key twice is an error and not a silent overwrite."""


def _mapping_without_repeats(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands here twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_repeats)
