// uTP (BEP 29): TCP's work over UDP, which many clients try first. It is not spoken here, and said so at once: a client that
// waits in vain comes to TCP seconds later, or never.

const headerLength = 20
// The type in the high four bits, the version in the low ones.
const synType = 0x41
const resetType = 0x31
const mostExtensions = 4

/** The reset (ST_RESET) that answers a uTP connection attempt (ST_SYN); undefined when the datagram is none. As short as the attempt. */
export function utpResetFor(datagram: Uint8Array): Uint8Array | undefined {
  const [type, extension = 0] = datagram
  if (datagram.length < headerLength || type !== synType || extension > mostExtensions) return undefined
  const reset = new Uint8Array(headerLength)
  reset[0] = resetType
  // The connection's number as it was named, and the attempt's own sequence number (bytes 16 and 17) acknowledged.
  reset.set(datagram.subarray(2, 4), 2)
  reset.set(datagram.subarray(16, 18), 18)
  return reset
}
