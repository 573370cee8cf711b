import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { type Group, group, MemberGroups } from './member-groups.ts'

function drawn(groups: MemberGroups, last: Group, most: number, seed = 1): number[] {
  const rows: number[] = []
  groups.draw(seededRandom(seed), last, most, (row) => rows.push(row) > 0)
  return rows
}

function groupsOf(...wanted: Group[]): MemberGroups {
  const groups = new MemberGroups()
  groups.resize(wanted.length)
  for (const row of wanted.keys()) groups.add(row)
  for (const [row, to] of wanted.entries()) groups.moveTo(row, to)
  return groups
}

test('lots are drawn among the first groups only, and nobody twice', () => {
  const groups = groupsOf(group.seeders, group.leechers, group.untold, group.leechers)
  expect(drawn(groups, group.leechers, 10).sort()).toEqual([1, 3])
  expect(drawn(groups, group.seeders, 10).sort()).toEqual([0, 1, 3])
  expect(drawn(groups, group.untold, 10).sort()).toEqual([0, 1, 2, 3])
  expect(drawn(groups, group.seeders, 2)).toHaveLength(2)
  expect(drawn(groupsOf(group.untold), group.seeders, 10)).toEqual([])
})

test('answering false ends a draw', () => {
  let calls = 0
  groupsOf(group.leechers, group.leechers).draw(seededRandom(1), group.leechers, 10, () => ++calls < 1)
  expect(calls).toBe(1)
})

test('everybody is drawn as often as the others', () => {
  const count = 30
  const groups = groupsOf(...new Array<Group>(count).fill(group.leechers))
  const times = new Array<number>(count).fill(0)
  const random = seededRandom(7)
  const draws = 6_000
  for (let i = 0; i < draws; i++) {
    groups.draw(random, group.leechers, 5, (row) => {
      times[row]!++
      return true
    })
  }
  // 1000 times each, give or take five standard deviations.
  for (const often of times) expect(Math.abs(often - (5 * draws) / count)).toBeLessThan(150)
})

test('whatever moves, comes and goes, each row is in the group that it was put in', () => {
  const step = fc.record({ row: fc.nat(40), to: fc.constantFrom<(Group | 'gone')[]>(0, 1, 2, 'gone') })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const groups = new MemberGroups()
      groups.resize(41)
      const expected = new Map<number, Group>()
      for (const { row, to } of steps) {
        if (to !== 'gone') {
          if (!expected.has(row)) groups.add(row)
          groups.moveTo(row, to)
          expected.set(row, to)
        } else if (expected.delete(row)) groups.remove(row)
      }
      for (const last of Object.values(group)) {
        const wanted = [...expected].filter(([, to]) => to <= last).map(([row]) => row)
        expect(drawn(groups, last, 100).sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b))
      }
    }),
    { numRuns: 300 },
  )
})
