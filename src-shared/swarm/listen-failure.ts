import { assertNever } from '../assert-never.ts'
import { courseForm, endpointOf } from './address.ts'
import type { ListenFailure } from './events.ts'
import type { Address } from './ids.ts'

// macOS gives both to the AirPlay Receiver, which is on by default.
const airPlayPorts: ReadonlySet<number> = new Set([5000, 7000])

/** Why a server could not listen: what happened, who probably holds the port, and the next free port where one is known. */
export function listenFailureSentence(failed: {
  readonly requested: Address
  readonly failure: ListenFailure
  readonly nextFreePort: number | null
}): string {
  const { requested, failure, nextFreePort } = failed
  const sentence = `Cannot listen at ${courseForm(requested)}: ${whatHappened(requested, failure)}.`
  return nextFreePort === null ? sentence : `${sentence} Port ${nextFreePort} is free.`
}

/** Why a server does not listen where it was asked to, and where it listens instead, if anywhere. */
export function serverFailureSentence(
  failed: { readonly requested: Address; readonly failure: ListenFailure; readonly nextFreePort: number | null },
  listening: Address | null,
): string {
  if (listening === null) return listenFailureSentence(failed)
  const why = listenFailureSentence({ ...failed, nextFreePort: null })
  return `${why} Listening on ${endpointOf(listening).port} instead. Change it in Settings.`
}

function whatHappened(requested: Address, failure: ListenFailure): string {
  const { host, port } = endpointOf(requested)
  switch (failure) {
    case 'port-in-use':
      return airPlayPorts.has(port)
        ? `another program holds port ${port}; on a Mac that is usually AirPlay Receiver (System Settings → General → AirDrop & Handoff turns it off), elsewhere often another Swarmscope`
        : `another program holds port ${port}, perhaps another Swarmscope`
    case 'port-forbidden':
      return port < 1024
        ? `ports below 1024 are kept for the system; take a port from 1024 up`
        : `the system forbids port ${port}; on Windows, Hyper-V or WSL has usually reserved it (“netsh interface ipv4 show excludedportrange tcp” lists the ranges)`
    case 'no-such-address':
      return `${host} is not an address of this computer; take one of its own, such as 127.0.0.1`
    case 'other':
      return 'the system refused; try another port'
    default:
      return assertNever(failure)
  }
}
