"""What hmmlearn 0.3.3 and jumpmodels 0.1.1 say of drawn markets, in an environment of their own.

Run there: `python peers_of_regimes.py IN.npz OUT.npz`; in: `x0`, `train0`, `x1`, ... and `starts0`, ... (our starts).
Imported here: `peers_say` makes the environment, or skips the test.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np

__all__ = ["peers_say"]

HALF_LIVES = (5, 20, 60)


def peers_say(folder: Path, cases: list[tuple[np.ndarray, int, np.ndarray]]) -> dict[str, list[np.ndarray]]:
    """Return method -> for each case (returns, train days, starts) whether each later day is in the wild state.

    Parameters
    ----------
    folder
        A scratch folder.
    """
    from stacks import Stack, python_of

    python = python_of(Stack("regime peers", ("hmmlearn==0.3.3", "jumpmodels==0.1.1")))
    given = {f"{name}{n}": value for n, case in enumerate(cases) for name, value in zip(_NAMES, case, strict=True)}
    np.savez(folder / "in.npz", **given)
    done = subprocess.run(
        [python, "-W", "ignore", __file__, str(folder / "in.npz"), str(folder / "out.npz")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = np.load(folder / "out.npz")
    methods = sorted({name.rstrip("0123456789") for name in found})
    return {method.rstrip("_"): [found[f"{method}{n}"] for n in range(len(cases))] for method in methods}


_NAMES = ("x", "train", "starts")


def _main(source: str, target: str) -> None:
    given, said = np.load(source), {}
    for n in range(sum(name.startswith("x") for name in given)):
        returns, train, starts = given[f"x{n}"], int(given[f"train{n}"]), given[f"starts{n}"]
        said[f"hmm_{n}"] = _filtered(_hmm(returns[:train]), returns)[train:]
        said[f"hmm without prior_{n}"] = _filtered(_hmm_without_prior(returns[:train], starts), returns)[train:]
        said[f"jump_{n}"] = _jump(returns, train)
    np.savez(target, **said)


def _hmm(returns: np.ndarray):
    from hmmlearn.hmm import GaussianHMM

    fits = [GaussianHMM(2, "diag", n_iter=100, random_state=seed).fit(returns[:, None]) for seed in range(3)]
    return max(fits, key=lambda fit: fit.score(returns[:, None]))


def _hmm_without_prior(returns: np.ndarray, starts: np.ndarray):
    """Fit from starts that are given: rows of mean, mean, variance, variance, stay, stay."""
    from hmmlearn.hmm import GaussianHMM

    fits = []
    for m0, m1, v0, v1, s0, s1 in starts.tolist():
        model = GaussianHMM(2, "diag", n_iter=100, covars_prior=0, init_params="")
        model.startprob_ = np.array([1 - s1, 1 - s0]) / (2 - s0 - s1)
        model.transmat_ = np.array([[s0, 1 - s0], [1 - s1, s1]])
        model.means_, model.covars_ = np.array([[m0], [m1]]), np.array([[v0], [v1]])
        fits.append(model.fit(returns[:, None]))
    return max(fits, key=lambda fit: fit.score(returns[:, None]))


def _filtered(model, returns: np.ndarray) -> np.ndarray:
    """The forward recursion with the fitted parameters, and the likelier state."""
    heights = model._compute_log_likelihood(returns[:, None])
    densities = np.exp(heights - heights.max(axis=1, keepdims=True))
    ahead, found = model.startprob_, np.empty(len(returns))
    wild = int(model.covars_.ravel().argmax())
    for t, density in enumerate(densities):
        here = ahead * density
        here /= here.sum()
        found[t] = here.argmax() == wild
        ahead = here @ model.transmat_
    return found.astype(int)


def _jump(returns: np.ndarray, train: int) -> np.ndarray:
    import pandas as pd
    from jumpmodels.jump import JumpModel
    from jumpmodels.preprocess import DataClipperStd, StandardScalerPD

    series = pd.Series(returns, index=pd.date_range("2000-01-01", periods=len(returns)))
    columns = {}
    for half_life in HALF_LIVES:
        mean = series.ewm(halflife=half_life).mean()
        down = np.sqrt((np.minimum(series, 0) ** 2).ewm(halflife=half_life).mean()) + 1e-8
        columns |= {f"m{half_life}": mean, f"d{half_life}": np.log(down), f"q{half_life}": mean / down}
    features, skip = pd.DataFrame(columns), 20 if train == 250 else 60
    clipper, scaler = DataClipperStd(mul=3.0), StandardScalerPD()
    known = scaler.fit_transform(clipper.fit_transform(features.iloc[skip:train]))
    later = scaler.transform(clipper.transform(features.iloc[train:]))
    model = JumpModel(n_components=2, jump_penalty=50.0).fit(known, series.iloc[skip:train], sort_by="cumret")
    spreads = [series.iloc[skip:train][model.labels_ == label].std() for label in (0, 1)]
    wild = int(np.nanargmax(spreads))
    return (model.predict_online(later).to_numpy() == wild).astype(int)


if __name__ == "__main__":
    _main(*sys.argv[1:])
