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
import { createSeating, type SeatPeers } from './layout-seats.ts'
import { type LayoutNode, type LayoutShape, tied } from './layout-shape.ts'
import type { GraphNode, NodeRole } from './model.ts'

interface Body extends SimulationNodeDatum {
  readonly key: string
  readonly kind: GraphNode['kind']
  /** Where it listens, or what is dialled: a ghost that connects turns into a peer on the spot. */
  address: string
  role: NodeRole | null
  x: number
  y: number
  /** Its place in a small swarm; null where the forces alone find one. */
  seat: Point | null
}

interface Spring extends SimulationLinkDatum<Body> {
  readonly length: number
}

export interface Layout {
  /** Takes over another set of nodes and ties, and wakes up. */
  update(shape: LayoutShape): void
  /** Moves one step; false when it is at rest. */
  step(): boolean
  /** Runs until it rests, or until `isEnough`: for the first picture, which nobody should have to watch settle. */
  settle(isEnough?: () => boolean): void
  /** The places in the order of the nodes of the last shape: x and y of each. */
  places(): Float32Array
  /** Holds a node at a point while it is dragged. */
  hold(key: string, point: Point): void
  letGo(key: string): void
  /** A pinned node stays where it is until it is dragged, or unpinned. */
  pin(key: string, isPinned: boolean): void
}

/** Where nodes were when the screen was last left: they come back there. */
export type Remembered = ReadonlyMap<string, Point>

/** Below this heat nothing moves visibly. */
const restingHeat = 0.02
/** Enough to make room for a newcomer, too little to throw the others about. */
const gentleHeat = 0.35
/** Those who come back are where they belong already. */
const returningHeat = 0.05
const dragHeat = 0.2
/** More than the cooling down from any heat takes. */
const mostSteps = 400
const newcomerDistance = 110
/** Strong enough that a seat is reached before everything cools down. */
const seatPull = 0.3
const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/** An empty layout. */
export function createLayout(remembered: Remembered = new Map()): Layout {
  let bodies = new Map<string, Body>()
  /** Nobody has been there yet. */
  let isFirst = true
  // Whoever has come back and leaves again is a newcomer from then on.
  const awaited = new Map(remembered)
  const seatsFor = createSeating()
  const held = new Set<string>()
  const pinned = new Set<string>()
  const forces = makeForces()
  const simulation = makeSimulation(forces).stop()

  function update(shape: LayoutShape): void {
    const previous = bodies
    const isNew = isFirst && !comesBack(shape, awaited)
    bodies = placeBodies(shape, previous, awaited)
    seatPeers(bodies, shape, isNew, seatsFor)
    for (const [key, body] of bodies) if (pinned.has(key)) fix(body)
    const care = careFor(bodies.size)
    forces.push.theta(care.theta)
    forces.apart.iterations(care.rounds)
    forces.link.iterations(care.rounds)
    // No spring may name one who left.
    forces.link.links([])
    simulation.nodes([...bodies.values()]).alphaDecay(care.cooling)
    forces.link.links(springsOf(shape, bodies))
    const heat = isNew ? 1 : isFirst ? returningHeat : gentleHeat
    simulation.alpha(Math.max(isFirst ? 0 : simulation.alpha(), heat))
    isFirst = isFirst && bodies.size === 0
  }

  function step(): boolean {
    if (bodies.size === 0 || (held.size === 0 && simulation.alpha() < restingHeat)) return false
    simulation.tick()
    return true
  }

  return {
    update,
    step,
    settle: (isEnough = () => false) => {
      for (let steps = 0; steps < mostSteps && held.size === 0 && !isEnough() && step(); steps++);
    },
    places: () => {
      const places = new Float32Array(2 * bodies.size)
      let at = 0
      for (const { x, y } of bodies.values()) {
        places[at++] = x
        places[at++] = y
      }
      return places
    },
    hold: (key, { x, y }) => {
      const body = bodies.get(key)
      if (body === undefined) return
      held.add(key)
      Object.assign(body, { fx: x, fy: y, x, y })
      simulation.alpha(Math.max(simulation.alpha(), dragHeat))
    },
    letGo: (key) => {
      held.delete(key)
      const body = bodies.get(key)
      if (body !== undefined && !pinned.has(key)) Object.assign(body, { fx: null, fy: null })
    },
    pin: (key, isPinned) => {
      if (isPinned) pinned.add(key)
      else pinned.delete(key)
      const body = bodies.get(key)
      if (body === undefined) return
      if (isPinned) fix(body)
      else Object.assign(body, { fx: null, fy: null })
      simulation.alpha(Math.max(simulation.alpha(), dragHeat))
    },
  }
}

/** How exact a step is, and how fast the heat goes. */
interface Care {
  readonly theta: number
  readonly rounds: number
  readonly cooling: number
}

/** A step of thousands takes so long that there can be few, and each of them is a speck: a little nearer or further is all the same. */
function careFor(nodes: number): Care {
  if (nodes > 2000) return { theta: 1.5, rounds: 1, cooling: 0.12 }
  return { theta: 0.9, rounds: 2, cooling: nodes > 400 ? 0.04 : 0.02 }
}

function fix(body: Body): void {
  Object.assign(body, { fx: body.x, fy: body.y })
}

