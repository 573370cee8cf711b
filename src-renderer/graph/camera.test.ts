import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  approach,
  boundsOf,
  calmCamera,
  fitCamera,
  fitMargin,
  leastMargin,
  markScale,
  maxFitZoom,
  toScreen,
  toWorld,
} from './camera.ts'

const size = { width: 980, height: 480 }
const coordinate = fc.double({ min: -3000, max: 3000, noNaN: true })
const near = fc.double({ min: -2600, max: 2600, noNaN: true })
const points = fc.array(fc.record({ x: near, y: near }), { minLength: 1, maxLength: 20 })

describe('the camera', () => {
  it('finds its way from world to screen and back', () => {
    fc.assert(
      fc.property(coordinate, coordinate, fc.double({ min: 0.05, max: 4, noNaN: true }), (x, y, k) => {
        const camera = { x: 37, y: -12, k }
        const back = toWorld(camera, toScreen(camera, { x, y }))
        expect(back.x).toBeCloseTo(x, 6)
        expect(back.y).toBeCloseTo(y, 6)
      }),
    )
  })

  it('shows everything when it fits, with room for bodies and labels at the edges', () => {
    fc.assert(
      fc.property(points, (all) => {
        const camera = fitCamera(boundsOf(all), size)
        for (const point of all) {
          const { x, y } = toScreen(camera, point)
          expect(x).toBeGreaterThanOrEqual(fitMargin.x - 0.01)
          expect(x).toBeLessThanOrEqual(size.width - fitMargin.x + 0.01)
          expect(y).toBeGreaterThanOrEqual(leastMargin * fitMargin.top - 0.01)
          expect(y).toBeLessThanOrEqual(size.height - leastMargin * fitMargin.bottom + 0.01)
        }
      }),
    )
  })

  it('stays where it is while all is in the frame and hardly smaller than it could be', () => {
    const all = [
      { x: -300, y: -100 },
      { x: 300, y: 100 },
    ]
    const camera = fitCamera(boundsOf(all), size)
    expect(calmCamera(camera, boundsOf(all), size)).toBe(camera)
    const fewer = boundsOf([all[0]!, { x: 250, y: 80 }])
    expect(calmCamera(camera, fewer, size)).toBe(camera)
    const further = boundsOf([all[0]!, { x: 340, y: 100 }])
    expect(calmCamera(camera, further, size)).toEqual(fitCamera(further, size))
    const one = boundsOf([all[0]!])
    expect(calmCamera(camera, one, size)).toEqual(fitCamera(one, size))
  })

  it('leaves most of a small stage to the peers', () => {
    const small = { width: 600, height: 240 }
    const camera = fitCamera(
      boundsOf([
        { x: -300, y: -60 },
        { x: 300, y: 60 },
      ]),
      small,
    )
    expect(600 * camera.k).toBeGreaterThan(0.6 * small.width)
  })

  it('does not blow a lone peer up to fill the stage', () => {
    expect(fitCamera(boundsOf([{ x: 5, y: 5 }]), size).k).toBe(maxFitZoom)
  })

  it('looks at the middle of an empty world', () => {
    expect(fitCamera(boundsOf([]), size)).toEqual({ x: 490, y: 240, k: 1 })
  })

  it('approaches its goal and arrives exactly', () => {
    const goal = { x: 300, y: 200, k: 0.5 }
    let camera = { x: 0, y: 0, k: 1 }
    let frames = 0
    while (camera !== goal && frames < 500) {
      camera = approach(camera, goal, 16)
      frames++
    }
    expect(camera).toBe(goal)
    expect(frames).toBeGreaterThan(5)
  })

  it('shrinks marks more slowly than distances', () => {
    expect(markScale(0.5)).toBeGreaterThan(0.5)
    expect(markScale(1)).toBe(1)
  })
})
