// Holds the map's page in a sandboxed frame; marks go in and clicks come out as messages of plain values.
function theme() {
  const light = document.body.dataset.jpThemeLight;
  if (light !== undefined) return light === "false" ? "dark" : "light";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.className = "wb-map-frame";
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = model.get("title");
  frame.style.height = `${model.get("height")}px`;
  const words = document.createElement("p");
  words.className = "wb-map-words";
  let ready = false;

  const send = (message) => { if (ready) frame.contentWindow.postMessage({ workbench: "draw", ...message }, "*"); };
  const sent = ["places", "unplaced", "note", "by", "compare", "frames", "selected"];
  const places = ({ keys, rows }) => rows.map((row) => Object.fromEntries(keys.map((key, k) => [key, row[k]]).filter(([, value]) => value !== null)));
  const frames = ({ ids, steps }) => steps.map(([label, first, last, ...rest]) => {
    const counts = {};
    for (let k = 0; k < rest.length; k += 2) counts[ids[rest[k]]] = rest[k + 1];
    return { label, first, last, counts };
  });
  const read = { places, frames };
  const marks = () => Object.fromEntries(sent.map((name) => [name, (read[name] || ((value) => value))(model.get(name))]));
  // Several traits change in one step of Python: draw once for all of them.
  let waiting = false;
  const draw = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => { waiting = false; send(marks()); });
  };
  const say = () => { words.textContent = model.get("summary"); };

  const heard = (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    if (event.data.workbench === "ready") {
      ready = true;
      send({ ...marks(), theme: theme() });
    } else if (event.data.workbench === "click" && typeof event.data.place_id === "string") {
      model.set("clicked", { place_id: event.data.place_id, count: (model.get("clicked").count || 0) + 1 });
      model.save_changes();
    } else if (event.data.workbench === "frame") {
      model.set("period", { first: String(event.data.first), last: String(event.data.last) });
      model.save_changes();
    }
  };
  window.addEventListener("message", heard);
  const looks = new MutationObserver(() => send({ theme: theme() }));
  looks.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });

  const changes = {
    "change:places": draw, "change:unplaced": draw, "change:note": draw, "change:by": draw, "change:compare": draw, "change:frames": draw, "change:summary": say,
    "change:selected": () => send({ selected: model.get("selected") }),
    "change:fit": () => send({ ...marks(), fit: true }),
    "change:height": () => { frame.style.height = `${model.get("height")}px`; },
    "change:title": () => { frame.title = model.get("title"); },
  };
  for (const [name, call] of Object.entries(changes)) model.on(name, call);

  say();
  frame.srcdoc = model.get("page");
  el.append(frame, words);
  return () => {
    window.removeEventListener("message", heard);
    looks.disconnect();
    for (const [name, call] of Object.entries(changes)) model.off(name, call);
  };
}
export default { render };
