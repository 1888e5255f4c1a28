// The server as this page needs it. Addresses are relative to the page, so that a prefix before it changes nothing.

/** Something that kept the server from answering, in words that can be shown. */
export class ApiError extends Error {
  constructor(message, { status = null, type = null, code = null, param = null, ...about } = {}) {
    super(message);
    const { requestId = null, guardrails = null } = about;
    Object.assign(this, { status, type, code, param, requestId, guardrails });
  }

  /** An output rail that cut the stream; `param` names it. */
  get isBlock() {
    return this.type === "guardrails_violation";
  }
}

export async function get(path) {
  const response = await request(path, { headers: { Accept: "application/json" } });
  return response.json();
}

/** POST /v1/checks: what the rails say of the last message. */
export async function check(body, signal) {
  const response = await post("v1/checks", body, "application/json", signal);
  return { ...(await response.json()), ...heads(response) };
}

/**
 * POST /v1/chat/completions as a stream: `entry` gets each piece as it comes (`write`, and `think` for reasoning
 * that a configuration shows); the returned object is the rest.
 * An error, also one inside the stream, is thrown as ApiError; what arrived before it has been handed over.
 */
export async function chat(body, signal, entry) {
  const response = await post("v1/chat/completions", body, "text/event-stream", signal);
  const answer = { ...heads(response), model: null, finishReason: null, guardrails: null, usage: null };
  const kind = response.headers.get("Content-Type") ?? "";
  if (!kind.startsWith("text/event-stream")) {
    throw new ApiError(`A stream was asked for and ${kind || "something without a type"} came back.`, answer);
  }
  for await (const data of events(response.body)) {
    if (data === "[DONE]") return answer;
    const frame = parse(data, answer);
    if (frame.error) {
      const { guardrails } = frame;
      throw new ApiError(frame.error.message, { ...frame.error, requestId: answer.requestId, guardrails });
    }
    readChunk(frame, answer, entry);
  }
  throw new ApiError("The connection ended before the answer was complete.", answer);
}

function readChunk(chunk, answer, entry) {
  const choice = chunk.choices?.[0];
  if (choice?.delta?.reasoning_content) entry.think(choice.delta.reasoning_content);
  if (choice?.delta?.content) entry.write(choice.delta.content);
  if (choice?.finish_reason) answer.finishReason = choice.finish_reason;
  if (chunk.model) answer.model = chunk.model;
  if (chunk.guardrails) answer.guardrails = chunk.guardrails;
  if (chunk.usage) answer.usage = chunk.usage;
}

function parse(data, answer) {
  try {
    return JSON.parse(data);
  } catch {
    throw new ApiError("The stream holds something that is not JSON.", answer);
  }
}

/** The data of each server-sent event, wherever the network cut the text; comments (heartbeats) are passed over. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let data = [];
  let returned = false;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    // A line may end in CR, LF or both, and the network may cut between the two.
    const text = returned && value[0] === "\n" ? value.slice(1) : value;
    returned = value.endsWith("\r");
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "" && data.length) {
        yield data.join("\n");
        data = [];
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line[5] === " " ? 6 : 5));
      }
    }
  }
}

function post(path, body, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: "same-origin", cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("The server cannot be reached.");
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

/** The error of an HTTP answer: our body has `error` and `detail`, a proxy's has neither. */
async function refusal(response) {
  const { requestId } = heads(response);
  let body = null;
  try {
    body = await response.json();
  } catch {
    // Something before the server answered; its page is not for the reader of this one.
  }
  const error = body?.error ?? {};
  const detail = Array.isArray(body?.detail) ? body.detail.map(oneDetail).join("; ") : body?.detail;
  const message = error.message || detail || response.statusText || "The server refused without a reason.";
  return new ApiError(String(message), { ...error, status: response.status, requestId });
}

function oneDetail({ loc, msg }) {
  const where = Array.isArray(loc) ? loc.filter((part) => part !== "body").join(".") : "";
  return where ? `${where}: ${msg}` : String(msg);
}

function heads(response) {
  const header = (name) => response.headers.get(name);
  return {
    requestId: header("X-Request-ID"),
    decision: header("X-Guardrails-Decision"),
    errorCode: header("X-Guardrails-Error"),
    railsHeader: header("X-Guardrails-Rails"),
  };
}
