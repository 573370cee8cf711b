// What a process takes, as the system counts it; Linux alone tells.

import { readFileSync } from 'node:fs'

const sampleMs = 50

/**
 * Seconds of processor time that a process has used; NaN where the system does not tell.
 * @param {number | undefined} pid
 */
export function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    // utime and stime, in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.NaN
  }
}

/**
 * Bytes that a process has in memory: all of them, or those that no file is behind. NaN where the system does not tell.
 * @param {number | undefined} pid
 * @param {'VmRSS' | 'RssAnon'} kind
 */
export function residentBytes(pid, kind) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return 1024 * Number(new RegExp(`^${kind}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1])
  } catch {
    return Number.NaN
  }
}

/** What a process uses from now until `end`. */
export class Usage {
  #pid
  #cpuBefore
  #peak = Number.NaN
  #timer

  /** @param {number} pid */
  constructor(pid) {
    this.#pid = pid
    this.#cpuBefore = cpuSeconds(pid)
    this.#timer = setInterval(() => this.#sample(), sampleMs)
    this.#sample()
  }

  /** Its processor time, and the peak of its memory that no file is behind. */
  end() {
    clearInterval(this.#timer)
    this.#sample()
    return { cpuSeconds: cpuSeconds(this.#pid) - this.#cpuBefore, anonymousBytes: this.#peak }
  }

  #sample() {
    const now = residentBytes(this.#pid, 'RssAnon')
    if (!(this.#peak >= now)) this.#peak = now
  }
}
