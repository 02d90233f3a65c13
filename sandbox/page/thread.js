// A thread of messages, with the day above the first of each.

import { make } from "./draw.js";
import { shown } from "./times.js";

/** What `settle` draws: `item(message)` for each, and headings between them. */
export function withDays(messages, item) {
  const days = new Set();
  return messages.flatMap((message) => {
    const day = shown(message.at, "day");
    const isNew = !days.has(day);
    days.add(day);
    const heading = { key: day, value: day, draw: () => make("p", { class: "day" }, day) };
    return isNew ? [heading, item(message)] : [item(message)];
  });
}
