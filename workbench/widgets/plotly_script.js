// plotly's script comes to the page once, with a widget of its own, and is waited for by all figures, whichever comes first.
const VERSION = "{version}";
const MESSAGES = ["addTraces", "restyle", "relayout", "update", "animate", "deleteTraces", "moveTraces", "removeLayoutProps",
  "removeTraceProps"].map((name) => `_py2js_${name}`);
function slot() {
  const slots = (globalThis.workbenchPlotly ??= {});
  if (!slots[VERSION]) {
    slots[VERSION] = {};
    slots[VERSION].module = new Promise((resolve) => { slots[VERSION].came = resolve; });
  }
  return slots[VERSION];
}
// Making it ready holds the page for a second or more, and a widget that waits two seconds for its script is deaf from then on
// (anywidget gives up): so what came with it has its turn first.
async function bring(source) {
  const here = slot();
  if (here.asked) return;
  here.asked = true;
  await new Promise((turn) => (globalThis.requestIdleCallback || setTimeout)(turn, globalThis.requestIdleCallback && { timeout: 1000 }));
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  here.came(import(address).then(quiet).finally(() => URL.revokeObjectURL(address)));
}
// After each change plotly tells the kernel all values it drew by default, and the kernel takes what it said itself out again: a dozen
// messages for what nobody reads.
function quiet(plotly) {
  for (const told of ["_sendTraceDeltas", "_sendLayoutDelta"]) plotly.FigureView.prototype[told] = () => {};
  return plotly;
}
// plotly's own model forgets what the kernel tells it (it changes a copy), so a figure drawn later than it was changed would be
// drawn as it was. Here each message is kept in the state that a figure is drawn from, those from before plotly came too.
async function listening(model) {
  const missed = [];
  let keep = (name, message) => missed.push([name, message]);
  for (const name of MESSAGES) model.on(`change:${name}`, () => { if (model.get(name)) keep(name, model.get(name)); });
  const plotly = await slot().module, figure = plotly.default();
  let told = [];
  const state = new plotly.FigureModel({ get: (name) => (name === told[0] ? defined(told[1]) : model.get(name)) }, {});
  keep = (name, message) => { told = [name, message]; state[name.replace("_py2js_", "do_")](); };
  for (const [name, message] of missed) keep(name, message);
  figure.initialize({ model });
  return figure;
}
// A message with what the kernel means by undefined.
function defined(part) {
  if (part === "_undefined_") return undefined;
  if (Array.isArray(part)) return part.map(defined);
  if (part === null || Object.getPrototypeOf(part) !== Object.prototype) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, defined(value)]));
}
// A key without a value is one that plotly cannot draw from.
function emptied(part) {
  for (const [key, value] of Object.entries(part)) {
    if (value === undefined || value === null) delete part[key];
    else if (Object.getPrototypeOf(value) === Object.prototype) emptied(value);
  }
}
export default () => {
  let figure;
  return {
    initialize({ model }) {
      if (model.get("source")) bring(model.get("source"));
      else figure = listening(model);
    },
    async render(context) {
      const drawn = await figure;
      [...context.model.get("_widget_data"), context.model.get("_widget_layout")].forEach(emptied);
      return drawn.render(context);
    },
  };
};
