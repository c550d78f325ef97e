/** One of a list, each in its turn as `count` goes up. */
export function inTurn<One>(list: One[], count: number): One {
  const one = list[count % list.length]
  if (one === undefined) throw new Error('the list is empty')
  return one
}
