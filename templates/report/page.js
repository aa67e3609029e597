// Cross-hair, zoom, sorting and filtering. Without it the page reads the same.
(() => {
  "use strict";
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  all(".controls, .zoom").forEach((node) => { node.hidden = false; });

  const number = (text) => {
    const found = text.replace(/\u2212/g, "-").replace(/[^\d.+-]/g, "");
    return found && !Number.isNaN(Number(found)) ? Number(found) : null;
  };
  all("table.sortable").forEach((table) => {
    const body = table.tBodies[0];
    const first = Array.from(body.rows);
    if (first.length > 20) table.parentNode.classList.add("tall");
    all("th", table.tHead).forEach((head, column) => {
      head.tabIndex = 0;
      const sort = () => {
        const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
        all("th", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const numeric = head.classList.contains("n");
        const keyed = first.map((row) => {
          const text = row.cells[column].textContent;
          return [numeric ? number(text) : text, row];
        });
        keyed.sort((a, b) => (a[0] === b[0] ? 0 : a[0] === null ? 1 : b[0] === null ? -1 : a[0] < b[0] ? -1 : 1));
        if (order === "descending") keyed.reverse();
        body.append(...keyed.map((pair) => pair[1]));
      };
      head.addEventListener("click", sort);
      head.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); } });
    });
  });
  all("input[data-filters]").forEach((input) => {
    const rows = Array.from(document.getElementById(input.dataset.filters).tBodies[0].rows);
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row) => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      });
    });
  });

  const holder = document.getElementById("data");
  const stack = document.querySelector(".stack");
  if (!holder || !stack) return;
  const data = JSON.parse(holder.textContent);
  let sum = 0;
  const times = data.t.map((step) => (sum += step));
  const start = times[0];
  const end = times[times.length - 1];
  const WIDTH = 10000;
  const HEIGHT = 1000;
  const panes = stack.querySelector(".panes");
  const hair = stack.querySelector(".hair");
  const readout = document.getElementById("readout");
  const plots = all(".pane", stack).map((node) => ({
    node, about: data.panes[node.dataset.pane], plot: node.querySelector(".plot"), svg: node.querySelector("svg"),
    yticks: node.querySelector(".yticks"), box: null,
    low: null, high: null,
  }));
  const whole = plots.map((part) => part.yticks.innerHTML);
  const wholeGrid = plots.map((part) => all("[style]", part.yticks).map((node) => Number(node.style.getPropertyValue("--y"))));
  const grid = (part, heights) => {
    all(".grid", part.svg).forEach((node) => node.remove());
    heights.forEach((height) => {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", "grid");
      line.setAttribute("d", `M0 ${height}H${WIDTH}`);
      part.svg.prepend(line);
    });
  };
  const xaxis = stack.querySelector(".xticks");
  const wholeX = xaxis.innerHTML;
  let from = start;
  let to = end;
  let at = times.length - 1;

  const symbols = { USD: "$", EUR: "€", GBP: "£" };
  const sign = symbols[data.currency] || "";
  const minus = (text) => text.replace("-", "\u2212");
  const shown = (value, unit, digits) => {
    if (value === null || value === undefined) return "–";
    if (unit === "percent") return minus((value * 100).toFixed(digits === undefined ? 1 : digits)) + "\u202f%";
    if (unit === "money") return (value < 0 ? "\u2212" : "") + sign + Math.abs(value).toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 1000 ? 2 : 0 });
    return minus(value.toFixed(2));
  };
  const axis = (value, unit) => {
    if (unit === "percent") return minus(String(Number((value * 100).toFixed(6)))) + "\u202f%";
    if (unit === "money") {
      const size = Math.abs(value);
      const found = size >= 1e6 ? [1e6, "m"] : size >= 1e3 ? [1e3, "k"] : [1, ""];
      return (value < 0 ? "\u2212" : "") + sign + Number((size / found[0]).toFixed(4)) + found[1];
    }
    return minus(String(Number(value.toFixed(6))));
  };
  const index = (time) => {
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= time) low = middle; else high = middle - 1;
    }
    return low;
  };
  const x = (time) => ((time - start) / (end - start)) * WIDTH;

  // The box of a pane as it was drawn: worked back from two labels of its axis is not exact enough, so from its lines.
  const range = (about, first, last) => {
    let low = Infinity;
    let high = -Infinity;
    about.lines.forEach((key) => {
      const values = data.lines[key];
      for (let i = first; i <= last; i += 1) {
        const value = values[i];
        if (value !== null) { if (value < low) low = value; if (value > high) high = value; }
      }
    });
    return [low, high];
  };
  const steps = (low, high) => {
    const rough = (high - low) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((times10) => times10 * power).find((size) => size >= rough);
    const found = [];
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) found.push(value);
    return found;
  };
  plots.forEach((part) => {
    part.low = Number(part.node.dataset.low);
    part.high = Number(part.node.dataset.high);
  });
  const place = (part, value) => {
    const turn = part.about.log ? Math.log : (number_) => number_;
    return HEIGHT - ((turn(value) - turn(part.low)) / (turn(part.high) - turn(part.low))) * HEIGHT;
  };
  const fit = (part, position) => {
    const isWhole = from === start && to === end;
    let top = 0;
    let height = HEIGHT;
    if (!isWhole && part.about.shape !== "step") {
      const found = range(part.about, index(from), Math.min(times.length - 1, index(to) + 1));
      if (found[0] < found[1]) {
        const room = (found[1] - found[0]) * 0.06;
        const high = part.about.shape === "area" ? Math.min(0, found[1]) : found[1] + room;
        top = place(part, high);
        height = Math.max(1, place(part, Math.max(found[0] - room, part.about.log ? found[0] / 1.05 : -Infinity)) - top);
        const places = steps(found[0], found[1]);
        part.yticks.replaceChildren(...places.map((value) => label(axis(value, part.about.unit), "--y", place(part, value))));
        grid(part, places.map((value) => place(part, value)));
      }
    } else {
      part.yticks.innerHTML = whole[position];
      grid(part, wholeGrid[position]);
    }
    part.plot.style.setProperty("--y0", top);
    part.plot.style.setProperty("--h", height);
    const left = x(from);
    part.svg.setAttribute("viewBox", `${left} ${top} ${x(to) - left} ${height}`);
  };
  const label = (text, name, value) => {
    const node = document.createElement("span");
    node.textContent = text;
    node.style.setProperty(name, value);
    return node;
  };
  const dates = () => {
    const span = to - from;
    const found = [];
    const pick = span > 900 * 86400 ? 4 : span > 75 * 86400 ? 7 : span > 2 * 86400 ? 10 : 16;
    for (let i = 0; i <= 6; i += 1) {
      const time = times[index(from + (span * (i + 0.02)) / 7)];
      const text = new Date(time * 1000).toISOString().replace("T", " ").slice(pick === 16 ? 5 : 0, pick);
      if (time >= from && (!found.length || found[found.length - 1][0] !== text)) found.push([text, x(time)]);
    }
    return found.map((pair) => label(pair[0], "--x", pair[1]));
  };
  const draw = () => {
    stack.style.setProperty("--x0", x(from));
    stack.style.setProperty("--w", x(to) - x(from));
    plots.forEach(fit);
    if (from === start && to === end) xaxis.innerHTML = wholeX; else xaxis.replaceChildren(...dates());
  };
  const zoom = (first, last) => {
    const least = (end - start) / Math.max(1, times.length / 12);
    if (last - first < least) { const middle = (first + last) / 2; first = middle - least / 2; last = middle + least / 2; }
    from = Math.max(start, first);
    to = Math.min(end, last);
    draw();
  };
  const area = () => plots.find((part) => part.plot.clientHeight).plot.getBoundingClientRect();
  const read = (position) => {
    at = Math.max(0, Math.min(times.length - 1, position));
    const time = times[at];
    const box = area();
    hair.hidden = !(time >= from && time <= to);
    hair.style.left = `${((time - from) / (to - from)) * box.width}px`;
    const parts = [`<b>${new Date(time * 1000).toISOString().replace("T", " ").slice(0, 16)}</b>`];
    data.ribbons.forEach((ribbon) => {
      const spell = ribbon[1].find((item) => item[1] <= time && time <= item[2]);
      if (spell) parts.push(`${data.ribbons.length > 1 ? `${ribbon[0]} ` : ""}${spell[0].replace("_", " ")}`);
    });
    const told = new Set();
    plots.forEach((part) => part.about.lines.forEach((key) => {
      if (told.has(key)) return;
      told.add(key);
      parts.push(`${key.startsWith("price") ? "price" : key} ${shown(data.lines[key][at], part.about.unit)}`);
    }));
    const before = at ? times[at - 1] : -Infinity;
    data.orders.filter((order) => order[0] > before && order[0] <= time).forEach((order) => {
      parts.push(`no. ${order[1]} ${order[2]} at ${shown(order[3], "money")}`);
    });
    readout.hidden = false;
    readout.innerHTML = parts.map((text) => `<span>${text}</span>`).join(" ");
  };
  const timeAt = (event) => {
    const box = area();
    return from + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * (to - from);
  };
  let drag = null;
  let band = null;
  panes.addEventListener("pointermove", (event) => {
    read(index(timeAt(event)));
    if (drag === null) return;
    const box = area();
    const edge = (time) => ((time - from) / (to - from)) * box.width;
    const ends = [edge(drag), edge(timeAt(event))].sort((a, b) => a - b);
    if (!band) { band = document.createElement("div"); band.className = "band"; panes.append(band); }
    band.style.left = `${ends[0]}px`;
    band.style.width = `${ends[1] - ends[0]}px`;
  });
  panes.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse" && event.button === 0) { drag = timeAt(event); event.preventDefault(); } });
  window.addEventListener("pointerup", (event) => {
    if (drag === null) return;
    const ends = [drag, timeAt(event)].sort((a, b) => a - b);
    drag = null;
    if (band) { band.remove(); band = null; }
    if (ends[1] - ends[0] > (to - from) / 100) zoom(ends[0], ends[1]);
  });
  panes.addEventListener("dblclick", () => zoom(start, end));
  const near = (factor) => {
    const middle = times[at] >= from && times[at] <= to ? times[at] : (from + to) / 2;
    const half = ((to - from) * factor) / 2;
    let first = middle - half;
    let last = middle + half;
    if (first < start) { last += start - first; first = start; }
    if (last > end) { first -= last - end; last = end; }
    zoom(first, last);
  };
  all("[data-zoom]", stack).forEach((button) => button.addEventListener("click", () => {
    if (button.dataset.zoom === "all") zoom(start, end); else near(button.dataset.zoom === "in" ? 0.5 : 2);
  }));
  stack.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 20 : 1;
    if (event.key === "ArrowLeft") read(at - step);
    else if (event.key === "ArrowRight") read(at + step);
    else if (event.key === "+") near(0.5);
    else if (event.key === "-") near(2);
    else if (event.key === "Escape") zoom(start, end);
    else return;
    event.preventDefault();
  });
})();
