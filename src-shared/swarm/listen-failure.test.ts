import { describe, expect, it } from 'vitest'
import type { ListenFailure } from './events.ts'
import type { Address } from './ids.ts'
import { listenFailureSentence, serverFailureSentence } from './listen-failure.ts'

function sentence(requested: string, failure: ListenFailure, nextFreePort: number | null = null): string {
  return listenFailureSentence({ requested: requested as Address, failure, nextFreePort })
}

describe('listenFailureSentence', () => {
  it('names AirPlay Receiver for the two ports that macOS takes, and the next free port', () => {
    expect(sentence('127.0.0.1:5000', 'port-in-use', 5002)).toMatch(
      /^Cannot listen at 127\.0\.0\.1\/5000: another program holds port 5000; .*AirPlay Receiver.*\. Port 5002 is free\.$/,
    )
    expect(sentence('127.0.0.1:7000', 'port-in-use')).toContain('AirPlay')
  })

  it('supposes another Swarmscope elsewhere, and promises no port when none was found', () =>
    expect(sentence('127.0.0.1:7001', 'port-in-use')).toBe(
      'Cannot listen at 127.0.0.1/7001: another program holds port 7001, perhaps another Swarmscope.',
    ))

  it('names the ranges that Windows reserves for a forbidden port', () =>
    expect(sentence('127.0.0.1:5000', 'port-forbidden', 5100)).toMatch(/Hyper-V.*excludedportrange/))

  it('explains ports below 1024', () => expect(sentence('127.0.0.1:80', 'port-forbidden')).toContain('below 1024'))

  it('says that the address is not one of this computer', () =>
    expect(sentence('[2001:db8::1]:5000', 'no-such-address')).toContain(
      '2001:db8::1 is not an address of this computer',
    ))

  it('says so when the system gives no reason', () =>
    expect(sentence('127.0.0.1:5000', 'other')).toContain('try another port'))
})

describe('serverFailureSentence', () => {
  const failed = { requested: '127.0.0.1:7001' as Address, failure: 'port-in-use', nextFreePort: 7002 } as const

  it('says where the server listens instead, and no longer which port would be free', () =>
    expect(serverFailureSentence(failed, '127.0.0.1:7002' as Address)).toBe(
      'Cannot listen at 127.0.0.1/7001: another program holds port 7001, perhaps another Swarmscope. Listening on 7002 instead. Change it in Settings.',
    ))

  it('offers the free port while it listens nowhere', () =>
    expect(serverFailureSentence(failed, null)).toMatch(/Port 7002 is free\.$/))
})
