// What has the focus may go away: a row whose peer left, a notice that was dismissed, a button that became another. The
// browser then gives the focus to nobody, and whoever has no mouse would begin again at the top of the page.

const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]'

/**
 * Gives the focus on when the element inside `root` that has it goes away, to whoever acts with the keyboard: a hand at the
 * pointer does not look for it, and the keys of the room would be letters in the field that got it.
 */
export function keepFocus(root: HTMLElement): void {
  let last: Element | null = null
  let byKey = true

  function onAct({ type }: Event): void {
    byKey = type === 'keydown'
  }

  function onFocusIn({ target }: FocusEvent): void {
    last = target instanceof Element ? target : null
  }

  // Left on purpose, by a click beside everything, it is no loss; that is known once whatever takes it away is done.
  function onFocusOut(): void {
    queueMicrotask(() => {
      if (last?.isConnected && isNowhere()) last = null
    })
  }

  const observer = new MutationObserver((records) => {
    const lost = last
    if (lost === null || lost.isConnected || !isNowhere()) return
    last = null
    if (!byKey) return
    // Of what went away together, the part that went last holds the rest.
    const gap = [...records]
      .reverse()
      .find(({ target, removedNodes }) => target.isConnected && [...removedNodes].some((node) => node.contains(lost)))
    if (gap !== undefined) nextTo(gap, root)?.focus()
  })
  observer.observe(root, { childList: true, subtree: true })
  root.addEventListener('focusin', onFocusIn)
  root.addEventListener('focusout', onFocusOut)
  for (const act of ['keydown', 'pointerdown']) window.addEventListener(act, onAct, { capture: true })
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/** What stands nearest to where something went away, in as small a part of the page as possible. */
function nextTo({ target, previousSibling }: MutationRecord, root: HTMLElement): HTMLElement | undefined {
  let before = previousSibling?.isConnected ? previousSibling : null
  for (let part: Node = target; part instanceof HTMLElement && root.contains(part); part = part.parentNode ?? root) {
    const found = homeOf(part) ?? nearest(part, before)
    if (found !== undefined || part === root) return found
    before = part
  }
  return undefined
}

/** What `part` itself names, by a selector in `data-focus-home`, as the place to go on from in it. */
function homeOf(part: HTMLElement): HTMLElement | undefined {
  const { focusHome } = part.dataset
  return focusHome === undefined ? undefined : (part.querySelector<HTMLElement>(focusHome) ?? undefined)
}

/** The first that can have the focus in `part` behind `before`, else in that itself, else the last in front of it. */
function nearest(part: HTMLElement, before: Node | null): HTMLElement | undefined {
  const all = [...part.querySelectorAll<HTMLElement>(`${focusable}, [data-focus-home]`)].flatMap((one) => {
    const home = homeOf(one)
    return home === undefined ? (takesFocus(one) ? [one] : []) : [home]
  })
  if (before === null) return all[0]
  return all.find((one) => isBehind(one, before)) ?? all.find((one) => before.contains(one)) ?? all.at(-1)
}

function takesFocus(one: HTMLElement): boolean {
  return one.tabIndex >= 0 && !one.matches(':disabled') && one.getClientRects().length > 0
}

function isBehind(one: Node, before: Node): boolean {
  return !before.contains(one) && (before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}
