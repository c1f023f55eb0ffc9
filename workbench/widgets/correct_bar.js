// Buttons for the chosen actors. Names are put in as text, never as HTML.
function render({ model, el }) {
  el.classList.add("wb-correct");
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Put names right";
  const row = document.createElement("div");
  row.className = "wb-correct-row";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const log = document.createElement("details");
  log.className = "wb-correct-log";
  const logged = document.createElement("summary");
  const list = document.createElement("ul");
  log.append(logged, list);
  details.append(summary, row, said, log);
  el.append(details);

  function button(text, title, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.title = title;
    made.addEventListener("click", act);
    return made;
  }
  const merge = button("Merge", "The chosen actors are one", () => model.send({ type: "merge" }));
  const reject = button("Not an actor", "The chosen names are no actors", () => model.send({ type: "reject" }));
  const undo = button("Undo", "Take the last correction back", () => model.send({ type: "undo" }));
  const name = document.createElement("input");
  name.type = "text";
  name.setAttribute("aria-label", "New name");
  name.placeholder = "new name";
  const rename = button("Rename", "The chosen actor is called this", () => model.send({ type: "rename", text: name.value }));
  const spelling = document.createElement("select");
  spelling.setAttribute("aria-label", "Spelling that is somebody else");
  const split = button("Split off", "This spelling is somebody else", () => model.send({ type: "split", text: spelling.value }));
  row.append(merge, reject, undo, name, rename, spelling, split);

  function line(entry) {
    const made = document.createElement("li");
    const what = document.createElement("span");
    what.textContent = entry.what;
    const who = document.createElement("small");
    who.textContent = entry.who + (entry.state && entry.state !== "applied" ? ` · ${entry.state}` : "");
    const undone = entry.state === "undone";
    if (undone) what.className = "wb-undone";
    const back = button(undone ? "Redo" : "Undo", `${undone ? "Redo" : "Undo"}: ${entry.what}`,
      () => model.send({ type: "undo", text: entry.id }));
    back.setAttribute("aria-label", back.title);
    made.append(what, who, back);
    return made;
  }

  function show() {
    const entries = model.get("log");
    log.hidden = entries.length === 0;
    logged.textContent = `Log of ${entries.length} correction${entries.length === 1 ? "" : "s"}`;
    list.replaceChildren(...entries.map(line));
    const chosen = model.get("chosen"), spellings = model.get("spellings");
    merge.disabled = chosen.length < 2;
    reject.disabled = chosen.length === 0;
    undo.disabled = model.get("done") === 0;
    for (const part of [name, rename]) part.disabled = chosen.length !== 1;
    for (const part of [spelling, split]) part.disabled = spellings.length < 2;
    spelling.replaceChildren(...spellings.map((text) => new Option(text, text)));
    said.textContent = model.get("said") || (chosen.length ? "" : "Choose one actor or more in the list first.");
    if (model.get("said")) details.open = true;
  }
  const names = ["chosen", "spellings", "done", "said", "log"];
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
