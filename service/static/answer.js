// One entry of the conversation on the page: a message of the user, an answer that grows, or the result of a check.

import { el, icon } from "./dom.js";
import { blockingRail, railsView, readRails } from "./rails.js";

const DECISIONS = { allowed: "passed", modified: "modified", blocked: "blocked", error: "failed" };
const WORDS = { allowed: "Allowed", modified: "Modified", blocked: "Blocked", error: "Error" };

export function userEntry(text, label) {
  return el(
    "article",
    { class: "entry user" },
    el("h3", null, label),
    el("p", { class: "text" }, text),
  );
}

export function noteEntry(text) {
  return el("p", { class: "divider" }, text);
}

/** An answer under way. `write` and `think` add text, within `growing`; one of the other methods ends it. */
export class AnswerEntry {
  #text = document.createTextNode("");
  #thoughts = document.createTextNode("");
  #body;
  #title;
  #growing;

  constructor(title, growing) {
    this.#growing = growing;
    this.#title = el("h3", null, title);
    this.#body = el("p", { class: "text", "aria-busy": "true" }, this.#text);
    this.element = el("article", { class: "entry answer is-busy" }, this.#title, this.#body);
  }

  get text() {
    return this.#text.data;
  }

  write(piece) {
    this.#growing(() => this.#text.appendData(piece));
  }

  think(piece) {
    this.#growing(() => {
      if (!this.#thoughts.data) this.#body.before(thoughtsView(this.#thoughts));
      this.#thoughts.appendData(piece);
    });
  }

  /** The answer is complete: what was decided, by which rails; returns the decision and a sentence that says it. */
  finish(answer) {
    const rails = readRails(answer);
    const decision = decisionOf(answer);
    const rail = blockingRail(rails);
    const words = sentence(decision, rail);
    this.#settle(DECISIONS[decision]);
    if (decision === "blocked" || decision === "error") this.#banner(DECISIONS[decision], words);
    this.#report(rails, decision, facts(answer));
    return { decision, words };
  }

  /** An output rail cut the stream. */
  block(error) {
    const name = error.param ?? "an output rail";
    const words = `Blocked by ${name}${this.text ? "; the rest was not sent" : ""}`;
    const unknown = { reason: null, enforced: null, scanned: null, ms: null };
    const known = readRails(error);
    const rails = known.length ? known : [{ kind: "output", name, outcome: "blocked", stopped: true, ...unknown }];
    this.#settle("blocked");
    this.#cutAt("blocked", words);
    this.#report(rails, "blocked", requestFacts(error));
    return words;
  }

  /** No answer, or not a whole one. */
  fail(error) {
    this.#settle("failed");
    this.#cutAt("failed", error.message);
    const { status, type, code } = error;
    const said = [status && `HTTP ${status}`, type, code !== type && code].filter(Boolean);
    this.element.append(el("p", { class: "facts" }, [...said, ...requestFacts(error)].map(fact)));
  }

  stop() {
    this.#settle("stopped");
    const words = this.text ? "Stopped by you; this much had arrived" : "Stopped by you before anything arrived";
    this.#cutAt("stopped", words);
    return words;
  }

  /** The result of a check: `{status, content, rail}`. */
  judge(result) {
    const { status, rail } = result;
    const by = rail ? ` by ${rail}` : "";
    const sentences = {
      passed: "Passed: no rail objects",
      modified: `Modified${by}; this would go on:`,
      blocked: `Blocked${by}`,
    };
    const words = sentences[status] ?? status;
    this.#settle(status);
    this.#banner(status, words);
    if (status !== "passed") this.write(result.content ?? "");
    const rails = readRails(result);
    const view = railsView(rails, status !== "passed");
    if (view) this.element.append(view);
    this.element.append(el("p", { class: "facts" }, requestFacts(result).map(fact)));
    return words;
  }

  #settle(outcome) {
    this.element.classList.remove("is-busy");
    this.element.classList.add(`is-${outcome}`);
    this.#body.removeAttribute("aria-busy");
  }

  #banner(outcome, words) {
    this.#title.after(bannerView(outcome, words));
  }

  /** Below what had arrived: what the reader is reading stays where it is. */
  #cutAt(outcome, words) {
    this.#body.after(bannerView(outcome, words));
  }

  #report(rails, decision, found) {
    const outcome = DECISIONS[decision];
    const chip = el("span", { class: `chip is-${outcome}` }, icon(outcome), WORDS[decision]);
    const view = railsView(rails, decision !== "allowed", chip);
    if (view) this.element.append(view, el("p", { class: "facts" }, found.map(fact)));
    else this.element.append(el("p", { class: "facts" }, chip, found.map(fact)));
  }
}

function bannerView(outcome, words) {
  return el("p", { class: `banner is-${outcome}` }, icon(outcome), el("span", null, words));
}

function thoughtsView(text) {
  return el("details", { class: "thoughts" }, el("summary", null, "Reasoning"), el("p", { class: "text" }, text));
}

function fact(text) {
  return el("span", { class: "fact" }, text);
}

/** The truth of the last frame, then the header's, which is `pending` on most streams. */
function decisionOf(answer) {
  const said = answer.guardrails?.decision ?? answer.decision;
  if (Object.hasOwn(DECISIONS, said ?? "")) return said;
  return answer.finishReason === "content_filter" ? "blocked" : "allowed";
}

function sentence(decision, rail) {
  if (decision === "blocked") return rail ? `Blocked by ${rail}` : "Blocked by a rail";
  return decision === "error" ? "Something went wrong inside; this is not an answer" : `Answer complete: ${decision}`;
}

function facts(answer) {
  const { usage, finishReason } = answer;
  const found = [];
  if (answer.guardrails?.log?.activated_rails?.length === 0) found.push("no rails ran");
  if (answer.model) found.push(answer.model);
  if (usage?.total_tokens) found.push(`${usage.prompt_tokens} tokens in, ${usage.completion_tokens} out`);
  if (finishReason === "length") found.push("cut at the length limit");
  if (answer.errorCode) found.push(answer.errorCode);
  return [...found, ...requestFacts(answer)];
}

function requestFacts({ requestId }) {
  return requestId ? [`request ${requestId}`] : [];
}
