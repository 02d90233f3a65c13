// A phone with Telegram: one person's chat with the bot.

import { act, byId, look, make, redraw, trying } from "./side.js";

const list = byId("telegram-messages");
const problem = byId("telegram-problem");
const person = byId("telegram-person");
const clock = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });

let links = [];

export const pane = () => `telegram/${person.value}`;

export function start(state) {
  links = state.links;
  state.people.filter((each) => each.telegram).forEach((each) => add(each.telegram, each.name));
  person.addEventListener("change", refresh);
  byId("telegram-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("telegram-text");
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    say({ text });
  });
  document.querySelectorAll("[data-send]").forEach((button) =>
    button.addEventListener("click", () => say({ [button.dataset.send]: button.dataset.send === "photo" ? "photo.jpg" : "👍" })),
  );
  byId("block").addEventListener("click", block);
  byId("new-person").addEventListener("click", () => {
    const name = `Guest ${person.options.length}`;
    add(1001 + person.options.length, name);
    person.selectedIndex = person.options.length - 1;
    refresh();
  });
}

export async function refresh() {
  const messages = (await look(`${pane()}/messages`)).filter((message) => !message.deleted);
  redraw(list, messages.length ? messages.map(drawn) : [empty()]);
}

function add(user, name) {
  person.append(make("option", { value: user }, name));
}

const say = (what) => trying(problem, () => act(`${pane()}/messages`, what));

async function block(event) {
  const blocked = event.target.dataset.blocked !== "true";
  await say({ blocked });
  event.target.dataset.blocked = blocked;
  event.target.textContent = blocked ? "Unblock the bot" : "Block the bot";
}

function empty() {
  const choices = links.map((link) =>
    make("button", { type: "button", onclick: () => say({ start: link.payload }) }, `Open ${link.name}’s link`),
  );
  const start = make("button", { type: "button", onclick: () => say({ start: "" }) }, "Start");
  return make("div", { class: "empty" }, make("p", {}, "No messages yet."), ...choices, start);
}

function drawn(message) {
  const meta = `${clock.format(new Date(message.at))}${message.revision > 1 ? " · edited" : ""}`;
  const file = message.file && make("a", { class: "file", href: message.file.url, download: message.file.name }, `File: ${message.file.name}`);
  return make(
    "article",
    { class: `message from-${message.from}`, "aria-label": message.from === "bot" ? "Bot" : "You" },
    make("div", { class: "bubble" }, file, ...rich(message), make("span", { class: "meta" }, meta)),
    make("div", { class: "keys" }, ...message.buttons.map((row) => make("div", {}, ...row.map((key) => button(message, key))))),
  );
}

function button(message, key) {
  const known = `${message.message_id}:${key.label}`;
  if (key.url) return make("a", { href: key.url, rel: "noreferrer", "data-key": known }, key.label);
  return make("button", { type: "button", "data-key": known, onclick: (event) => press(event.target, message, key) }, key.label);
}

async function press(element, message, key) {
  element.disabled = true;
  const pressed = await trying(problem, () => act(`${pane()}/presses`, { message_id: message.message_id, data: key.data }));
  element.disabled = false;
  const answered = pressed?.answered;
  if (pressed && !answered) problem.textContent = "The bot did not answer this press.";
  else if (answered?.text && answered.alert) alertWith(answered.text);
  else if (answered?.text) toast(answered.text);
}

/** The text with its entities, whose offsets count UTF-16 units as strings here do. */
function rich(message) {
  const parts = [];
  let at = 0;
  for (const entity of message.entities ?? []) {
    if (entity.offset < at) continue;
    parts.push(message.text.slice(at, entity.offset));
    const words = message.text.slice(entity.offset, entity.offset + entity.length);
    const tag = { bold: "b", italic: "i", code: "code", underline: "u" }[entity.type];
    parts.push(tag ? make(tag, {}, words) : words);
    at = entity.offset + entity.length;
  }
  return [...parts, message.text.slice(at)];
}

function alertWith(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

let hiding;
function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (box.hidden = true), 4000);
}
