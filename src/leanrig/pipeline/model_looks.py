"""What doctor looks at of language models: the key's place, the account's list of models, the ledger, local ones."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from leanrig.clock import utc_now
from leanrig.errors import LeanrigError
from leanrig.health.models import ModelsLook
from leanrig.providers.http.place import state_folder
from leanrig.providers.http.rates import Patience
from leanrig.providers.openai.connect import ledger_of, models_of, roles_of
from leanrig.providers.openai.local import find_local
from leanrig.settings import Settings

__all__ = ["models_look"]

_QUICK = Patience(timeout_s=5, attempts=1, deadline_s=6)
_CURE = "optional: OPENAI_API_KEY, or the key alone in open_ai.txt"


def models_look(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> ModelsLook:
    """Return the look; what is wrong with the key is in it and stops nothing."""
    state = state_folder()
    keys, trouble, cure, listed = "", "", _CURE, None
    try:
        found = settings.key("openai_api_key")
        listed = models_of(settings, state=state, patience=_QUICK, now=now)
        keys = f"key from {found.where}" if found is not None else ""
    except LeanrigError as error:
        trouble, cure = error.what, error.cure
    return ModelsLook(
        keys=keys,
        list=listed,
        named=roles_of(settings),
        ledger=ledger_of(settings, state=state, now=now),
        local=partial(find_local, settings.openai.local_url, state=state),
        trouble=trouble,
        cure=cure,
    )
