"use strict";
// Where the things of the picture lie. What is shown, the view and drawing are in page.js.
let running = false, dragged = null;

// Forces: springs along relations, repulsion from what is near (found in a grid), a weak pull to the middle.
function step() {
  const cell = 140, grid = new Map();
  for (const node of shownNodes) {
    const key = `${Math.floor(node.x / cell)},${Math.floor(node.y / cell)}`;
    (grid.get(key) ?? grid.set(key, []).get(key)).push(node);
  }
  for (const node of shownNodes) {
    const column = Math.floor(node.x / cell), row = Math.floor(node.y / cell);
    for (let i = -1; i <= 1; i++) for (let j = -1; j <= 1; j++) for (const other of grid.get(`${column + i},${row + j}`) ?? []) {
      if (other === node) continue;
      const x = node.x - other.x, y = node.y - other.y, square = x * x + y * y + 1;
      if (square < cell * cell) { node.dx += 900 * x / square; node.dy += 900 * y / square; }
    }
    node.dx -= node.x * 0.002;
    node.dy -= node.y * 0.002;
  }
  for (const { from, to } of shownClaims) {
    const x = to.x - from.x, y = to.y - from.y, length = Math.hypot(x, y) || 1, pull = 0.08 * (length - 90) / length;
    from.dx += x * pull; from.dy += y * pull; to.dx -= x * pull; to.dy -= y * pull;
  }
  for (const node of shownNodes) {
    const speed = Math.hypot(node.dx, node.dy), most = 30 * heat;
    const share = speed > most ? most / speed : 1;
    if (node !== dragged) { node.x += node.dx * share; node.y += node.dy * share; }
    node.dx *= 0.5; node.dy *= 0.5;
  }
  heat *= 0.985;
}

function settle() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    while (heat > 0.02) step();
    return fit();
  }
  for (let ahead = Math.min(120, 100000 / (shownClaims.length + 1)); ahead > 0; ahead--) step();
  if (running) return;
  running = true;
  requestAnimationFrame(function frame() {
    step();
    if (!view.moved) fit(); else draw();
    running = heat > 0.02;
    if (running) requestAnimationFrame(frame);
  });
}

function fit() {
  const xs = shownNodes.map((node) => node.x), ys = shownNodes.map((node) => node.y);
  const [left, right, top, bottom] = xs.length ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] : [0, 1, 0, 1];
  view.zoom = Math.min(2, 0.85 * Math.min(canvas.clientWidth / (right - left + 80), canvas.clientHeight / (bottom - top + 80)));
  view.x = (left + right) / 2;
  view.y = (top + bottom) / 2;
  draw();
}
