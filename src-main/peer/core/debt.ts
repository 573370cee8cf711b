/** What a remote owes us of the blocks that it was asked for: since when, and how long it takes to answer. Times in ms. */
export class Debt {
  /** When the last block came, or when one was asked for with none under way. */
  lastBlockAtMs: number
  /** Since when it has sent none of the blocks that it owes us; null while it owes nothing. */
  sinceMs: number | null = null
  /** The shortest time that it took to answer a request while it owed nothing else; 0 before the first. */
  answerMs = 0
  #askedAloneAtMs: number | null = null

  constructor(nowMs: number) {
    this.lastBlockAtMs = nowMs
  }

  /** One more block is asked for; `isFirst`: with none under way. */
  asked(nowMs: number, isFirst: boolean): void {
    if (isFirst) {
      this.lastBlockAtMs = nowMs
      this.#askedAloneAtMs = nowMs
    }
    this.sinceMs ??= nowMs
  }

  /** One came; `owesMore`: others are under way. */
  paid(nowMs: number, owesMore: boolean): void {
    if (this.#askedAloneAtMs !== null) this.#noteAnswer(nowMs - this.#askedAloneAtMs)
    this.lastBlockAtMs = nowMs
    this.sinceMs = owesMore ? nowMs : null
  }

  /** It need not send any of them now. */
  forgiven(): void {
    this.sinceMs = null
  }

  #noteAnswer(tookMs: number): void {
    this.answerMs = this.answerMs === 0 ? tookMs : Math.min(this.answerMs, tookMs)
    this.#askedAloneAtMs = null
  }
}
