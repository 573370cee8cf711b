/**
 * From where an IP address leads to the one that it is meant for. `here`: 127.0.0.1 or ::1, where most clients of this
 * computer are seen, though they listen on its other addresses too. `here-only`: another loopback address, which somebody
 * took on purpose.
 */
export type Reach = 'everywhere' | 'here' | 'here-only' | 'nowhere'

/** From where an IP address, in its 4 or 16 bytes, can be reached. */
export function reachOf(ip: Uint8Array): Reach {
  return ip.length === 4 ? reachOfIpv4(ip) : reachOfIpv6(ip)
}

// 169.254.0.0/16 stays: two laptops on one cable have nothing else, and unlike fe80:: it needs no interface beside it.
function reachOfIpv4([first = 0, second, third, fourth]: Uint8Array): Reach {
  if (first === 0 || first >= 224) return 'nowhere'
  if (first !== 127) return 'everywhere'
  return second === 0 && third === 0 && fourth === 1 ? 'here' : 'here-only'
}

function reachOfIpv6(ip: Uint8Array): Reach {
  const [first = 0, second = 0] = ip
  if (first === 0xff || (first === 0xfe && (second & 0xc0) === 0x80)) return 'nowhere'
  if (ip.subarray(0, 15).some((byte) => byte !== 0)) return 'everywhere'
  if (ip[15] === 1) return 'here'
  return ip[15] === 0 ? 'nowhere' : 'everywhere'
}
