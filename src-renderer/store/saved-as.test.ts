import { describe, expect, it } from 'vitest'
import { isElsewhere } from './saved-as.ts'

describe('isElsewhere', () => {
  it.each([
    ['/home/ada/Swarmscope', '/home/ada/Swarmscope/downloads/a.pdf', false],
    ['/home/ada/Swarmscope/', '/home/ada/Swarmscope/downloads/a.pdf', false],
    ['/home/ada/Swarmscope', '/home/ada/Swarmscope 2/a.pdf', true],
    ['/home/ada/Swarmscope', '/home/ada/swarmscope/a.pdf', true],
    ['/home/ada/Swarmscope', '/home/ada/a.pdf', true],
    ['C:\\Users\\Ada\\Swarmscope', 'c:/users/ada/Swarmscope\\downloads\\a.pdf', false],
    ['C:\\Users\\Ada\\Swarmscope', 'D:\\a.pdf', true],
  ])('of %s and %s is told', (folder, path, elsewhere) => {
    expect(isElsewhere(folder, path)).toBe(elsewhere)
  })
})
