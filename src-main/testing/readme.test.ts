import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { messageTable } from '../../src-shared/wire/message-table.ts'

const root = resolve(import.meta.dirname, '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

test("the README's table of messages is the code's", () => {
  const rows = Object.values(messageTable).map(
    ({ id, name, bep, layout, meaning }) => `| ${id ?? '–'} | \`${name}\` | ${layout} | ${meaning} | ${bep} |`,
  )
  const table = ['| id | message | payload | what it says | BEP |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  )
  expect(readme).toContain(table)
})

test('every path that the README names is there', () => {
  const named = [...readme.matchAll(/`((?:src-[a-z]+|docs|e2e)(?:\/[\w./-]+)?)`/g)].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
