// Key words in context.
function render({ model, el }) {
  el.classList.add("wb-kwic");
  const head = document.createElement("div");
  head.className = "wb-kwic-head";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const label = document.createElement("label");
  label.textContent = "Sort by ";
  const order = document.createElement("select");
  const words = { date: "date", left: "words before", word: "the word", right: "words after" };
  for (const name of model.get("orders")) order.append(new Option(words[name], name));
  label.append(order);
  head.append(said, label);
  const scroll = document.createElement("div");
  scroll.className = "wb-kwic-scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Words in context");
  const list = document.createElement("ol");
  scroll.append(list);
  const pages = pager(model, "lines");
  el.append(head, scroll, pages.box);
  list.addEventListener("keydown", (event) => arrows(event, "button"));
  order.addEventListener("change", () => model.send({ type: "order", value: order.value }));
  list.addEventListener("click", (event) => {
    const line = event.target.closest("button");
    if (line) model.send({ type: "open", document: line.dataset.document, start: Number(line.dataset.start) });
  });

  function part(name, text) {
    const made = document.createElement("span");
    made.className = `wb-kwic-${name}`;
    const inner = document.createElement("bdi");
    inner.textContent = text;
    made.append(inner);
    return made;
  }
  function show() {
    const rows = model.get("rows"), total = model.get("total");
    said.textContent = `${plain(total)} line${total === 1 ? "" : "s"}${model.get("note")}`;
    scroll.hidden = !total;
    pages.show();
    order.value = model.get("order");
    list.replaceChildren(...rows.map((row) => {
      const item = document.createElement("li"), line = document.createElement("button");
      line.type = "button";
      line.dataset.document = row.document;
      line.dataset.start = row.start;
      line.title = [row.date, row.publisher].filter(Boolean).join(" · ");
      line.append(part("left", row.left), part("word", row.word), part("right", row.right));
      item.append(line);
      return item;
    }));
  }
  return follow(model, ["rows", "total", "order", "first", "note"], show);
}
export default { render };
