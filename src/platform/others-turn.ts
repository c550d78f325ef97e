/** Lets what else this process has to do go first: between the parts of something long. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
