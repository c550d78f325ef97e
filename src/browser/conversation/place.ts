/** Where something is said: a room, or a task's thread. Named as its channel. */
export type Place = `room:${number}` | `task:${number}`

/** Whether a text names a place. */
export function isPlace(text: string): text is Place {
  return /^(room|task):\d+$/.test(text)
}

/** A place as payloads and addresses name it: by the id of its room or its task. */
export function keyOf(place: Place): { [name: string]: number } {
  const [kind, id] = place.split(':')
  return { [`${kind}Id`]: Number(id) }
}
