// A list of articles; each is a button. Words are put in as text, never as HTML.
function render({ model, el }) {
  el.classList.add("wb-articles");
  const list = document.createElement("ol");
  list.setAttribute("aria-label", "Articles");
  const more = document.createElement("button");
  more.type = "button";
  more.className = "wb-more";
  more.addEventListener("click", () => model.send({ type: "more" }));
  const empty = document.createElement("p");
  empty.className = "wb-empty";
  empty.textContent = "No article passes all filters. Take one away, or press Clear.";
  el.append(list, more, empty);
  list.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed) model.send({ type: "open", value: pressed.dataset.value });
  });

  function row(item) {
    const made = document.createElement("li");
    const press = document.createElement("button");
    press.type = "button";
    press.dataset.value = item.value;
    const head = document.createElement("span");
    head.className = "wb-articles-headline";
    head.textContent = item.headline;
    const line = document.createElement("span");
    line.className = "wb-articles-line";
    line.textContent = [item.date, item.publisher].filter(Boolean).join(" · ");
    const count = document.createElement("span");
    count.className = "wb-articles-count";
    count.textContent = item.count.toLocaleString("en");
    count.title = `${item.count.toLocaleString("en")} mentions of what is chosen`;
    press.append(head, count, line);
    made.append(press);
    return made;
  }
  function mark() {
    for (const press of list.querySelectorAll("button")) {
      if (press.dataset.value === model.get("opened")) press.setAttribute("aria-current", "true");
      else press.removeAttribute("aria-current");
    }
  }
  function show() {
    const items = model.get("items"), total = model.get("total");
    list.replaceChildren(...items.map(row));
    more.hidden = items.length >= total;
    more.textContent = `Show more (${(total - items.length).toLocaleString("en")} left)`;
    empty.hidden = total > 0;
    mark();
  }
  model.on("change:items", show);
  model.on("change:total", show);
  model.on("change:opened", mark);
  show();
  return () => { model.off("change:items", show); model.off("change:total", show); model.off("change:opened", mark); };
}
export default { render };
