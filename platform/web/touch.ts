/** So long after a touch (ms) a request is still somebody's; later ones the page makes by itself, for a live event or a timer. */
const somebodysFor = 10_000
/** Whoever reads or writes for long asks for nothing: the server hears of them this often (ms). */
const toldEvery = 60_000

let touched = 0
let told = 0

/** A film that plays in the page one looks at is watched, without a touch. */
const isWatched = () =>
  document.visibilityState === 'visible' && [...document.querySelectorAll('video')].some((film) => !film.paused && !film.ended)

/** Is nobody at this page just now? Asked for each request: one that is no activity says so. */
export function isByItself(): boolean {
  const alone = performance.now() - touched > somebodysFor && !isWatched()
  if (!alone) told = performance.now()
  return alone
}

/** Listens for touches from now on; `tell` lets the server know that somebody is here. */
export function noticeTouches(tell: () => void): void {
  const touch = () => {
    touched = performance.now()
    if (touched - told > toldEvery) tell()
  }
  for (const kind of ['pointerdown', 'keydown', 'wheel']) addEventListener(kind, touch, { capture: true, passive: true })
}
