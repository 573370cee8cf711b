// A measurement begins once the computer has come to rest.

import { cpus } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { say } from '../../src-main/launch/run.mjs'

const lookMs = 1_000
const quietShare = 0.06
const patienceMs = 6_000

/** Waits until hardly anything runs; says so when that does not come about, and goes on. */
export async function untilQuiet() {
  for (const endMs = performance.now() + patienceMs; performance.now() < endMs; ) {
    const before = times()
    await delay(lookMs)
    const after = times()
    if (1 - (after.idle - before.idle) / (after.all - before.all) < quietShare) return
  }
  say('  Something else keeps this computer busy, so these figures are of less worth.')
}

function times() {
  const all = cpus().flatMap(({ times }) => Object.values(times))
  const idle = cpus().map(({ times }) => times.idle)
  return { all: sum(all), idle: sum(idle) }
}

const sum = (/** @type {readonly number[]} */ values) => values.reduce((a, b) => a + b, 0)
