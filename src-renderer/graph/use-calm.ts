import { startTransition, useEffect, useRef, useState } from 'react'

/** A value that changes at most once every `intervalMs`, and always ends at the latest. */
export function useCalm<Value>(value: Value, intervalMs: number): Value {
  const [calm, setCalm] = useState(value)
  const latest = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  latest.current = value

  useEffect(() => {
    if (timer.current !== null || calm === value) return
    timer.current = setTimeout(() => {
      timer.current = null
      // What is drawn from it may take long, and nobody waits for it.
      startTransition(() => setCalm(latest.current))
    }, intervalMs)
  }, [value, calm, intervalMs])

  useEffect(() => {
    return () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    }
  }, [])
  return calm
}
