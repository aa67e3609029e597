"""What went over the wire to and from a stand-in, held to the vendor's own OpenAPI description.

Requests are checked strictly: path, method, parameters, enumerations, body, and no query name that the description does
not have. Answers are checked with every field nullable and every enumeration open, because real bodies are so; a field
that the description does not name fails.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathError
from openapi_core.templating.responses.exceptions import ResponseFinderError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from leanrig.standins.server import Exchange

__all__ = ["Counts", "check_exchanges"]

_METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}
_MAPS_OF_SCHEMAS = {"properties", "patternProperties", "schemas", "definitions", "$defs"}
# openapi-core wants one plain type of a header's schema.
_NOT_SCHEMAS = {"example", "examples", "default", "required", "description", "headers"}
_CLOSED = {"enum", "const", "discriminator"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were checked and passed.

    `unstated` are answers with a status that the description does not have (429, 403); `outside` are exchanges on paths
    that were named as beyond it.
    """

    requests: int
    responses: int
    unstated: int = 0
    outside: int = 0


def check_exchanges(
    spec_path: Path,
    exchanges: Iterable[Exchange],
    base_url: str,
    *,
    beyond: Collection[str] = (),
    also_query: Collection[str] = (),
    open_objects: bool = False,
) -> Counts:
    """Check every exchange and return the counts; fail with all that is wrong.

    Parameters
    ----------
    base_url
        The stand-in's address, with the path of the description's own server where that has one.
    beyond
        Templates of the stand-in's routes that the description leaves out.
    also_query
        Query names that are right although the description leaves them out, such as the `cursor` of a next page.
    open_objects
        Whether answers may hold fields that the description does not name.
    """
    contract = _contract(spec_path, base_url, tuple(sorted(also_query)), open_objects)
    tally = {"requests": 0, "responses": 0, "unstated": 0, "outside": 0}
    wrong: list[str] = []
    for exchange in exchanges:
        if exchange.template in beyond:
            tally["outside"] += 1
            continue
        for kind, problem in contract.check(exchange):
            tally[kind] += not problem
            wrong += [f"{kind[:-1]} {exchange.method} {exchange.path} {dict(exchange.query)}: {problem}"] * bool(
                problem
            )
    assert not wrong, "\n".join(wrong[:20])
    return Counts(**tally)


class _Contract:
    """One description, in its strict and its relaxed reading."""

    def __init__(self, spec: dict[str, Any], base_url: str, also_query: tuple[str, ...], open_objects: bool) -> None:
        spec = _plain(spec, base_url)
        self._names = {path: _query_names(spec, item) for path, item in spec["paths"].items()}
        self._also = frozenset(also_query)
        self._host = "{0.scheme}://{0.netloc}".format(urlsplit(base_url))
        self._prefix = urlsplit(base_url).path.rstrip("/")
        self._strict = OpenAPI.from_dict(spec, config=Config(spec_validator_cls=None))
        policy: Literal["allow", "forbid"] = "allow" if open_objects else "forbid"
        relaxed = Config(spec_validator_cls=None, additional_properties_default_policy=policy)
        self._relaxed = OpenAPI.from_dict(_relaxed(spec), config=relaxed)

    def check(self, exchange: Exchange) -> Iterator[tuple[str, str]]:
        """Yield "requests", "responses" or "unstated" with what is wrong, empty where nothing is."""
        request = _Request(exchange, self._host)
        try:
            self._strict.validate_request(request)
        except PathError as error:
            yield "requests", _told(error)
            return
        except (OpenAPIError, ValueError) as error:
            yield "requests", _told(error)
        else:
            yield "requests", self._strays(exchange)
        try:
            self._relaxed.validate_response(request, _Response(exchange))
        except ResponseFinderError:
            yield "unstated", ""
        except (OpenAPIError, ValueError) as error:
            yield "responses", _told(error)
        else:
            yield "responses", ""

    def _strays(self, exchange: Exchange) -> str:
        """Query names that no path of this shape has."""
        path = exchange.path.removeprefix(self._prefix)
        known: set[str] = set(self._also)
        for template, names in self._names.items():
            if re.fullmatch(_shape(template).replace("{}", "[^/]+"), path):
                known |= names.get(exchange.method.lower(), set())
        strays = {name.removesuffix("[]") for name, _ in exchange.query} - known
        return f"no such parameters: {sorted(strays)}" if strays else ""


@lru_cache(maxsize=16)
def _contract(path: Path, base_url: str, also_query: tuple[str, ...], open_objects: bool) -> _Contract:
    return _Contract(json.loads(path.read_text(encoding="utf-8")), base_url, also_query, open_objects)


