// The docs page: /openapi.json as a list to read and to copy from. Knows OpenAPI 3.1 as far as our own document goes.

import { get } from "./api.js";
import { button, el } from "./dom.js";
import { prose, sample, schemaView } from "./schema.js";

const METHODS = ["get", "put", "post", "delete", "patch", "head", "options"];
const byId = (id) => document.getElementById(id);

async function start() {
  let description;
  try {
    description = await get("openapi.json");
  } catch (error) {
    byId("about").textContent = `The description of the API cannot be read: ${error.message}`;
    return;
  }
  const { info = {} } = description;
  byId("title").textContent = [info.title ?? "API", info.version].filter(Boolean).join(" ");
  byId("about").replaceChildren(...(prose(info.description)?.childNodes ?? []));
  const operations = readOperations(description);
  byId("contents").append(...contents(operations));
  byId("operations").append(...operations.map((operation) => operationView(operation, description)));
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function readOperations({ paths = {} }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      path,
      method,
      id: `${method}-${path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "")}`,
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])],
      about: item[method],
    })),
  );
}

function contents(operations) {
  const groups = new Map();
  for (const operation of operations) {
    const tag = operation.about.tags?.[0] ?? "Endpoints";
    groups.set(tag, [...(groups.get(tag) ?? []), operation]);
  }
  return [...groups].flatMap(([tag, members]) => [
    el("h2", null, tag),
    el("ul", null, members.map(({ id, method, path }) => el("li", null, el("a", { href: `#${id}` }, verb(method), path)))),
  ]);
}

function verb(method) {
  return el("span", { class: "verb" }, method.toUpperCase());
}

function operationView(operation, root) {
  const { about, id, method, path } = operation;
  return el(
    "section",
    { class: "operation", id, "aria-labelledby": `${id}-title` },
    el("h2", { id: `${id}-title` }, verb(method), el("code", null, path)),
    prose(about.summary, "lead"),
    prose(about.description),
    parametersView(operation.parameters, root),
    requestView(operation, root),
    responsesView(about.responses ?? {}, root),
  );
}

function parametersView(parameters, root) {
  if (!parameters.length) return null;
  const properties = {};
  const required = [];
  for (const reference of parameters) {
    const { name, in: place, description, schema = {}, required: needed } = resolve(reference, root);
    properties[`${name} (${place})`] = { description, ...schema };
    if (needed) required.push(`${name} (${place})`);
  }
  return [el("h3", null, "Parameters"), schemaView({ type: "object", properties, required }, root)];
}

function requestView(operation, root) {
  const body = resolve(operation.about.requestBody, root);
  const [[type, media] = []] = Object.entries(body?.content ?? {});
  const examples = type ? readExamples(media, root) : [];
  return [
    el("h3", null, "Request"),
    prose(body?.description),
    copyable(curl(operation, type, examples[0]?.value)),
    examples.length > 1 && examples.map(({ name, value }) => fold(el("span", null, name), false, copyable(pretty(value)))),
    media?.schema && fold(`Fields (${type})`, false, schemaView(media.schema, root)),
  ];
}

function responsesView(responses, root) {
  const views = Object.entries(responses).map(([status, reference]) => {
    const { content = {}, description = "" } = resolve(reference, root);
    const parts = Object.entries(content).flatMap(([type, media]) => [
      el("p", { class: "kind" }, type),
      readExamples(media, root).map(({ name, value }) => fold(name, false, copyable(pretty(value)))),
      media.schema && fold("Fields", false, schemaView(media.schema, root)),
    ]);
    return fold([el("code", null, status), description], false, ...parts);
  });
  return views.length ? [el("h3", null, "Responses"), views] : null;
}

/** The examples of the document, or one made from the schema where there is none: `{name, value}`. */
function readExamples(media, root) {
  const named = Object.entries(media.examples ?? {}).map(([key, reference]) => {
    const example = resolve(reference, root);
    return { name: example.summary ?? key, value: example.value };
  });
  if (named.length) return named;
  if (media.example !== undefined) return [{ name: "Example", value: media.example }];
  const made = media.schema && sample(media.schema, root);
  return made && typeof made === "object" ? [{ name: "Example", value: made }] : [];
}

function resolve(value, root) {
  if (!value?.$ref) return value;
  const steps = value.$ref.replace(/^#\//, "").split("/");
  return steps.reduce((at, step) => at?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], root);
}

function curl({ method, path }, type, value) {
  const address = new URL(`.${path}`, document.baseURI).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
  const lines = [`curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${quoted(address)}`];
  if (type) lines.push(`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(pretty(value))}`);
  return lines.join(" \\\n  ");
}

function quoted(text) {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function pretty(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function fold(summary, open, ...content) {
  return el("details", { class: "fold", open }, el("summary", null, summary), content);
}

function copyable(text) {
  const code = el("code", null, text);
  const press = button({ class: "small" }, () => copy(text, code, press), "Copy");
  return el("div", { class: "copyable" }, el("pre", { tabindex: "0" }, code), press);
}

/** The clipboard wants a secure context; elsewhere the text is selected and copied the old way. */
async function copy(text, code, press) {
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(code);
    copied = document.execCommand("copy");
  }
  press.textContent = copied ? "Copied" : "Selected";
  byId("status").textContent = copied ? "Copied" : "Selected: copy it with the keyboard";
  press.addEventListener("blur", () => press.replaceChildren("Copy"), { once: true });
}

start();
