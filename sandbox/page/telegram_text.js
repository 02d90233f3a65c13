// Telegram's text with its entities, which may lie within each other.

import { link, make } from "./draw.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q",
};

/** Elements and plain text. Offsets count UTF-16 units, as strings here do. `say` is told a tapped command. */
export function rich({ text, entities = [] }, say) {
  const cuts = new Set([0, text.length]);
  entities.forEach((each) => cuts.add(each.offset).add(each.offset + each.length));
  const at = [...cuts].sort((one, other) => one - other);
  return at.slice(1).map((end, index) => {
    const words = text.slice(at[index], end);
    const here = entities.filter((each) => each.offset <= at[index] && each.offset + each.length >= end);
    return here.reduce((inner, entity) => marked(inner, words, entity, say), words);
  });
}

function marked(inner, words, entity, say) {
  if (entity.type === "text_link") return link(inner, entity.url);
  if (entity.type === "url") return link(inner, words);
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "word", onclick: () => say(words) }, inner);
  }
  return TAGS[entity.type] ? make(TAGS[entity.type], {}, inner) : inner;
}
