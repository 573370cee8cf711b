import { expect, test } from 'vitest'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo, strangerAt } from '../testing/stranger.ts'
import { labConfig } from './config.ts'

// Of ten thousand links most are idle: a tick does not look at those.

const second = 1_000

async function idleLink() {
  const swarm = new SimulatedSwarm(520)
  const { bytes } = await swarm.share(40 * 1024)
  const peer = await swarm.add(bytes)
  const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }).sayHello()
  await swarm.clock.advance(2 * second)
  const link = linkTo(peer, stranger)
  const isDue = () => link.isDue(swarm.clock.nowMs())
  return { swarm, stranger, link, isDue }
}

test('an idle link has nothing to do until it must be kept alive', async () => {
  const { swarm, stranger, isDue } = await idleLink()
  const told = swarm.events.length
  expect(isDue()).toBe(false)
  await swarm.clock.advance(labConfig.keepAliveMs - 5 * second)
  expect([isDue(), stranger.names.includes('keep-alive')]).toEqual([false, false])
  await swarm.clock.advance(5 * second)
  expect(stranger.names.filter((name) => name === 'keep-alive')).toHaveLength(1)
  expect(swarm.events.slice(told)).toEqual([])
})

test('it is noticed when it is silent', async () => {
  const { swarm, stranger, link } = await idleLink()
  await swarm.clock.advance(labConfig.silenceMs - 5 * second)
  stranger.say({ name: 'keep-alive' })
  await swarm.clock.advance(labConfig.silenceMs - second)
  expect(link.closed).toBe(false)
  await swarm.clock.advance(2 * second)
  expect([link.closed, stranger.closedBy]).toEqual([true, 'reset'])
})

test('whatever comes or goes has it looked at again', async () => {
  const { swarm, stranger, link, isDue } = await idleLink()
  stranger.say({ name: 'keep-alive' })
  await swarm.clock.advance(20)
  expect(isDue()).toBe(true)
  await swarm.clock.advance(2 * second)
  expect(isDue()).toBe(false)
  link.send({ name: 'keep-alive' })
  await swarm.clock.advance(0)
  expect(isDue()).toBe(true)
})
