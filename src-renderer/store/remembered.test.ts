import { describe, expect, it } from 'vitest'
import { type Memory, recall, remember } from './remembered.ts'

const isNumber = (value: unknown) => typeof value === 'number'

function memory(): Memory {
  const items = new Map<string, string>()
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) }
}

describe('what a screen remembers', () => {
  it('comes back as it was', () => {
    const kept = memory()
    remember('tab', 3, kept)
    expect(recall('tab', isNumber, kept)).toBe(3)
    expect(recall('other', isNumber, kept)).toBeUndefined()
  })

  it('is left aside where it does not fit or cannot be read', () => {
    const kept = memory()
    remember('tab', 'three', kept)
    expect(recall('tab', isNumber, kept)).toBeUndefined()
    expect(recall('tab', isNumber, { ...kept, getItem: () => '{' })).toBeUndefined()
  })

  it('is forgotten without harm where the browser keeps nothing', () => {
    const refuse = () => {
      throw new Error('no storage here')
    }
    const none = { getItem: refuse, setItem: refuse }
    expect(() => remember('tab', 3, none)).not.toThrow()
    expect(recall('tab', isNumber, none)).toBeUndefined()
  })
})
