"""A project that has been in the cloud goes live there, on paper: planned and shown first, started when confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leanrig.backtest.project import merged_parameters, project_name
from leanrig.errors import BadInput
from leanrig.pipeline.cloud import store_files
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.cloud_push import cloud_id, push, put_objects
from leanrig.pipeline.inputs import recipe_of
from leanrig.providers.failures import NotEntitled
from leanrig.providers.quantconnect import live
from leanrig.providers.quantconnect.live import Cash, LiveNode, LiveStatus
from leanrig.providers.quantconnect.runs import compile_project
from leanrig.providers.quantconnect.waiting import Pace, poll
from leanrig.workspace import Workspace

__all__ = ["LivePlan", "end_live", "go_live", "plan_live", "refresh_signals", "standing"]

_PACE = Pace(limit_s=120)


@dataclass(frozen=True, slots=True)
class LivePlan:
    """What would be started; `limits` are the recipe's, as the algorithm holds them."""

    project: Path
    project_id: int
    node: LiveNode
    brokerage: str
    cash: Cash
    limits: dict[str, str]
    objects: dict[str, Path]

    @property
    def name(self) -> str:
        """What has to be said to start it."""
        return project_name(self.project)


def plan_live(
    account: CloudAccount, space: Workspace, project: Path, *, cash: Cash, node: str | None = None
) -> LivePlan:
    """Return the plan; nothing is changed anywhere.

    Parameters
    ----------
    node
        Number or name of the live node; the first free one where none is named.

    Raises
    ------
    BadInput
        If the project has never been in the cloud, or runs live already.
    NotEntitled
        If no such node is free.
    """
    known = _known(project)
    status = live.live_status(account.api, known)
    if status is not None and status.is_running:
        raise BadInput(
            f"this project is live already ({status.status} since {status.launched})",
            where=f"deployment {status.deploy_id}",
            cure=f"leanrig deploy stop {project_name(project)}",
        )
    parameters = merged_parameters(project, {})
    return LivePlan(
        project=project,
        project_id=known,
        node=_free(live.live_nodes(account.api, known), node),
        brokerage="Paper Trading by QuantConnect",
        cash=cash,
        limits=_limits(project, parameters),
        objects=store_files(project, space.storage, parameters),
    )


def go_live(
    account: CloudAccount, space: Workspace, plan: LivePlan, *, confirmed: str | None, pace: Pace = _PACE
) -> LiveStatus:
    """Push, compile and start what was planned; return how it stands once it is out of the queue.

    Raises
    ------
    BadInput
        If `confirmed` is not the project's name, or the cloud cannot build the project. Nothing was started then.
    """
    if confirmed != plan.name:
        raise BadInput(
            "going live needs the project's name as a confirmation"
            if confirmed is None
            else f"--confirm says {confirmed!r}, and the project is called {plan.name!r}",
            where="nothing was started",
            cure=f"look at the plan, then add --confirm {plan.name}",
        )
    parameters = merged_parameters(plan.project, {})
    push(account, space, plan.project, parameters=parameters, objects=plan.objects)
    compiled = compile_project(account.api, plan.project_id, pace)
    if not compiled.is_good:
        raise BadInput(f"the cloud cannot build the project: {'; '.join(compiled.logs[:1])}", cure="mend what it names")
    live.start_paper(account.api, plan.project_id, compiled.id, plan.node.id, plan.cash)
    seen = poll(lambda: standing(account, plan.project), _is_out_of_the_queue, pace)
    return seen or _must_stand(account, plan.project)


def standing(account: CloudAccount, project: Path) -> LiveStatus | None:
    """Return the project's newest deployment; None where it never had one."""
    return live.live_status(account.api, _known(project))


def end_live(
    account: CloudAccount, project: Path, *, sells: bool, confirmed: str | None = None, pace: Pace = _PACE
) -> LiveStatus:
    """Stop the deployment; with `sells` what it holds is sold first, which has to be confirmed by name."""
    name = project_name(project)
    if sells and confirmed != name:
        raise BadInput(
            "liquidating sells everything that the algorithm holds",
            where="nothing was sold",
            cure=f"add --confirm {name}",
        )
    status = _must_stand(account, project)
    if not status.is_running:
        raise BadInput(
            f"it does not run: {status.status}", where=f"deployment {status.deploy_id}", cure="nothing to do"
        )
    end: Callable[..., None] = live.liquidate if sells else live.stop
    end(account.api, _known(project))
    seen = poll(lambda: standing(account, project), lambda found: found is not None and not found.is_running, pace)
    return seen or _must_stand(account, project)


def refresh_signals(account: CloudAccount, space: Workspace, project: Path) -> tuple[str, ...]:
    """Put the signal files of this machine into the Object Store and return their keys."""
    objects = store_files(project, space.storage, merged_parameters(project, {}))
    if not objects:
        raise BadInput(
            "this project reads no signal files that are here", where=str(project), cure="leanrig signals RECIPE"
        )
    put_objects(account, objects, [])
    return tuple(objects)


def _known(project: Path) -> int:
    known = cloud_id(project)
    if known is None:
        raise BadInput(
            "this project has not been in the cloud yet",
            where=str(project),
            cure=f"leanrig deploy cloud {project_name(project)}",
        )
    return known


def _must_stand(account: CloudAccount, project: Path) -> LiveStatus:
    status = standing(account, project)
    if status is None:
        raise BadInput("this project has never been live", where=str(project), cure="leanrig deploy live RECIPE")
    return status


def _free(nodes: tuple[LiveNode, ...], wanted: str | None) -> LiveNode:
    named = [node for node in nodes if wanted in (None, node.id, node.name)]
    free = [node for node in named if not node.is_busy]
    if free:
        return free[0]
    told = "; ".join(f"{node.name} runs {node.used_by}" for node in named)
    raise NotEntitled(
        "no live node is free" if wanted is None else f"no free live node is called {wanted}",
        where=told or "the organization has none",
        cure="stop what runs there, or get another node on quantconnect.com",
    )


def _limits(project: Path, parameters: dict[str, str]) -> dict[str, str]:
    recipe = recipe_of(project)
    if recipe is None:
        return dict(parameters)
    found = {"long only": "yes" if recipe.trade.long_only else "no", "brokerage model": recipe.backtest.brokerage}
    return found | {key: parameters.get(key, value) for key, value in recipe.own_parameters.items()}


def _is_out_of_the_queue(status: LiveStatus | None) -> bool:
    return status is not None and status.status not in {"InQueue", ""}
