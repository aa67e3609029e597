"""The account at QuantConnect: the API with the user's keys, and the organization whose store and nodes are used."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from leanrig.errors import Missing
from leanrig.providers.http.place import state_folder
from leanrig.providers.http.rates import Patience
from leanrig.providers.quantconnect.connect import quantconnect_api
from leanrig.providers.quantconnect.projects import organization_of
from leanrig.providers.quantconnect.wire import BASE_URL, Api
from leanrig.settings import Settings
from leanrig.workspace import Workspace, read_json_with_comments

__all__ = ["CloudAccount", "cloud_account"]


@dataclass(frozen=True, slots=True)
class CloudAccount:
    """Who deploys, and for whom; `user_id` and `token` are for the Lean CLI, which signs by itself."""

    api: Api
    organization: str
    user_id: int
    token: SecretStr


def cloud_account(space: Workspace, settings: Settings, *, state: Path | None = None) -> CloudAccount:
    """Return the account of the settings; its organization is the settings', else `lean.json`'s, else its own.

    Raises
    ------
    Missing
        If number or token is not set.
    """
    section = settings.quantconnect
    token = settings.key("quantconnect.api_token")
    if section.user_id is None or token is None:
        raise Missing(
            "the cloud needs your user id and API token",
            where="quantconnect.user_id, quantconnect.api_token (QC_USER_ID, QC_API_TOKEN)",
            cure="copy them from quantconnect.com, My Account, Security",
        )
    http = settings.http
    api = quantconnect_api(
        state=state or state_folder(),
        user_id=section.user_id,
        token=token.secret,
        base_url=section.url or BASE_URL,
        patience=Patience(timeout_s=max(http.timeout_s, 30), attempts=http.attempts, deadline_s=http.deadline_s),
    )
    organization = section.organization or _named_in(space) or organization_of(api)
    return CloudAccount(api, organization, section.user_id, token.secret)


def _named_in(space: Workspace) -> str:
    found = read_json_with_comments(space.root / "lean.json")
    return str(found.get("organization-id") or found.get("job-organization-id") or "")
