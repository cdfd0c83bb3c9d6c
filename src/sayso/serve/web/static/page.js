// What makes pages better where scripts run: charts from their specifications, and acts that light up with their evidence.

const tones = getComputedStyle(document.documentElement);

function painted(spec) {
  // Colours are named in the specification as var(--name); the style sheet knows what they are, light or dark.
  return JSON.parse(spec, (key, value) =>
    typeof value === "string" && /^var\(--[a-z-]+\)$/.test(value)
      ? tones.getPropertyValue(value.slice(4, -1)).trim()
      : value,
  );
}

async function draw(figure) {
  const frame = figure.appendChild(document.createElement("div"));
  const { spec } = window.vegaLite.compile(painted(figure.dataset.spec));
  // The interpreter walks expressions; nothing is evaluated, so that the page may forbid it.
  const view = new window.vega.View(window.vega.parse(spec, null, { ast: true }), {
    container: frame, renderer: "svg", hover: true, expr: window.vegaInterpreter, logLevel: window.vega.Error,
  });
  await view.runAsync();
  const picture = figure.querySelector("svg");
  // To those who hear the page the chart is one picture; its numbers stand in the table below.
  for (const part of [frame, ...frame.querySelectorAll("[role]")])
    for (const name of ["role", "aria-label", "aria-roledescription"]) part.removeAttribute(name);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", figure.getAttribute("aria-label"));
  if (figure.scrollWidth > figure.clientWidth) figure.tabIndex = 0;
  figure.dataset.drawn = "yes";
}

async function drawAll() {
  if (!window.vega || !window.vegaLite || !window.vegaInterpreter) return;
  for (const figure of document.querySelectorAll(".chart")) await draw(figure);
}

function light(row, on) {
  for (const anchor of document.querySelectorAll(`[data-event="${row}"]`)) anchor.classList.toggle("lit", on);
  document.getElementById(`event-${row}`)?.classList.toggle("lit", on);
}

for (const anchor of document.querySelectorAll("[data-event]")) {
  const row = anchor.dataset.event;
  for (const name of ["mouseenter", "focus"]) anchor.addEventListener(name, () => light(row, true));
  for (const name of ["mouseleave", "blur"]) anchor.addEventListener(name, () => light(row, false));
}

// A link may point into the middle of a marked stretch: take the last stretch that begins before it.
const wanted = /^#c(\d+)$/.exec(location.hash);
if (wanted && !document.getElementById(location.hash.slice(1))) {
  const before = [...document.querySelectorAll(".text [id^=c]")].filter((one) => Number(one.id.slice(1)) <= Number(wanted[1]));
  const found = before.at(-1);
  if (found) {
    found.classList.add("lit");
    found.scrollIntoView({ block: "center" });
  }
}

const clock = document.querySelector("#as_of");
clock?.addEventListener("change", () => clock.value.length === 10 && clock.form.requestSubmit());

window.addEventListener("load", drawAll);
