"""leanrig in a notebook: a recipe to work on, runs to look at, and every command as `%leanrig`.

from leanrig.notebook import start

study = start("aapl_regime")
study.rows
"""

from leanrig.notebook.start import keep_recipe, open_run, start

__all__ = ["keep_recipe", "open_run", "start"]
