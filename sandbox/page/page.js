// The page: panes, clock, and who redraws when something changed.

import { act, byId, follow, look } from "./side.js";
import * as slack from "./slack.js";
import * as telegram from "./telegram.js";

const panes = [telegram, slack];
const shown = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
});

let offset = 0;

async function readClock() {
  const clock = await look("clock");
  offset = new Date(clock.now).getTime() - Date.now();
  tick();
}

function tick() {
  const now = new Date(Date.now() + offset);
  byId("now").dateTime = now.toISOString();
  byId("now").textContent = shown.format(now);
}

function changed(pane) {
  if (pane === "clock" || pane === "everything") readClock();
  panes.filter((each) => pane === "everything" || each.pane() === pane).forEach((each) => each.refresh());
}

function tabs() {
  const names = ["telegram", "slack"];
  const choose = (chosen) => names.forEach((name) => {
    byId(`tab-${name}`).setAttribute("aria-selected", name === chosen);
    byId(name).classList.toggle("away", name !== chosen);
  });
  names.forEach((name) => byId(`tab-${name}`).addEventListener("click", () => choose(name)));
  choose("telegram");
}

function hint() {
  const seen = "trainerhub-hint";
  byId("hint").hidden = localStorage.getItem(seen) === "seen";
  byId("hint-close").addEventListener("click", () => {
    localStorage.setItem(seen, "seen");
    byId("hint").hidden = true;
  });
}

const state = await look("state");
panes.forEach((each) => each.start(state));
document.querySelectorAll("[data-advance]").forEach((button) =>
  button.addEventListener("click", () => act("clock", { advance_seconds: Number(button.dataset.advance) })),
);
tabs();
hint();
setInterval(tick, 1000);
follow(changed);
