"""What a broker says."""

from leanrig.engine.enums import BrokerageMessageType
from leanrig.engine.naming import Dotnet

__all__ = ["BrokerageMessageEvent"]


class BrokerageMessageEvent(Dotnet):
    """A kind, a code and a text."""

    def __init__(self, type: BrokerageMessageType, code: object, message: str) -> None:
        self.type = type
        self.code = str(code)
        self.message = message

    @staticmethod
    def disconnected(message: str) -> "BrokerageMessageEvent":
        return BrokerageMessageEvent(BrokerageMessageType.DISCONNECT, "Disconnect", message)

    @staticmethod
    def reconnected(message: str) -> "BrokerageMessageEvent":
        return BrokerageMessageEvent(BrokerageMessageType.RECONNECT, "Reconnect", message)

    def __str__(self) -> str:
        return f"{self.type.to_string()} - Code: {self.code} - {self.message}"
