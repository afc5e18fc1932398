// The picture: places and draws what is shown, and says what was clicked. Drawing, zooming and forces are force-graph's.
function makePicture(element, picked) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ahead = Math.round(Math.min(300, Math.max(80, 100000 / nodes.length))), after = still ? 0 : 60; // steps of the forces, unseen and seen
  const ranked = [...nodes].sort((a, b) => b.claims.length - a.claims.length);
  const dashes = { asserted: null, planned: [8, 4], rumoured: [2, 3], ended: [12, 3, 2, 3], denied: [1, 6] };
  let chosen = null, near = new Set(), moved = false, colours = {}, scale = 1;
  const far = () => scale < 0.5 && claims.length > 500; // what would be too small to see is not drawn
  const lit = (claim) => !chosen || claim === chosen || claim.from === chosen || claim.to === chosen;
  const faded = (colour, full) => (full ? colour : `${colour}26`);
  const colour = (claim) => faded(data.relations[claim.relation].colour, lit(claim));

  spread(claims);
  const graph = new ForceGraph(element)
    .nodeVal((node) => 1 + Math.min(40, node.claims.length)).nodeRelSize(3)
    .nodeColor((node) => faded(colourOf(node.type), !chosen || near.has(node)))
    .nodeLabel((node) => make("span", {}, `${node.name} (${node.type})`)) // an element: as a string it would be read as HTML
    .nodeVisibility((node) => node.shown)
    .linkVisibility((claim) => claim.shown)
    .linkLabel((claim) => make("span", {}, `${claim.from.name} ${words(claim.relation)} ${claim.to.name} (${claim.status})`))
    .linkColor(colour).linkDirectionalArrowColor(colour)
    .linkWidth((claim) => Math.min(4, 0.7 + 0.5 * claim.statements.length))
    .linkLineDash((claim) => (far() ? null : dashes[claim.status]?.map((length) => length / scale) ?? null))
    .linkCurvature((claim) => (far() ? 0 : claim.curve))
    .linkDirectionalArrowLength((claim) => (far() || data.relations[claim.relation].symmetric ? 0 : 5)).linkDirectionalArrowRelPos(1)
    .minZoom(0.05).maxZoom(8).warmupTicks(ahead).cooldownTicks(after).d3AlphaDecay(1 - 0.001 ** (1 / (ahead + after)))
    .onNodeClick((node) => picked(node)).onLinkClick((claim) => picked(claim)).onBackgroundClick(() => picked(null))
    .onNodeDrag(() => { moved = true; })
    .onEngineTick(() => { if (!moved) fit(); }).onEngineStop(() => { if (!moved) fit(); })
    .onRenderFramePre((pen, now) => { scale = now; }).onRenderFramePost(names);
  graph.d3Force("charge").strength(-70).distanceMax(500);
  graph.d3Force("link").distance(45);
  graph.d3Force("middle", (alpha) => { for (const node of nodes) { node.vx -= node.x * 0.03 * alpha; node.vy -= node.y * 0.03 * alpha; } });
  for (const kind of ["pointerdown", "wheel"]) element.addEventListener(kind, () => { moved = true; }, { passive: true });

  const placed = () => nodes.length > 0 && Number.isFinite(nodes[0].x);
  function fit() {
    if (!placed() || !element.clientWidth) return;
    graph.zoomToFit(0, 40, (node) => node.shown);
    if (graph.zoom() > 3) graph.zoom(3);
  }

  // The most connected first; a name that would lie on another one waits for a closer look.
  function names(pen) {
    const taken = [], middle = graph.centerAt(), [wide, high] = [element.clientWidth / 2 / scale, element.clientHeight / 2 / scale];
    pen.font = `${12 / scale}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.lineJoin = "round";
    if (chosen?.claims) {
      pen.strokeStyle = colours.mark;
      pen.lineWidth = 3 / scale;
      pen.beginPath(); pen.arc(chosen.x, chosen.y, radius(chosen) + 2 / scale, 0, 7); pen.stroke();
      for (const claim of chosen.claims) if (claim.shown && claim.from !== claim.to) relation(claim, pen);
    } else if (chosen) relation(chosen, pen);
    for (const node of chosen ? near : ranked) {
      if (!node.shown || Math.abs(node.x - middle.x) > wide || Math.abs(node.y - middle.y) > high) continue;
      const name = node.name.length > 32 ? `${node.name.slice(0, 31)}…` : node.name, low = node.y + radius(node) + 2 / scale, half = 3.4 * name.length / scale;
      if (taken.some((one) => Math.abs(one.x - node.x) < one.half + half && Math.abs(one.low - low) < 15 / scale)) continue;
      if (taken.push({ x: node.x, low, half }) > 200) return;
      label(pen, name, node.x, low, colours.front);
    }
  }
  const radius = (node) => 3 * Math.sqrt(1 + Math.min(40, node.claims.length));

  function relation({ from, to, curve, relation: name }, pen) {
    const x = to.x - from.x, y = to.y - from.y;
    if (Math.hypot(x, y) * scale > 110) label(pen, words(name), (from.x + to.x) / 2 + y * curve / 2, (from.y + to.y) / 2 - x * curve / 2 - 6 / scale, colours.soft);
  }

  function label(pen, text, x, y, colour) {
    pen.lineWidth = 3 / scale;
    pen.strokeStyle = colours.back;
    pen.strokeText(text, x, y);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  function redraw() {
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries(["front", "back", "soft", "mark"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    graph.backgroundColor(colours.back);
  }

  redraw();
  matchMedia("(prefers-color-scheme: dark)").onchange = redraw;
  new ResizeObserver(() => { if (element.clientWidth) graph.width(element.clientWidth).height(element.clientHeight); if (!moved) fit(); }).observe(element);
  graph.width(element.clientWidth).height(element.clientHeight).graphData({ nodes, links: claims });
  return {
    redraw,
    fit() { moved = false; fit(); },
    pan(x, y) { moved = true; const middle = graph.centerAt(); graph.centerAt(middle.x + x / graph.zoom(), middle.y + y / graph.zoom()); },
    zoom(factor) { moved = true; graph.zoom(graph.zoom() * factor); },
    choose(thing, move) {
      chosen = thing;
      near = new Set(thing ? (thing.claims ?? [thing]).filter((claim) => claim.shown).flatMap((claim) => [claim.from, claim.to]) : []);
      if (thing?.claims) near = new Set([thing, ...near]);
      if (move && thing?.claims && placed()) { moved = true; graph.centerAt(thing.x, thing.y); graph.zoom(Math.max(graph.zoom(), 1)); }
      redraw();
    },
    save(name) {
      element.querySelector("canvas").toBlob((blob) => {
        const link = make("a", { href: URL.createObjectURL(blob), download: name });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      });
    },
  };
}

// Several relations of one pair lie beside each other, and a relation of a thing to itself is a loop.
function spread(relations) {
  const pairs = new Map();
  for (const claim of relations) {
    const key = [claim.subject, claim.object].sort((a, b) => a - b).join(" ");
    (pairs.get(key) ?? pairs.set(key, []).get(key)).push(claim);
  }
  for (const pair of pairs.values()) pair.forEach((claim, place) => {
    const side = claim.subject < claim.object ? 1 : -1;
    claim.curve = claim.subject === claim.object ? 0.5 + 0.2 * place : side * 0.25 * (place - (pair.length - 1) / 2);
  });
}
