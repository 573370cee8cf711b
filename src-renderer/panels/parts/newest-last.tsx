import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'

const stickingDistancePx = 24

export interface NewestLastProps {
  /** What is inside, for those who cannot see it. */
  label: string
  /** What the last line is known by; another one is scrolled to. */
  newest: string | number | undefined
  children: ReactNode
}

/** A scrolling box whose newest line is its last; it stays there unless the person scrolled away. */
export function NewestLast({ label, newest, children }: NewestLastProps) {
  const box = useRef<HTMLDivElement>(null)
  const [sticks, setSticks] = useState(true)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line is why it scrolls
  useEffect(() => {
    if (sticks) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [newest, sticks])

  return (
    <div className="newest-last">
      <div
        className="newest-last-box"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard
        tabIndex={0}
        role="log"
        // Reading out every line would drown everything else.
        aria-live="off"
        aria-label={label}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
          setSticks(scrollHeight - scrollTop - clientHeight < stickingDistancePx)
        }}
      >
        {children}
      </div>
      {!sticks && (
        <div className="to-newest">
          <Button icon="down" label="Newest" onPress={() => setSticks(true)} />
        </div>
      )}
    </div>
  )
}
