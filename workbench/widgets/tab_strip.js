// A row of tabs; arrow keys move along it.
function render({ model, el }) {
  el.classList.add("wb-tab-strip");
  const row = document.createElement("div");
  row.setAttribute("role", "tablist");
  el.append(row);
  const choose = (k) => {
    model.set("active", k);
    model.save_changes();
  };
  row.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const size = row.children.length;
    choose((model.get("active") + step + size) % size);
    row.children[model.get("active")].focus();
  });
  function show() {
    const names = model.get("names");
    while (row.children.length > names.length) row.lastChild.remove();
    while (row.children.length < names.length) {
      const tab = document.createElement("button"), k = row.children.length;
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.addEventListener("click", () => choose(k));
      row.append(tab);
    }
    row.setAttribute("aria-label", model.get("label"));
    names.forEach((name, k) => {
      const on = k === model.get("active");
      row.children[k].textContent = name;
      row.children[k].setAttribute("aria-selected", on);
      row.children[k].tabIndex = on ? 0 : -1;
    });
  }
  const names = ["names", "active", "label"];
  names.forEach((n) => model.on(`change:${n}`, show));
  show();
  return () => names.forEach((n) => model.off(`change:${n}`, show));
}
export default { render };
