// One line that begins with a letter, in letters, digits and marks that mean nothing to Markdown or to HTML. A dot or a colon only
// where a sentence has it: elsewhere it may be a part of a link.
const plainText = /^\p{L}(?:[\p{L}\p{N} ,;!?'’“”„…()–—]|[.:](?= |$))*(?<! )$/u

/** Whether a text is certain to be drawn as one paragraph of nothing but itself, so that it need not be parsed to be drawn. */
export function isPlainText(text: string): boolean {
  return plainText.test(text)
}
