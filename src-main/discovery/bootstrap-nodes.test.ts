import { expect, test } from 'vitest'
import { parseBootstrapNodes } from './bootstrap-nodes.ts'

test('nodes to begin with are addresses or names, each with its port', () => {
  expect(parseBootstrapNodes('127.0.0.1:6881, router.example:6882')).toEqual([
    { host: '127.0.0.1', port: 6881 },
    { host: 'router.example', port: 6882 },
  ])
})

test.each([
  '',
  '127.0.0.1',
  '127.0.0.1:0',
  '127.0.0.1:65536',
  'a b:1',
  '[::1]:6881',
  '127.0.0.1:1,',
  'x:1,'.repeat(30),
])('%j is no list of nodes', (text) => expect(parseBootstrapNodes(text)).toBeUndefined())
