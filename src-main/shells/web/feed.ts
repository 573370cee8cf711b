import type { ServerResponse } from 'node:http'
import type { BridgeHost, Subscription } from '../../bridge-host.ts'

/**
 * Sends the feed as Server-Sent Events, one FeedMessage as JSON an event, until the browser goes away. The next message is asked
 * for only when the socket has taken the last one, so a slow browser makes nothing pile up here.
 */
export function sendFeed(host: BridgeHost, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.flushHeaders()
  let subscription: Subscription | undefined
  const ready = () => subscription?.ready()
  subscription = host.subscribe((message) => {
    const taken = response.write(`data: ${JSON.stringify(message)}\n\n`)
    // Not at once: the first message may come before subscribe() has answered.
    if (taken) queueMicrotask(ready)
    else response.once('drain', ready)
  })
  response.once('close', () => {
    subscription?.end()
    subscription = undefined
  })
}
