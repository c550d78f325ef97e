/** The beginning of a mention in a text: `start` is where its @ stands, `query` what follows up to the caret. */
export type MentionToken = { start: number; query: string }

const LONGEST_QUERY = 40
/** The @ of an e-mail address, or one right behind another name, begins no mention. */
const TOKEN = /(?<![\p{L}\p{N}._@-])@([\p{L}\p{N}._-]*)$/u

/** Finds the mention that is being written at `caret`, or null. */
export function mentionTokenAt(text: string, caret: number): MentionToken | null {
  const query = TOKEN.exec(text.slice(0, caret))?.[1]
  if (query === undefined || query.length > LONGEST_QUERY) return null
  return { start: caret - query.length - 1, query }
}

/** Writes `username` where the token stands. Answers the new text and where the caret goes: behind the space after it. */
export function completeMention(
  text: string,
  caret: number,
  token: MentionToken,
  username: string,
): { text: string; caret: number } {
  const before = `${text.slice(0, token.start)}@${username} `
  const after = text.slice(caret)
  return { text: before + (after.startsWith(' ') ? after.slice(1) : after), caret: before.length }
}
