/** Puts what belongs to rooms together by room, each room's in the order given. */
export function byRoom<Entry extends { roomId: number }>(entries: Entry[]): Map<number, Entry[]> {
  const rooms = new Map<number, Entry[]>()
  for (const entry of entries) {
    const known = rooms.get(entry.roomId)
    if (known) known.push(entry)
    else rooms.set(entry.roomId, [entry])
  }
  return rooms
}
