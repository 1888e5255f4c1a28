// What has been said, and which part of it the next request has to carry.

/**
 * Without a thread the page sends everything each time. With one the server has the conversation, and only what it
 * does not know yet is sent: the first turn of a thread takes along what was said before it. A turn that an output rail
 * cut or that failed is left out of what follows, as a thread leaves it out.
 */
export class Conversation {
  #messages = [];
  #threadId = null;
  #known = 0;
  #knownSystem = "";

  get isEmpty() {
    return this.#messages.length === 0;
  }

  /** The messages of the next request: `{system, threadId}` as set now, `text` the user's. */
  next(text, { system, threadId }) {
    this.#follow(threadId);
    const news = { role: "user", content: text };
    const said = threadId ? this.#messages.slice(this.#known) : this.#messages;
    const instructs = system !== "" && (!threadId || system !== this.#knownSystem);
    return [...(instructs ? [{ role: "system", content: system }] : []), ...said, news];
  }

  /** A turn has an answer: a refusal is one too. */
  add(text, answer, { system, threadId }) {
    this.#messages.push({ role: "user", content: text }, { role: "assistant", content: answer });
    this.#remember(system, threadId);
  }

  /** A turn was cut by a rail: the thread has it, with a refusal; what this page sends goes on without it. */
  skip({ system, threadId }) {
    this.#remember(system, threadId);
  }

  #remember(system, threadId) {
    if (threadId === null || threadId !== this.#threadId) return;
    this.#known = this.#messages.length;
    this.#knownSystem = system;
  }

  #follow(threadId) {
    if (threadId === null || threadId === this.#threadId) return;
    this.#threadId = threadId;
    this.#known = 0;
    this.#knownSystem = "";
  }
}

/** 37 characters; `randomUUID` would need a secure context, which a server in the next room is not. */
export function newThreadId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `chat-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
