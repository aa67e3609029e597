"""Who writes a report's text: from the settings to models, in their order."""

from leanrig.errors import VendorFailed
from leanrig.model.narration import Answer, Question, Role, Writer
from leanrig.providers.http.place import state_folder
from leanrig.providers.openai.connect import model_warnings, writers_of
from leanrig.settings import Settings

__all__ = ["roles_asked", "warnings_for", "writers_for"]


def roles_asked(*, deep: bool, fast: bool) -> tuple[Role, ...]:
    """Return the roles of a report: the summary's alone, or the interpreting one's too."""
    if deep:
        return "fast", "deep"
    return ("fast",) if fast else ()


def writers_for(settings: Settings, roles: tuple[Role, ...]) -> tuple[Writer, ...]:
    """Return whoever may write; nobody is looked for where nothing is asked.

    Where there is neither a key nor a local server, the one who is returned says so on the page: a report always comes.
    """
    if not roles:
        return ()
    return writers_of(settings, state=state_folder()) or (_Nobody(),)


def warnings_for(settings: Settings, roles: tuple[Role, ...]) -> tuple[str, ...]:
    """Return what is wrong with the models that are set: gone, or gone soon."""
    return model_warnings(settings, state=state_folder()) if roles else ()


class _Nobody:
    name = "language model"

    def answer(self, question: Question) -> Answer:  # noqa: ARG002
        """Raise: there is nobody to ask."""
        raise VendorFailed(
            "none is set up: no key for OpenAI, and no local server answers",
            where="leanrig.yaml",
            cure="set OPENAI_API_KEY, or start Ollama or llama.cpp on this machine",
        )
