import { localGroups } from '../../src-shared/wire/local-discovery-message.ts'

/** Why local discovery does not work, by the system's code, and what can be done: one sentence. */
export function multicastFailureSentence(code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Another program keeps UDP port ${localGroups.port} to itself (${code}): end it, or add peers by IP.`
    case 'EACCES':
    case 'EPERM':
      return `The system or its firewall forbids UDP port ${localGroups.port} (${code}): allow it for this program, or add peers by IP.`
    // What macOS answers a program that may not speak with the local network.
    case 'EHOSTUNREACH':
      return `The system lets nothing out to the local network (${code}): on macOS allow it under Privacy & Security, Local Network; or add peers by IP.`
    default:
      return `The network takes no multicast (${code}): add peers by IP.`
  }
}
