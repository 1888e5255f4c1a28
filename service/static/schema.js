// JSON Schema for reading: a nested list of fields, and an example where the document has none.

import { el } from "./dom.js";

const DEEPEST = 8;
const LIMITS = {
  minimum: "at least",
  maximum: "at most",
  exclusiveMinimum: "above",
  exclusiveMaximum: "below",
  minLength: "min. length",
  maxLength: "max. length",
  minItems: "min. items",
  maxItems: "max. items",
};

/** The fields of a schema; `path` holds the names that lead here, so that a schema in itself ends. */
export function schemaView(schema, root, path = []) {
  const { target, trail } = follow(schema, root, path);
  const fields = fieldsOf(target);
  if (fields.length) return el("ul", { class: "schema" }, fields.map((field) => fieldView(field, root, trail)));
  return el(
    "div",
    { class: "schema" },
    el("span", { class: "kind" }, kind(target)),
    prose(target.description),
    within(target, root, trail).map((each) => nested(each, root, trail)),
  );
}

/** A text of the document, with `code` as it writes it; null where there is none. */
export function prose(text, more = "") {
  if (!text) return null;
  const parts = text.split("`").map((part, place) => (place % 2 ? el("code", null, part) : part));
  return el("p", { class: `prose ${more}` }, parts);
}

function fieldView({ name, schema, required }, root, path) {
  return el(
    "li",
    null,
    el("code", null, name),
    el("span", { class: "kind" }, kind(schema)),
    required && el("span", { class: "needed" }, " required"),
    prose(schema.description ?? follow(schema, root, path).target.description),
    withFields(schema, root, path).map((each) => nested(each, root, path)),
  );
}

function nested(schema, root, path) {
  const { target, name } = follow(schema, root, path);
  return el("details", null, el("summary", null, name ?? target.title ?? "Fields"), schemaView(schema, root, path));
}

/** What has fields: the schema itself, or what is in it; not what was seen on the way here. */
function withFields(schema, root, path) {
  const { target, name, trail } = follow(schema, root, path);
  if (trail.length > DEEPEST || (name && path.includes(name))) return [];
  if (fieldsOf(target).length) return [schema];
  const inner = within(target, root, trail);
  return name && inner.length ? [schema] : inner;
}

function within(schema, root, path) {
  const further = typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
  const inner = [...alternatives(schema), ...(schema.items ? [schema.items] : []), ...further];
  return inner.flatMap((each) => withFields(each, root, path));
}

/** The required ones first. */
function fieldsOf(schema) {
  const needed = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {});
  return fields
    .map(([name, each]) => ({ name, schema: each, required: needed.has(name) }))
    .sort((one, other) => other.required - one.required);
}

function alternatives(schema) {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
}

/** The type in words, with its limits. */
function kind(schema) {
  const limits = [schema.format].filter(Boolean);
  for (const [key, word] of Object.entries(LIMITS)) {
    if (schema[key] !== undefined) limits.push(`${word} ${schema[key]}`);
  }
  if (schema.pattern) limits.push(`like ${schema.pattern}`);
  if (schema.default !== undefined) limits.push(`default ${JSON.stringify(schema.default)}`);
  return limits.length ? `${typeWords(schema)} (${limits.join(", ")})` : typeWords(schema);
}

function typeWords(schema) {
  if (schema.$ref) return nameOf(schema);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = alternatives(schema);
  if (choices.length) return [...new Set(choices.map(kind))].join(" or ");
  if (schema.items) return `array of ${kind(schema.items)}`;
  return [schema.type ?? (schema.properties ? "object" : "anything")].flat().join(" or ");
}

function nameOf(schema) {
  return schema.$ref.split("/").pop();
}

function follow(schema, root, path) {
  if (!schema.$ref) return { target: schema, trail: path, name: null };
  const name = nameOf(schema);
  return { target: root.components?.schemas?.[name] ?? {}, trail: [...path, name], name };
}

/** An example: what the schema offers itself, else the least that it asks for. */
export function sample(schema, root, path = []) {
  const { target, trail, name } = follow(schema, root, path);
  const given = [target.example, target.examples?.[0], target.const, target.default, target.enum?.[0]];
  const found = given.find((value) => value !== undefined);
  if (found !== undefined) return found;
  if (trail.length > DEEPEST || (name && path.includes(name))) return null;
  const choices = alternatives(target);
  if (choices.length) return sample(choices.find((each) => each.type !== "null") ?? choices[0], root, trail);
  if (target.properties) {
    const needed = fieldsOf(target).filter((field) => field.required);
    return Object.fromEntries(needed.map((field) => [field.name, sample(field.schema, root, trail)]));
  }
  if (target.items) return [sample(target.items, root, trail)];
  return { string: "", integer: 0, number: 0, boolean: false, array: [], object: {} }[[target.type].flat()[0]] ?? null;
}
