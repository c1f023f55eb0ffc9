// What is chosen, how much it is, and the way back; views to keep, and files of other formats.
let number = 0;

function save(name, type, content) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function render({ model, el }) {
  const name = `wb-by-${++number}`;
  el.classList.add("wb-status");
  const ask = (message) => () => model.send(message);
  const button = (text, label, message) => element("button", { type: "button", title: label, "aria-label": label, onclick: ask(message) }, text);
  const back = button("‹", "Back to the selection before", { type: "back" });
  const forward = button("›", "Forward again", { type: "forward" });
  const clear = button("Clear", "Take all filters away", { type: "clear" });
  const by = element("fieldset", { className: "wb-by" }, element("legend", {}, "Count"));
  for (const unit of model.get("units")) {
    const box = element("input", { type: "radio", name, value: unit });
    box.addEventListener("change", ask({ type: "by", value: unit }));
    by.append(element("label", {}, box, element("span", {}, unit)));
  }

  // A menu opens below its button; Escape, or a click elsewhere, shuts it.
  const menus = [];
  function menu(title, label) {
    const press = element("button", { type: "button", "aria-expanded": "false", "aria-haspopup": "true", title: label }, `${title} ▾`);
    const list = element("div", { className: "wb-menu-list", role: "group", "aria-label": title });
    const made = { box: element("div", { className: "wb-menu" }, press, list), list, shut: () => turn(false) };
    const turn = (open) => {
      list.hidden = !open;
      press.setAttribute("aria-expanded", open);
    };
    press.addEventListener("click", () => {
      const open = list.hidden;
      menus.forEach((other) => other.shut());
      turn(open);
    });
    made.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || list.hidden) return;
      turn(false);
      press.focus();
    });
    turn(false);
    menus.push(made);
    return made;
  }
  const elsewhere = (event) => menus.forEach((made) => made.box.contains(event.target) || made.shut());
  document.addEventListener("click", elsewhere);
  const entry = (title, words, act) => element("button", { type: "button", onclick: act }, element("b", {}, title), element("span", {}, words));

  const view = menu("View", "Keep this view, or take up one that was kept");
  const file = element("input", { type: "file", accept: ".json,application/json", "aria-label": "A saved view" });
  file.hidden = true;
  file.addEventListener("change", async () => {
    if (file.files[0]) model.send({ type: "load", text: await file.files[0].text() });
    file.value = "";
  });
  const set = element("p", { className: "wb-menu-note" });
  const code = element("textarea", { readonly: "", rows: 4, "aria-label": "The Python that makes this view" });
  code.hidden = true;
  view.list.append(
    entry("Copy as code", "the Python that makes this view, for a cell or a colleague", ask({ type: "code" })),
    entry("Save view", "a small JSON file; Open view reads it, and so does Selection.from_json", () => save("view.json", "application/json", model.get("view"))),
    entry("Open view …", "take up a view that was saved", () => file.click()), file, code, set);
  const out = menu("Export", "What this view shows, as a file");
  for (const format of model.get("formats")) out.list.append(entry(format.ending, format.words, () => {
    said.textContent = `Making ${format.ending} …`;
    model.send({ type: "export", ending: format.ending });
  }));

  const chips = element("ul", { className: "wb-chips", "aria-label": "Filters" });
  const facts = element("p", { className: "wb-facts", role: "status" });
  const notice = element("p", { className: "wb-notice", role: "status" });
  const said = element("p", { className: "wb-message", role: "status" });
  el.append(element("div", { className: "wb-said" }, facts, notice, said),
    element("div", { className: "wb-steps" }, by, back, forward, clear, view.box, out.box), chips);

  function show() {
    back.disabled = model.get("past") === 0;
    forward.disabled = model.get("future") === 0;
    const made = model.get("chips");
    clear.disabled = made.length === 0;
    chips.replaceChildren(...made.map((chip) => element("li", {}, element("span", { className: "wb-chip-title" }, chip.title),
      element("span", { className: "wb-chip-text", title: chip.text }, chip.text),
      button("×", `Take away: ${chip.title} ${chip.text}`, { type: "remove", source: chip.source }))));
    chips.hidden = made.length === 0;
    const parts = model.get("facts").flatMap((fact, k) => [...(k ? [" · "] : []), fact.opens
      ? element("button", { type: "button", title: fact.title, onclick: (event) => { model.send({ type: "fact", value: fact.opens }); readOn(event, el); } }, fact.text)
      : fact.text]);
    facts.replaceChildren(...parts);
    notice.textContent = model.get("notice");
    for (const box of by.querySelectorAll("input")) box.checked = box.value === model.get("by");
    code.hidden = true;
    set.textContent = "";
    said.textContent = "";
  }
  const heard = async (message, buffers) => {
    if (message.type === "files") {
      message.files.forEach((one, k) => save(one.name, one.type, buffers[k]));
      said.textContent = message.said;
      out.shut();
    } else if (message.type === "said") said.textContent = message.said;
    else if (message.type === "code") {
      set.textContent = message.said;
      code.value = message.code;
      code.hidden = false;
      try {
        await navigator.clipboard.writeText(message.code);
        said.textContent = "Copied.";
      } catch { // without leave to use the clipboard, it is there to be copied by hand
        code.focus();
        code.select();
      }
    }
  };
  model.on("msg:custom", heard);
  // Keys pressed in the explorer are not JupyterLab's: "x" would cut the cell. Those with Ctrl or Command stay its own.
  const keys = (event) => {
    const box = el.closest(".wb-explorer");
    if (box?.contains(event.target)) box.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey));
  };
  window.addEventListener("keydown", keys, true);
  const stop = follow(model, ["chips", "facts", "notice", "by", "past", "future"], show);
  return () => {
    stop();
    model.off("msg:custom", heard);
    document.removeEventListener("click", elsewhere);
    window.removeEventListener("keydown", keys, true);
  };
}
export default { render };
