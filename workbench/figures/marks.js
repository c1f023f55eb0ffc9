// Draws places on a Leaflet map. Text is set as text, never as HTML: a name cannot run.
// Used by the still map (data in the page) and by the two-way map (data by message).
function workbenchMap(map, options) {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const KINDS = {
    city: {word: "city, town", shape: (r) => ["circle", {cx: 0, cy: 0, r: r}]},
    area: {word: "country, state", shape: (r) => ["path", {d: `M0 ${-r * 1.25}L${r * 1.25} 0L0 ${r * 1.25}L${-r * 1.25} 0Z`}]},
    region: {word: "sea, river, region", shape: (r) => ["path", {d: `M0 ${-r * 1.3}L${r * 1.2} ${r * 0.85}L${-r * 1.2} ${r * 0.85}Z`}]},
    site: {word: "site, building", shape: (r) => ["rect", {x: -r * 0.9, y: -r * 0.9, width: r * 1.8, height: r * 1.8}]},
    cell: {word: "many places together", shape: (r) => ["rect", {x: -r, y: -r, width: 2 * r, height: 2 * r, rx: r * 0.45}]},
  };
  const group = L.layerGroup().addTo(map);
  const state = {marks: new Map(), places: [], selected: new Set(), fitted: false, max: 1};

  const element = (tag, attributes, text) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const drawn = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const number = (n) => Number(n).toLocaleString("en-US");
  const counted = (n) => `${number(n)} ${n === 1 ? options.unit : options.units}`;
  const reach = (place) => radius(place.count) * (place.kind === "area" || place.kind === "region" ? 1.25 : 1);
  const radius = (count) => Math.max(4, Math.min(26, 26 * Math.sqrt(count / state.max)));

  function glyph(kind, r) {
    const room = Math.ceil(r * 1.3) + 3;
    const svg = drawn("svg", {width: 2 * room, height: 2 * room, viewBox: `${-room} ${-room} ${2 * room} ${2 * room}`, "aria-hidden": "true", focusable: "false"});
    const [tag, attributes] = KINDS[kind].shape(r);
    svg.appendChild(drawn(tag, {...attributes, class: `wb-glyph wb-${kind}`}));
    return [svg, room];
  }

  function popup(place) {
    const box = element("div", {class: "wb-popup"});
    box.appendChild(element("strong", {}, place.name));
    if (place.where) box.appendChild(element("div", {class: "wb-quiet"}, place.where));
    box.appendChild(element("div", {}, place.said));
    if (place.label) box.appendChild(element("div", {class: "wb-quiet"}, place.label));
    return box;
  }

  function draw(places, settings) {
    settings = settings || {};
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.place : undefined;
    group.clearLayers();
    state.marks.clear();
    state.places = places;
    state.max = Math.max(1, ...places.map((p) => p.count));
    // Largest first: small marks lie above the large, and the Tab key goes by importance.
    [...places].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)).forEach((place, order) => {
      const kind = KINDS[place.kind] ? place.kind : "city";
      const [svg, room] = glyph(kind, radius(place.count));
      place.said = place.said || counted(place.count);
      const mark = L.marker([place.latitude, place.longitude], {
        icon: L.divIcon({html: svg, className: "wb-mark", iconSize: [2 * room, 2 * room]}),
        zIndexOffset: order, keyboard: true, riseOnHover: false,
      });
      mark.addTo(group);
      const node = mark.getElement();
      node.dataset.place = place.place_id;
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", `${place.name}, ${KINDS[kind].word}: ${place.said}`);
      mark.bindTooltip(() => element("span", {}, `${place.name}: ${place.said}`), {direction: "top", offset: [0, -room + 3]});
      node.addEventListener("focus", () => mark.openTooltip());
      node.addEventListener("blur", () => mark.closeTooltip());
      if (options.onclick) {
        mark.on("click", () => options.onclick(place));
        mark.on("keypress", (e) => { if (["Enter", " "].includes(e.originalEvent.key)) options.onclick(place); });
      } else mark.bindPopup(() => popup(place), {maxWidth: 320});
      state.marks.set(place.place_id, mark);
    });
    select([...state.selected]);
    if (focused !== undefined && state.marks.has(focused)) state.marks.get(focused).getElement().focus();
    edge(settings.unplaced || 0, settings.note || "");
    legend();
    labels();
    if (settings.fit || !state.fitted) fit();
  }

  function select(ids) {
    state.selected = new Set(ids);
    for (const [id, mark] of state.marks) {
      const chosen = state.selected.has(id);
      mark.getElement().classList.toggle("wb-selected", chosen);
      mark.getElement().classList.toggle("wb-other", !chosen && state.selected.size > 0);
      if (options.onclick) mark.getElement().setAttribute("aria-pressed", String(chosen));
    }
  }

  // Names beside the largest marks, where they do not cover each other.
  function labels() {
    map.getPane("markerPane").querySelectorAll(".wb-label").forEach((node) => node.remove());
    const taken = [];
    const room = map.getSize();
    for (const place of [...state.places].sort((a, b) => b.count - a.count).slice(0, 40)) {
      const mark = state.marks.get(place.place_id);
      const at = map.latLngToContainerPoint(mark.getLatLng());
      const r = reach(place);
      const width = 7 * Math.min(place.name.length, 24) + 4;
      const box = [at.x + r + 2, at.y - 9, at.x + r + 2 + width, at.y + 9];
      const own = [at.x - r, at.y - r, at.x + r, at.y + r];
      const hits = (a) => taken.some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
      const inside = at.x > 0 && at.y > 0 && box[2] < room.x && at.y < room.y;
      if (inside && !hits(box)) {
        const name = place.name.length > 24 ? place.name.slice(0, 23) + "…" : place.name;
        const node = element("span", {class: "wb-label", "aria-hidden": "true"}, name);
        node.style.left = `calc(50% + ${reach(place) + 3}px)`;
        mark.getElement().appendChild(node);
        taken.push(box);
      }
      taken.push(own);
    }
  }

  function fit() {
    const size = map.getSize();
    if (size.x < 40 || size.y < 40) return;
    if (state.places.length) {
      const bounds = L.latLngBounds(state.places.map((p) => [p.latitude, p.longitude]));
      map.fitBounds(bounds, {padding: [34, 34], maxZoom: 5, animate: false});
    } else map.setView([25, 15], Math.max(0, Math.log2(size.x / 256)), {animate: false});
    state.fitted = state.places.length > 0;
  }

  const edgeControl = L.control({position: "bottomleft"});
  edgeControl.onAdd = () => element("div", {class: "wb-edge", role: "status"});
  edgeControl.addTo(map);
  function edge(unplaced, note) {
    const box = edgeControl.getContainer();
    box.replaceChildren();
    if (note) box.appendChild(element("div", {}, note));
    if (!state.places.length) box.appendChild(element("div", {}, "no place to show"));
    if (!unplaced) return;
    const words = `${counted(unplaced)} unplaced`;
    if (!options.onclick) { box.appendChild(element("div", {class: "wb-unplaced"}, words)); return; }
    const button = element("button", {class: "wb-unplaced", type: "button"}, words);
    button.addEventListener("click", () => options.onclick({place_id: "", count: unplaced}));
    box.appendChild(button);
  }

  const legendControl = L.control({position: "topright"});
  legendControl.onAdd = () => {
    const box = element("details", {class: "wb-legend"});
    if (map.getSize().x > 520) box.open = true;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  legendControl.addTo(map);
  function legend() {
    const box = legendControl.getContainer();
    box.replaceChildren(element("summary", {}, "Legend"));
    const row = (kind, r, words) => {
      const line = element("div", {class: "wb-row"});
      line.append(glyph(kind, r)[0], element("span", {}, words));
      box.appendChild(line);
    };
    for (const kind of Object.keys(KINDS)) if (state.places.some((p) => p.kind === kind)) row(kind, 7, KINDS[kind].word);
    const common = state.places.length ? state.places.slice().sort((a, b) => b.count - a.count)[0].kind : "city";
    for (const count of new Set(state.places.length ? [Math.max(1, Math.round(state.max / 10)), state.max] : [])) row(common, radius(count), counted(count));
    const line = element("div", {class: "wb-row"});
    line.append(element("i", {class: "wb-dash"}), element("span", {}, "disputed"));
    box.appendChild(line);
  }

  function world(shapes) {
    L.geoJSON(shapes, {interactive: false, style: (feature) => ({className: `wb-${feature.properties.kind}`, weight: 0.7, fill: ["country", "disputed"].includes(feature.properties.kind)})}).addTo(map);
  }

  map.attributionControl.setPrefix(false);
  options.credits.forEach((credit) => map.attributionControl.addAttribution(credit));
  map.on("zoomend", labels);
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", options.title);
  // A map in a hidden tab has no size: when it gets one, it is measured anew and, the first time, fitted.
  let seen = map.getSize();
  new ResizeObserver(() => {
    map.invalidateSize({animate: false, pan: false});
    const size = map.getSize();
    if (!state.fitted || (seen.x < 40 && size.x >= 40)) fit();
    seen = size;
    labels();
  }).observe(box);
  return {draw, select, fit, world, state};
}
