// A figure in words and as a table, and the figure's name.
function render({ model, el }) {
  el.classList.add("wb-note");
  const words = document.createElement("p");
  words.className = "wb-note-words";
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const scroll = document.createElement("div");
  scroll.className = "wb-note-scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  details.append(summary, scroll);
  el.append(words, details);

  function table() {
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    for (const name of model.get("columns")) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const body = made.createTBody();
    for (const row of model.get("shown")) {
      const line = body.insertRow();
      row.forEach((cell, k) => {
        const made = document.createElement(k ? "td" : "th");
        if (!k) made.scope = "row";
        if (cell.value !== undefined) {
          const press = document.createElement("button");
          press.type = "button";
          press.textContent = cell.text;
          press.title = `Choose ${row[0].text}${k ? `, ${model.get("columns")[k]}` : ""}`;
          press.addEventListener("click", (event) => {
            model.send({ type: "cell", value: cell.value });
            readOn(event, el);
          });
          made.append(press);
        } else made.textContent = cell.text;
        line.append(made);
      });
    }
    return made;
  }
  function show() {
    const label = model.get("label"), said = model.get("summary");
    words.textContent = said;
    words.hidden = !said;
    summary.textContent = `${label} as a table`;
    scroll.setAttribute("aria-label", `${label} as a table`);
    details.hidden = model.get("many") === 0;
    details.open = model.get("unfolded");
    if (details.open) scroll.replaceChildren(table());
    name(20);
  }
  // The plot beside this note is drawn by another widget, maybe later: give it its name when it is there.
  function name(tries) {
    const view = el.closest(".wb-view");
    const plot = view && view.querySelector(".js-plotly-plot");
    if (plot) {
      plot.setAttribute("role", "group");
      plot.setAttribute("aria-label", `${model.get("label")}: ${model.get("summary")}`);
      if (!sized) {
        sized = new ResizeObserver(fit);
        sized.observe(view);
      }
    } else if (tries) setTimeout(() => name(tries - 1), 250);
  }
  // plotly follows the window's size, not its box's: tell it when the box changes, and when it was drawn before it had a place.
  let sized = null, width = 0;
  function fit(entries) {
    const now = Math.round(entries[0].contentRect.width);
    if (!now || now === width) return;
    width = now;
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  }
  details.addEventListener("toggle", () => {
    if (details.open) scroll.replaceChildren(table());
    model.set("unfolded", details.open);
    model.save_changes();
  });
  const stop = follow(model, ["label", "summary", "columns", "shown", "many", "unfolded"], show);
  return () => {
    if (sized) sized.disconnect();
    stop();
  };
}
export default { render };
