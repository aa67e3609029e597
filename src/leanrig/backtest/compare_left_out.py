"""The one list of what a comparison does not look at: what changes from run to run though nothing has changed."""

__all__ = ["LEFT_OUT", "is_left_out_input"]

LEFT_OUT = {
    "id": "an order's number: orders are held against each other in their sequence",
    "order_id": "an event's number of its order: it stands under that order",
    "number": "an event's number: events are held against each other in their sequence",
    "events": "compared one by one, with their own fields",
    "brokerId": "given by the broker",
    "algorithmId": "named after the project's folder, or made up by the cloud",
    "StartTime, EndTime, Up Time": "wall clock of the run",
    "Hostname": "the machine",
    "CPU Usage, Used RAM (MB), Total RAM (MB)": "the machine",
    "LogCount": "depends on the engine's own log lines",
    "name": "of the algorithm: real Lean says `local` there",
    "started, seconds": "wall clock of the run, in run.json",
    "config.json": "the Lean CLI and the cloud write their ids into it; its parameters are compared one by one",
    "storage/*.json": "a signal file's sidecar: when and from what it was made; its rows are compared",
    "crosscheck.json, crosscheck.md": "when and how another vendor was asked",
}
"""Name -> why. Names are those of the model's fields, of Lean's files, or of kept inputs."""


def is_left_out_input(name: str) -> bool:
    """Whether a kept input says when and by whom rather than what."""
    return name in {"config.json", "crosscheck.json", "crosscheck.md"} or (
        name.startswith("storage/") and name.endswith(".json")
    )
