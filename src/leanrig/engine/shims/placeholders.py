"""Stand-ins for what Lean has and this engine has not yet: harmless to name, an error to use."""

from typing import Any

from leanrig.engine.errors import NotThereYet

__all__ = ["Placeholder"]


class Placeholder:
    """A name of Lean's. Calling it, deriving from it or reading a member says that it is not there yet."""

    def __init__(self, name: str, namespace: str) -> None:
        self.__name__ = name
        self.__qualname__ = name
        self.__module__ = namespace

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise NotThereYet(self.__name__)

    def __mro_entries__(self, _: Any) -> Any:
        raise NotThereYet(self.__name__)

    def __getitem__(self, _: Any) -> "Placeholder":
        return self

    def __or__(self, _: Any) -> Any:
        return Any

    __ror__ = __or__

    def __instancecheck__(self, _: Any) -> bool:
        return False

    def __subclasscheck__(self, _: Any) -> bool:
        return False

    def __getattr__(self, member: str) -> Any:
        if member.startswith("__"):
            raise AttributeError(member)
        raise NotThereYet(f"{self.__name__}.{member}")

    def __repr__(self) -> str:
        return f"<class '{self.__module__}.{self.__name__}'>"
