import { expect, test } from 'vitest'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import { LinkedServers } from './linked-servers.ts'

const linkTo = (server: string | null) => ({ remote: { server: server as Address | null } }) as Link
const addresses = (servers: Iterable<{ readonly address: Address }>) => [...servers].map(({ address }) => address)

test('a server is here as long as there is a link to it, wherever its peer says that it listens', () => {
  const servers = new LinkedServers()
  const [dialled, accepted] = [linkTo('a'), linkTo(null)]
  servers.note(dialled)
  servers.note(accepted)
  expect([servers.size, servers.has('a' as Address), servers.has(null)]).toEqual([1, true, false])
  Object.assign(accepted.remote, { server: 'a' })
  servers.note(accepted)
  servers.gone(dialled)
  expect(servers.has('a' as Address)).toBe(true)
  Object.assign(accepted.remote, { server: 'b' })
  servers.note(accepted)
  expect([servers.has('a' as Address), servers.has('b' as Address)]).toEqual([false, true])
  servers.gone(accepted)
  servers.gone(accepted)
  expect([servers.size, addresses(servers.wentAfter(0))]).toEqual([0, ['a', 'b']])
})

test('who knows how far it was told hears of the rest, in order', () => {
  const servers = new LinkedServers()
  const links = Array.from({ length: 1_000 }, (_, i) => linkTo(`${i}`))
  for (const link of links) servers.note(link)
  const [, , third] = servers.cameAfter(0)
  for (const link of links.slice(0, 900)) servers.gone(link)
  expect(addresses(servers.cameAfter(third?.cameAs ?? 0))).toEqual(addresses(servers.cameAfter(0)))
  expect(addresses(servers.cameAfter(0))).toEqual(links.slice(900).map(({ remote }) => remote.server))
  const [first] = servers.wentAfter(servers.latest - 2)
  expect([first?.address, addresses(servers.wentAfter(servers.latest - 1))]).toEqual(['898', ['899']])
  // Of those who went only the last are remembered.
  expect(addresses(servers.wentAfter(0))).toHaveLength(500)
})
