// Two sides beside each other: numbers that open what is behind them, words that set them apart, what was said.
function render({ model, el }) {
  el.classList.add("wb-compare");
  const what = element("select", { "aria-label": "What is compared" });
  const sides = [0, 1].map((k) => element("span", { className: "wb-compare-side" }));
  const warning = element("p", { className: "wb-notice", role: "status" });
  const body = element("div");
  el.append(element("div", { className: "wb-compare-asked" }, element("label", {}, "Compare ", what), sides[0], element("span", {}, "with"), sides[1]), warning, body);
  what.addEventListener("change", () => model.send({ type: "what", value: what.value }));
  let asked = "";

  const choose = (side, value) => model.send({ type: "side", side, value });
  function controls() {
    what.replaceChildren(...model.get("kinds").map((kind) => new Option(kind.name, kind.value)));
    what.value = model.get("what");
    const chosen = model.get("sides"), options = model.get("options");
    sides.forEach((box, side) => {
      const name = side ? "second" : "first";
      if (model.get("what") === "date") {
        const days = [0, 1].map((k) => {
          const field = element("input", { type: "date", "aria-label": `${k ? "Last" : "First"} day of the ${name} period` });
          field.value = (chosen[side] || [])[k] || "";
          return field;
        });
        days.forEach((field) => field.addEventListener("change", () => choose(side, days.map((d) => d.value))));
        box.replaceChildren(days[0], " to ", days[1]);
      } else {
        const list = element("select", { "aria-label": `The ${name} side` });
        list.append(...options.map((option) => new Option(option.name, option.value)));
        list.value = (chosen[side] || [])[0] || "";
        list.addEventListener("change", () => choose(side, [list.value]));
        box.replaceChildren(list);
      }
    });
  }
  function pressed(cell) {
    if (!cell.ask) return cell.text;
    return element("button", { type: "button", title: cell.title, "aria-label": cell.title && `${cell.text}: ${cell.title}`, onclick: (event) => {
      model.send({ type: "cell", value: cell.ask });
      readOn(event, el);
    } }, cell.text);
  }
  function table(part) {
    const row = (cells, tag) => element("tr", {}, ...cells.map((cell, k) => element(k && tag === "td" ? "td" : "th",
      { scope: k && tag === "td" ? null : tag === "td" ? "row" : "col" }, pressed(cell))));
    return element("table", {}, element("caption", {}, part.title), element("thead", {}, row(part.columns.map((text) => ({ text })), "th")),
      element("tbody", {}, ...part.rows.map((cells) => row(cells, "td"))));
  }
  function words(side) {
    const items = side.words.map((word) => {
      const bar = element("span", { className: "wb-compare-bar", "aria-hidden": "true" });
      bar.style.width = `${word.width}%`;
      return element("li", {}, bar, pressed(word), element("span", { className: "wb-compare-count" }, word.counts));
    });
    return element("div", {}, element("h4", {}, side.name), items.length ? element("ol", {}, ...items) : element("p", { className: "wb-empty" }, "No word of its own."));
  }
  function said(side) {
    const items = side.quotes.map((quote) => element("li", {}, pressed(quote), element("span", { className: "wb-compare-who" }, quote.who)));
    return element("div", {}, element("h4", {}, side.name), items.length ? element("ul", {}, ...items) : element("p", { className: "wb-empty" }, "Nothing quoted."));
  }
  function show() {
    const state = JSON.stringify([model.get("what"), model.get("sides"), model.get("options"), model.get("kinds")]);
    if (state !== asked) controls();
    asked = state;
    warning.textContent = model.get("warning");
    const both = model.get("both");
    body.replaceChildren(...model.get("tables").map(table), ...(both.length ? [
      element("h3", {}, "Words that set them apart"), element("p", { className: "wb-empty" }, model.get("note")),
      element("div", { className: "wb-compare-two" }, ...both.map(words)),
      element("h3", {}, "What was said"), element("div", { className: "wb-compare-two" }, ...both.map(said))] : []));
  }
  return follow(model, ["what", "kinds", "options", "sides", "tables", "both", "warning", "note"], show);
}
export default { render };