/** Whether most of these were there when the screen was last left. */
function comesBack({ nodes }: LayoutShape, awaited: Remembered): boolean {
  return nodes.filter(({ key }) => awaited.has(key)).length > nodes.length / 2
}

/** Those of the forces that depend on how many there are. */
function makeForces() {
  return {
    push: forceManyBody<Body>()
      .strength((body) => (body.kind === 'dial' ? -300 : body.seat ? -600 : -1500))
      .distanceMax(900),
    apart: forceCollide<Body>((body) => (body.kind === 'dial' || body.seat ? 62 : 92)).strength(0.9),
    link: forceLink<Body, Spring>().distance((spring) => spring.length),
  }
}

function makeSimulation({ push, apart, link }: ReturnType<typeof makeForces>): Simulation<Body, Spring> {
  return forceSimulation<Body, Spring>()
    .velocityDecay(0.5)
    .force('push', push)
    .force('apart', apart)
    .force('link', link)
    .force(
      'x',
      forceX<Body>((body) => body.seat?.x ?? 0).strength((body) => (body.seat ? seatPull : 0.04)),
    )
    .force(
      'y',
      forceY<Body>((body) => body.seat?.y ?? 0).strength((body) => (body.seat ? seatPull : 0.07)),
    )
}

/** In the order of the shape, whoever was there before. Those who come back are awaited no longer. */
function placeBodies(shape: LayoutShape, previous: ReadonlyMap<string, Body>, awaited: Map<string, Point>) {
  const bodies = new Map<string, Body>()
  const there = new Set(shape.nodes.map((node) => node.key))
  const ghosts = [...previous.values()].filter((body) => body.kind === 'dial' && !there.has(body.key))
  const neighbours = neighboursOf(shape, previous)
  let newcomers = previous.size
  for (const node of shape.nodes) {
    const known = previous.get(node.key)
    const place = awaited.get(node.key)
    awaited.delete(node.key)
    if (known !== undefined) bodies.set(node.key, Object.assign(known, { address: node.address, role: node.role }))
    else if (place !== undefined) bodies.set(node.key, newBody(node, place, 0, 0))
    else {
      const ghost = ghosts.find((body) => body.address === node.address)
      const beside = ghost ?? besidePlace(node, bodies, previous, neighbours)
      const isAlone = bodies.size === 0 && previous.size === 0
      bodies.set(node.key, newBody(node, beside, ghost || isAlone ? 0 : newcomerDistance, newcomers++))
    }
  }
  return bodies
}

/** Gives the peers their seats; the first of all take them at once, whoever is there moves as little as can be. */
function seatPeers(bodies: ReadonlyMap<string, Body>, shape: LayoutShape, isFirst: boolean, seatsFor: SeatPeers): void {
  const peers = [...bodies.values()].filter((body) => body.kind === 'peer')
  const seats = seatsFor(shape.name, peers, isFirst)
  peers.forEach((body, index) => {
    body.seat = seats[index] ?? null
    if (isFirst && body.seat) Object.assign(body, { x: body.seat.x, y: body.seat.y })
  })
}

/** Whom each newcomer has a link with, of those who are there already. */
function neighboursOf(shape: LayoutShape, previous: ReadonlyMap<string, Body>): ReadonlyMap<string, Body> {
  const neighbours = new Map<string, Body>()
  const meet = (newcomer: string, other: string) => {
    const body = previous.get(other)
    if (body !== undefined && !previous.has(newcomer) && !neighbours.has(newcomer)) neighbours.set(newcomer, body)
  }
  for (const [one, other] of tied(shape)) {
    meet(one.key, other.key)
    meet(other.key, one.key)
  }
  return neighbours
}

/** A newcomer starts beside whoever introduced it, else beside a peer it has a link with, else in the middle. */
function besidePlace(
  node: LayoutNode,
  bodies: ReadonlyMap<string, Body>,
  previous: ReadonlyMap<string, Body>,
  neighbours: ReadonlyMap<string, Body>,
): Point {
  const introducer = node.beside === null ? undefined : (bodies.get(node.beside) ?? previous.get(node.beside))
  return introducer ?? neighbours.get(node.key) ?? { x: 0, y: 0 }
}

function newBody(node: LayoutNode, beside: Point, distance: number, index: number): Body {
  const angle = index * goldenAngle - Math.PI / 2
  // Many at once spread like the seeds of a sunflower rather than on one circle.
  const away = distance * Math.max(1, Math.sqrt(index / 4))
  return {
    key: node.key,
    kind: node.kind,
    address: node.address,
    role: node.role,
    x: beside.x + away * Math.cos(angle),
    y: beside.y + away * Math.sin(angle),
    vx: 0,
    vy: 0,
    seat: null,
  }
}

/** None between two that have seats: they stay where they sit. */
function springsOf(shape: LayoutShape, bodies: ReadonlyMap<string, Body>): Spring[] {
  const springs: Spring[] = []
  for (const pair of tied(shape)) {
    const [source, target] = [bodies.get(pair[0].key), bodies.get(pair[1].key)]
    if (source === undefined || target === undefined || (source.seat && target.seat)) continue
    const isDial = source.kind === 'dial' || target.kind === 'dial'
    springs.push({ source, target, length: isDial ? 150 : 270 })
  }
  return springs
}
