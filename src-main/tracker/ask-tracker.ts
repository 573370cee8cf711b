import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { Clock } from '../clock.ts'
import type { Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import { unusable } from './ask-error.ts'
import { askByHttp } from './ask-http.ts'
import { UdpAsker } from './ask-udp.ts'
import type { AskTracker, TrackerQuestion } from './tracker-question.ts'

/** Asks real trackers, by HTTP, HTTPS (BEP 3) or UDP (BEP 15). */
export class TrackerAsker {
  readonly ask: AskTracker = (url, question, signal) => this.#ask(url, question, signal)
  readonly #clock: Clock
  readonly #udp: UdpAsker

  constructor(parts: { readonly transport: Transport; readonly clock: Clock; readonly random: Random }) {
    this.#clock = parts.clock
    this.#udp = new UdpAsker(parts)
  }

  /** Closes the UDP sockets; who is being asked by UDP answers no more. It can be used again. */
  close(): void {
    this.#udp.close()
  }

  async #ask(text: string, question: TrackerQuestion, signal: AbortSignal): Promise<TrackerAnswer> {
    const url = readUrl(text)
    switch (url.protocol) {
      case 'http:':
      case 'https:':
        return askByHttp(text, question, signal, this.#clock)
      case 'udp:':
        return this.#udp.ask(url, question, signal)
      case 'ws:':
      case 'wss:':
        throw unusable('This tracker is for browsers only (WebRTC): add one with http, https or udp to the torrent.')
      default:
        throw unusable(`Trackers are asked by http, https and udp, not by ${url.protocol.slice(0, -1)}.`)
    }
  }
}

function readUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw unusable('The announce URL is broken: it would look like http://10.0.0.251:6969/announce.')
  }
}
