// Blocks as Slack draws them. `press(element)` is told of a button; what cannot be drawn is named.

import { button, link, make, picture } from "./draw.js";
import { said } from "./slack_text.js";

export function drawnBlocks(blocks, press) {
  return blocks.map((block) => drawn(block, press));
}

function drawn(block, press) {
  switch (block.type) {
    case "header":
      return make("h3", { class: "block" }, block.text.text);
    case "section":
      return make("div", { class: "block section" },
        make("div", {}, ...[block.text, ...(block.fields ?? [])].filter(Boolean)
          .map((text) => make("p", {}, ...said(text)))),
        block.accessory && element(block.accessory, press));
    case "context":
      return make("p", { class: "block soft" }, ...block.elements.flatMap((each) => [...said(each), " "]));
    case "divider":
      return make("hr");
    case "image":
      return image(block);
    case "actions":
      return make("div", { class: "actions" }, ...block.elements.map((each) => element(each, press)));
    default:
      return make("p", { class: "block soft" }, `(a block of type ${block.type})`);
  }
}

/** One that was uploaded is the workspace's; of another the page asks nobody, and says what it shows. */
function image({ slack_file: file, alt_text: alt }) {
  const id = file?.id ?? file?.url.split("/").at(-2);
  if (!id) return make("p", { class: "block soft" }, alt);
  return picture(`/sandbox/slack/files/${id}`, alt);
}

function element(each, press) {
  if (each.type === "image") return make("span", { class: "soft" }, each.alt_text);
  if (each.type !== "button") return make("span", { class: "soft" }, `(an element of type ${each.type})`);
  if (each.url) return link(each.text.text, each.url, { class: "button" });
  return button(each.text.text, () => press(each), { class: each.style, "aria-label": each.accessibility_label });
}
