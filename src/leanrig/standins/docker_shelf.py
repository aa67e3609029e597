"""What the Docker stand-in has besides containers: images, networks, volumes, and how it is asked about them."""

import json
import secrets
import threading
from typing import Any

from werkzeug.wrappers import Request, Response

from leanrig.standins.docker_image import Image, normal_name

__all__ = ["DockerShelf", "answer", "refusal"]


def answer(body: Any, status: int = 200) -> Response:
    """Return a body as JSON."""
    return Response(json.dumps(body), status=status, content_type="application/json")


def refusal(status: int, message: str) -> Response:
    """Return a refusal in Docker's form."""
    return answer({"message": message}, status)


class DockerShelf:
    """Images that are here, images that can be fetched, networks, volumes."""

    def __init__(self, images: tuple[Image, ...], remote: tuple[Image, ...]) -> None:
        self.images = {image.name: image for image in images}
        self.networks: dict[str, dict[str, Any]] = {}
        self.volumes: dict[str, dict[str, Any]] = {}
        self._remote = {image.name: image for image in remote}
        self._lock = threading.RLock()

    def _images(self, _: Request) -> Response:
        return answer([image.listed for image in self.images.values()])

    def _image_of(self, name: str) -> Image | None:
        by_id = {image.id: image for image in self.images.values()}
        return self.images.get(normal_name(name)) or by_id.get(name)

    def _image(self, _: Request, name: str) -> Response:
        image = self._image_of(name)
        return answer(image.inspected) if image else refusal(404, f"No such image: {name}")

    def _distribution(self, _: Request, name: str) -> Response:
        image = self._remote.get(normal_name(name))
        if image is None:
            return refusal(404, f"manifest for {name} not found")
        return answer({"Descriptor": {"digest": image.digest}, "Platforms": []})

    def _pull(self, request: Request) -> Response:
        name = normal_name(f"{request.args['fromImage']}:{request.args.get('tag') or 'latest'}")
        if name not in self._remote:
            return refusal(404, f"pull access denied for {name}, repository does not exist")
        with self._lock:
            self.images[name] = self._remote[name]
        lines = [{"status": f"Pulling {name}"}, {"status": "Download complete", "id": "layer", "progress": "1/1"}]
        told = (json.dumps(line).encode() + b"\r\n" for line in lines)  # in chunks, as the SDK expects it
        return Response(told, content_type="application/json")

    def _networks(self, request: Request) -> Response:
        names = json.loads(request.args.get("filters", "{}")).get("name", [])
        return answer([item for item in self.networks.values() if not names or item["Name"] in names])

    def _create_network(self, request: Request) -> Response:
        name = request.get_json(force=True)["Name"]
        with self._lock:
            if any(item["Name"] == name for item in self.networks.values()):
                return refusal(409, f"network with name {name} already exists")
            network = {"Name": name, "Id": secrets.token_hex(32), "Driver": "bridge", "Containers": {}}
            self.networks[network["Id"]] = network
        return answer({"Id": network["Id"], "Warning": ""}, 201)

    def _network(self, _: Request, name: str) -> Response:
        found = [item for item in self.networks.values() if name in (item["Id"], item["Name"])]
        return answer(found[0]) if found else refusal(404, f"network {name} not found")

    def _volumes(self, _: Request) -> Response:
        return answer({"Volumes": list(self.volumes.values()), "Warnings": []})

    def _create_volume(self, request: Request) -> Response:
        name = request.get_json(force=True)["Name"]
        self.volumes.setdefault(name, {"Name": name, "Driver": "local", "CreatedAt": "2026-01-01T00:00:00Z"})
        return answer(self.volumes[name], 201)
