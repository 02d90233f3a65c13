// The modal on top of one member's Slack: its blocks, its fields with their errors, submit and close.

import { byId, make, trying } from "./draw.js";
import { packed } from "./files.js";
import { drawnBlocks } from "./slack_blocks.js";

const dialog = byId("modal");
const KINDS = {
  datepicker: "date", timepicker: "time", datetimepicker: "datetime-local", email_text_input: "email",
  url_text_input: "url", number_input: "number",
};
const MANY = ["checkboxes", "multi_static_select"];
const ONE = ["static_select", "radio_buttons"];

let drawn = "";
let acts;

/** `submit(values)` resolves to errors by label or to null; `close()` and `press(element)` act on the modal. */
export function start(given) {
  acts = given;
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
}

/** Shows the modal, or none. What is typed stays while only the errors are others. */
export function show(view) {
  const mark = view ? JSON.stringify([view.view_id, view.title, view.blocks]) : "";
  if (mark !== drawn) {
    drawn = mark;
    if (view) draw(view);
    else dialog.close();
  }
  if (view) complain(Object.fromEntries(view.fields.map((each) => [each.label, each.error])), view);
}

function draw(view) {
  const fields = new Map(view.fields.map((each) => [each.block_id, each]));
  const body = view.blocks.flatMap((block) =>
    fields.has(block.block_id) ? [field(fields.get(block.block_id), block)] : drawnBlocks([block], acts.press),
  );
  const submit = (event) => {
    event.preventDefault();
    send(event.target, view);
  };
  dialog.replaceChildren(
    make("h3", { id: "modal-title" }, view.title),
    // Slack itself says what is missing, so the browser need not.
    make("form", { novalidate: true, onsubmit: submit }, ...body,
      make("p", { class: "problem", id: "modal-problem", role: "alert" }),
      make("div", { class: "buttons" },
        make("button", { type: "button", onclick: close }, view.close || "Close"),
        view.submit && make("button", { type: "submit", class: "primary" }, view.submit))),
  );
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[name]")?.focus();
}

async function send(form, view) {
  const given = view.fields.map(async (each) => [each.label, await valueOf(form, each)]);
  const values = Object.fromEntries(await Promise.all(given));
  const errors = await trying(byId("modal-problem"), () => acts.submit(values));
  if (errors) complain(errors, view);
}

function valueOf(form, { label, type }) {
  const given = new FormData(form).getAll(label);
  if (MANY.includes(type)) return given;
  if (type === "file_input") return given[0]?.name ? packed(given[0]) : "";
  if (type === "datetimepicker" && given[0]) return new Date(given[0]).toISOString();
  return given[0] ?? "";
}

/** Each complaint below its field; the first of them gets the focus. What has no field is said at the end. */
function complain(errors, view) {
  const lines = view.fields.map((each) => byId(`problem-${each.block_id}`));
  const before = lines.map((line) => line.textContent).join();
  view.fields.forEach((each, at) => {
    lines[at].textContent = errors[each.label] ?? "";
    inputOf(each).ariaInvalid = Boolean(errors[each.label]);
  });
  const known = view.fields.map((each) => each.label);
  const others = Object.entries(errors).filter(([label]) => !known.includes(label));
  if (others.length) byId("modal-problem").textContent = others.map(([, said]) => said).join(" ");
  const first = view.fields.find((each) => errors[each.label]);
  if (first && before !== lines.map((line) => line.textContent).join()) inputOf(first).focus();
}

const inputOf = ({ block_id: id }) => byId(`field-${id}`);
const close = () => trying(byId("modal-problem"), () => acts.close());

function field(each, { element }) {
  const id = `field-${each.block_id}`;
  const notes = `hint-${each.block_id} problem-${each.block_id}`;
  const label = each.label + (each.optional ? " (optional)" : "");
  const isMany = MANY.includes(each.type);
  const input = control(each, element, { id, name: each.label, "aria-describedby": notes });
  return make(isMany ? "fieldset" : "div", { class: "field", id: isMany && id, tabindex: isMany && -1 },
    isMany ? make("legend", {}, label) : make("label", { for: id }, label),
    input,
    make("small", { id: `hint-${each.block_id}` }, each.hint),
    make("p", { class: "problem", id: `problem-${each.block_id}`, role: "alert" }));
}

function control(each, element, attributes) {
  if (MANY.includes(each.type)) return choices(each);
  if (ONE.includes(each.type)) return menu(each, attributes);
  if (each.type === "file_input") return make("input", { ...attributes, type: "file" });
  const value = typeof each.value === "string" ? each.value : "";
  if (element.multiline) return make("textarea", { ...attributes, rows: 4 }, value);
  const type = KINDS[each.type] ?? "text";
  return make("input", { ...attributes, type, value, placeholder: each.placeholder, autocomplete: "off" });
}

/** What an option says, whether it is given whole or by its words. */
const wordsOf = (option) => option?.text?.text ?? option;

function menu(each, attributes) {
  const chosen = wordsOf(each.value);
  const none = each.optional || !chosen ? [make("option", { value: "" }, each.placeholder || "Choose…")] : [];
  return make("select", attributes, ...none,
    ...each.options.map((text) => make("option", { value: text, selected: text === chosen }, text)));
}

function choices(each) {
  const chosen = (each.value ?? []).map(wordsOf);
  return make("div", {}, ...each.options.map((text) =>
    make("label", {},
      make("input", { type: "checkbox", name: each.label, value: text, checked: chosen.includes(text) }), text)));
}