class _Request:
    """openapi-core's own form of a request."""

    def __init__(self, exchange: Exchange, host: str) -> None:
        self.host_url = host
        self.path = exchange.path
        self.method = exchange.method.lower()
        self.body = exchange.body or None
        headers = Headers(list(exchange.headers.items()))
        self.content_type = (headers.get("Content-Type") or "application/json").lower()
        self.parameters = RequestParameters(query=ImmutableMultiDict(exchange.query), header=headers)


class _Response:
    """openapi-core's own form of an answer."""

    def __init__(self, exchange: Exchange) -> None:
        self.status_code = exchange.status
        self.headers = Headers(list(exchange.answer_headers.items()))
        self.content_type = (self.headers.get("Content-Type") or "").lower()
        self.data = exchange.answer


def _told(error: BaseException) -> str:
    cause = error.__cause__ or error
    found = "; ".join(f"{list(one.path)}: {one.message[:200]}" for one in getattr(cause, "schema_errors", ()))
    return f"{type(error).__name__} {found or str(cause)[:300]}"[:800]


def _plain(spec: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Without security (keys are left out of what is kept), at one address, each shape of path once."""
    components = {name: part for name, part in spec.get("components", {}).items() if name != "securitySchemes"}
    spec = {**spec, "servers": [{"url": base_url}], "components": components}
    spec.pop("security", None)
    paths: dict[str, Any] = {}
    for template, item in spec["paths"].items():
        kept = {key: value for key, value in item.items() if key != "servers"}
        for method in _METHODS & kept.keys():
            kept[method] = {k: v for k, v in kept[method].items() if k not in ("security", "servers")}
        twin = next((other for other in paths if _shape(other) == _shape(template)), None)
        if twin is None:
            paths[template] = kept
        else:
            paths[twin] = {
                **paths[twin],
                **{method: _either(paths[twin], kept, method) for method in _METHODS & kept.keys()},
            }
    return {**spec, "paths": paths}


def _either(first: Mapping[str, Any], second: Mapping[str, Any], method: str) -> dict[str, Any]:
    """The first operation, whose answers may also have the second one's form: one path, written twice."""
    if method not in first:
        return dict(second[method])
    answers = dict(first[method]["responses"])
    for status, other in second[method]["responses"].items():
        mine = answers.setdefault(status, other)
        content = {kind: {**media, **_any_of(media, other, kind)} for kind, media in mine.get("content", {}).items()}
        answers[status] = {**mine, **({"content": content} if content else {})}
    return {**first[method], "responses": answers}


def _any_of(media: Mapping[str, Any], other: Mapping[str, Any], kind: str) -> dict[str, Any]:
    twin = other.get("content", {}).get(kind, media)
    return {"schema": {"anyOf": [media["schema"], twin["schema"]]}}


def _shape(template: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", template)


def _query_names(spec: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, set[str]]:
    shared = item.get("parameters", [])
    result = {}
    for method in _METHODS & item.keys():
        every = [_followed(spec, one) for one in [*shared, *item[method].get("parameters", [])]]
        result[method] = {one["name"].removesuffix("[]") for one in every if one["in"] == "query"}
    return result


def _followed(spec: Any, node: Any) -> Any:
    while "$ref" in node:
        found = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def _relaxed(spec: dict[str, Any]) -> dict[str, Any]:
    """Every schema nullable, no enumeration closed; of several forms any may fit; inheritance spelt out."""
    is_3_0 = spec["openapi"].startswith("3.0")

    def walked(node: Any) -> Any:
        if isinstance(node, list):
            return [walked(one) for one in node]
        return opened(_merged(spec, node)) if isinstance(node, dict) else node

    def opened(node: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.items():
            if key in _MAPS_OF_SCHEMAS and isinstance(value, dict):
                result[key] = {name: walked(one) for name, one in value.items()}
            elif key not in _CLOSED:
                result["anyOf" if key == "oneOf" else key] = value if key in _NOT_SCHEMAS else walked(value)
        kind = result.get("type")
        if kind == "object" and "properties" not in result:
            result.setdefault("additionalProperties", True)
        if isinstance(kind, str | list):
            kinds = [kind] if isinstance(kind, str) else kind
            result.update({"nullable": True} if is_3_0 else {"type": [*kinds, "null"]})
        return result

    return opened(spec)


def _merged(spec: Mapping[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """One schema for an `allOf`: else its parts would each forbid the fields of the others."""
    if not isinstance(node.get("allOf"), list):
        return node
    rest = {key: value for key, value in node.items() if key != "allOf"}
    result: dict[str, Any] = {}
    for part in [*(_merged(spec, _followed(spec, one)) for one in node["allOf"]), rest]:
        properties = {**result.get("properties", {}), **part.get("properties", {})}
        required = [*result.get("required", []), *part.get("required", [])]
        result = {**result, **part}
        if properties:
            result["properties"] = properties
        if required:
            result["required"] = sorted(set(required))
    return result
