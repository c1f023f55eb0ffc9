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
function bring(source) {
  const here = slot();
  if (here.asked) return;
  here.asked = true;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  here.came(import(address).finally(() => URL.revokeObjectURL(address)));
}
// The figure, and what the kernel said to it before plotly was there to listen.
async function listening(model) {
  const missed = [], heard = Object.fromEntries(MESSAGES.map((name) => [`change:${name}`, () => {
    if (model.get(name)) missed.push([name, model.get(name)]);
  }]));
  for (const [event, note] of Object.entries(heard)) model.on(event, note);
  const figure = (await slot().module).default(), calls = {};
  for (const [event, note] of Object.entries(heard)) model.off(event, note);
  let late = [];
  figure.initialize({ model: { ...model,
    get: (name) => (name === late[0] ? late[1] : model.get(name)),
    on: (event, call) => { (calls[event] ??= []).push(call); return model.on(event, call); } } });
  for (late of missed) (calls[`change:${late[0]}`] || []).forEach((call) => call());
  late = [];
  // What such a message took away is left as a key without a value, which plotly cannot draw from the start.
  for (const part of [...model.get("_widget_data"), model.get("_widget_layout")]) {
    for (const key of Object.keys(part)) if (part[key] === undefined || part[key] === null) delete part[key];
  }
  return figure;
}
export default () => {
  let figure;
  return {
    initialize({ model }) {
      if (model.get("source")) bring(model.get("source"));
      else figure = listening(model);
    },
    async render(context) {
      return (await figure).render(context);
    },
  };
};
