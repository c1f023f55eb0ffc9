// Unpacks plotly from the page itself and draws the page's figures. Nothing is fetched.
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById("plotly").textContent), (c) => c.charCodeAt(0));
  const script = document.createElement("script");
  script.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  document.head.append(script);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  for (const node of document.querySelectorAll("script[data-plot]")) {
    const {data, layout} = JSON.parse(node.textContent);
    const ink = () => ({font: {...layout.font, color: getComputedStyle(document.body).color}});
    const box = document.getElementById(node.dataset.plot);
    await Plotly.newPlot(box, data, {...layout, ...ink(), dragmode: false}, {responsive: true, displaylogo: false, displayModeBar: false});
    dark.addEventListener("change", () => Plotly.relayout(box, ink()));
  }
  document.body.dataset.drawn = "yes";
})();
