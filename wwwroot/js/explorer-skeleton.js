// The explorer's markup: everything in it is filled by explorer.js.
import { layers } from './explorer-grid.js';

export function skeleton(compact) {
  const layerButtons = layers.map(([key, name], i) => `<button type="button" role="radio" class="ex-button" data-layer="${key}" aria-checked="false" title="Key ${i + 1}">${name}</button>`).join('');
  return `
  <div class="ex-top">
    <div class="ex-layers" role="radiogroup" aria-label="Layer">${layerButtons}</div>
    <span class="ex-note" data-part="attention-note" hidden></span>
    <span class="ex-note" data-part="edit-note" role="status" hidden>Editing the question: arrows move, a sign sets the cell, Delete clears it, Escape ends.</span>
    <span class="ex-spring"></span>
    ${compact ? '' : '<button type="button" class="ex-button" data-do="edit" aria-pressed="false">Edit cells</button>'}
    <button type="button" class="ex-button" data-do="png">PNG</button><button type="button" class="ex-button" data-do="gif">GIF</button>
  </div>
  <div class="ex-stage">
    <figure class="ex-figure"><figcaption data-part="title-a"></figcaption><canvas data-part="grid-a" role="img" tabindex="0" aria-label="Grid"></canvas></figure>
    <figure class="ex-figure" data-part="second" hidden><figcaption data-part="title-b"></figcaption><canvas data-part="grid-b" role="img" tabindex="0" aria-label="Grid of B"></canvas></figure>
    ${compact ? '' : `<div class="ex-side">
      <div class="ex-words" role="status"><p data-part="words-a"></p><p data-part="words-b"></p></div>
      <div class="ex-tabs" role="tablist" aria-label="Tables">
        <button type="button" role="tab" class="ex-button" data-tab="lens" aria-selected="true">Lens</button><button type="button" role="tab" class="ex-button" data-tab="plane" aria-selected="false">Path</button><button type="button" role="tab" class="ex-button" data-tab="fan" aria-selected="false" hidden>Rollouts</button>
      </div>
      <div data-part="lens" role="tabpanel" aria-label="Lens: cells by supervision steps" class="ex-scroll" tabindex="0"><canvas data-part="lens-canvas" role="img" aria-label="Decoded answer of every asked cell after each supervision step; the figures below say the same of the chosen step"></canvas></div>
      <div data-part="plane" role="tabpanel" aria-label="Path of the state" class="ex-scroll ex-plane" tabindex="0" hidden>
        <div role="radiogroup" aria-label="Tensor"><button type="button" role="radio" class="ex-button" data-kind="y" aria-checked="true">y, answer</button><button type="button" role="radio" class="ex-button" data-kind="z" aria-checked="false">z, latent</button></div>
        <canvas data-part="plane-a" role="img" width="320" height="250" aria-label="Path of the state on its plane"></canvas><canvas data-part="plane-b" role="img" width="320" height="250" aria-label="Path of B" hidden></canvas>
        <p class="ex-note" data-part="plane-note"></p>
      </div>
      <div data-part="fan" role="tabpanel" aria-label="Rollouts" class="ex-scroll" tabindex="0" hidden>
        <canvas data-part="fan-canvas" role="img" width="320" height="150" aria-label="Halting probability of every rollout; the table below has the numbers"></canvas>
        <p class="ex-note">Halting probability by step; solid: exact at the end. A number traces that rollout.</p>
        <table class="ex-fan"><thead><tr><th>rollout</th><th>end</th><th>q</th><th>votes</th><th></th></tr></thead><tbody data-part="fan-table"></tbody></table>
      </div>
    </div>`}
  </div>
  <p class="ex-cell" data-part="cell"></p>
  <div class="ex-strips"><div class="ex-strip-names" data-part="strip-names"></div><div class="ex-strip-box"><canvas data-part="strips" role="img" aria-label="Wrong cells, broken constraints, changes, entropy, halting probability and residual over the whole trace"></canvas></div></div>
  <div class="ex-scrub">
    <div class="ex-keys"><button type="button" class="ex-button" data-do="start" aria-label="To the start">|◀</button><button type="button" class="ex-button" data-do="back" aria-label="One update back">‹</button><button type="button" class="ex-button ex-play" data-do="play" data-part="play" aria-label="Play">▶</button><button type="button" class="ex-button" data-do="forward" aria-label="One update on">›</button><button type="button" class="ex-button" data-do="end" aria-label="To the end">▶|</button>
    <label class="ex-rate">speed <select data-part="rate" aria-label="Updates per second"><option value="4">4/s</option><option value="12" selected>12/s</option><option value="30">30/s</option><option value="60">60/s</option></select></label></div>
    <label>step <input type="range" min="1" max="1" step="1" data-part="step" aria-label="Supervision step" /></label>
    <label>update <input type="range" min="1" max="1" step="1" data-part="update" aria-label="Network update within the step" /></label>
    <output class="ex-where" data-part="where"></output>
  </div>
  ${compact ? '<div class="ex-words" role="status"><p data-part="words-a"></p><p data-part="words-b" hidden></p></div>' : ''}`;
}
