"use strict";
// Elements of the page. Text only ever becomes text nodes; data in, elements out.
const data = JSON.parse(document.getElementById("data").textContent);
const nodes = data.nodes, claims = data.claims;
const $ = (id) => document.getElementById(id);
const make = (tag, attributes, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};
const words = (name) => name.toLowerCase().replaceAll("_", " ");
const button = (text, onclick, className = "") => make("button", { type: "button", className, onclick }, text);
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const colourOf = (type) => data.types[type]?.colour ?? "#888888";
const byDay = (a, b) => ((b.last_seen ?? "") < (a.last_seen ?? "") ? -1 : (b.last_seen ?? "") > (a.last_seen ?? "") ? 1 : 0);

nodes.forEach((node, place) => Object.assign(node, { id: place, claims: [], shown: true }));
for (const claim of claims) {
  Object.assign(claim, { from: nodes[claim.subject], to: nodes[claim.object], source: claim.subject, target: claim.object, shown: true });
  claim.from.claims.push(claim);
  if (claim.to !== claim.from) claim.to.claims.push(claim);
}

function dot(type) {
  const spot = make("span", { className: "dot" });
  spot.style.background = colourOf(type);
  return spot;
}

// One claim with its sentences and the articles that say so.
function card(claim, choose) {
  const end = (node) => button(node.name, () => choose(node), "end");
  const facts = [claim.status, ...claim.facts, `confidence ${claim.confidence.toFixed(2)}`].join(" · ");
  const said = claim.statements.map((one) => make("blockquote", {}, ...one.sentences.map((sentence) => make("p", {}, sentence)),
    make("footer", { className: "soft" }, [one.published, one.status].filter(Boolean).join(" · ") + " · ",
      one.url ? make("a", { href: one.url, target: "_blank", rel: "noopener noreferrer" }, one.title) : make("bdi", {}, one.title))));
  return make("article", { className: claim.status }, make("h3", {}, end(claim.from), ` ${words(claim.relation)} `, end(claim.to)),
    make("p", { className: "soft" }, make("span", { className: "line" }), facts), ...said);
}

// Cards, fifty at a time: the button below the last one shows the next fifty and leads there.
function cards(found, choose, from = 0) {
  const rest = found.length - from - 50;
  const shown = found.slice(from, from + 50).map((claim) => card(claim, choose));
  if (rest > 0) shown.push(button(`Show more (${counted(rest, "relation")} left)`, (event) => {
    const more = cards(found, choose, from + 50);
    event.currentTarget.replaceWith(...more);
    more[0].querySelector("button").focus();
  }, "more"));
  return shown;
}

function boxes(target, names, hidden, label, changed) {
  target.replaceChildren(...names.map((name) => make("label", {}, make("input", {
    type: "checkbox", checked: !hidden.has(name), value: name, onchange: (event) => { event.target.checked ? hidden.delete(name) : hidden.add(name); changed(); },
  }), ...label(name))));
}
