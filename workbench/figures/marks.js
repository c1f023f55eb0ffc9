// Draws places on a Leaflet map. Text is set as text, never as HTML: a name cannot run.
// Used by the still map (data in the page) and by the two-way map (data by message).
function workbenchMap(map, options) {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST = 4;
  // Milliseconds that a period stays while it is played, and one without any place.
  const STEP = 900, EMPTY = 250;
  // Above so many places the map opens on where most of them are named, and says how many lie outside.
  const FEW = 12, MIDDLE = 0.96;
  // The largest mark in pixels: many marks are drawn smaller, so that they do not cover each other.
  const largest = () => (state.places.length > 200 ? 14 : state.places.length > 60 ? 20 : 26);
  // Each kind of place has a form of its own, given as its left and right halves for radius r; wide: its reach in radii.
  const KINDS = {
    city: {word: "city, town", wide: 1, left: (r) => `M0 ${-r}A${r} ${r} 0 0 0 0 ${r}`, right: (r) => `M0 ${-r}A${r} ${r} 0 0 1 0 ${r}`},
    area: {word: "country, state", wide: 1.25, left: (r) => `M0 ${-r * 1.25}L${-r * 1.25} 0L0 ${r * 1.25}`, right: (r) => `M0 ${-r * 1.25}L${r * 1.25} 0L0 ${r * 1.25}`},
    region: {word: "sea, river, region", wide: 1.2, left: (r) => `M0 ${-r * 1.3}L${-r * 1.2} ${r * 0.85}L0 ${r * 0.85}`, right: (r) => `M0 ${-r * 1.3}L${r * 1.2} ${r * 0.85}L0 ${r * 0.85}`},
    site: {word: "site, building", wide: 0.9, left: (r) => `M0 ${-r * 0.9}H${-r * 0.9}V${r * 0.9}H0`, right: (r) => `M0 ${-r * 0.9}H${r * 0.9}V${r * 0.9}H0`},
    cell: {word: "many places together", wide: 1, left: (r) => `M0 ${-r}H${-r * 0.6}L${-r} ${-r * 0.6}V${r * 0.6}L${-r * 0.6} ${r}H0`, right: (r) => `M0 ${-r}H${r * 0.6}L${r} ${-r * 0.6}V${r * 0.6}L${r * 0.6} ${r}H0`},
  };
  const group = L.layerGroup().addTo(map);
  const state = {marks: new Map(), places: [], shown: [], selected: new Set(), countries: [], shapes: new Map(), fitted: false, still: false, max: 1, told: {}, frame: -1, timer: 0};

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
  const kindOf = (place) => (KINDS[place.kind] ? place.kind : "city");
  const number = (n) => Number(n).toLocaleString("en-US");
  const counted = (n) => `${number(n)} ${n === 1 ? options.unit : options.units}`;
  const compared = () => Array.isArray(state.told.compare) && state.told.compare.length === 2;
  const said = (place) => (compared() && place.parts ? place.parts.map((n, k) => `${state.told.compare[k]} ${number(n)}`).join(", ") : counted(place.count));
  // Area is in proportion to the count, down to a size that can still be hit.
  const radius = (count) => (count > 0 ? Math.max(SMALLEST, largest() * Math.sqrt(count / state.max)) : 0);
  const radii = (place) => (compared() && place.parts ? place.parts.map(radius) : [radius(place.count), radius(place.count)]);
  const reach = (place) => Math.max(...radii(place)) * KINDS[kindOf(place)].wide;

  function glyph(kind, [r, s], classes = "") {
    const room = Math.ceil(Math.max(r, s) * 1.3) + 3;
    const svg = drawn("svg", {width: 2 * room, height: 2 * room, viewBox: `${-room} ${-room} ${2 * room} ${2 * room}`, "aria-hidden": "true", focusable: "false"});
    const shape = KINDS[kind];
    if (compared()) {
      if (r) svg.appendChild(drawn("path", {d: `${shape.left(r)}Z`, class: `wb-glyph wb-first ${classes}`}));
      if (s) svg.appendChild(drawn("path", {d: `${shape.right(s)}Z`, class: `wb-glyph wb-second ${classes}`}));
    } else svg.appendChild(drawn("path", {d: `${shape.left(r)}${shape.right(r)}`, class: `wb-glyph wb-${kind} ${classes}`}));
    return [svg, room];
  }

  function popup(place) {
    const box = element("div", {class: "wb-popup"});
    box.appendChild(element("strong", {}, place.name));
    if (place.where && place.kind !== "area") box.appendChild(element("div", {class: "wb-quiet"}, state.named.get(place.where) || place.where));
    box.appendChild(element("div", {}, said(place)));
    if (place.label) box.appendChild(element("div", {class: "wb-quiet"}, place.label));
    if (place.said) {
      const list = box.appendChild(element("ul", {class: "wb-said", tabindex: 0, "aria-label": "Sentences"}));
      for (const {before, name, after, who, why} of place.said) {
        const line = list.appendChild(element("li"));
        line.append(before, element("mark", {}, name), after);
        line.appendChild(element("div", {class: "wb-quiet"}, who));
        line.appendChild(element("div", {class: "wb-quiet"}, `Why: ${why}`));
      }
      const more = place.count - place.said.length;
      if (more > 0 && options.unit === "mention") box.appendChild(element("div", {class: "wb-quiet"}, `and ${number(more)} more`));
    }
    return box;
  }

  function draw(places, told) {
    const period = state.frame < 0 ? undefined : state.told.frames[state.frame].first;
    state.places = places;
    state.told = told || {};
    const frames = state.told.frames || [];
    state.frame = frames.length < 2 ? -1 : frames.findIndex(({first}) => first === period);
    if (period && state.frame < 0 && options.onframe) options.onframe({first: "", last: ""});
    if (state.told.selected) state.selected = new Set(state.told.selected);
    player();
    redraw();
    if (state.told.fit) fit(state.places);
    else if (!state.fitted) fit();
  }

  // The places of the step that is shown: all, or those of one period with its counts.
  function current() {
    const frames = state.told.frames || [];
    if (state.frame < 0) {
      state.max = Math.max(1, ...state.places.flatMap((p) => (compared() && p.parts ? p.parts : [p.count])));
      return state.places;
    }
    const {counts} = frames[state.frame];
    state.max = Math.max(1, ...frames.flatMap((f) => Object.values(f.counts)));
    return state.places.filter((p) => counts[p.place_id]).map((p) => ({...p, count: counts[p.place_id], parts: undefined}));
  }

  function marked(place, key) {
    const kind = kindOf(place), [svg, room] = glyph(kind, radii(place), place.doubt ? "wb-doubt" : "");
    const mark = L.marker([place.latitude, place.longitude], {icon: L.divIcon({html: svg, className: "wb-mark", iconSize: [2 * room, 2 * room]}), keyboard: true});
    Object.assign(mark, {wbKey: key, wbPlace: place});
    mark.addTo(group);
    const node = mark.getElement(), words = () => `${mark.wbPlace.name}: ${said(mark.wbPlace)}${mark.wbPlace.doubt ? " (doubtful)" : ""}`;
    node.dataset.place = place.place_id;
    node.setAttribute("role", "button");
    mark.bindTooltip(() => element("span", {}, words()), {direction: "top", offset: [0, -room + 3]});
    node.addEventListener("focus", () => {
      if (!map.getBounds().contains(mark.getLatLng())) map.panTo(mark.getLatLng(), {animate: false});
      mark.openTooltip();
    });
    node.addEventListener("blur", () => mark.closeTooltip());
    if (options.onclick) {
      mark.on("click", () => options.onclick(mark.wbPlace));
      mark.on("keypress", (e) => { if (["Enter", " "].includes(e.originalEvent.key)) { e.originalEvent.preventDefault(); options.onclick(mark.wbPlace); } });
    } else mark.bindPopup(() => popup(mark.wbPlace), {maxWidth: 320, autoPanPaddingBottomRight: [14 + (legendBox.open ? legendBox.offsetWidth : 0), 10]});
    return mark;
  }

  // Marks that look the same stay as they are: most of a click's redrawing is saved, and the focus stays.
  function redraw() {
    const active = document.activeElement;
    const focused = active && active.dataset ? active.dataset.place : undefined;
    state.shown = [...current()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
    const wanted = new Set(state.shown.map((place) => place.place_id));
    for (const [id, mark] of state.marks) if (!wanted.has(id)) { group.removeLayer(mark); state.marks.delete(id); }
    let before = null;
    // Largest first: small marks lie above the large, and the Tab key goes by importance.
    state.shown.forEach((place, order) => {
      const key = [kindOf(place), place.latitude, place.longitude, place.doubt, compared(), ...radii(place).map((r) => r.toFixed(1))].join();
      let mark = state.marks.get(place.place_id);
      if (!mark || mark.wbKey !== key) {
        if (mark) group.removeLayer(mark);
        mark = marked(place, key);
        state.marks.set(place.place_id, mark);
      }
      mark.wbPlace = place;
      mark.setZIndexOffset(1000 * order);
      const node = mark.getElement();
      node.setAttribute("aria-label", `${place.name}, ${KINDS[kindOf(place)].word}: ${said(place)}${place.doubt ? ", doubtful" : ""}`);
      if (before ? before.nextSibling !== node : node.parentNode.firstChild !== node) node.parentNode.insertBefore(node, before ? before.nextSibling : node.parentNode.firstChild);
      before = node;
    });
    tint();
    select([...state.selected]);
    if (focused !== undefined && document.activeElement !== active && state.marks.has(focused)) state.marks.get(focused).getElement().focus({preventScroll: true});
    edge();
    legend();
    labels();
  }

  // A country that is named is tinted, the more the more often: its mark stands at a point that means nothing by itself.
  function tint() {
    for (const shape of state.shapes.values()) shape.getElement().style.cssText = "";
    for (const place of state.shown) {
      const shape = state.shapes.get(place.place_id);
      if (shape) shape.getElement().style.cssText = `fill: color-mix(in srgb, var(--area) ${(8 + 24 * Math.sqrt(place.count / state.max)).toFixed(1)}%, var(--land))`;
    }
  }

  function select(ids) {
    state.selected = new Set(ids);
    for (const [id, mark] of state.marks) {
      const node = mark.getElement(), chosen = state.selected.has(id);
      node.classList.toggle("wb-selected", chosen);
      node.classList.toggle("wb-other", !chosen && state.selected.size > 0);
      if (options.onclick) node.setAttribute("aria-pressed", String(chosen));
    }
  }

  // Names beside the largest marks, where they cover neither each other nor a control.
  const labelPane = map.createPane("labels");
  labelPane.style.zIndex = 620;  // above the marks, below what is said of one
  labelPane.style.pointerEvents = "none";
  labelPane.setAttribute("aria-hidden", "true");
  function labels() {
    labelPane.replaceChildren();
    const frame = map.getContainer().getBoundingClientRect(), room = map.getSize();
    const taken = [...map.getContainer().querySelectorAll(".leaflet-control")].map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    });
    const hits = (a) => taken.some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
    const spots = state.shown.map((place) => {
      const at = map.latLngToContainerPoint(state.marks.get(place.place_id).getLatLng()), r = reach(place);
      return {place, at, r, box: [at.x - r, at.y - r, at.x + r, at.y + r]};
    }).filter(({at}) => at.x > 0 && at.y > 0 && at.x < room.x && at.y < room.y);
    const over = (a, own) => spots.filter(({box: b}) => b !== own && a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]).length;
    // Beside, before, above or below its mark; the names of the most named may lie on other marks rather than be missing.
    spots.slice(0, 80).forEach(({place, at, r, box: own}, order) => {
      if (place.kind === "cell") return;
      const name = place.name.length > 24 ? `${place.name.slice(0, 23)}…` : place.name, wide = 6.6 * name.length + 4;
      const places = [[r + 3, -9], [-r - 3 - wide, -9], [-wide / 2, -r - 19], [-wide / 2, r + 1]];
      const free = places.map(([x, y]) => ({x, y, box: [at.x + x, at.y + y, at.x + x + wide, at.y + y + 18]}))
        .filter(({box}) => box[0] > 2 && box[1] > 2 && box[2] < room.x - 2 && box[3] < room.y - 2 && !hits(box))
        .map((spot) => ({...spot, covers: over(spot.box, own)})).sort((a, b) => a.covers - b.covers);
      const best = free[0];
      if (!best || (best.covers && order >= 5)) return;
      const node = element("span", {class: "wb-label"}, name);
      L.DomUtil.setPosition(node, map.containerPointToLayerPoint([best.box[0], best.box[1]]));
      node.style.width = `${wide}px`;
      node.style.textAlign = ["left", "right", "center", "center"][places.findIndex(([x, y]) => x === best.x && y === best.y)];
      labelPane.appendChild(node);
      taken.push(best.box);
    });
    taken.push(...spots.map(({box}) => box));
    // Names of countries to find one's way by, quietly, where they fit into the country and cover nothing.
    const shown = new Set(state.shown.map((place) => place.name));
    const degree = (256 * 2 ** map.getZoom()) / 360;
    for (const {name, at: [longitude, latitude], wide} of state.countries) {
      const width = 6.2 * name.length + 6, at = map.latLngToContainerPoint([latitude, longitude]);
      const box = [at.x - width / 2, at.y - 8, at.x + width / 2, at.y + 8];
      if (shown.has(name) || wide * degree < width || box[0] < 0 || box[1] < 0 || box[2] > room.x || box[3] > room.y || hits(box)) continue;
      const node = element("span", {class: "wb-label wb-country-name"}, name);
      L.DomUtil.setPosition(node, map.latLngToLayerPoint([latitude, longitude]).subtract([width / 2, 9]));
      node.style.width = `${width}px`;
      labelPane.appendChild(node);
      taken.push(box);
    }
  }

  // The places without the outermost few in each direction, as weighted by their counts; areas have no point of their own.
  function middle() {
    const points = state.places.filter((p) => p.kind !== "area" && p.kind !== "region"), sum = (all) => all.reduce((n, p) => n + p.count, 0);
    const some = 3 * sum(points) > sum(state.places) ? points : state.places;
    const cut = (1 - MIDDLE) / 2 * sum(some);
    const inner = (by) => {
      const order = [...some].sort((a, b) => a[by] - b[by]);
      let seen = 0;
      const before = order.map((p) => (seen += p.count) - p.count);
      return order.filter((p, k) => before[k] + p.count > cut && before[k] < seen - cut);
    };
    const within = new Set(inner("longitude"));
    return inner("latitude").filter((p) => within.has(p));
  }
  function fit(asked) {
    const size = map.getSize();
    if (size.x < 40 || size.y < 40) return;
    const some = asked || (state.places.length > FEW ? middle() : state.places);
    if (some.length) {
      const bounds = L.latLngBounds(some.map((p) => [p.latitude, p.longitude]));
      const legendWidth = legendBox.open ? legendBox.offsetWidth : 0;
      map.fitBounds(bounds, {paddingTopLeft: [40, 34], paddingBottomRight: [34 + legendWidth, 24 + edgeBox.offsetHeight + playerBox.offsetHeight], maxZoom: 5, animate: false});
    } else map.setView([25, 15], Math.max(0, Math.log2(size.x / 360)), {animate: false});
    state.fitted = state.places.length > 0;
    state.still = true;
  }

  const control = (position, tag, attributes) => {
    const made = L.control({position});
    made.onAdd = () => {
      const box = element(tag, attributes);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    return made.addTo(map).getContainer();
  };

  // What a map leaves out is said on its edge.
  const edgeBox = control("bottomleft", "div", {class: "wb-edge", role: "status"});
  function edge() {
    const {unplaced, note} = state.told;
    edgeBox.replaceChildren();
    if (note) edgeBox.appendChild(element("div", {}, note));
    if (!state.shown.length) edgeBox.appendChild(element("div", {}, "no place to show"));
    const bounds = map.getBounds(), outside = state.shown.filter((p) => !bounds.contains([p.latitude, p.longitude])).length;
    if (outside) {
      const all = element("button", {class: "wb-outside", type: "button"}, `${number(outside)} ${outside === 1 ? "place" : "places"} outside: show all`);
      all.addEventListener("click", () => fit(state.places));
      edgeBox.appendChild(all);
    }
    if (!unplaced || state.frame >= 0) return;
    const box = element(options.onclick ? "button" : "div", {class: "wb-unplaced"}, `${number(unplaced)} ${unplaced === 1 ? "name" : "names"} unplaced`);
    if (options.onclick) {
      box.type = "button";
      box.addEventListener("click", () => options.onclick({place_id: "", count: unplaced}));
    }
    edgeBox.appendChild(box);
  }

  const legendBox = control("topright", "details", {class: "wb-legend"});
  legendBox.addEventListener("toggle", () => labels());
  // Open where there is room, until somebody opens or closes it.
  let touched = false;
  legendBox.addEventListener("click", (e) => { touched = touched || Boolean(e.target.closest("summary")); });
  const opened = (width) => { if (!touched) legendBox.open = width >= 760; };
  opened(map.getSize().x);
  function legend() {
    const had = legendBox.querySelector("summary");
    legendBox.replaceChildren(had || element("summary", {}, "Legend"));
    const row = (node, words) => {
      const line = element("div", {class: "wb-row"});
      line.append(node, element("span", {}, words));
      legendBox.appendChild(line);
    };
    if (compared() && state.frame < 0) {
      row(glyph("city", [8, 0])[0], `left: ${state.told.compare[0]}`);
      row(glyph("city", [0, 8])[0], `right: ${state.told.compare[1]}`);
    }
    for (const kind of Object.keys(KINDS)) if (state.places.some((p) => kindOf(p) === kind)) row(glyph(kind, [7, 7])[0], KINDS[kind].word);
    const common = state.shown.length ? kindOf(state.shown[0]) : "city";
    for (const count of new Set(state.shown.length ? [Math.max(1, Math.round(state.max / 10)), state.max] : [])) row(glyph(common, [radius(count), radius(count)])[0], counted(count));
    if (state.places.some((p) => p.doubt)) row(glyph("city", [7, 7], "wb-doubt")[0], "doubtful");
    row(element("i", {class: "wb-dash"}), "disputed");
  }

  // Periods one after the other: a button, and a slider that says the period, not a number.
  const playerBox = control("bottomleft", "div", {class: "wb-player", role: "group", "aria-label": "Play through time"});
  const play = element("button", {type: "button", "aria-label": "Play"}, "▶");
  const slide = element("input", {type: "range", min: 0, value: 0, step: 1, "aria-label": "Period"});
  const when = element("output", {});
  playerBox.append(play, slide, when);
  function player() {
    const frames = state.told.frames || [];
    playerBox.hidden = frames.length < 2;
    slide.max = frames.length;
    slide.value = state.frame + 1;
    const words = state.frame < 0 ? "all dates" : frames[state.frame].label;
    slide.setAttribute("aria-valuetext", words);
    when.textContent = words;
  }
  function step(to) {
    state.frame = to;
    player();
    redraw();
    const frame = to < 0 ? {} : state.told.frames[to];
    if (options.onframe) options.onframe({first: frame.first || "", last: frame.last || ""});
  }
  function stop() {
    clearTimeout(state.timer);
    state.timer = 0;
    play.textContent = "▶";
    play.setAttribute("aria-label", "Play");
  }
  slide.addEventListener("input", () => { stop(); step(Number(slide.value) - 1); });
  play.addEventListener("click", () => {
    if (state.timer) { stop(); return; }
    const advance = () => {
      if (state.frame + 1 >= state.told.frames.length) { stop(); step(-1); return; }
      step(state.frame + 1);
      state.timer = setTimeout(advance, state.shown.length ? STEP : EMPTY);
    };
    play.textContent = "❚❚";
    play.setAttribute("aria-label", "Pause");
    advance();
  });

  function world(shapes) {
    const told = shapes.features.map((feature) => feature.properties);
    state.countries = told.filter(({at}) => at);
    state.named = new Map(told.map(({code, name}) => [code, name]));
    const filled = new Set(["country", "disputed"]);
    L.geoJSON(shapes, {interactive: false, style: (feature) => ({className: `wb-${feature.properties.kind}`, weight: 0.7, fill: filled.has(feature.properties.kind)}),
      onEachFeature: ({properties}, shape) => { if (properties.place_id) state.shapes.set(properties.place_id, shape); }}).addTo(map);
  }

  map.attributionControl.setPrefix(false);
  options.credits.forEach((credit) => map.attributionControl.addAttribution(credit));
  map.on("zoomstart", () => labelPane.replaceChildren());
  map.on("movestart zoomstart", () => { state.still = false; });
  map.on("zoomend moveend", () => { edge(); labels(); });
  const box = map.getContainer();
  // Leaflet focuses the map when the button goes down: a notebook around its frame must not scroll then, or the click is lost.
  box.focus = () => HTMLElement.prototype.focus.call(box, {preventScroll: true});
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", options.title);
  // A map in a hidden tab has no size: when it gets one, it is measured anew; it is fitted anew where nobody has moved it.
  new ResizeObserver(() => {
    map.invalidateSize({animate: false, pan: false});
    const size = map.getSize();
    opened(size.x);
    if (!state.fitted || state.still) fit();
    labels();
  }).observe(box);
  return {draw, select, fit, world, state};
}
