import { limitText, readLimit } from '../../store/limit-text.ts'
import { AppliedField } from './applied-field.tsx'

export interface LimitFieldProps {
  /** What is limited: `Upload at most`. */
  label: string
  /** In bytes per second; null: no limit. */
  value: number | null
  /** Why it cannot be changed now; without it, it can. */
  whyNot?: string | undefined
  /** Called on Enter and when the field is left, with another limit than `value`; the field waits for it. */
  onChange(bytesPerSec: number | null): unknown
}

/** A limit of speed in KiB/s; empty for none. */
export function LimitField(props: LimitFieldProps) {
  return <AppliedField {...props} text={limitText(props.value)} unit="KiB/s" placeholder="no limit" read={readLimit} />
}
