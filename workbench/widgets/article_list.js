// A list of articles; each is a button.
function render({ model, el }) {
  el.classList.add("wb-articles");
  const list = element("ol", { "aria-label": "Articles" });
  const pages = pager(model, "articles");
  const empty = element("p", { className: "wb-empty" }, "No article passes all filters. Take one away, or press Clear.");
  el.append(list, empty, pages.box);
  list.addEventListener("click", (event) => {
    const copies = event.target.closest(".wb-articles-copies"), pressed = event.target.closest("button[data-value]");
    if (copies) model.send({ type: "story", value: copies.dataset.story });
    else if (pressed) model.send({ type: "open", value: pressed.dataset.value });
  });
  list.addEventListener("keydown", (event) => arrows(event, "button[data-value]"));

  function row(item) {
    const count = element("span", { className: "wb-articles-count", title: `${plain(item.count)} mentions of what is chosen` }, plain(item.count));
    const press = element("button", { type: "button", "data-value": item.value },
      element("span", { className: "wb-articles-headline" }, item.headline), count,
      element("span", { className: "wb-articles-line" }, [item.date, item.publisher].filter(Boolean).join(" · ")));
    const made = element("li", {}, press);
    if (item.copies) {
      made.append(element("button", { type: "button", className: "wb-articles-copies", "data-story": item.story },
        `and ${plain(item.copies)} more article${item.copies === 1 ? "" : "s"} of this story`));
    }
    return made;
  }
  function mark() {
    for (const press of list.querySelectorAll("button[data-value]")) {
      if (press.dataset.value === model.get("opened")) press.setAttribute("aria-current", "true");
      else press.removeAttribute("aria-current");
    }
  }
  model.on("change:opened", mark);
  const stop = follow(model, ["items", "total", "first"], () => {
    list.replaceChildren(...model.get("items").map(row));
    list.hidden = !model.get("total");
    empty.hidden = model.get("total") > 0;
    pages.show();
    mark();
  });
  return () => { model.off("change:opened", mark); stop(); };
}
export default { render };
