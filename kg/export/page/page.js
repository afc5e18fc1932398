// What is shown and chosen, and the lists beside the picture.
const off = { relations: new Set(), statuses: new Set(["denied"]), types: new Set() };
const sorted = [...claims].sort(byDay);
let chosen = null;

const within = (claim, since, until) => (!since && !until) || claim.statements.some(({ published: day }) => day && (!since || day >= since) && (!until || day <= until));

function filter() {
  const since = $("since").value, until = $("until").value;
  for (const node of nodes) node.shown = node === chosen;
  for (const claim of claims) {
    claim.shown = !off.relations.has(claim.relation) && !off.statuses.has(claim.status)
      && !off.types.has(claim.from.type) && !off.types.has(claim.to.type) && within(claim, since, until);
    if (claim.shown) claim.from.shown = claim.to.shown = true;
  }
  $("count").textContent = `${counted(nodes.filter((node) => node.shown).length, "thing")}, `
    + `${claims.filter((claim) => claim.shown).length.toLocaleString("en")} of ${counted(claims.length, "relation")}`;
  picture.choose(chosen, false);
  search();
}

function search() {
  const wanted = $("search").value.trim().toLowerCase();
  const named = (node) => [node.name, ...node.aliases].some((name) => name.toLowerCase().includes(wanted));
  const pool = nodes.filter((node) => (wanted ? named(node) : node.shown));
  const best = pool.sort((a, b) => b.claims.length - a.claims.length || (a.name < b.name ? -1 : 1)).slice(0, 50);
  $("found").replaceChildren(...best.map((node) => make("li", {}, dot(node.type), button(node.name, () => choose(node, true), "end"))));
  if (!best.length) $("found").append(make("li", { className: "soft" }, "nothing is called so"));
  if ($("list").hidden) return;
  const found = sorted.filter((claim) => claim.shown && (!wanted || named(claim.from) || named(claim.to)));
  $("list").replaceChildren(make("h2", {}, "Relations, the latest first"), ...(found.length ? cards(found, (node) => choose(node, true)) : [make("p", { className: "soft" }, "none is left by the filters")]));
}

function choose(thing, move) {
  const before = chosen;
  chosen = thing;
  if (before?.claims || (thing && !thing.shown)) filter(); // a thing stays visible only as long as it is chosen
  picture.choose(thing, move);
  $("panel").replaceChildren(...details(thing));
  $("panel").scrollTop = 0;
  if (move && thing) $("panel").focus();
}

function details(thing) {
  const go = (node) => choose(node, true);
  if (!thing) return [make("h2", {}, "Details"), make("p", { className: "soft" }, "Choose a thing or a line in the picture, or a name in the list, to see what is said of it and the sentences that prove it.")];
  if (!thing.claims) return [make("h2", {}, "Relation"), card(thing, go)];
  const also = thing.aliases.length ? make("p", { className: "soft" }, `also: ${thing.aliases.join(", ")}`) : null;
  const kind = make("p", { className: "soft" }, dot(thing.type), `${thing.type} · ${counted(thing.claims.length, "relation")}`);
  return [make("h2", {}, thing.name), kind, also, ...cards([...thing.claims].sort(byDay), go)].filter(Boolean);
}

function view(asList) {
  $("list").hidden = !asList;
  $("picture").hidden = asList;
  $("as-list").setAttribute("aria-pressed", asList);
  $("as-picture").setAttribute("aria-pressed", !asList);
  search();
}

const picture = makePicture($("picture"), (thing) => choose(thing, false));
$("picture").onkeydown = (event) => {
  const way = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
  if (way) picture.pan(...way);
  else if (event.key === "+" || event.key === "-") picture.zoom(event.key === "+" ? 1.25 : 0.8);
  else if (event.key === "0") picture.fit();
  else return;
  event.preventDefault();
};
document.onkeydown = (event) => {
  if (event.key === "Escape") choose(null, false);
  if (event.key === "/" && event.target.tagName !== "INPUT") { $("filters").open = true; $("search").focus(); event.preventDefault(); }
};
$("as-list").onclick = () => view(true);
$("as-picture").onclick = () => view(false);
$("whole").onclick = () => { view(false); picture.fit(); };
$("save").onclick = () => { view(false); picture.save("picture.png"); };
$("search").oninput = search;
$("since").onchange = $("until").onchange = filter;
const kinds = (key) => [...new Set(claims.map((claim) => claim[key]))].sort();
const number = (key, name) => claims.filter((claim) => claim[key] === name).length;
boxes($("statuses"), kinds("status"), off.statuses, (name) => [make("span", { className: name }, make("span", { className: "line" })), `${name} (${number("status", name)})`], filter);
boxes($("relations"), kinds("relation"), off.relations, (name) => [`${words(name)} (${number("relation", name)})`], filter);
boxes($("types"), [...new Set(nodes.map((node) => node.type))].sort(), off.types, (name) => [dot(name), `${name} (${nodes.filter((node) => node.type === name).length})`], filter);
$("filters").open = matchMedia("(min-width: 60rem)").matches;
filter();
choose(data.about === null ? null : nodes[data.about], false);
