import { encodeFailure, writeAnnounceReply } from '../../src-shared/metainfo/announce-reply.ts'
import { readAnnounceRequest } from '../../src-shared/metainfo/announce-request.ts'
import { ByteWriter } from '../../src-shared/metainfo/byte-writer.ts'
import { encodeScrapeReply } from '../../src-shared/metainfo/scrape-reply.ts'
import { readScrapeRequest } from '../../src-shared/metainfo/scrape-request.ts'
import { maxScrapedSwarms } from '../../src-shared/metainfo/udp-tracker.ts'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Connection } from '../net/transport.ts'
import { type AnnounceRefusal, refusalSentences } from './announce-refusal.ts'
import { HttpConversations } from './http-conversations.ts'
import type { HttpProblem, HttpRequest } from './http-head.ts'
import { replyHead, writeHint, writeNothing, writeProblem, writeReply } from './http-reply.ts'
import { PageServer } from './page-server.ts'
import type { Asker } from './peer-sample.ts'
import type { TrackerDoorParts } from './tracker-door.ts'

const bencoded = replyHead('200 OK', 'text/plain')

const refusals: Readonly<Record<AnnounceRefusal, Uint8Array>> = {
  unknown: encodeFailure(refusalSentences.unknown),
  paused: encodeFailure(refusalSentences.paused),
  private: encodeFailure(refusalSentences.private),
  full: encodeFailure(refusalSentences.full),
  taken: encodeFailure(refusalSentences.taken),
}

/** The tracker by HTTP (BEP 3, BEP 7, BEP 23, BEP 48), and its page for people. */
export class HttpTracker {
  readonly #parts: TrackerDoorParts
  readonly #conversations: HttpConversations
  readonly #pages: PageServer
  readonly #body = new ByteWriter(4096)

  constructor(parts: TrackerDoorParts) {
    this.#parts = parts
    this.#conversations = new HttpConversations(parts.clock)
    this.#pages = new PageServer(parts)
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#conversations.count
  }

  /** Takes over a connection, of which these bytes were read already. */
  accept(connection: Connection, first: Uint8Array): void {
    const asker = this.#parts.askers.connected(connection.remote, connection.local)
    this.#conversations.begin(connection, first, (request, out) => this.#answer(request, asker, connection.local, out))
  }

  /** Ends all connections. */
  close(): void {
    this.#conversations.close()
  }

  #answer(request: HttpRequest | HttpProblem, asker: Asker, local: Endpoint, out: ByteWriter): boolean {
    if (typeof request === 'string') {
      this.#parts.served.refused++
      writeProblem(out, request)
      return false
    }
    switch (request.path) {
      case '/announce':
        // No client asks without a word: this is a person's browser.
        if (request.query.length === 0) writeHint(out, request)
        else writeReply(out, bencoded, this.#announce(request, asker), request)
        break
      case '/scrape':
        writeReply(out, bencoded, this.#scrape(request), request)
        break
      case '/':
        this.#pages.write(out, this.#parts.askers.placeFor(asker, local), request)
        break
      default:
        // A browser asks for it by itself, beside the page.
        if (request.path !== '/favicon.ico') this.#parts.served.refused++
        writeNothing(out, request)
    }
    return request.keepsOpen
  }

  #announce({ query }: HttpRequest, asker: Asker): Uint8Array {
    const { tracker, served } = this.#parts
    const request = readAnnounceRequest(query)
    if (typeof request === 'string') return this.#refuse(encodeFailure(request))
    const answer = tracker.announce(request.infoHash, request, asker)
    if (typeof answer === 'string') return this.#refuse(refusals[answer])
    served.http++
    this.#body.clear()
    writeAnnounceReply(this.#body, answer, request.form)
    return this.#body.view()
  }

  #scrape({ query }: HttpRequest): Uint8Array {
    const { tracker } = this.#parts
    const asked = readScrapeRequest(query)
    if (typeof asked === 'string') return this.#refuse(encodeFailure(asked))
    const infoHashes = asked.length > 0 ? asked : tracker.infoHashes.slice(0, maxScrapedSwarms)
    const counts = infoHashes.flatMap((infoHash) => {
      const known = tracker.counts(infoHash)
      return known ? [[infoHash, known] as const] : []
    })
    return encodeScrapeReply(new Map(counts), tracker.numbers.minIntervalSec)
  }

  #refuse(body: Uint8Array): Uint8Array {
    this.#parts.served.refused++
    return body
  }
}
