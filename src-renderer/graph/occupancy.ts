// Which parts of the screen are taken: labels go where they cover nothing.

import type { Point, Size } from './camera.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Occupancy {
  /** Marks a box as taken. */
  take(box: Box): void
  /** Marks a spot that is better left uncovered, such as a point of a link. */
  takeSpot(point: Point): void
  /** How many square px of taken boxes a box would cover. */
  covered(box: Box): number
  /** How many spots a box would cover. */
  spots(box: Box): number
}

const cellPx = 64

/** An empty screen of a size: what lies beyond its edges counts as taken. */
export function createOccupancy(size: Size): Occupancy {
  const boxes = new Map<number, Set<Box>>()
  const points = new Map<number, Point[]>()

  function cells(box: Box): number[] {
    const keys: number[] = []
    for (let column = cell(box.x); column <= cell(box.x + box.width); column++) {
      for (let row = cell(box.y); row <= cell(box.y + box.height); row++) keys.push(keyOf(column, row))
    }
    return keys
  }

  return {
    take(box) {
      for (const key of cells(box)) {
        const there = boxes.get(key)
        if (there === undefined) boxes.set(key, new Set([box]))
        else there.add(box)
      }
    },
    takeSpot(point) {
      const key = keyOf(cell(point.x), cell(point.y))
      const there = points.get(key)
      if (there === undefined) points.set(key, [point])
      else there.push(point)
    },
    covered(box) {
      const near = new Set<Box>()
      for (const key of cells(box)) for (const other of boxes.get(key) ?? []) near.add(other)
      let area = beyond(box, size)
      for (const other of near) area += overlap(box, other)
      return area
    },
    spots(box) {
      let count = 0
      for (const key of cells(box)) for (const point of points.get(key) ?? []) if (contains(box, point)) count++
      return count
    },
  }
}

/** Whether a point lies in a box. */
export function contains(box: Box, point: Point): boolean {
  return point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height
}

/** The box of a size round a middle point. */
export function boxAround(middle: Point, width: number, height: number): Box {
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height }
}

function overlap(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return width > 0 && height > 0 ? width * height : 0
}

function beyond(box: Box, size: Size): number {
  const screen = { x: 0, y: 0, ...size }
  const inside = contains(screen, box) && contains(screen, { x: box.x + box.width, y: box.y + box.height })
  return inside ? 0 : box.width * box.height - overlap(box, screen)
}

/** Cells far beyond the stage may share a key with others, which costs no more than a look. */
function keyOf(column: number, row: number): number {
  return 4096 * column + row
}

function cell(px: number): number {
  return Math.floor(px / cellPx)
}
