"""Comparisons as one HTML file that needs no network."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, StrictUndefined

from leanrig.model.comparison import Comparison

__all__ = ["compare_page"]


def compare_page(
    comparisons: Sequence[Comparison], *, left_out: Mapping[str, str], title: str = "Runs side by side"
) -> str:
    """Return the page: what is equal, each difference with both sides, and what is left out and why."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(_PAGE)
    is_equal = all(comparison.is_equal for comparison in comparisons)
    return page.render(comparisons=comparisons, left_out=left_out, title=title, is_equal=is_equal)


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
</style>
</head>
<body>
<header>
<span class="badge {{ 'ok' if is_equal else 'bad' }}">{{ 'equal' if is_equal else 'different' }}</span>
<h1>{{ title }}</h1>
</header>
<main>
{% for comparison in comparisons %}
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
{% for part in comparison.parts %}
<h3>{{ part.name | capitalize }}
<span class="badge {{ 'ok' if part.is_equal else 'bad' }}">{{ part.equal }} of {{ part.total }} equal</span></h3>
{% if part.note %}
<p class="soft">Not compared: {{ part.note }}</p>
{% endif %}
{% if part.differences %}
<div class="wide"><table>
<thead><tr><th scope="col">What</th><th scope="col">Simulated time, UTC</th>
<th scope="col">{{ comparison.left.name }}</th><th scope="col">{{ comparison.right.name }}</th></tr></thead>
<tbody>
{% for item in part.differences %}
<tr><td>{{ item.what }}</td><td>{{ item.time.strftime('%Y-%m-%d %H:%M:%S') if item.time else '' }}</td>
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
