import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lookup } from './lookup.ts'
import { inOneBatch } from './patch.ts'

type Words = Readonly<Record<string, string>>

const keysThatSay = (record: Words, letter: string) =>
  Object.keys(record).filter((key) => record[key]?.includes(letter))

test('what is found is what looking at all of them finds, whatever is changed, and in records from before too', () => {
  const key = fc.constantFrom('k1', 'k2', 'k3', 'k4')
  const step = fc.oneof(
    fc.record({ put: key, value: fc.constantFrom('', 'a', 'ab', 'bb', 'c') }),
    fc.record({ drop: key }),
    fc.record({ find: fc.constantFrom('a', 'b', 'c') }),
  )
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 6 }), (batches) => {
      const lookup = new Lookup<string, string, string>((word) => [...word])
      const expectFound = (record: Words, letter: string) =>
        expect([...lookup.find(record, letter)].sort()).toEqual(keysThatSay(record, letter).sort())
      let record: Words = {}
      const earlier = [record]
      for (const steps of batches) {
        inOneBatch(() => {
          for (const action of steps) {
            if ('put' in action) record = lookup.put(record, action.put, action.value)
            else if ('drop' in action) record = lookup.drop(record, action.drop)
            else expectFound(record, action.find)
          }
        })
        earlier.push(record)
      }
      for (const each of earlier) for (const letter of 'abc') expectFound(each, letter)
    }),
  )
})
