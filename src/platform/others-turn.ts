/** What can be done with so many at once takes a few milliseconds. */
const few = 500

/** Lets what else this process has to do go first: between the parts of something long. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** `othersTurn` for something that concerns `count` tasks or the like; with few of them it goes on at once. */
export function turnFor(count: number): () => Promise<void> {
  return count > few ? othersTurn : async () => undefined
}
