"""`leanrig notebook`: a recipe's notebook, in JupyterLab or in Lean's own research environment."""

from pathlib import Path

import click

from leanrig.cli.terminal import Terminal
from leanrig.workspace import find_workspace

__all__ = ["notebook"]


@click.command()
@click.argument("recipe")
@click.option("--lean", "in_lean", is_flag=True, help="Open it in Lean's research image, by way of `lean research`.")
@click.option("--port", type=click.IntRange(1, 65535), default=8888, show_default=True, help="Where Jupyter answers.")
@click.option("--no-open", is_flag=True, help="Open no browser.")
@click.option("--image", metavar="NAME", default="", help="The research image. Default: QuantConnect's own.")
@click.option("--pull", is_flag=True, help="Fetch the image first (several gigabytes).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def notebook(
    terminal: Terminal, *, recipe: str, in_lean: bool, port: int, no_open: bool, image: str, pull: bool, as_json: bool
) -> None:
    """Make RECIPE's notebook and open it in JupyterLab, where that is installed; with --lean, in Lean's research image.

    The notebook lies in research/notebooks/lean and is made once; it runs in both. In the image leanrig, research and
    signals are mounted read-only, and its first cell puts them on the path. Ctrl-C ends the session, and notebooks made
    in it are brought to that folder.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.notebook import has_jupyter, open_in_jupyter, open_in_lean, recipe_notebook
    from leanrig.pipeline.recipes import recipe_path

    path = recipe_path(space, recipe)
    if in_lean:
        from leanrig.backtest.lean_program.docker_api import find_image
        from leanrig.backtest.lean_program.program import find_lean_program
        from leanrig.backtest.lean_research import RESEARCH_IMAGE, LeanResearch

        program = find_lean_program()
        found = find_image(image or RESEARCH_IMAGE, pull=pull, told=terminal.say)
        terminal.warn("Jupyter asks for no password, and the CLI opens its port on every address of this machine")
        research = LeanResearch(found, program, lean_json=space.root / "lean.json")
        made = open_in_lean(space, path, research, port=port, opens_browser=not no_open, on_line=terminal.say)
    else:
        made = recipe_notebook(space, path)
    if as_json:
        terminal.object({"notebook": str(made)})
    else:
        terminal.result(f"notebook  {made.relative_to(space.root)}")
    if in_lean or as_json:
        return
    if not has_jupyter():
        terminal.say("          to open it here: pip install jupyterlab, and run the same command again")
    else:
        open_in_jupyter(space, made, port=port, opens_browser=not no_open)
