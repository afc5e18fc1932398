// The picture of a graph: data in, canvas and lists out. Text only ever becomes text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const make = (tag, attributes, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};
const words = (name) => name.toLowerCase().replaceAll("_", " ");
const canvas = $("picture"), pen = canvas.getContext("2d");
const nodes = data.nodes, claims = data.claims, view = { x: 0, y: 0, zoom: 1 };
const off = { relations: new Set(), statuses: new Set(["denied"]) };
let chosen = null, shownClaims = [], shownNodes = [], heat = 1, colours = {};

nodes.forEach((node, place) => {
  const radius = 18 * Math.sqrt(place + 1), angle = place * 2.39996;
  Object.assign(node, { x: radius * Math.cos(angle), y: radius * Math.sin(angle), dx: 0, dy: 0, claims: [] });
});
for (const claim of claims) {
  claim.from = nodes[claim.subject];
  claim.to = nodes[claim.object];
  claim.from.claims.push(claim);
  if (claim.to !== claim.from) claim.to.claims.push(claim);
}
const colourOf = (type) => data.types[type]?.colour ?? "#888888";
const sizeOf = (node) => (5 + Math.min(14, 2 * Math.sqrt(node.claims.length))) * Math.min(1, Math.max(0.35, view.zoom));

function filter() {
  const since = $("since").value;
  shownClaims = claims.filter((claim) => !off.relations.has(claim.relation) && !off.statuses.has(claim.status) && (!since || (claim.last_seen ?? "") >= since));
  const kept = new Set(shownClaims.flatMap((claim) => [claim.from, claim.to]));
  if (chosen) kept.add(chosen);
  shownNodes = nodes.filter((node) => kept.has(node));
  $("count").textContent = `${shownNodes.length} things, ${shownClaims.length} of ${claims.length} relations`;
  heat = 1;
  settle();
  find();
}

function find() {
  const wanted = $("search").value.trim().toLowerCase();
  const pool = wanted ? nodes.filter((node) => [node.name, ...node.aliases].some((name) => name.toLowerCase().includes(wanted))) : shownNodes;
  const best = [...pool].sort((a, b) => b.claims.length - a.claims.length || (a.name < b.name ? -1 : 1)).slice(0, 50);
  $("found").replaceChildren(...best.map((node) => make("li", {}, dot(node.type), make("button", { type: "button", onclick: () => choose(node, true) }, node.name))));
  if (!best.length) $("found").append(make("li", { className: "soft" }, "nothing is called so"));
}

function dot(type) {
  const spot = make("span", { className: "dot", title: type });
  spot.style.background = colourOf(type);
  return spot;
}

const toScreen = (node) => [canvas.clientWidth / 2 + (node.x - view.x) * view.zoom, canvas.clientHeight / 2 + (node.y - view.y) * view.zoom];
const toWorld = (x, y) => [view.x + (x - canvas.clientWidth / 2) / view.zoom, view.y + (y - canvas.clientHeight / 2) / view.zoom];

