import { describe, expect, it } from 'vitest'
import { whatFailed } from './what-failed.mjs'

const ofPlaywright = `
Running 3 tests using 2 workers

  ✓  1 [web] › e2e/a.spec.ts:4:1 › goes well (1.2s)
  \u001b[31m✘  2 [web] › e2e/a.spec.ts:9:1 › is quick (3.0s)\u001b[39m


  1) [web] › e2e/a.spec.ts:9:1 › is quick ─────────────────

    Error: \u001b[2mexpect(\u001b[22mlocator\u001b[2m)\u001b[22m failed

    Locator: locator('html')
    Timeout: 15000ms

       8 | test(() => {
    >  9 |   expect(quick)
         |   ^
        at /e2e/a.spec.ts:9:1

    attachment #1: screenshot (image/png) ─────────
    test-results/a/test-failed-1.png
    ───────────────────────────────────────────────

  2) [web] › e2e/b.spec.ts:1:1 › is small ─────────────────

    Error: it is large
    Received: 9
    Expected: 1

  2 failed
    [web] › e2e/a.spec.ts:9:1 › is quick ─────────────────
    [web] › e2e/b.spec.ts:1:1 › is small ─────────────────
  1 passed (5.0s)
`

describe('whatFailed', () => {
  it('names each failure and the beginning of its reason, in an even share of the room', () => {
    expect(whatFailed(ofPlaywright, 6)).toEqual([
      '  1) [web] › e2e/a.spec.ts:9:1 › is quick',
      '    Error: expect(locator) failed',
      "    Locator: locator('html')",
      '  2) [web] › e2e/b.spec.ts:1:1 › is small',
      '    Error: it is large',
      '    Received: 9',
    ])
  })

  it('takes no line that tells nothing, nor any of what comes after the failures', () => {
    expect(whatFailed(ofPlaywright, 100)).toEqual([
      '  1) [web] › e2e/a.spec.ts:9:1 › is quick',
      '    Error: expect(locator) failed',
      "    Locator: locator('html')",
      '    Timeout: 15000ms',
      '    >  9 |   expect(quick)',
      '  2) [web] › e2e/b.spec.ts:1:1 › is small',
      '    Error: it is large',
      '    Received: 9',
      '    Expected: 1',
    ])
  })

  it.each([
    [' FAIL  |main| src-main/a.test.ts > a > adds up', 'AssertionError: expected 1 to be 2'],
    ['src-main/a.ts(3,14): error TS2322: Type A is not assignable to type B.', '  Types of property c differ.'],
    ['src-main/a.ts:1:7 lint/style/useConst  FIXABLE  ━━━', '  × This let is never assigned again.'],
    ['src-main/a.ts format ━━━━━━━━━━━', '  × Formatter would have printed:'],
    ['failed         3.0 s  aria2: they seed', 'Error: nothing came'],
  ])('knows the failure %j', (headline, reason) => {
    expect(whatFailed(`before\n${headline}\n${reason}\n`, 20)).toEqual([headline, reason])
  })

  it('says how many failures have no room', () => {
    const many = Array.from({ length: 9 }, (_, index) => `a.ts(${index},1): error TS1: no`).join('\n')
    expect(whatFailed(many, 3)).toEqual(['a.ts(0,1): error TS1: no', 'a.ts(1,1): error TS1: no', '… and 7 more'])
  })

  it('says the last lines when no failure is found', () => {
    expect(whatFailed('one\n\ntwo\nthree\n', 2)).toEqual(['two', 'three'])
  })
})
