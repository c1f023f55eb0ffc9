// A list of values with counts: the box adds a value, the number opens what is behind it.
let number = 0;
const FEW = 8;

function render({ model, el }) {
  const id = `wb-facet-${++number}`;
  el.classList.add("wb-facet");
  const fold = element("button", { type: "button", id: `${id}-title`, "aria-controls": id, onclick: () => turn(!open) });
  const note = element("span", { className: "wb-facet-note" });
  const find = element("input", { type: "search", className: "wb-facet-find" });
  const list = element("ul", { "aria-labelledby": `${id}-title` });
  const more = element("button", { type: "button", className: "wb-more", onclick: () => { all = !all; show(); } });
  const rest = element("p", { className: "wb-facet-rest", role: "status" });
  const body = element("div", { id }, find, list, more, rest);
  el.append(element("section", { "aria-labelledby": `${id}-title` }, element("div", { className: "wb-facet-head" }, element("h3", {}, fold), note), body));
  let open = model.get("unfolded"), all = false;
  function turn(to) {
    open = to;
    fold.setAttribute("aria-expanded", open);
    body.hidden = !open;
  }

  let timer = null;
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => model.send({ type: "find", text: find.value }), 150);
  });
  list.addEventListener("change", (event) => model.send({ type: "toggle", value: event.target.value }));
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "checkbox") event.target.closest("li").querySelector("button").click();
    else if (event.target.type === "checkbox") arrows(event, "input");
  });

  const rows = new Map();
  function row(value) {
    const box = element("input", { type: "checkbox" });
    box.value = value;
    const bar = element("span", { className: "wb-facet-bar", "aria-hidden": "true" });
    const name = element("span", { className: "wb-facet-name" });
    const label = element("label", {}, box, name);
    const count = element("button", { type: "button", className: "wb-facet-count" });
    count.addEventListener("click", (event) => {
      model.send({ type: "open", value });
      readOn(event, el);
    });
    rows.set(value, { item: element("li", {}, bar, label, count), box, bar, name, count, label });
  }

  function show() {
    const items = model.get("items"), unit = model.get("unit"), total = model.get("total");
    fold.textContent = model.get("title");
    note.textContent = unit;
    find.hidden = !model.get("finder") || (total <= FEW && !find.value);
    find.placeholder = `find among ${plain(total)}`;
    find.setAttribute("aria-label", `Find in ${model.get("title").toLowerCase()}`);
    const top = Math.max(1, ...items.map((i) => i.count));
    const focused = document.activeElement && list.contains(document.activeElement) ? document.activeElement : null;
    const kept = new Set(items.map((i) => i.value));
    for (const [value, parts] of rows) {
      if (!kept.has(value)) {
        parts.item.remove();
        rows.delete(value);
      }
    }
    items.forEach((i, k) => {
      if (!rows.has(i.value)) row(i.value);
      const parts = rows.get(i.value);
      parts.box.checked = i.chosen;
      parts.item.classList.toggle("wb-chosen", i.chosen);
      parts.item.hidden = !all && !find.value && k >= FEW && !i.chosen;
      parts.name.textContent = i.name;
      parts.label.title = i.kind ? `${i.name} (${i.kind})` : i.name;
      parts.count.textContent = plain(i.count);
      const one = i.count === 1 && unit !== "stories" ? unit.slice(0, -1) : i.count === 1 ? "story" : unit;
      parts.count.setAttribute("aria-label", `Open ${plain(i.count)} ${one}: ${i.name}`);
      parts.count.title = `Only ${i.name}: open the ${plain(i.count)} ${one}`;
      parts.bar.style.width = `${(100 * i.count) / top}%`;
      if (list.children[k] !== parts.item) list.insertBefore(parts.item, list.children[k] || null);
    });
    if (focused && document.activeElement !== focused && list.contains(focused)) focused.focus();
    const listed = items.filter((i) => !i.chosen).length, found = model.get("found");
    more.hidden = Boolean(find.value) || items.length <= FEW;
    more.textContent = all ? "Show fewer" : `Show ${plain(Math.max(0, items.length - FEW))} more`;
    rest.textContent = items.length === 0 ? model.get("empty")
      : found > listed ? `${plain(found - listed)} more: type to find` : find.value && !found ? model.get("empty") : "";
    rest.hidden = !rest.textContent || (!all && !find.value && items.length > FEW);
  }
  turn(open);
  return follow(model, ["items", "title", "unit", "total", "found", "empty", "finder"], show);
}
export default { render };
