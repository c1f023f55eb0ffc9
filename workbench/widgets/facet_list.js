// A list of values with counts. Names are put in as text, never as HTML.
let number = 0;

function render({ model, el }) {
  const id = `wb-facet-${++number}`;
  el.classList.add("wb-facet");
  const section = document.createElement("section");
  section.setAttribute("aria-labelledby", id);
  const head = document.createElement("div");
  head.className = "wb-facet-head";
  const title = document.createElement("h3");
  title.id = id;
  const note = document.createElement("span");
  note.className = "wb-facet-note";
  head.append(title, note);
  const find = document.createElement("input");
  find.type = "search";
  find.className = "wb-facet-find";
  const list = document.createElement("ul");
  const more = document.createElement("p");
  more.className = "wb-facet-more";
  more.setAttribute("role", "status");
  section.append(head, find, list, more);
  el.append(section);

  let timer = null;
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => model.send({ type: "find", text: find.value }), 150);
  });
  list.addEventListener("change", (event) => {
    model.send({ type: "toggle", value: event.target.value });
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const boxes = [...list.querySelectorAll("input")];
    const next = boxes[boxes.indexOf(event.target) + step];
    if (next) next.focus();
    event.preventDefault();
  });

  const rows = new Map();
  function row(value) {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = value;
    const bar = document.createElement("span");
    bar.className = "wb-facet-bar";
    bar.setAttribute("aria-hidden", "true");
    const name = document.createElement("span");
    name.className = "wb-facet-name";
    const count = document.createElement("span");
    count.className = "wb-facet-count";
    label.append(box, bar, name, count);
    item.append(label);
    rows.set(value, { item, box, bar, name, count, label });
  }

  function show() {
    const items = model.get("items"), unit = model.get("unit"), total = model.get("total");
    const plain = (n) => n.toLocaleString("en");
    title.textContent = model.get("title");
    note.textContent = unit;
    find.hidden = !model.get("finder") || (total <= 8 && !find.value);
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
      parts.name.textContent = i.name;
      parts.label.title = i.kind ? `${i.name} (${i.kind})` : i.name;
      parts.count.textContent = plain(i.count);
      parts.count.setAttribute("aria-label", `${plain(i.count)} ${unit}`);
      parts.bar.style.width = `${(100 * i.count) / top}%`;
      if (list.children[k] !== parts.item) list.insertBefore(parts.item, list.children[k] || null);
    });
    if (focused && document.activeElement !== focused && list.contains(focused)) focused.focus();
    const shown = items.filter((i) => !i.chosen).length, found = model.get("found");
    more.textContent = items.length === 0 ? model.get("empty")
      : found > shown ? `${plain(found - shown)} more: type to find` : find.value && !found ? model.get("empty") : "";
  }
  const names = ["items", "title", "unit", "total", "found", "empty", "finder"];
  let asked = false;
  const later = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => { asked = false; show(); });
  };
  names.forEach((n) => model.on(`change:${n}`, later));
  show();
  return () => names.forEach((n) => model.off(`change:${n}`, later));
}
export default { render };
