import { describe, expect, it, vi } from 'vitest'
import { createScreenStore, select } from '../store/screen-store.ts'
import { samplePeer, sampleView } from '../testing/sample-view.ts'
import { actionOf, actOnKey, type KeyPress } from './act-on-key.ts'
import { type Action, keysInWords, type Room } from './action.ts'
import { actionGroups, actions } from './actions.ts'

/** An element that stands within what these selectors name. */
const within = (...names: string[]): KeyPress['target'] => ({
  closest: (selectors: string) => (selectors.split(/,\s*/).some((one) => names.includes(one)) ? {} : null) as never,
})

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  target: within(),
  ...more,
})

const bringBack = () => {}

const atFirst = createScreenStore().getState()

function room() {
  const store = createScreenStore()
  const stage = { fit: vi.fn(), zoomBy: vi.fn(), findMe: vi.fn(), clearPen: vi.fn(() => bringBack) }
  const run = vi.fn(async () => ({ ok: true, value: null }) as never) satisfies Room['run']
  return { store, stage, run }
}

describe('the table of the keys', () => {
  const all: readonly Action[] = actionGroups.flatMap(({ actions }) => actions)

  it('lists every action, and no key twice but for what it means at different times', () => {
    expect(new Set(all)).toEqual(new Set(Object.values(actions)))
    const always = all.filter(({ isFor }) => isFor === undefined)
    const keys = always.flatMap(({ keys, alsoKey }) => [...keys, ...(alsoKey === undefined ? [] : [alsoKey])])
    expect(new Set(keys).size).toBe(keys.length)
    const atTimes = all.filter(({ isFor }) => isFor !== undefined).flatMap((action) => action.keys)
    expect(keys.filter((key) => atTimes.includes(key))).toEqual([])
    expect(keys).toEqual(keys.map((key) => key.toLowerCase()))
  })

  it('has the keys that a presenter knows', () => {
    const found = [' ', '.', 'f', 'p', '?', '+', '-', 'd', 's', 'm'].map((key) => actionOf(press(key), atFirst))
    const { pause, fit, projector, keys, addDemoPeer, removeDemoPeer, pen, spotlight, findMe } = actions
    expect(found).toEqual([pause, pause, fit, projector, keys, addDemoPeer, removeDemoPeer, pen, spotlight, findMe])
    expect(keysInWords(pause)).toBe('Space or .')
    expect(keysInWords(fit)).toBe('F')
  })
})

describe('a key', () => {
  it('does its action, with Shift or CapsLock too', () => {
    const { store, ...rest } = room()
    expect(actOnKey(press('P'), { store, ...rest })).toBe(true)
    expect(store.getState().theme).toBe('projector')
    actOnKey(press('f'), { store, ...rest })
    expect(rest.stage.fit).toHaveBeenCalledOnce()
  })

  it('is left alone where text is typed, in dialogs, with other keys held, and when somebody took it', () => {
    const elsewhere = [
      ...['input', 'textarea', 'select', 'dialog'].map((name) => press('p', { target: within(name) })),
      press('p', { ctrlKey: true }),
      press('p', { metaKey: true }),
      press('p', { altKey: true }),
      press('p', { isComposing: true }),
      press('p', { defaultPrevented: true }),
      press('x'),
    ]
    const { store, ...rest } = room()
    for (const one of elsewhere) expect(actOnKey(one, { store, ...rest })).toBe(false)
    expect(store.getState().theme).toBe('light')
  })

  it('the space bar presses the button that has the focus; any other key acts there too', () => {
    expect(actionOf(press(' ', { target: within('button') }), atFirst)).toBeUndefined()
    expect(actionOf(press('.', { target: within('button') }), atFirst)).toBe(actions.pause)
    expect(actionOf(press(' '), atFirst)).toBe(actions.pause)
  })

  it('held down acts once, but for the zoom', () => {
    const one = room()
    expect(actOnKey(press('p', { repeat: true }), one)).toBe(true)
    expect(one.store.getState().theme).toBe('light')
    actOnKey(press('i', { repeat: true }), one)
    expect(one.stage.zoomBy).toHaveBeenCalledOnce()
  })

  it('that lays the pen down is another’s while there is none in the hand', () => {
    const one = room()
    expect(actOnKey(press('Escape'), one)).toBe(false)
    actOnKey(press('d'), one)
    expect(one.store.getState().pen).toBe(true)
    expect(actOnKey(press('Escape'), one)).toBe(true)
    expect(one.store.getState().pen).toBe(false)
  })

  it('Escape lays the pen down, then selects nothing, and is another’s when nothing is selected', () => {
    const one = room()
    select(one.store, { kind: 'peer', id: samplePeer(1, 0).id })
    actOnKey(press('d'), one)
    expect(actOnKey(press('Escape'), one)).toBe(true)
    expect(one.store.getState()).toMatchObject({ pen: false, selection: { kind: 'peer' } })
    expect(actOnKey(press('Escape', { target: within('input') }), one)).toBe(false)
    expect(actOnKey(press('Escape'), one)).toBe(true)
    expect(one.store.getState().selection).toBeNull()
    expect(actOnKey(press('Escape'), one)).toBe(false)
  })

  it('that wipes the drawing off tells how to bring it back', () => {
    const one = room()
    actOnKey(press('c'), one)
    expect(one.store.getState().notices[0]?.undo).toBe(bringBack)
  })

  it('that cannot act now says why', () => {
    const one = room()
    const [p1, p2] = [samplePeer(1, 0), samplePeer(2, 0)]
    one.store.setState({ view: sampleView([p1]) })
    actOnKey(press('+'), one)
    expect(one.store.getState().notices[0]?.text).toBe('No demo swarm runs. Start it first.')
    one.store.setState({ view: sampleView([p1, p2]) })
    actOnKey(press('='), one)
    actOnKey(press('-'), one)
    expect(one.run.mock.calls).toEqual([
      ['add-demo-peer', {}],
      ['remove-demo-peer', {}],
    ])
  })
})