function draw() {
  const ratio = devicePixelRatio || 1, near = new Set(chosen ? chosen.claims.flatMap((claim) => [claim.from, claim.to]) : []);
  if (canvas.width !== canvas.clientWidth * ratio || canvas.height !== canvas.clientHeight * ratio) {
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  for (const claim of shownClaims) {
    const [x, y] = toScreen(claim.from), [p, q] = toScreen(claim.to), lit = !chosen || claim.from === chosen || claim.to === chosen;
    pen.globalAlpha = lit ? 0.9 : 0.15;
    pen.strokeStyle = pen.fillStyle = data.relations[claim.relation]?.colour ?? "#888888";
    pen.lineWidth = Math.min(4, 0.8 + 0.5 * claim.statements.length);
    pen.setLineDash(claim.status === "asserted" ? [] : claim.status === "planned" ? [8, 4] : [2, 4]);
    pen.beginPath(); pen.moveTo(x, y); pen.lineTo(p, q); pen.stroke();
    pen.setLineDash([]);
    const angle = Math.atan2(q - y, p - x), tip = sizeOf(claim.to) + 1;
    if (!data.relations[claim.relation]?.symmetric) arrow(p - tip * Math.cos(angle), q - tip * Math.sin(angle), angle);
    if (chosen && lit && Math.hypot(p - x, q - y) > 110) label(words(claim.relation), (x + p) / 2, (y + q) / 2, colours.soft, 10);
  }
  for (const node of shownNodes) {
    const [x, y] = toScreen(node);
    pen.globalAlpha = !chosen || near.has(node) || node === chosen ? 1 : 0.25;
    pen.fillStyle = colourOf(node.type);
    pen.beginPath(); pen.arc(x, y, sizeOf(node), 0, 7); pen.fill();
    if (node === chosen) { pen.strokeStyle = colours.mark; pen.lineWidth = 3; pen.stroke(); }
  }
  pen.globalAlpha = 1;
  const named = chosen ? [chosen, ...near] : [...shownNodes].sort((a, b) => b.claims.length - a.claims.length), taken = [];
  for (const node of named) { // the most connected first; a name that would lie on another one waits for a closer look
    const [x, y] = toScreen(node), name = node.name.length > 32 ? `${node.name.slice(0, 31)}…` : node.name, half = 3.4 * name.length, low = y + sizeOf(node) + 9;
    if (x < -half || y < 0 || x > canvas.clientWidth + half || y > canvas.clientHeight || taken.some((one) => Math.abs(one.x - x) < one.half + half && Math.abs(one.low - low) < 13)) continue;
    taken.push({ x, low, half });
    label(name, x, low, colours.front, 12);
  }
}

function arrow(x, y, angle) {
  pen.beginPath();
  pen.moveTo(x, y);
  for (const turn of [2.7, -2.7]) pen.lineTo(x + 8 * Math.cos(angle + turn), y + 8 * Math.sin(angle + turn));
  pen.fill();
}

function label(text, x, y, colour, size) {
  pen.font = `${size}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = 3;
  pen.strokeStyle = colours.back;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

function choose(node, move) {
  chosen = node;
  if (node && !shownNodes.includes(node)) shownNodes.push(node);
  if (node && move) Object.assign(view, { x: node.x, y: node.y, moved: true, zoom: Math.max(view.zoom, 0.8) });
  $("panel").replaceChildren(...(node ? details(node) : [make("p", { className: "soft" }, "Choose a thing in the picture or the list to see what is said of it, and the sentences that prove it.")]));
  if (node && move) $("panel").focus();
  draw();
}

function details(node) {
  const also = node.aliases.length ? make("p", { className: "soft" }, `also: ${node.aliases.join(", ")}`) : null;
  const said = [...node.claims].sort((a, b) => ((b.last_seen ?? "") < (a.last_seen ?? "") ? -1 : 1));
  return [make("h2", {}, node.name), make("p", { className: "soft" }, dot(node.type), `${node.type} · ${node.claims.length} relations`), also, ...said.map(card)].filter(Boolean);
}

function card(claim) {
  const end = (node) => make("button", { type: "button", className: "end", onclick: () => choose(node, true) }, node.name);
  const facts = [claim.status, ...claim.facts, `confidence ${claim.confidence}`].join(" · ");
  const quotes = claim.statements.flatMap((one) => [
    ...one.sentences.map((sentence) => make("blockquote", {}, sentence)),
    make("p", { className: "soft" }, [one.published, one.status].filter(Boolean).join(" · ") + " · ", one.url ? make("a", { href: one.url, target: "_blank", rel: "noopener noreferrer" }, one.title) : one.title),
  ]);
  return make("article", {}, make("h3", {}, end(claim.from), ` ${words(claim.relation)} `, end(claim.to)), make("p", { className: "soft" }, facts), ...quotes);
}

function boxes(target, names, hidden, count) {
  target.replaceChildren(...names.map((name) => make("label", {}, make("input", {
    type: "checkbox", checked: !hidden.has(name), onchange: (event) => { event.target.checked ? hidden.delete(name) : hidden.add(name); filter(); },
  }), `${words(name)} (${count(name)})`)));
}

function nodeAt(event) {
  const box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
  return shownNodes.findLast((node) => { const [p, q] = toScreen(node); return Math.hypot(p - x, q - y) < sizeOf(node) + 5; });
}
let held = null;
canvas.onpointerdown = (event) => { held = { x: event.clientX, y: event.clientY, far: 0 }; dragged = nodeAt(event) ?? null; canvas.setPointerCapture(event.pointerId); };
canvas.onpointermove = (event) => {
  if (!held) return;
  const x = (event.clientX - held.x) / view.zoom, y = (event.clientY - held.y) / view.zoom;
  Object.assign(held, { x: event.clientX, y: event.clientY, far: held.far + Math.hypot(x, y) });
  view.moved = true;
  if (dragged) { dragged.x += x; dragged.y += y; } else { view.x -= x; view.y -= y; }
  draw();
};
canvas.onpointerup = (event) => { if (held && held.far < 4) choose(nodeAt(event) ?? null, false); held = dragged = null; };
canvas.onpointercancel = () => { held = dragged = null; };
const zoom = (factor) => { view.zoom = Math.max(0.05, Math.min(6, view.zoom * factor)); view.moved = true; draw(); };
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = canvas.getBoundingClientRect(), before = toWorld(event.clientX - box.left, event.clientY - box.top);
  zoom(Math.exp(-event.deltaY * 0.0015));
  const after = toWorld(event.clientX - box.left, event.clientY - box.top);
  view.x += before[0] - after[0]; view.y += before[1] - after[1];
  draw();
}, { passive: false });
canvas.onkeydown = (event) => {
  const move = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
  if (move) { view.x += move[0] / view.zoom; view.y += move[1] / view.zoom; view.moved = true; draw(); event.preventDefault(); }
  if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.25 : 0.8);
};
document.onkeydown = (event) => {
  if (event.key === "Escape") choose(null, false);
  if (event.key === "/" && event.target.tagName !== "INPUT") { $("search").focus(); event.preventDefault(); }
};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  colours = Object.fromEntries(["front", "back", "soft", "mark"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  draw();
}
matchMedia("(prefers-color-scheme: dark)").onchange = readColours;
new ResizeObserver(() => (view.moved ? draw() : fit())).observe(canvas);
$("search").oninput = find;
$("since").onchange = filter;
const counted = (key) => (name) => claims.filter((claim) => claim[key] === name).length;
boxes($("statuses"), [...new Set(claims.map((claim) => claim.status))].sort(), off.statuses, counted("status"));
boxes($("relations"), [...new Set(claims.map((claim) => claim.relation))].sort(), off.relations, counted("relation"));
$("legend").replaceChildren(...[...new Set(nodes.map((node) => node.type))].sort().map((type) => make("li", {}, dot(type), type)));
readColours();
filter();
choose(data.about === null ? null : nodes[data.about], false);
