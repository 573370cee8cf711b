import { expect, test } from 'vitest'
import { FramePace, type FrameWindow, holdBackFor, motionLimits, newsLimits } from './frame-pace.ts'

const rhythmMs = 1000 / 60

/** A window whose frames come with the screen's rhythm, each of which takes `costMs` until it is painted. */
function makeWindow() {
  let nowMs = 0
  let count = 0
  const frames = new Map<number, (nowMs: number) => void>()
  const timers = new Set<{ atMs: number; run: () => void }>()
  const painted: (() => void)[] = []
  const state = { costMs: 1 }
  const frameWindow: FrameWindow = {
    now: () => nowMs,
    requestFrame: (run) => {
      frames.set(++count, run)
      return count
    },
    cancelFrame: (request) => void frames.delete(request),
    after: (ms, run) => {
      const timer = { atMs: nowMs + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    afterPaint: (run) => painted.push(run),
  }
  /** Lets so many ms go by. */
  function pass(ms: number): void {
    for (const endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs = Math.floor(nowMs / rhythmMs + 1.001) * rhythmMs
      for (const timer of timers) if (timer.atMs <= nowMs && timers.delete(timer)) timer.run()
      const due = [...frames.values()]
      frames.clear()
      for (const run of due) run(nowMs)
      if (due.length > 0) nowMs += state.costMs
      for (const run of painted.splice(0)) run()
    }
  }
  return { frameWindow, state, pass, waiting: () => frames.size + timers.size }
}

/** Counts the frames of something that always moves. */
function moving(pace: FramePace) {
  let frames = 0
  const frame = () => {
    frames++
    pace.whenPaid(frame)
  }
  pace.whenPaid(frame)
  return {
    take: () => {
      const taken = frames
      frames = 0
      return taken
    },
  }
}

test('frames that cost little come with the screen’s rhythm', () => {
  const { frameWindow, pass } = makeWindow()
  const { take } = moving(new FramePace(motionLimits, frameWindow))
  pass(1_000)
  expect(take()).toBeGreaterThanOrEqual(58)
})

test('frames that cost much take little of the time, and soon come faster once they cost less', () => {
  const { frameWindow, state, pass } = makeWindow()
  const { take } = moving(new FramePace(motionLimits, frameWindow))
  state.costMs = 30
  pass(2_000)
  take()
  pass(2_000)
  const frames = take()
  expect((frames * state.costMs) / 2_000).toBeLessThan(0.17)
  expect(frames).toBeGreaterThan(7)
  state.costMs = 1
  pass(2_000)
  take()
  pass(1_000)
  expect(take()).toBeGreaterThanOrEqual(58)
})

test('what a hand waits for comes in the next frame, however dear, and only once', () => {
  const { frameWindow, state, pass } = makeWindow()
  const pace = new FramePace(motionLimits, frameWindow)
  state.costMs = 100
  let frames = 0
  for (let i = 0; i < 5; i++) {
    pace.whenPaid(() => frames++)
    pace.soon(() => frames++)
    pass(1)
    expect(frames).toBe(i + 1)
    expect(pace.isWaiting).toBe(false)
  }
})

test('once a hand has acted nothing waits, for a second', () => {
  const { frameWindow, state, pass } = makeWindow()
  const pace = new FramePace(motionLimits, frameWindow)
  const { take } = moving(pace)
  state.costMs = 30
  pass(2_000)
  expect(pace.isWaiting).toBe(true)
  take()
  pace.hurry()
  pass(1)
  expect(take()).toBe(1)
  pass(900)
  expect(take()).toBeGreaterThan(15)
  pass(2_000)
  take()
  pass(1_000)
  expect(take()).toBeLessThan(7)
})

test('one frame that takes very long does not stop the picture', () => {
  const { frameWindow, state, pass } = makeWindow()
  const { take } = moving(new FramePace(motionLimits, frameWindow))
  state.costMs = 10_000
  pass(1)
  take()
  state.costMs = 1
  pass(1_000)
  expect(take()).toBeGreaterThanOrEqual(2)
})

test('news that is dear to draw comes seldom, so that the motion between stays smooth', () => {
  const { frameWindow, state, pass } = makeWindow()
  const { take } = moving(new FramePace(newsLimits, frameWindow))
  state.costMs = 40
  pass(2_000)
  take()
  pass(4_000)
  const frames = take()
  expect(frames).toBeGreaterThanOrEqual(4)
  expect(frames).toBeLessThanOrEqual(6)
})

test('where the peers take most of the computer frames come more seldom, but they come', () => {
  const { frameWindow, state, pass } = makeWindow()
  const { take } = moving(new FramePace(motionLimits, frameWindow))
  state.costMs = 10
  const framesAt = (load: number) => {
    holdBackFor(load)
    pass(2_000)
    take()
    pass(2_000)
    return take()
  }
  const [alone, some, most] = [framesAt(0), framesAt(0.4), framesAt(0.9)]
  holdBackFor(0)
  expect(some).toBe(alone)
  expect(most).toBeLessThan(0.3 * alone)
  expect(most).toBeGreaterThan(4)
})

test('stopped, nothing runs any more', () => {
  const { frameWindow, pass, waiting, state } = makeWindow()
  const pace = new FramePace(motionLimits, frameWindow)
  state.costMs = 100
  const { take } = moving(pace)
  pass(1)
  take()
  expect(pace.isWaiting).toBe(true)
  pace.stop()
  expect(waiting()).toBe(0)
  pass(1_000)
  expect(take()).toBe(0)
})
