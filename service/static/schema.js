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

/** The fields of a schema; `path` holds the references that lead here, so that a schema in itself ends. */
export function schemaView(schema, root, path = []) {
  const { target, trail } = follow(schema, root, path);
  const fields = fieldsOf(target);
  if (fields.length) return el("ul", { class: "schema" }, fields.map((field) => fieldView(field, root, trail)));
  const inner = innerSchemas(target).map((each) => nested(each, root, trail));
  return el(
    "div",
    { class: "schema" },
    el("span", { class: "kind" }, kind(target, root)),
    target.description && el("p", { class: "prose" }, target.description),
    inner,
  );
}

function fieldView({ name, schema, required }, root, path) {
  const { target, trail } = follow(schema, root, path);
  const inside = [...(fieldsOf(target).length ? [schema] : []), ...innerSchemas(target)];
  return el(
    "li",
    null,
    el("code", null, name),
    el("span", { class: "kind" }, kind(schema, root)),
    required && el("span", { class: "needed" }, " required"),
    (schema.description ?? target.description) && el("p", { class: "prose" }, schema.description ?? target.description),
    inside.map((each) => nested(each, root, each === schema ? path : trail)),
  );
}

/** What is inside, behind a fold; null where there is nothing to see or it was seen on the way here. */
function nested(schema, root, path) {
  const { target, name } = follow(schema, root, path);
  if (path.length >= DEEPEST || (name && path.includes(name))) return null;
  if (!fieldsOf(target).length && !innerSchemas(target).length) return null;
  return el("details", null, el("summary", null, `Fields of ${name ?? target.title ?? "it"}`), schemaView(schema, root, path));
}

function fieldsOf(schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    name,
    schema: each,
    required: required.has(name),
  }));
}

/** The schemas that one may be, or that its items or further members have. */
function innerSchemas(schema) {
  const further = typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
  return [...alternatives(schema), ...(schema.items ? [schema.items] : []), ...further];
}

function alternatives(schema) {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
}

function kind(schema, root) {
  const words = [typeWords(schema, root)];
  if (schema.format) words.push(schema.format);
  for (const [key, word] of Object.entries(LIMITS)) {
    if (schema[key] !== undefined) words.push(`${word} ${schema[key]}`);
  }
  if (schema.pattern) words.push(`like ${schema.pattern}`);
  if (schema.default !== undefined) words.push(`default ${JSON.stringify(schema.default)}`);
  return words.filter(Boolean).join(", ");
}

function typeWords(schema, root) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = alternatives(schema);
  if (choices.length) return [...new Set(choices.map((each) => typeWords(each, root)))].join(" or ");
  if (schema.items) return `array of ${typeWords(schema.items, root)}`;
  return [schema.type ?? (schema.properties ? "object" : "anything")].flat().join(" or ");
}

function follow(schema, root, path) {
  if (!schema.$ref) return { target: schema, trail: path, name: null };
  const name = schema.$ref.split("/").pop();
  const target = root.components?.schemas?.[name] ?? {};
  return { target, trail: [...path, name], name };
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
    const names = Object.keys(target.properties).filter((each) => target.required?.includes(each));
    return Object.fromEntries(names.map((each) => [each, sample(target.properties[each], root, trail)]));
  }
  if (target.items) return [sample(target.items, root, trail)];
  return { string: "", integer: 0, number: 0, boolean: false, array: [], object: {} }[[target.type].flat()[0]] ?? null;
}
