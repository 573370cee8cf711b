// Ports round a node's rim: each as near as it can be to where its link leaves, none on top of another.

/** What wants a seat: its ideal angle and half the angle it covers, in radians. A `fixed` one never moves. */
export interface Seat {
  readonly angle: number
  readonly half: number
  readonly fixed?: boolean
}

const rounds = 40
const fullTurn = 2 * Math.PI

/** The angle for each seat, in the given order. When the rim is too small for all, every seat shrinks alike. */
export function spreadSeats(seats: readonly Seat[]): number[] {
  const order = seats.map((_, index) => index).sort((a, b) => turn(seats[a]) - turn(seats[b]) || a - b)
  const angles = order.map((index) => turn(seats[index]))
  const wanted = seats.reduce((sum, seat) => sum + 2 * seat.half, 0)
  const shrink = Math.min(1, (0.96 * fullTurn) / (wanted || 1))
  for (let round = 0; round < rounds; round++) {
    if (!pushApart(order, angles, seats, shrink)) break
  }
  const result = new Array<number>(seats.length).fill(0)
  order.forEach((index, place) => {
    result[index] = angles[place] ?? 0
  })
  return result
}

/** One round over all neighbours; false when none had to move. */
function pushApart(order: readonly number[], angles: number[], seats: readonly Seat[], shrink: number): boolean {
  let moved = false
  const count = order.length
  for (let place = 0; place < count && count > 1; place++) {
    const next = (place + 1) % count
    const here = seats[order[place] ?? 0]
    const there = seats[order[next] ?? 0]
    if (here === undefined || there === undefined) continue
    const gap = (angles[next] ?? 0) - (angles[place] ?? 0) + (next === 0 ? fullTurn : 0)
    const lacking = (here.half + there.half) * shrink - gap
    if (lacking <= 1e-4 || (here.fixed && there.fixed)) continue
    const back = here.fixed ? 0 : there.fixed ? 1 : 0.5
    angles[place] = (angles[place] ?? 0) - lacking * back
    angles[next] = (angles[next] ?? 0) + lacking * (1 - back)
    moved = true
  }
  return moved
}

function turn(seat: Seat | undefined): number {
  return (((seat?.angle ?? 0) % fullTurn) + fullTurn) % fullTurn
}
