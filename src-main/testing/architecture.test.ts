import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..')

// `import … from 'x'`, `export … from 'x'`, `import 'x'` at the start of a line; `import('x')` anywhere.
const importPath = /^(?:(?:import|export)\b[^']*?from\s*|import\s*)'([^']+)'|\bimport\('([^']+)'\)/gm

/** Every source file (tests and what only tests use left out) with what it imports: paths from the root, or package names. */
function importsOf(folder: string): { file: string; imports: string[] }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|\/testing\//.test(file))
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      const found = [...text.matchAll(importPath)].map((match) => match[1] ?? match[2] ?? '')
      return {
        file,
        imports: found.map((path) => (path.startsWith('.') ? posix.join(posix.dirname(file), path) : path)),
      }
    })
}

const files = [...importsOf('src-shared'), ...importsOf('src-main'), ...importsOf('src-renderer')]

/** Who breaks the rule that files under `from` import nothing that `forbidden` matches. */
function offenders(from: string, forbidden: RegExp, except = /^$/): string[] {
  return files
    .filter(({ file }) => file.startsWith(from) && !except.test(file))
    .flatMap(({ file, imports }) => imports.filter((path) => forbidden.test(path)).map((path) => `${file} → ${path}`))
}

const packages = /^[^.]*$|^node:/
const inside = (folder: string) => new RegExp(`^(?!${folder}/)`)

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(relative(root, import.meta.dirname)).toBe(join('src-main', 'testing'))
})

test('src-shared is pure: no Node, no packages, nothing but itself', () => {
  expect(offenders('src-shared/', inside('src-shared'))).toEqual([])
})

test('the peer and the screen never meet', () => {
  expect(offenders('src-main/', /^src-renderer\//)).toEqual([])
  expect(offenders('src-renderer/', /^src-main\/|^node:|^electron$/)).toEqual([])
})

test('only the Electron shell knows Electron', () => {
  expect(offenders('src-main/', /^electron/, /^src-main\/shells\/electron\//)).toEqual([])
})

test('decisions know only the shared language, chance and each other: no sockets, no files, no clock', () => {
  expect(offenders('src-main/peer/core/', /^(?!src-shared\/|src-main\/peer\/core\/|src-main\/random\.ts$)/)).toEqual([])
})

test('the peer knows neither its shells nor the app round it', () => {
  expect(offenders('src-main/peer/', /^src-main\/(shells|demo|observe|bridge-host|app|commands)/)).toEqual([])
  expect(offenders('src-main/', /^src-main\/shells\//, /^src-main\/shells\//)).toEqual([])
})

test('the graph and the panels meet only in the store', () => {
  expect(offenders('src-renderer/graph/', /^src-renderer\/panels\//)).toEqual([])
  expect(offenders('src-renderer/panels/', /^src-renderer\/graph\//)).toEqual([])
})

test('the painter knows neither React nor the store', () => {
  expect(offenders('src-renderer/graph/paint', /^react|zustand|^src-renderer\/store\/(?!selection)/)).toEqual([])
})

test('the main process runs on the platform alone: no packages but Electron, and the DHT behind its guard', () => {
  expect(
    offenders('src-main/', packages, /^src-main\/shells\/electron\//).filter((line) => !/→ node:/.test(line)),
  ).toEqual(['src-main/discovery/dht-node.ts → bittorrent-dht'])
})
