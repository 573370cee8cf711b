// How often the screen is drawn. The peers run on the same computer, often on one without a graphics card, and come first.

import { createTurns } from './turns.ts'

/** What a pace needs of the window; times in ms. */
export interface FrameWindow {
  now(): number
  requestFrame(run: (nowMs: number) => void): number
  cancelFrame(request: number): void
  /** Calls back later, once; answers how to give that up. */
  after(ms: number, run: () => void): () => void
  /** Calls back once what this frame changes is on the screen. */
  afterPaint(run: () => void): void
}

/** How much of the time frames may take. */
export interface PaceLimits {
  /** The largest part of the time that frames nobody waits for may take. */
  readonly share: number
  /** After a frame that took long by chance the next one comes in this time all the same. */
  readonly longestWaitMs: number
}

/** For what moves by itself: cheap frames, and many. */
export const motionLimits: PaceLimits = { share: 0.15, longestWaitMs: 400 }
/** For news, at which the graph is made anew: dear frames, and few, so that the motion between them stays smooth. */
export const newsLimits: PaceLimits = { share: 0.05, longestWaitMs: 1000 }
/** For the panels, which are drawn in slices that hold nothing up: a few times a second. */
export const panelLimits: PaceLimits = { share: 0.05, longestWaitMs: 1000 }
/** Up to this part of the computer the peers may take without the screen holding back, and from the other on it does so most. */
const freeLoad = 0.4
const fullLoad = 0.7
/** What is left then of the screen's share: who measures must not slow down what is measured. */
const leastOfShare = 0.25
let ofShare = 1

/** The peers take this part of the computer, from 0 to 1: all paces hold back where little is left. */
export function holdBackFor(load: number): void {
  const over = Math.min(1, Math.max(0, (load - freeLoad) / (fullLoad - freeLoad)))
  ofShare = 1 - over * (1 - leastOfShare)
}

/** So long whoever has just acted looks for what comes of it. */
const hurryMs = 1000
const newestCounts = 0.3
const screenRhythmMs = 17

/** Asks for animation frames, one at a time: at once, or so seldom that together they take little of the time. */
export class FramePace {
  readonly #window: FrameWindow
  readonly #limits: PaceLimits
  #request = 0
  #giveUpWait: (() => void) | undefined
  /** What waits for its frame to be paid for. */
  #waiting: ((nowMs: number) => void) | undefined
  #hurriesUntilMs = 0
  /** What a frame takes until it is on the screen, on average. */
  #costMs = 0
  #nextAtMs = 0

  constructor(limits: PaceLimits, frameWindow: FrameWindow = browserWindow()) {
    this.#limits = limits
    this.#window = frameWindow
  }

  /** Runs in the next frame: for what a hand waits for. */
  soon(run: (nowMs: number) => void): void {
    this.#giveUpWait?.()
    this.#giveUpWait = undefined
    if (this.#request === 0) this.#request = this.#window.requestFrame((nowMs) => this.#frame(run, nowMs))
  }

  /** Runs in a frame as soon as the ones before are paid for. */
  whenPaid(run: (nowMs: number) => void): void {
    if (this.#request !== 0 || this.#giveUpWait) return
    const waitMs = this.#nextAtMs - this.#window.now()
    if (waitMs < screenRhythmMs || this.#window.now() < this.#hurriesUntilMs) return this.soon(run)
    this.#waiting = run
    this.#giveUpWait = this.#window.after(waitMs - screenRhythmMs / 2, () => this.soon(run))
  }

  /** A hand has acted: what waits comes in the next frame, and for a second nothing waits. */
  hurry(): void {
    this.#hurriesUntilMs = this.#window.now() + hurryMs
    if (this.#giveUpWait && this.#waiting) this.soon(this.#waiting)
  }

  /** Whether a frame was asked for that did not come yet. */
  get isWaiting(): boolean {
    return this.#request !== 0 || this.#giveUpWait !== undefined
  }

  stop(): void {
    this.#giveUpWait?.()
    this.#giveUpWait = undefined
    if (this.#request !== 0) this.#window.cancelFrame(this.#request)
    this.#request = 0
  }

  #frame(run: (nowMs: number) => void, nowMs: number): void {
    this.#request = 0
    const startMs = this.#window.now()
    this.#window.afterPaint(() => {
      const costMs = this.#window.now() - startMs
      this.#costMs += newestCounts * (costMs - this.#costMs)
      this.#nextAtMs = startMs + this.#waitMs()
    })
    this.#nextAtMs = startMs + this.#waitMs()
    run(nowMs)
  }

  /** How long after its start a frame of the usual cost is paid for. */
  #waitMs(): number {
    const { longestWaitMs, share } = this.#limits
    return Math.min(longestWaitMs, this.#costMs / (share * ofShare))
  }
}

/** The window of the page that this runs in. */
export function browserWindow(): FrameWindow {
  return {
    now: () => performance.now(),
    requestFrame: (run) => requestAnimationFrame(run),
    cancelFrame: (request) => cancelAnimationFrame(request),
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    afterPaint: createTurns(),
  }
}
