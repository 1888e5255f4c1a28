// The chat page: what happens when somebody types, presses, waits. Reading and drawing are in the modules beside it.

import { AnswerEntry, noteEntry, userEntry } from "./answer.js";
import { ApiError, chat, check, get } from "./api.js";
import { Conversation } from "./conversation.js";
import { button, el } from "./dom.js";
import { Settings } from "./settings.js";

const byId = (id) => document.getElementById(id);
const NEAR_THE_END = 80;
const narrow = matchMedia("(max-width: 51.99em)");

let conversation = new Conversation();
let running = null;
let settings = null;

/* -- sending */

async function send() {
  const text = take();
  if (text === null) return;
  byId("message").value = "";
  fitMessage();
  const { system, threadId } = settings;
  const turn = { system, threadId };
  const body = {
    model: settings.model,
    messages: conversation.next(text, turn),
    stream: true,
    stream_options: { include_usage: true },
    guardrails: {
      ...settings.guardrails,
      ...(threadId ? { thread_id: threadId } : {}),
      options: { log: { activated_rails: true } },
    },
  };
  const home = conversation;
  const entry = open(text, "You", "Answer");
  await run(entry, async (signal) => {
    try {
      const answer = await chat(body, signal, entry);
      const { decision, words } = entry.finish(answer);
      if (decision !== "error") home.add(text, entry.text, turn);
      return words;
    } catch (error) {
      if (error.name === "AbortError") {
        if (entry.text) home.add(text, entry.text, turn);
        return entry.stop();
      }
      if (!error.isBlock) throw error;
      home.skip(turn);
      return entry.block(error);
    }
  });
}

async function checkOnly() {
  const text = take();
  if (text === null) return;
  const messages = conversation.next(text, { system: settings.system, threadId: null });
  const entry = open(text, "You, to be checked", "Check only");
  await run(entry, async (signal) => {
    try {
      return entry.judge(await check({ messages, guardrails: settings.guardrails }, signal));
    } catch (error) {
      if (error.name === "AbortError") return entry.stop();
      throw error;
    }
  });
}

/** What is in the box, or null where there is nothing to send or something is still under way. */
function take() {
  const text = byId("message").value;
  return running || text.trim() === "" ? null : text;
}

function open(text, label, title) {
  const entry = new AnswerEntry(title, growing);
  byId("welcome").hidden = true;
  byId("log").append(userEntry(text, label), entry.element);
  toEnd();
  return entry;
}

async function run(entry, action) {
  running = new AbortController();
  showRunning();
  say("Waiting for the answer");
  try {
    say(await action(running.signal));
  } catch (error) {
    const shown = error instanceof ApiError ? error : new ApiError(`This page failed: ${error.message}`);
    entry.fail(shown);
    say(`No answer: ${shown.message}`);
  } finally {
    running = null;
    showRunning();
    follow();
  }
}

function startOver() {
  running?.abort();
  conversation = new Conversation();
  settings.startThread();
  byId("log").replaceChildren();
  byId("welcome").hidden = false;
  byId("resumed").hidden = true;
  say("A new chat");
  byId("message").focus();
}

/* -- showing */

function say(words) {
  byId("status").textContent = words;
}

function showRunning() {
  const focused = document.activeElement;
  byId("send").hidden = running !== null;
  byId("stop").hidden = running === null;
  byId("check").disabled = running !== null;
  if (focused?.closest("#composer") && document.activeElement !== focused) byId("message").focus();
}

/** The way that the next message takes, in a line above the box. */
function showRoute() {
  const rails = settings.configs.length ? settings.configs : ["default rails"];
  const stops = [...rails, settings.model || "configured model"];
  const thread = settings.threadId ? "thread kept" : null;
  byId("route").replaceChildren(
    ...stops.map((stop) => el("span", { class: "stop" }, stop)),
    ...(thread ? [el("span", { class: "aside" }, thread)] : []),
  );
}

/** Whether the reader is at the end, as it was before the latest text was added. */
let atEnd = true;

function toEnd() {
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

function follow() {
  if (atEnd) toEnd();
  else byId("to-end").hidden = false;
}

/** Around each change of an answer: who reads its end stays there. */
function growing(change) {
  watchScroll();
  change();
  follow();
}

function watchScroll() {
  const { scrollHeight, scrollTop, clientHeight } = byId("scroll");
  atEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  if (atEnd) byId("to-end").hidden = true;
}

function fitMessage() {
  const box = byId("message");
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

/* -- things to try */

async function loadChallenges() {
  let challenges = [];
  try {
    challenges = (await get("v1/challenges")).map(readChallenge).filter((challenge) => challenge.text);
  } catch {
    // The page is whole without them.
  }
  byId("challenges").hidden = challenges.length === 0;
  byId("challenge-list").replaceChildren(...challenges.map(challengeRow));
  byId("suggestions").replaceChildren(...challenges.map(challengeRow));
}

/** The format leaves the members open: what to send is the prompt, or else what describes it. */
function readChallenge(challenge) {
  const first = (...names) => names.map((name) => challenge[name]).find((value) => typeof value === "string" && value);
  const text = first("prompt", "message", "text", "content", "description");
  return { text, title: first("title", "name", "description", "id") ?? text, category: first("category") };
}

function challengeRow({ text, title, category }) {
  const label = [category && el("span", { class: "try-kind" }, category), el("span", { class: "try-title" }, title)];
  return el("li", null, button({ class: "try", title: text }, () => tryOut(text), label));
}

function tryOut(text) {
  byId("message").value = text;
  closeSettings();
  fitMessage();
  byId("message").focus();
}

/* -- the settings as a sheet, where the page is narrow */

function openSettings() {
  showSheet(true);
  byId("close-settings").focus();
}

function closeSettings() {
  if (byId("open-settings").getAttribute("aria-expanded") !== "true") return;
  showSheet(false);
  byId("open-settings").focus();
}

function showSheet(open) {
  document.body.classList.toggle("sheet-open", open);
  byId("open-settings").setAttribute("aria-expanded", String(open));
  byId("stage").inert = open;
}

/* -- wiring */

function onKey(event) {
  if (event.isComposing || event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  send();
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  if (byId("open-settings").getAttribute("aria-expanded") === "true") closeSettings();
  else running?.abort();
}

function start() {
  settings = new Settings(showRoute);
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("message").addEventListener("keydown", onKey);
  byId("message").addEventListener("input", fitMessage);
  byId("check").addEventListener("click", checkOnly);
  byId("stop").addEventListener("click", () => running?.abort());
  byId("new-chat").addEventListener("click", startOver);
  byId("new-thread").addEventListener("click", () => {
    settings.startThread();
    if (!conversation.isEmpty) byId("log").append(noteEntry("New thread"));
    conversation = new Conversation();
  });
  byId("open-settings").addEventListener("click", openSettings);
  byId("close-settings").addEventListener("click", closeSettings);
  byId("to-end").addEventListener("click", toEnd);
  byId("scroll").addEventListener("scroll", watchScroll, { passive: true });
  document.addEventListener("keydown", onEscape);
  narrow.addEventListener("change", () => showSheet(false));
  showRoute();
  settings.load();
  loadChallenges();
}

start();
