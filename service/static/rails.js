// What the rails did, for reading: from the log of an answer, or from its headers where there is no log.

import { el, icon } from "./dom.js";

const KINDS = {
  input: "Input",
  output: "Output",
  retrieval: "Retrieval",
  dialog: "Dialog",
  generation: "Generation",
  tool_input: "Tool input",
  tool_output: "Tool output",
};
const WORDS = { passed: "Passed", modified: "Modified", blocked: "Blocked", failed: "Failed", ran: "Ran" };
const ENFORCED = { refused: "so it refused", allowed: "let through" };

/** The rails that ran, in order: `{kind, name, outcome, reason, enforced, scanned, ms}`. */
export function readRails(answer) {
  const logged = answer.guardrails?.log?.activated_rails;
  return logged?.length ? logged.map(fromLog) : fromHeader(answer.railsHeader);
}

function fromLog(rail) {
  const info = rail.additional_info ?? {};
  const verdict = info.verdict ?? (rail.stop ? "blocked" : "ran");
  return {
    kind: rail.type,
    name: rail.name,
    outcome: info.status === "failed" ? "failed" : verdict,
    stopped: verdict === "blocked" || rail.stop === true,
    reason: info.reason ?? null,
    enforced: info.enforced ?? null,
    scanned: info.scanned ?? null,
    ms: typeof rail.duration === "number" ? rail.duration * 1000 : null,
  };
}

/** `name;verdict;ms, name;verdict;ms`. */
function fromHeader(text) {
  const rails = [];
  for (const part of (text ?? "").split(",")) {
    const found = /^\s*(.+);([^;]*);([^;]*)$/.exec(part);
    if (!found) continue;
    const [, name, verdict, ms] = found;
    const outcome = Object.hasOwn(WORDS, verdict) ? verdict : "ran";
    const stopped = outcome === "blocked";
    const known = { kind: null, reason: null, enforced: null, scanned: null };
    rails.push({ ...known, name, outcome, stopped, ms: ms.trim() === "" ? null : Number(ms) });
  }
  return rails;
}

/** The rail that stopped the turn, by name. */
export function blockingRail(rails) {
  return rails.find((rail) => rail.stopped)?.name ?? null;
}

/** The list of the rails, folded unless `open`, under the decision where there is one; null where none ran. */
export function railsView(rails, open, decision) {
  if (!rails.length) return null;
  const count = rails.length === 1 ? "1 rail ran" : `${rails.length} rails ran`;
  return el(
    "details",
    { class: "rails", open },
    el("summary", null, decision, rails.length > 1 && lamps(rails), count),
    el("ol", null, rails.map(row)),
  );
}

function lamps(rails) {
  return el("span", { class: "lamps" }, rails.map((rail) => lamp(rail.outcome)));
}

function lamp(outcome) {
  return el("span", { class: `lamp is-${outcome}` }, icon(outcome));
}

function row(rail) {
  return el(
    "li",
    { class: `is-${rail.outcome}` },
    lamp(rail.outcome),
    el(
      "div",
      { class: "rail" },
      el("span", { class: "rail-name" }, rail.name),
      rail.kind && el("span", { class: "rail-kind" }, KINDS[rail.kind] ?? rail.kind),
      rail.reason && el("p", { class: "rail-reason" }, rail.reason),
    ),
    el(
      "div",
      { class: "rail-facts" },
      el("span", { class: "rail-verdict" }, verdictWords(rail)),
      rail.ms !== null && el("span", { class: "rail-time" }, duration(rail.ms)),
      rail.scanned > 0 && el("span", { class: "rail-scanned" }, `${rail.scanned.toLocaleString("en")} chars read`),
    ),
  );
}

function verdictWords(rail) {
  const word = WORDS[rail.outcome] ?? rail.outcome;
  return rail.outcome === "failed" && rail.enforced ? `${word}, ${ENFORCED[rail.enforced] ?? rail.enforced}` : word;
}

export function duration(ms) {
  if (ms < 1) return "< 1 ms";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
