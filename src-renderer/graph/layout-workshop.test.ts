import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { labView } from '../testing/sample-view.ts'
import { createLayoutDesk, type LayoutAnswer, type LayoutOrder } from './layout-desk.ts'
import { shapeOf } from './layout-shape.ts'
import { layoutWorkshop } from './layout-workshop.ts'
import { graphModel } from './model.ts'

/** A worker that carries out an order when it is let, and breaks down when it is told to. */
class StubWorker extends EventTarget {
  static last: StubWorker
  readonly orders: LayoutOrder[] = []
  isTerminated = false
  readonly #desk = createLayoutDesk((answer) => this.dispatchEvent(new MessageEvent('message', { data: answer })))

  constructor() {
    super()
    StubWorker.last = this
  }

  postMessage(order: LayoutOrder): void {
    this.orders.push(order)
  }

  work(): void {
    for (const order of this.orders.splice(0)) this.#desk(order)
  }

  breakDown(): void {
    this.dispatchEvent(new Event('error'))
  }

  terminate(): void {
    this.isTerminated = true
  }
}

beforeEach(() => vi.stubGlobal('Worker', StubWorker))
afterEach(() => vi.unstubAllGlobals())

function makeWorkshop() {
  const answers: LayoutAnswer[] = []
  return { answers, workshop: layoutWorkshop((answer) => answers.push(answer)) }
}

const shape = (version: number, peers: number, settled = true): LayoutOrder => ({
  kind: 'shape',
  version,
  shape: shapeOf(graphModel(labView(peers)), 'force'),
  settled,
})

test('a worker does the work', () => {
  const { answers, workshop } = makeWorkshop()
  workshop.order(shape(1, 3))
  expect(answers).toEqual([])
  StubWorker.last.work()
  expect(answers.map(({ version }) => version)).toEqual([1])
})

test('where no worker may be made there is a picture all the same', () => {
  vi.stubGlobal('Worker', function forbidden() {
    throw new Error('no workers here')
  })
  const { answers, workshop } = makeWorkshop()
  workshop.order(shape(1, 3))
  expect(answers[0]?.places).toHaveLength(6)
  expect(() => workshop.close()).not.toThrow()
})

test('a worker that never starts leaves nothing undone', () => {
  const { answers, workshop } = makeWorkshop()
  workshop.order({ kind: 'remember', places: [] })
  workshop.order(shape(1, 3))
  workshop.order({ kind: 'step', steps: 1 })
  StubWorker.last.breakDown()
  expect(answers).toHaveLength(2)
  workshop.order({ kind: 'step', steps: 1 })
  expect(answers).toHaveLength(3)
})

test('after a breakdown each order is answered once, and everybody stands where they stood', () => {
  const { answers, workshop } = makeWorkshop()
  workshop.order(shape(1, 30))
  StubWorker.last.work()
  const stood = [...answers[0]!.places]
  workshop.order({ kind: 'step', steps: 1 })
  StubWorker.last.breakDown()
  StubWorker.last.breakDown()
  expect(StubWorker.last.isTerminated).toBe(true)
  expect(answers.map(({ version }) => version)).toEqual([1, 1])
  for (const [index, place] of answers[1]!.places.entries()) expect(Math.abs(place - stood[index]!)).toBeLessThan(10)
  workshop.order(shape(2, 31, false))
  expect(answers[2]).toMatchObject({ version: 2 })
  expect(answers[2]!.places).toHaveLength(62)
})
