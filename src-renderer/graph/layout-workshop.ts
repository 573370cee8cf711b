// Where the places are worked out: in a worker, and in this very thread where none starts or it breaks down.

import { createLayoutDesk, type LayoutAnswer, type LayoutOrder } from './layout-desk.ts'

/** Who works out the places. Each shape, settle and step is answered once, in order. */
export interface LayoutWorkshop {
  order(order: LayoutOrder): void
  close(): void
}

type ShapeOrder = LayoutOrder & { readonly kind: 'shape' }

/** A workshop in a worker; where there can be none, in this thread, so that there is a picture all the same. */
export function layoutWorkshop(onAnswer: (answer: LayoutAnswer) => void): LayoutWorkshop {
  /** What has not been carried out yet, as far as can be seen from here. */
  let waiting: LayoutOrder[] = []
  let lastShape: ShapeOrder | null = null
  let lastPlaces: Float32Array | null = null
  let here: ((order: LayoutOrder) => void) | null = null
  const worker = startWorker()
  if (worker === null) here = createLayoutDesk(onAnswer)

  worker?.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
    if (here !== null) return
    const done = waiting.splice(0, waiting.findIndex(isAnswered) + 1)
    for (const order of done) if (order.kind === 'shape') lastShape = order
    // A copy: whoever takes the answer may do with it as it likes.
    lastPlaces = data.places.slice()
    onAnswer(data)
  })
  worker?.addEventListener('error', () => {
    if (here !== null) return
    worker.terminate()
    here = takeOver(lastShape, lastPlaces, onAnswer)
    const orders = waiting
    waiting = []
    for (const order of orders) here(order)
  })
  return {
    order(order) {
      if (here !== null) return here(order)
      waiting.push(order)
      worker?.postMessage(order)
    },
    close: () => worker?.terminate(),
  }
}

/** Null where a browser, or the page's own policy, allows none. */
function startWorker(): Worker | null {
  try {
    return new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  } catch {
    return null
  }
}

function isAnswered({ kind }: LayoutOrder): boolean {
  return kind === 'shape' || kind === 'settle' || kind === 'step'
}

/** A desk that goes on where another broke down: everybody stands where they stood, and nobody is told so again. */
function takeOver(
  shape: ShapeOrder | null,
  places: Float32Array | null,
  onAnswer: (answer: LayoutAnswer) => void,
): (order: LayoutOrder) => void {
  let isReady = false
  const desk = createLayoutDesk((answer) => {
    if (isReady) onAnswer(answer)
  })
  if (shape !== null && places !== null) {
    const stood = shape.shape.nodes.map(
      ({ key }, index) => [key, places[2 * index] ?? 0, places[2 * index + 1] ?? 0] as const,
    )
    desk({ kind: 'remember', places: stood })
    desk({ ...shape, settled: false })
  }
  isReady = true
  return desk
}
