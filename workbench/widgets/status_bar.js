// What is chosen, how much it is, and the way back. Words are put in as text, never as HTML.
let number = 0;

function button(text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label), (made.title = label);
  made.addEventListener("click", act);
  return made;
}

function render({ model, el }) {
  const name = `wb-by-${++number}`;
  el.classList.add("wb-status");
  const steps = document.createElement("div");
  steps.className = "wb-steps";
  const back = button("‹", "Back to the selection before", () => model.send({ type: "back" }));
  const forward = button("›", "Forward again", () => model.send({ type: "forward" }));
  const clear = button("Clear", "Take all filters away", () => model.send({ type: "clear" }));
  const by = document.createElement("fieldset");
  by.className = "wb-by";
  const legend = document.createElement("legend");
  legend.textContent = "Count";
  by.append(legend);
  for (const unit of model.get("units")) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "radio";
    box.name = name;
    box.value = unit;
    box.addEventListener("change", () => model.send({ type: "by", value: unit }));
    const words = document.createElement("span");
    words.textContent = unit;
    label.append(box, words);
    by.append(label);
  }
  const tell = (made, text) => {
    const before = made.textContent;
    made.textContent = text;
    setTimeout(() => { made.textContent = before; }, 1500);
  };
  // Without leave to use the clipboard, the code is put where it can be copied by hand.
  const copy = button("Copy as code", "Copy the Python that makes this selection", async () => {
    try {
      await navigator.clipboard.writeText(model.get("code"));
      tell(copy, "Copied");
    } catch {
      window.prompt("The Python that makes this selection", model.get("code"));
    }
  });
  const save = button("Save view", "Save this selection as a small JSON file; Selection.from_json reads it", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([model.get("view")], { type: "application/json" }));
    link.download = "view.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  steps.append(by, back, forward, clear, copy, save);
  const chips = document.createElement("ul");
  chips.className = "wb-chips";
  chips.setAttribute("aria-label", "Filters");
  const facts = document.createElement("p");
  facts.className = "wb-facts";
  facts.setAttribute("role", "status");
  const notice = document.createElement("p");
  notice.className = "wb-notice";
  notice.setAttribute("role", "status");
  const left = document.createElement("div");
  left.className = "wb-said";
  left.append(facts, notice, chips);
  el.append(left, steps);

  function show() {
    back.disabled = model.get("past") === 0;
    forward.disabled = model.get("future") === 0;
    const made = model.get("chips");
    clear.disabled = made.length === 0;
    chips.replaceChildren(...made.map((chip) => {
      const item = document.createElement("li");
      const title = document.createElement("span");
      title.className = "wb-chip-title";
      title.textContent = chip.title;
      const text = document.createElement("span");
      text.className = "wb-chip-text";
      text.textContent = chip.text;
      item.append(title, text, button("×", `Take away: ${chip.title} ${chip.text}`, () => model.send({ type: "remove", source: chip.source })));
      return item;
    }));
    chips.hidden = made.length === 0;
    facts.textContent = model.get("facts").join(" · ");
    notice.textContent = model.get("notice");
    for (const box of by.querySelectorAll("input")) box.checked = box.value === model.get("by");
  }
  const names = ["chips", "facts", "notice", "by", "past", "future"];
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
