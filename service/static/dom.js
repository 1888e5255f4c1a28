// Elements from plain data. Text goes in as text nodes only: nothing that a model or a server says becomes markup.

const SVG = "http://www.w3.org/2000/svg";

/** One element; an attribute that is null, undefined or false is left out, a child that is one too. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One of the symbols at the top of the page. It says nothing by itself: a text always stands beside it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A button that does something. */
export function button(attributes, action, ...children) {
  const element = el("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", action);
  return element;
}
