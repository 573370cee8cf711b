// Where the nodes are, in world px. Deterministic: d3-force draws no lots of its own, and new nodes are placed by rule.

import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3'
import type { Point } from './camera.ts'
import type { GraphModel, GraphNode } from './model.ts'
import { mostOnRing, ringSeats, takeSeats } from './ring.ts'

interface Body extends SimulationNodeDatum {
  readonly key: string
  readonly kind: GraphNode['kind']
  /** Where it listens, or what is dialled: a ghost that connects turns into a peer on the spot. */
  address: string
  x: number
  y: number
  /** Its place in a small swarm; null where the forces alone find one. */
  seat: Point | null
}

interface Spring extends SimulationLinkDatum<Body> {
  readonly length: number
}

export interface Layout {
  /** Takes over a new set of nodes and links; wakes up only when the set differs. Returns the places of nodes that left. */
  update(model: GraphModel): ReadonlyMap<string, Point>
  /** Moves one step; false when it is at rest. */
  step(): boolean
  /** Runs until it rests: for the first picture, which nobody should have to watch settle. */
  settle(): void
  /** Stages are wide: every place lies `stretch` times further across than the forces put it. */
  widen(stretch: number): void
  place(key: string): Point | undefined
  places(): ReadonlyMap<string, Point>
  /** Holds a node at a point while it is dragged. */
  hold(key: string, point: Point): void
  letGo(key: string): void
}

/** Below this heat nothing moves visibly. */
const restingHeat = 0.02
/** Enough to make room for a newcomer, too little to throw the others about. */
const gentleHeat = 0.35
const dragHeat = 0.2
/** More than the cooling down from any heat takes. */
const mostSteps = 400
const newcomerDistance = 110
/** Strong enough that a seat is reached before everything cools down. */
const seatPull = 0.3
const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/** An empty force layout. */
export function createLayout(): Layout {
  let stretch = 1.5
  let bodies = new Map<string, Body>()
  let shape = ''
  const held = new Set<string>()
  const simulation = makeSimulation().stop()

  function update(model: GraphModel): ReadonlyMap<string, Point> {
    const nextShape = shapeOf(model)
    if (nextShape === shape) return new Map()
    const first = shape === ''
    shape = nextShape
    const previous = bodies
    bodies = placeBodies(model, previous)
    seatPeers(bodies, first)
    const springs = springsOf(model, bodies)
    simulation.nodes([...bodies.values()])
    simulation.force('link', springForce(springs))
    simulation.alpha(first ? 1 : Math.max(simulation.alpha(), gentleHeat))
    return leavers(previous)
  }

  function step(): boolean {
    if (bodies.size === 0 || (held.size === 0 && simulation.alpha() < restingHeat)) return false
    simulation.tick()
    return true
  }

  function leavers(previous: ReadonlyMap<string, Body>): Map<string, Point> {
    const gone = new Map<string, Point>()
    for (const [key, body] of previous) if (!bodies.has(key)) gone.set(key, placeOf(body))
    return gone
  }

  function placeOf({ x, y }: Body): Point {
    return { x: x * stretch, y }
  }

  return {
    update,
    step,
    settle: () => {
      for (let steps = 0; steps < mostSteps && held.size === 0 && step(); steps++);
    },
    widen: (next) => {
      stretch = next
    },
    place: (key) => {
      const body = bodies.get(key)
      return body && placeOf(body)
    },
    places: () => new Map([...bodies].map(([key, body]) => [key, placeOf(body)])),
    hold: (key, point) => {
      const body = bodies.get(key)
      if (body === undefined) return
      held.add(key)
      const x = point.x / stretch
      Object.assign(body, { fx: x, fy: point.y, x, y: point.y })
      simulation.alpha(Math.max(simulation.alpha(), dragHeat))
    },
    letGo: (key) => {
      held.delete(key)
      const body = bodies.get(key)
      if (body !== undefined) Object.assign(body, { fx: null, fy: null })
    },
  }
}

