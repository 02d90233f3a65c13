// A desk with Slack: one member's messages with the app, the Home tab, and the modal that is open.

import { act, byId, look, make, redraw, trying } from "./side.js";

const messages = byId("slack-messages");
const home = byId("slack-home");
const problem = byId("slack-problem");
const person = byId("slack-person");
const modal = byId("modal");
const clock = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });

export const pane = () => `slack/${person.value}`;

export function start(state) {
  state.people.filter((each) => each.slack).forEach((each) => person.append(make("option", { value: each.slack }, `${each.name} (${each.role})`)));
  person.addEventListener("change", refresh);
  byId("view-messages").addEventListener("click", () => show("messages"));
  byId("view-home").addEventListener("click", () => {
    show("home");
    trying(problem, () => act(`${pane()}/home`, {}));
  });
  byId("slack-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("slack-text");
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    show("messages");
    const [first, ...rest] = text.split(" ");
    const command = first.startsWith("/");
    trying(problem, async () => {
      const done = command
        ? await act(`${pane()}/commands`, { command: first, text: rest.join(" ") })
        : await act(`${pane()}/messages`, { text });
      if (done.error) throw new Error(done.error);
    });
  });
  modal.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
}

export async function refresh() {
  const view = await look(pane());
  redraw(messages, view.messages.length + view.ephemeral.length ? threads(view) : [make("p", { class: "empty" }, "No messages yet. Try /hub today.")]);
  redraw(home, view.home.length ? blocks(view.home) : [make("p", { class: "empty" }, "Opening Home…")]);
  showModal(view.modal);
}

function show(name) {
  messages.hidden = name !== "messages";
  home.hidden = name !== "home";
  byId("view-messages").setAttribute("aria-selected", name === "messages");
  byId("view-home").setAttribute("aria-selected", name === "home");
}

/** Messages with the replies to each below it, and what only this person sees at the end. */
function threads(view) {
  const top = view.messages.filter((each) => !each.thread_ts || each.thread_ts === each.ts);
  const shown = top.flatMap((parent) => {
    const replies = view.messages.filter((each) => each.thread_ts === parent.ts && each.ts !== parent.ts);
    const mayReply = replies.length > 0 || (parent.from === "bot" && parent.buttons.length === 0);
    return [drawn(parent), ...replies.map((each) => drawn(each, "in-thread")), mayReply ? reply(parent) : null];
  });
  return [...shown.filter(Boolean), ...view.ephemeral.map((each) => drawn(each, "only-you", "Only visible to you"))];
}

function drawn(message, kind = "", note = "") {
  const who = message.from === "bot" ? "TrainerHub" : person.selectedOptions[0].text.split(" (")[0];
  const meta = [clock.format(new Date(message.at)), message.edited ? "edited" : "", note].filter(Boolean).join(" · ");
  const body = message.blocks?.length ? blocks(message.blocks, message.ts) : [make("p", { class: "block" }, message.text)];
  return make("article", { class: `message ${kind}` }, make("span", { class: "who" }, who), make("span", { class: "meta" }, meta), ...body);
}

function reply(parent) {
  const field = make("input", { "aria-label": "Reply in this thread", placeholder: "Reply in this thread…", "data-key": `reply:${parent.ts}`, autocomplete: "off" });
  const send = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.value = "";
    if (text) trying(problem, () => act(`${pane()}/messages`, { text, thread_ts: parent.ts }));
  };
  return make("form", { class: "reply", onsubmit: send }, field, make("button", { type: "submit" }, "Reply"));
}

function blocks(list, ts) {
  return list.map((block) => {
    switch (block.type) {
      case "header":
        return make("h3", { class: "block title" }, block.text.text);
      case "section":
        return make("p", { class: "block" }, ...mrkdwn(block.text.text));
      case "context":
        return make("p", { class: "block meta" }, block.elements.map((each) => each.text).join(" "));
      case "divider":
        return make("hr");
      case "actions":
        return make("div", { class: "actions" }, ...block.elements.map((each) => button(each, ts)));
      default:
        return null;
    }
  }).filter(Boolean);
}

function button(element, ts) {
  const label = element.text.text;
  const press = async (event) => {
    event.target.disabled = true;
    await trying(problem, async () => {
      const done = await act(`${pane()}/presses`, ts ? { label, ts } : { label });
      if (done.error) throw new Error(done.error);
    });
    event.target.disabled = false;
  };
  return make("button", { type: "button", class: element.style ?? "", "data-key": `${ts}:${element.action_id}`, onclick: press }, label);
}

/** Slack's bold, and its three escapes; all else as it is written. */
function mrkdwn(text) {
  const plain = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return text.split(/(\*[^*\n]+\*)/).map((part) => (/^\*[^*]+\*$/.test(part) ? make("b", {}, plain(part.slice(1, -1))) : plain(part)));
}

let shownView = "";
function showModal(view) {
  const mark = view ? JSON.stringify([view.view_id, view.fields.map((each) => each.error)]) : "";
  if (mark === shownView) return;
  shownView = mark;
  if (!view) {
    modal.close();
    return;
  }
  const fields = view.fields.map(field);
  const submit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.target)]);
    const done = await trying(problem, () => act(`${pane()}/submissions`, { values }));
    Object.entries(done?.errors ?? {}).forEach(([label, said]) => {
      const line = modal.querySelector(`[data-problem="${CSS.escape(label)}"]`) ?? problem;
      line.textContent = said;
    });
  };
  modal.replaceChildren(
    make("h3", { id: "modal-title" }, view.title),
    view.text ? make("p", {}, view.text) : "",
    make("form", { onsubmit: submit }, ...fields, make("div", { class: "buttons" },
      make("button", { type: "button", onclick: close }, view.close || "Close"),
      make("button", { type: "submit", class: "primary" }, view.submit || "Submit"))),
  );
  if (!modal.open) modal.showModal();
}

function field(each) {
  const id = `field-${each.block_id}`;
  const kinds = { datepicker: "date", timepicker: "time" };
  const input = each.type === "static_select"
    ? make("select", { id, name: each.label }, ...(each.optional ? [make("option", { value: "" }, "–")] : []), ...each.options.map((text) => make("option", {}, text)))
    : make("input", { id, name: each.label, type: kinds[each.type] ?? "text", value: typeof each.value === "string" ? each.value : "", autocomplete: "off", required: !each.optional });
  return make("div", { class: "field" },
    make("label", { for: id }, each.label + (each.optional ? " (optional)" : "")), input,
    each.hint ? make("small", {}, each.hint) : "",
    make("p", { class: "problem", role: "alert", "data-problem": each.label }, each.error));
}

const close = () => trying(problem, () => act(`${pane()}/closes`, {}));
