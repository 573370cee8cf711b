import { notify, type ScreenStore } from '../store/screen-store.ts'

/** Puts a text on the clipboard, and tells so or how to do it by hand; `what` begins the sentence: `The magnet link of x`. */
export async function copyAndTell(store: ScreenStore, what: string, text: string): Promise<void> {
  if (await copyText(text)) notify(store, 'done', `${what} is on the clipboard.`)
  else notify(store, 'problem', `This window may not use the clipboard. Copy it yourself: ${text}`)
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
