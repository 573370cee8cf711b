import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellAt, cellByKey, pieceGrid, piecesOfCell } from './piece-grid.ts'

describe('pieceGrid', () => {
  it('gives each piece a cell of its own that can be read, up to 300 of them in a small drawer', () => {
    for (const count of [1, 64, 300]) {
      const { piecesPerCell, pitchPx } = pieceGrid(count, 480, 110)
      expect(piecesPerCell).toBe(1)
      expect(pitchPx).toBeGreaterThanOrEqual(12)
    }
  })

  it('puts several in a cell when they do not fit', () => {
    const grid = pieceGrid(10_000, 480, 110)
    expect(grid.piecesPerCell).toBe(10)
    expect(piecesOfCell(grid, grid.cells - 1)).toEqual({ first: 9990, end: 10_000 })
  })

  it('holds every piece once, and fits its room', () => {
    const size = fc.integer({ min: 7, max: 1500 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), size, size, (count, width, height) => {
        const grid = pieceGrid(count, width, height)
        expect(Math.ceil(grid.cells / grid.columns) * grid.pitchPx).toBeLessThanOrEqual(height)
        expect(grid.columns * grid.pitchPx).toBeLessThanOrEqual(width)
        let next = 0
        for (let cell = 0; cell < grid.cells; cell++) {
          const { first, end } = piecesOfCell(grid, cell)
          if (first !== next || end <= first) throw new Error(`cell ${cell} holds pieces ${first} to ${end}`)
          next = end
        }
        expect(next).toBe(count)
      }),
    )
  })
})

describe('a cell', () => {
  const grid = pieceGrid(10, 120, 90)

  it('is found under the pointer, and none beside the map', () => {
    expect(grid).toMatchObject({ columns: 4, pitchPx: 30 })
    expect([cellAt(grid, 0, 0), cellAt(grid, 119, 31), cellAt(grid, 59, 89)]).toEqual([0, 7, 9])
    expect([cellAt(grid, 121, 0), cellAt(grid, -1, 40), cellAt(grid, 61, 89)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('leads to its neighbours by arrow keys, and stays at the edge', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => cellByKey(grid, 5, key))).toEqual([
      4, 6, 1, 9,
    ])
    expect([cellByKey(grid, 0, 'ArrowUp'), cellByKey(grid, 8, 'ArrowDown')]).toEqual([0, 8])
    expect([cellByKey(grid, 5, 'Home'), cellByKey(grid, 5, 'End')]).toEqual([0, 9])
    expect(cellByKey(grid, 5, 'a')).toBeUndefined()
  })
})
