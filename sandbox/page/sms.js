// A phone with SMS: one person's thread with the studio's number, and what each text takes on the air.

import { byId, make, settle, trying } from "./draw.js";
import { People } from "./people.js";
import { act, latest, look } from "./side.js";
import { withDays } from "./thread.js";
import { shown } from "./times.js";

const list = byId("sms-messages");
const problem = byId("sms-problem");
const field = byId("sms-text");
const NUMBERS = "trainerhub-numbers";
const SPEAKERS = { user: "You", bot: "TrainerHub", carrier: "The carrier" };

const numbers = new Set(JSON.parse(sessionStorage.getItem(NUMBERS) ?? "[]"));

export const people = new People(byId("sms-person"), () => refresh());

const pane = () => `sms/${people.id}`;
export const shows = (path) => path === pane();

export const refresh = latest(
  () => Promise.all([people.id, look(`${pane()}/messages`)]),
  ([person, thread]) => {
    if (person === people.id) settle(list, thread.length ? withDays(thread, item) : [nothing(person)]);
  },
);

export async function start(state) {
  const named = state.people.filter((each) => each.phone);
  named.forEach((each) => people.add(each.phone, `${each.name} · ${each.phone}`));
  const met = new Set([...numbers, ...(await look("sms"))]);
  met.forEach((number) => people.ids.includes(number) || people.add(number, number));
  byId("sms-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("number-form").addEventListener("submit", (event) => {
    event.preventDefault();
    take(byId("number-field").value.replace(/[^+\d]/g, ""));
  });
}

/** Another phone is another person, whom nobody knows before the first text. */
function take(number) {
  if (!people.ids.includes(number)) {
    numbers.add(number);
    sessionStorage.setItem(NUMBERS, JSON.stringify([...numbers]));
    people.add(number, number);
  }
  people.choose(number);
  byId("number-menu").open = false;
  field.focus();
}

async function send() {
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  const sent = await trying(problem, () => act(`${pane()}/messages`, { text }));
  list.scrollTop = list.scrollHeight;
  if (!sent) field.value = text;
}

const item = (message) => ({ key: message.id, value: message, draw: () => drawn(message) });

const nothing = (person) => ({ key: "empty", value: person, draw: () =>
  make("div", { class: "empty" }, make("p", {}, "No texts yet. Carriers hear STOP, START and HELP when sent alone.")) });

function drawn(message) {
  const parts = message.segments === 1 ? "1 part" : `${message.segments} parts`;
  const status = message.error_code ? `${message.status}, error ${message.error_code}` : message.status;
  return make("article", { class: `message ${message.from === "user" ? "mine" : "theirs"}` },
    make("div", { class: "bubble" },
      make("span", { class: message.from === "carrier" ? "speaker" : "hidden" }, `${SPEAKERS[message.from]}: `),
      make("span", {}, message.text)),
    make("p", { class: "meta" }, `${parts} · ${message.encoding} · ${status} · ${shown(message.at, "minute")}`));
}
