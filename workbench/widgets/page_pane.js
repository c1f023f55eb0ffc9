// HTML that Python made safe (figures), with clicks on sentences sent back as values.
function render({ model, el }) {
  el.classList.add("wb-pane");
  const head = element("p", { className: "wb-pane-head" });
  const kinds = element("div", { className: "wb-kinds", role: "group", "aria-label": "Kinds of sentences" });
  const body = element("div", { className: "wb-pane-body", role: "region", tabindex: 0 });
  const pages = pager(model, "sentences");
  el.append(head, kinds, body, pages.box);

  const open = (item) => model.send({ type: "open", document: item.dataset.document, start: Number(item.dataset.start) });
  body.addEventListener("click", (event) => {
    const item = event.target.closest("[data-document]");
    if (item && !String(getSelection())) open(item);
  });
  body.addEventListener("keydown", (event) => {
    const item = event.target.closest("li[data-document]");
    if (item && event.target === item && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(item);
    } else if (event.key === "Escape" && model.get("closes")) model.send({ type: "close" });
    else arrows(event, "li[data-document]");
  });
  function show() {
    body.setAttribute("aria-label", model.get("label"));
    head.textContent = model.get("head");
    head.hidden = !model.get("head");
    const made = model.get("kinds");
    kinds.hidden = made.length < 2;
    kinds.replaceChildren(...made.map((kind) => element("button", {
      type: "button", "aria-pressed": kind.kind === model.get("kind"), onclick: () => model.send({ type: "kind", value: kind.kind }),
    }, `${kind.name} ${plain(kind.total)}`)));
    if (drawn !== model.get("html")) draw();
    pages.show();
  }
  let drawn = null;
  function draw() {
    drawn = model.get("html");
    body.innerHTML = drawn;
    body.hidden = !model.get("html");
    for (const item of body.querySelectorAll("li[data-document]")) {
      item.tabIndex = 0;
      item.title = "Open the article here";
    }
    look(10);
  }
  // Scroll to the place looked for, once the pane is laid out.
  function look(tries) {
    const focus = body.querySelector("#focus");
    if (!focus) {
      body.scrollTop = 0;
      return;
    }
    if (body.clientHeight && body.offsetParent) {
      body.scrollTop += focus.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
      if (!document.activeElement || document.activeElement === document.body || !document.activeElement.offsetParent) focus.focus({ preventScroll: true });
    } else if (tries) setTimeout(() => look(tries - 1), 100);
  }
  return follow(model, ["html", "label", "head", "kinds", "kind", "first", "total"], show);
}
export default { render };
