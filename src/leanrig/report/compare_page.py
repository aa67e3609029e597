"""Comparisons as one HTML file that needs no network."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, StrictUndefined

from leanrig.model.comparison import Comparison, EngineRow
from leanrig.report.compare_chart import HEIGHT, WIDTH, equity_chart

__all__ = ["compare_page"]


def compare_page(
    comparisons: Sequence[Comparison],
    *,
    left_out: Mapping[str, str],
    title: str = "Runs side by side",
    engines: Sequence[EngineRow] = (),
    is_equal: bool | None = None,
    remark: str = "",
) -> str:
    """Return the page: what is equal, each difference with both sides, and what is left out and why.

    Parameters
    ----------
    engines
        What a verification ran, and what it could not: one row each before the comparisons.
    is_equal
        The page's verdict; without one, that of all comparisons together.
    remark
        A sentence below the title.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(_PAGE)
    if is_equal is None:
        is_equal = all(comparison.is_equal for comparison in comparisons)
    charts = [equity_chart(comparison.left.equity, comparison.right.equity) for comparison in comparisons]
    return page.render(
        comparisons=list(zip(comparisons, charts, strict=True)),
        left_out=left_out,
        title=title,
        engines=engines,
        is_equal=is_equal,
        remark=remark,
        box=(WIDTH, HEIGHT),
    )


_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="leanrig">
<link rel="icon" href="data:,">
<title>{{ title }}</title>
<style>
:root {
  --bg: #fff; --fg: #1b1f24; --soft: #5b6470; --line: #d8dde3;
  --accent: #0b62b8; --bad: #9a3412; --bad-bg: #fff1e8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14171b; --fg: #e7eaee; --soft: #9aa5b1; --line: #333a43;
    --accent: #6db3f2; --bad: #ffb088; --bad-bg: #3a2318;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px 48px; max-width: 1132px; background: var(--bg); color: var(--fg);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums; }
h1 { font-size: 32px; line-height: 1.2; margin: 8px 0 0; }
h2 { font-size: 20px; margin: 40px 0 8px; }
h3 { font-size: 16px; margin: 24px 0 8px; }
.badge { border: 1px solid var(--line); border-radius: 12px; padding: 1px 10px; font-size: 13px; font-weight: 600; }
.ok { border-color: var(--accent); color: var(--accent); }
.bad { border-color: var(--bad); background: var(--bad-bg); color: var(--bad); }
.soft { color: var(--soft); font-size: 13px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; overflow-wrap: anywhere; }
th, td { border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; }
.when { white-space: nowrap; }
figure { margin: 16px 0; }
svg { display: block; width: 100%; height: 240px; border: 1px solid var(--line); }
path { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
path.left { stroke: var(--accent); }
path.right { stroke: var(--bad); stroke-dasharray: 6 4; }
.edge { display: flex; justify-content: space-between; color: var(--soft); font-size: 13px; }
</style>
</head>
<body>
<header>
{% if comparisons or not is_equal %}
<span class="badge {{ 'ok' if is_equal else 'bad' }}">{{ 'equal' if is_equal else 'different' }}</span>
{% else %}
<span class="badge bad">nothing was compared</span>
{% endif %}
<h1>{{ title }}</h1>
{% if remark %}
<p>{{ remark }}</p>
{% endif %}
</header>
<main>
{% if engines %}
<section>
<h2>Engines</h2>
<div class="wide"><table>
<thead><tr><th scope="col">Engine</th><th scope="col">What it was</th><th scope="col">Orders</th>
<th scope="col">Agrees</th><th scope="col">Verdict of its run, or why there is none</th></tr></thead>
<tbody>
{% for engine in engines %}
<tr><th scope="row">{{ engine.name }}</th><td>{{ engine.kind or 'did not run' }}</td>
<td>{{ '–' if engine.orders is none else engine.orders }}</td>
<td>{{ '–' if engine.agrees is none else 'yes' if engine.agrees else 'no' }}</td><td>{{ engine.told }}</td></tr>
{% endfor %}
</tbody></table></div>
</section>
{% endif %}
{% for comparison, chart in comparisons %}
<section>
<h2>{{ comparison.left.name }} and {{ comparison.right.name }}:
 {{ 'equal' if comparison.is_equal else 'different' }}</h2>
<div class="wide"><table>
<thead><tr><th scope="col">Run</th><th scope="col">Engine</th><th scope="col">Folder</th></tr></thead>
<tbody>
{% for side in (comparison.left, comparison.right) %}
<tr><th scope="row">{{ side.name }}</th><td>{{ side.engine or 'not named' }}</td><td>{{ side.folder }}</td></tr>
{% endfor %}
</tbody></table></div>
{% for note in comparison.notes %}
<p class="soft">{{ note }}</p>
{% endfor %}
{% if chart %}
<figure>
<div class="edge"><span>{{ chart.highest }}</span></div>
<svg viewBox="0 0 {{ box[0] }} {{ box[1] }}" preserveAspectRatio="none" role="img"
 aria-label="Equity of {{ comparison.left.name }} and {{ comparison.right.name }}">
<path class="left" d="{{ chart.left }}"/><path class="right" d="{{ chart.right }}"/></svg>
<div class="edge"><span>{{ chart.lowest }}</span></div>
<div class="edge"><span>{{ chart.first_day }}</span><span>{{ chart.last_day }}</span></div>
<figcaption class="soft">Equity: {{ comparison.left.name }} as a line, {{ comparison.right.name }} dashed over it.
 Each sample is compared below.</figcaption>
</figure>
{% endif %}
{% for part in comparison.parts %}
<h3>{{ part.name | capitalize }}
<span class="badge {{ 'ok' if part.is_equal else 'bad' }}">{{ part.equal }} of {{ part.total }} equal</span></h3>
{% if part.note %}
<p class="soft">Not compared: {{ part.note }}</p>
{% endif %}
{% if part.differences %}
<div class="wide"><table>
<thead><tr><th scope="col">What</th><th class="when" scope="col">Simulated time, UTC</th>
<th scope="col">{{ comparison.left.name }}</th><th scope="col">{{ comparison.right.name }}</th></tr></thead>
<tbody>
{% for item in part.differences %}
<tr><td>{{ item.what }}</td><td class="when">{{ item.time.strftime('%Y-%m-%d %H:%M:%S') if item.time else '' }}</td>
<td>{{ item.left }}</td><td>{{ item.right }}</td></tr>
{% endfor %}
</tbody></table></div>
{% endif %}
{% endfor %}
</section>
{% endfor %}
<section>
<h2>Left out</h2>
<p class="soft">What changes from run to run though nothing has changed.</p>
<div class="wide"><table>
<tbody>
{% for name, reason in left_out.items() %}
<tr><th scope="row">{{ name }}</th><td>{{ reason }}</td></tr>
{% endfor %}
</tbody></table></div>
</section>
</main>
</body>
</html>
"""
