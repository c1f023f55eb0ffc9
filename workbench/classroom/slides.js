const slides = [...document.querySelectorAll("section.slide")];
const at = () => slides.reduce((best, s, k) => Math.abs(s.getBoundingClientRect().top) < Math.abs(slides[best].getBoundingClientRect().top) ? k : best, 0);
const go = k => { const to = Math.max(0, Math.min(slides.length - 1, k)); slides[to].scrollIntoView(); slides[to].focus({preventScroll: true}); };
const tell = () => { document.getElementById("where").textContent = `${at() + 1} of ${slides.length}`; };
document.addEventListener("keydown", e => {
  if (["ArrowRight", "PageDown"].includes(e.key)) { e.preventDefault(); go(at() + 1); }
  if (["ArrowLeft", "PageUp"].includes(e.key)) { e.preventDefault(); go(at() - 1); }
});
document.getElementById("before").onclick = () => go(at() - 1);
document.getElementById("after").onclick = () => go(at() + 1);
addEventListener("scroll", tell); tell();
