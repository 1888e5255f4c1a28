// The choices at the side of the page: configurations in order, model, system prompt, thread. Kept for this tab only.

import { get } from "./api.js";
import { newThreadId } from "./conversation.js";
import { button, el, icon } from "./dom.js";

const NAME = "switchyard.settings";
const FILTER_FROM = 13;
const byId = (id) => document.getElementById(id);

export class Settings {
  #configs = [];
  #thread = false;
  #threadId = newThreadId();
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
    this.#restore();
    byId("model").addEventListener("input", () => this.#changed());
    byId("system").addEventListener("input", () => this.#changed());
    byId("config-filter").addEventListener("input", () => this.#filter());
    byId("thread").addEventListener("change", () => this.setThread(byId("thread").checked));
    this.#showThread();
  }

  get configs() {
    return [...this.#configs];
  }

  get model() {
    return byId("model").value.trim();
  }

  get system() {
    return byId("system").value.trim();
  }

  /** The id to send, or null while no thread is kept. */
  get threadId() {
    return this.#thread ? this.#threadId : null;
  }

  /** The `guardrails` object of a request, without what is particular to one endpoint. */
  get guardrails() {
    if (this.#configs.length === 0) return {};
    return this.#configs.length === 1 ? { config_id: this.#configs[0] } : { config_ids: this.configs };
  }

  setThread(on) {
    this.#thread = on;
    this.#showThread();
    this.#changed();
  }

  startThread() {
    this.#threadId = newThreadId();
    this.#showThread();
    this.#changed();
  }

  async load() {
    await Promise.all([this.#loadConfigs(), this.#loadModels()]);
  }

  async #loadConfigs() {
    const note = byId("config-note");
    try {
      const ids = (await get("v1/rails/configs")).map((config) => String(config.id));
      this.#configs = this.#configs.filter((id) => ids.includes(id));
      byId("config-list").replaceChildren(...ids.map((id) => this.#choice(id)));
      byId("config-filter").hidden = ids.length < FILTER_FROM;
      note.textContent = ids.length ? "" : "This server has no configurations yet.";
    } catch (error) {
      note.textContent = `The configurations cannot be listed: ${error.message}`;
    }
    this.#showOrder();
    this.#changed();
  }

  async #loadModels() {
    try {
      const models = (await get("v1/models")).data ?? [];
      byId("models").replaceChildren(...models.map((model) => el("option", { value: model.id })));
    } catch (error) {
      byId("model-note").textContent = `Type any name; the server cannot list its models: ${error.message}`;
    }
  }

  #choice(id) {
    const box = el("input", { type: "checkbox", value: id, checked: this.#configs.includes(id) });
    box.addEventListener("change", () => {
      this.#configs = this.#configs.filter((other) => other !== id);
      if (box.checked) this.#configs.push(id);
      this.#showOrder();
      this.#changed();
    });
    return el("label", { class: "choice" }, box, el("span", null, id));
  }

  #filter() {
    const wanted = byId("config-filter").value.trim().toLowerCase();
    for (const label of byId("config-list").children) {
      label.hidden = !label.textContent.toLowerCase().includes(wanted);
    }
  }

  #showOrder() {
    byId("config-order").hidden = this.#configs.length < 2;
    byId("order-list").replaceChildren(...this.#configs.map((id, place) => this.#orderRow(id, place)));
    const none = byId("config-list").childElementCount > 0 && this.#configs.length === 0;
    if (none) byId("config-note").textContent = "None picked: the server's default answers.";
    else if (this.#configs.length) byId("config-note").textContent = "";
  }

  #orderRow(id, place) {
    const move = (label, symbol, to) =>
      button(
        { class: "ghost square", "aria-label": `Move ${id} ${label}`, disabled: to < 0 || to >= this.#configs.length },
        () => this.#move(id, place, to, label),
        icon(symbol),
      );
    const name = el("span", { class: "order-name" }, id);
    return el("li", null, name, move("up", "up", place - 1), move("down", "down", place + 1));
  }

  #move(id, from, to, label) {
    this.#configs.splice(from, 1);
    this.#configs.splice(to, 0, id);
    this.#showOrder();
    this.#changed();
    const [up, down] = byId("order-list").children[to].querySelectorAll("button");
    const wanted = label === "up" ? up : down;
    (wanted.disabled ? (wanted === up ? down : up) : wanted).focus();
  }

  #showThread() {
    byId("thread").checked = this.#thread;
    byId("thread-panel").hidden = !this.#thread;
    byId("thread-id").textContent = this.#threadId;
    byId("thread-note").textContent = this.#thread
      ? "On: the server remembers, this page sends only what is new."
      : "Off: this page sends the whole conversation each time.";
  }

  #changed() {
    const { model, system } = this;
    const kept = { configs: this.#configs, model, system, thread: this.#thread, threadId: this.#threadId };
    try {
      sessionStorage.setItem(NAME, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing still has the choices until the page is left.
    }
    this.#onChange();
  }

  #restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(NAME));
    } catch {
      // Nothing was kept, or not by this page.
    }
    const { configs = [], model = "", system = "", thread = false, threadId = this.#threadId } = kept ?? {};
    this.#configs = configs;
    this.#thread = thread;
    this.#threadId = threadId;
    byId("model").value = model;
    byId("system").value = system;
    byId("resumed").hidden = !thread;
    byId("resumed").textContent = `The thread ${threadId} goes on; what was said in it is on the server.`;
  }
}
