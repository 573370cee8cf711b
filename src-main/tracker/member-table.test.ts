import { expect, test } from 'vitest'
import { flag, MemberTable } from './member-table.ts'
import { packAddress } from './packed-address.ts'

const idOf = (number: number) => Uint8Array.from({ length: 20 }, (_, i) => (number >> (8 * (i % 4))) & 0xff)

test('a member takes at most 200 bytes, whatever the size of its swarm, with room for newcomers and indexes', () => {
  const table = new MemberTable()
  let most = 0
  for (let number = 0; number < 20_000; number++) {
    table.add(idOf(number))
    if (number >= 1_000) most = Math.max(most, table.byteLength / table.size)
  }
  expect(most).toBeLessThan(200)
  expect(table.byteLength / table.size).toBeGreaterThan(79)
})

test('the last row takes the place of one that goes, with all that is known of it', () => {
  const table = new MemberTable()
  for (const number of [1, 2, 3]) {
    const row = table.add(idOf(number))
    table.setNumbers(row, number, 10 * number, 100 * number)
    table.setAnnounced(row, 5 * number, 7 * number)
    table.setAddress(row, packAddress(Uint8Array.of(10, 0, 0, number), 6881), number === 3)
    table.setSeeder(row, number === 3)
    table.mark(row, flag.completed, number === 3)
  }
  table.remove(0)
  const row = table.ids.find(idOf(3))
  expect([row, table.size, table.ids.find(idOf(1))]).toEqual([0, 2, -1])
  const numbers = [table.leftBytes(row), table.uploadedBytes(row), table.downloadedBytes(row)]
  expect([...numbers, table.announcedAtSec(row), table.key(row)]).toEqual([3, 30, 300, 15, 21])
  expect(table.addresses.find(packAddress(Uint8Array.of(10, 0, 0, 3), 6881))).toBe(0)
  expect([flag.seeder, flag.completed, flag.surely, flag.linked].map((which) => table.has(row, which))).toEqual([
    true,
    true,
    true,
    false,
  ])
})

test('who is new is known for nothing, whoever had the row before', () => {
  const table = new MemberTable()
  const row = table.add(idOf(1))
  table.setNumbers(row, 0, 5, 5)
  table.mark(row, flag.announced | flag.seeder, true)
  table.remove(row)
  expect(table.add(idOf(2))).toBe(row)
  expect([table.leftBytes(row), table.uploadedBytes(row), table.announcedAtSec(row)]).toEqual([
    Number.POSITIVE_INFINITY,
    0,
    0,
  ])
  expect(table.has(row, flag.announced | flag.seeder)).toBe(false)
})
