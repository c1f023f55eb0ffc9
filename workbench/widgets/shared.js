// What the scripts of several widgets share; put before each of them. Words are put in as text, never as HTML.
function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (name === "className") made.className = value;
    else if (value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}
function plain(number) {
  return number.toLocaleString("en");
}
// Shows once for all traits that change in one step of Python; gives what to call when the view goes.
function follow(model, names, show) {
  let asked = false;
  const later = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => { asked = false; show(); });
  };
  names.forEach((name) => model.on(`change:${name}`, later));
  show();
  return () => names.forEach((name) => model.off(`change:${name}`, later));
}
// Page by page through many rows; the model has first, step and total.
function pager(model, what) {
  const turn = (by) => () => model.send({ type: "page", value: Math.max(0, model.get("first") + by * model.get("step")) });
  const back = element("button", { type: "button", "aria-label": `Earlier ${what}`, onclick: turn(-1) }, "‹ Earlier");
  const on = element("button", { type: "button", "aria-label": `Later ${what}`, onclick: turn(1) }, "Later ›");
  const said = element("span");
  const box = element("div", { className: "wb-pager", role: "group", "aria-label": `Pages of ${what}` }, back, said, on);
  const show = () => {
    const first = model.get("first"), step = model.get("step"), total = model.get("total");
    box.hidden = total <= step;
    back.disabled = first === 0;
    on.disabled = first + step >= total;
    said.textContent = `${plain(first + 1)} to ${plain(Math.min(first + step, total))} of ${plain(total)}`;
  };
  return { box, show };
}
// After a number was pressed with the keyboard: go on to what it opens, once that is there.
function readOn(event, el) {
  const right = event.detail === 0 && el.closest(".wb-explorer")?.querySelector(".wb-right");
  if (!right) return;
  let timer = 0;
  const arrive = () => {
    seen.disconnect();
    const rows = right.querySelectorAll(".wb-pane-body li[data-document], .wb-articles li button");
    [...rows].find((row) => row.offsetParent)?.focus();
  };
  const wait = (milliseconds) => { clearTimeout(timer); timer = setTimeout(arrive, milliseconds); };
  const seen = new MutationObserver(() => wait(150));
  seen.observe(right, { childList: true, subtree: true });
  wait(1500);
}
// Arrow keys move through a list of rows.
function arrows(event, selector) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = step && event.target.closest(selector);
  if (!row) return;
  const rows = [...event.currentTarget.querySelectorAll(selector)];
  rows[rows.indexOf(row) + step]?.focus();
  event.preventDefault();
}