function makeSimulation(): Simulation<Body, Spring> {
  return forceSimulation<Body, Spring>()
    .alphaDecay(0.02)
    .velocityDecay(0.5)
    .force(
      'push',
      forceManyBody<Body>()
        .strength((body) => (body.kind === 'dial' ? -300 : body.seat ? -600 : -1500))
        .distanceMax(900),
    )
    .force('apart', forceCollide<Body>((body) => (body.kind === 'dial' || body.seat ? 62 : 92)).strength(0.8))
    .force(
      'x',
      forceX<Body>((body) => body.seat?.x ?? 0).strength((body) => (body.seat ? seatPull : 0.04)),
    )
    .force(
      'y',
      forceY<Body>((body) => body.seat?.y ?? 0).strength((body) => (body.seat ? seatPull : 0.07)),
    )
}

function springForce(springs: Spring[]) {
  return forceLink<Body, Spring>(springs)
    .distance((spring) => spring.length)
    .iterations(2)
}

/** Two models of the same shape need no new layout, whatever their rates and names. */
function shapeOf(model: GraphModel): string {
  const nodes = model.nodes.map((node) => node.key).sort()
  const pairs = new Set(
    model.edges.map(({ source, target }) => (source < target ? `${source}+${target}` : `${target}+${source}`)),
  )
  return `${nodes.join()}|${[...pairs].sort().join()}`
}

function placeBodies(model: GraphModel, previous: ReadonlyMap<string, Body>): Map<string, Body> {
  const bodies = new Map<string, Body>()
  for (const node of model.nodes) {
    const known = previous.get(node.key)
    if (known !== undefined) bodies.set(node.key, Object.assign(known, { address: addressOf(node) }))
  }
  const ghosts = [...previous.values()].filter((body) => body.kind === 'dial' && !bodies.has(body.key))
  for (const node of model.nodes) {
    if (bodies.has(node.key)) continue
    const ghost = ghosts.find((body) => body.address === addressOf(node))
    const place = ghost ?? besidePlace(node, model, bodies, previous)
    bodies.set(node.key, newBody(node, place, ghost || bodies.size === 0 ? 0 : newcomerDistance, bodies.size))
  }
  return bodies
}

/** Gives the peers of a small swarm their seats; the first of all take them at once, whoever is there moves as little as can be. */
function seatPeers(bodies: ReadonlyMap<string, Body>, first: boolean): void {
  const peers = [...bodies.values()].filter((body) => body.kind === 'peer')
  const fits = peers.length <= mostOnRing
  const seats = fits ? ringSeats(peers.length) : []
  const taken = first ? seats : takeSeats(peers, seats)
  peers.forEach((body, index) => {
    body.seat = taken[index] ?? null
    if (first && body.seat) Object.assign(body, { x: body.seat.x, y: body.seat.y })
  })
}

function addressOf(node: GraphNode): string {
  return node.kind === 'dial' ? node.remote : node.address
}

/** A newcomer starts beside whoever introduced it, else beside a peer it has a link with, else in the middle. */
function besidePlace(
  node: GraphNode,
  model: GraphModel,
  bodies: ReadonlyMap<string, Body>,
  previous: ReadonlyMap<string, Body>,
): Point {
  const introducer = node.beside === null ? undefined : (bodies.get(node.beside) ?? previous.get(node.beside))
  if (introducer !== undefined) return introducer
  for (const edge of model.edges) {
    if (edge.source !== node.key && edge.target !== node.key) continue
    const other = bodies.get(edge.source === node.key ? edge.target : edge.source)
    if (other !== undefined) return other
  }
  return { x: 0, y: 0 }
}

function newBody(node: GraphNode, beside: Point, distance: number, index: number): Body {
  const angle = index * goldenAngle - Math.PI / 2
  return {
    key: node.key,
    kind: node.kind,
    address: addressOf(node),
    x: beside.x + distance * Math.cos(angle),
    y: beside.y + distance * Math.sin(angle),
    vx: 0,
    vy: 0,
    seat: null,
  }
}

/** One spring a pair, but none between two that have seats: two links between the same peers pull no harder than one. */
function springsOf(model: GraphModel, bodies: ReadonlyMap<string, Body>): Spring[] {
  const springs = new Map<string, Spring>()
  for (const edge of model.edges) {
    const source = bodies.get(edge.source)
    const target = bodies.get(edge.target)
    if (source === undefined || target === undefined || (source.seat && target.seat)) continue
    const pair = [edge.source, edge.target].sort().join('+')
    springs.set(pair, { source, target, length: edge.kind === 'dial' ? 150 : 270 })
  }
  return [...springs.values()]
}
