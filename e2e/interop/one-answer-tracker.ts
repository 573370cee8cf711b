import { once } from 'node:events'
import { createServer } from 'node:http'

/** An HTTP tracker that names the same peer to whoever asks, and tells that peer of nobody: so it is they who dial. */
export interface OneAnswerTracker {
  readonly url: string
  stop(): Promise<void>
}

/** Starts one at this port of the host that the peer is at. */
export async function startOneAnswerTracker(
  port: number,
  peer: { readonly host: string; readonly port: number },
): Promise<OneAnswerTracker> {
  const compact = Buffer.from([...peer.host.split('.').map(Number), peer.port >> 8, peer.port & 0xff])
  const answer = Buffer.concat([Buffer.from('d8:intervali60e5:peers6:'), compact, Buffer.from('e')])
  const server = createServer((_, response) => response.end(answer)).listen(port, peer.host)
  await once(server, 'listening')
  return {
    url: `http://${peer.host}:${port}/announce`,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
