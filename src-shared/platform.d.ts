// What every platform we run on (Node, browsers) offers though the ECMAScript library does not list it.
// Declared by hand so that src-shared can use these two without letting in the rest of Node or of the DOM.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array): string
}
