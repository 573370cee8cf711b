import type { WriteStream } from 'node:tty'

const everyMs = 1_000
// A log file needs the story, not every second of it.
const quietEveryMs = 5_000

/** Shows one line that changes: in place on a terminal, as a new line now and then where the output is kept. */
export class Progress {
  readonly #out: WriteStream
  #shown = ''
  #lastAtMs = 0

  constructor(out: WriteStream) {
    this.#out = out
  }

  /** A line that stays. */
  say(line: string): void {
    this.#clear()
    this.#out.write(`${line}\n`)
    this.#redraw()
  }

  /** The line that changes. */
  show(line: string): void {
    const pauseMs = this.#out.isTTY ? everyMs : quietEveryMs
    if (line === this.#shown || Date.now() - this.#lastAtMs < pauseMs) return
    this.#lastAtMs = Date.now()
    this.#clear()
    this.#shown = line
    if (this.#out.isTTY) this.#redraw()
    else this.#out.write(`${line}\n`)
  }

  /** Leaves the last line standing. */
  end(): void {
    if (this.#out.isTTY && this.#shown !== '') this.#out.write('\n')
    this.#shown = ''
  }

  #clear(): void {
    if (this.#out.isTTY && this.#shown !== '') this.#out.write('\r\x1b[K')
  }

  #redraw(): void {
    if (this.#out.isTTY) this.#out.write(this.#shown.slice(0, Math.max(20, this.#out.columns - 1)))
  }
}
