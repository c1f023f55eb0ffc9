// Who is named with whom: actors as shapes, lines between those named together. Drawn as SVG, so that each can be pressed.
const SVG = "http://www.w3.org/2000/svg", WIDE = 640, HIGH = 400;

function drawn(tag, attributes, ...inside) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}
// Each kind has a form of its own: colour is never the only difference.
function shape(kind, r) {
  const k = r * 1.15;
  if (kind === "organisation") return drawn("rect", { x: -r * 0.9, y: -r * 0.9, width: r * 1.8, height: r * 1.8 });
  if (kind === "country, city") return drawn("path", { d: `M0 ${-k}L${k} 0L0 ${k}L${-k} 0Z` });
  if (kind === "group") return drawn("path", { d: `M0 ${-k}L${k} ${r * 0.8}L${-k} ${r * 0.8}Z` });
  return drawn("circle", { r });
}

function render({ model, el }) {
  el.classList.add("wb-net");
  const plot = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group" });
  const key = element("p", { className: "wb-net-key" });
  const empty = element("p", { className: "wb-empty" }, "No two actors are named together in what is chosen. Take a filter away, or look in whole articles.");
  el.append(plot, key, empty);
  const press = (node, message) => {
    node.addEventListener("click", (event) => { model.send(message); readOn(event, el); });
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      model.send(message);
      readOn({ detail: 0 }, el);
    });
  };

  function show() {
    const nodes = model.get("nodes"), edges = model.get("edges"), unit = model.get("unit");
    plot.setAttribute("aria-label", model.get("label"));
    const at = new Map(nodes.map((node) => [node.id, { ...node, px: WIDE / 2 + node.x * (WIDE / 2 - 70), py: HIGH / 2 - node.y * (HIGH / 2 - 34) }]));
    const most = Math.max(1, ...edges.map((edge) => edge.count)), top = Math.max(1, ...nodes.map((node) => node.count));
    const lines = edges.map((edge) => {
      const one = at.get(edge.source), two = at.get(edge.target), words = `${one.name} and ${two.name}: ${plain(edge.count)} ${unit}`;
      const place = { x1: one.px, y1: one.py, x2: two.px, y2: two.py };
      const line = drawn("g", { class: `wb-net-edge${edge.chosen ? " wb-chosen" : ""}`, role: "button", "aria-label": words }, drawn("title", {}),
        drawn("line", { ...place, class: "wb-net-reach" }), drawn("line", { ...place, class: "wb-net-line", "stroke-width": 0.7 + 5 * Math.sqrt(edge.count / most) }));
      line.firstChild.textContent = words;
      press(line, { type: "pair", value: [edge.source, edge.target] });
      return line;
    });
    const taken = [];
    const marks = [...at.values()].map((node) => {
      const r = 5 + 13 * Math.sqrt(node.count / top), words = `${node.name}, ${node.kind}: ${plain(node.count)}`;
      const mark = drawn("g", { class: `wb-net-node${node.chosen ? " wb-chosen" : ""}`, "data-kind": node.kind, transform: `translate(${node.px} ${node.py})`,
        role: "button", tabindex: 0, "aria-label": words, "aria-pressed": node.chosen }, drawn("title", {}), shape(node.kind, r));
      mark.firstChild.textContent = words;
      press(mark, { type: "actor", value: node.id });
      taken.push([node.px - r, node.py - r, node.px + r, node.py + r]);
      return { mark, node, r };
    });
    // Names of the most named, where they cover no other name or shape.
    const names = [];
    for (const { node, r } of marks) {
      const short = node.name.length > 22 ? `${node.name.slice(0, 21)}…` : node.name, half = 3.4 * short.length + 2;
      for (const [x, y] of [[node.px, node.py - r - 5], [node.px, node.py + r + 14]]) {
        const box = [x - half, y - 11, x + half, y + 3];
        if (box[0] < 0 || box[2] > WIDE || box[1] < 0 || box[3] > HIGH) continue;
        if (taken.some((other) => other[0] < box[2] && box[0] < other[2] && other[1] < box[3] && box[1] < other[3])) continue;
        taken.push(box);
        names.push(drawn("text", { x, y, class: node.chosen ? "wb-chosen" : "" }, short));
        break;
      }
    }
    const focused = plot.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label")?.split(": ")[0] : null;
    plot.replaceChildren(...lines, ...marks.map(({ mark }) => mark), ...names);
    if (focused) [...plot.querySelectorAll(".wb-net-node")].find((mark) => mark.getAttribute("aria-label").startsWith(focused))?.focus();
    const kinds = [...new Set(nodes.map((node) => node.kind))].sort();
    key.replaceChildren(...kinds.map((kind) => element("span", {}, drawn("svg", { viewBox: "-8 -8 16 16", class: "wb-net-node", "data-kind": kind, "aria-hidden": true }, shape(kind, 5)), kind)));
    empty.hidden = edges.length > 0;
    plot.toggleAttribute("hidden", !nodes.length);
  }
  return follow(model, ["nodes", "edges", "unit", "label"], show);
}
export default { render };
