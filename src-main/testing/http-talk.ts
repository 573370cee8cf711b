import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Connection, Transport } from '../net/transport.ts'

/** A client that says HTTP as it is written, and keeps what it hears: one character a byte. */
export class HttpTalk {
  heard = ''
  ending: 'closed' | 'reset' | undefined
  readonly connection: Connection

  private constructor(connection: Connection) {
    this.connection = connection
    connection.open({
      onData: (chunk) => {
        this.heard += Buffer.from(chunk).toString('latin1')
      },
      onDrain() {},
      onClose: (ending) => {
        this.ending = ending
      },
    })
  }

  static async dial(transport: Transport, to: Endpoint): Promise<HttpTalk> {
    return new HttpTalk(await transport.dial(to, 0).done)
  }

  say(text: string): void {
    this.connection.write(Buffer.from(text, 'latin1'))
  }

  /** The status codes of the answers, in order. */
  get statuses(): number[] {
    return [...this.heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  }

  /** The body of the only answer. */
  get body(): Buffer {
    return Buffer.from(this.heard.slice(this.heard.indexOf('\r\n\r\n') + 4), 'latin1')
  }
}
