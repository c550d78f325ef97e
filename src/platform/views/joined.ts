/**
 * The same text, in one piece. V8 keeps what was put together from many pieces as a tree of them, and walks through it each time that a
 * page is made with it: for drawings that are kept.
 */
export function joined(text: string): string {
  return Buffer.from(text).toString()
}
