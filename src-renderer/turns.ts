/**
 * Runs each of what it is given in a turn of its own, after what already waits for the page: asked from a frame, after its
 * painting. Unlike a timer, such a turn is never held back.
 */
export function createTurns(): (run: () => void) => void {
  const waiting: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => waiting.shift()?.()
  return (run) => {
    waiting.push(run)
    port2.postMessage(null)
  }
}
