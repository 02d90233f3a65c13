// The menu of who one is. Whoever has news and is not on the screen is marked with a word.

import { make } from "./draw.js";

export class People {
  constructor(select, changed) {
    this.select = select;
    select.addEventListener("change", () => {
      this.#option(this.id).textContent = this.name;
      changed();
    });
  }

  get id() {
    return this.select.value;
  }

  get name() {
    return this.select.selectedOptions[0]?.dataset.name ?? "";
  }

  get ids() {
    return [...this.select.options].map((option) => option.value);
  }

  add(id, name) {
    this.select.append(make("option", { value: id, "data-name": name }, name));
  }

  choose(id) {
    this.select.value = id;
    this.select.dispatchEvent(new Event("change"));
  }

  news(id) {
    const option = this.#option(id);
    if (option && id !== this.id) option.textContent = `${option.dataset.name} · new`;
  }

  #option(id) {
    return [...this.select.options].find((option) => option.value === id);
  }
}
