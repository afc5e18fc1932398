"use strict";
// Lights up what belongs together: a claim, its sentence and the things in it; all mentions of one thing.
const all = (selector) => document.querySelectorAll(selector);
const lit = (elements) => { for (const element of elements) element.classList.add("lit"); };

function light(target) {
  for (const element of all(".lit")) element.classList.remove("lit");
  const claim = target.closest("[data-claim]"), said = target.closest(".said"), thing = target.closest("[data-thing]");
  if (claim) {
    lit([claim, ...all(`.said[data-claims~="${claim.dataset.claim}"]`)]);
    for (const key of claim.dataset.things.split(" ").filter(Boolean)) lit(all(`.said.lit [data-thing="${key}"]`));
  }
  if (said) {
    lit([said]);
    for (const key of said.dataset.claims.split(" ")) lit([document.getElementById(key)]);
  }
  if (thing?.dataset.thing) lit(all(`[data-thing="${thing.dataset.thing}"]`));
}

document.addEventListener("pointerover", (event) => light(event.target));
document.addEventListener("focusin", (event) => light(event.target));
// A description leads to a thing in a list that may be closed.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.nominal");
  const thing = link && document.getElementById(link.hash.slice(1));
  if (thing) thing.closest("details").open = true;
});
