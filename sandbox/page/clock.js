// The business clock: shown in full, moved forward, set.

import { byId, trying } from "./draw.js";
import { act, latest, look } from "./side.js";
import { instantOf, shown, wallOf } from "./times.js";

const problem = byId("clock-problem");
const field = byId("clock-field");
let offset = 0;

export const shows = (path) => path === "clock";

export const refresh = latest(
  () => look("clock"),
  (clock) => {
    offset = Date.parse(clock.now) - Date.now();
    tick();
  },
);

export function start() {
  document.querySelectorAll("[data-advance]").forEach((button) =>
    button.addEventListener("click", () => move({ advance_seconds: Number(button.dataset.advance) })),
  );
  byId("clock-menu").addEventListener("toggle", () => (field.value = wallOf(now())));
  byId("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    byId("clock-menu").open = false;
    move({ now: instantOf(field.value).toISOString() });
  });
  setInterval(tick, 1000);
}

const now = () => Date.now() + offset;

async function move(how) {
  await trying(problem, () => act("clock", how));
  await refresh();
  byId("clock-said").textContent = `The clock says ${shown(now(), "full")}.`;
}

function tick() {
  byId("now").dateTime = new Date(now()).toISOString();
  byId("now").textContent = shown(now(), "full");
}
