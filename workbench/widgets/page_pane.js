// HTML that Python made safe (figures), with clicks on sentences sent back as values.
function render({ model, el }) {
  el.classList.add("wb-pane");
  const head = document.createElement("p");
  head.className = "wb-pane-head";
  const body = document.createElement("div");
  body.className = "wb-pane-body";
  body.setAttribute("role", "region");
  body.tabIndex = 0;
  el.append(head, body);

  const open = (item) => model.send({ type: "open", document: item.dataset.document, start: Number(item.dataset.start) });
  body.addEventListener("click", (event) => {
    const item = event.target.closest("[data-document]");
    if (item && !String(getSelection())) open(item);
  });
  body.addEventListener("keydown", (event) => {
    const item = event.target.closest("[data-document]");
    if (item && event.target === item && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(item);
    }
  });
  function show() {
    body.setAttribute("aria-label", model.get("label"));
    head.textContent = model.get("head");
    head.hidden = !model.get("head");
    body.innerHTML = model.get("html");
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
    } else if (tries) setTimeout(() => look(tries - 1), 100);
  }
  let asked = false;
  const later = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => { asked = false; show(); });
  };
  const names = ["html", "label", "head"];
  names.forEach((n) => model.on(`change:${n}`, later));
  show();
  return () => names.forEach((n) => model.off(`change:${n}`, later));
}
export default { render };
