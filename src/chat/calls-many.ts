/** In a room of as many others "@room" is asked about before it is posted. The browser asks by the same rule. */
export function callsMany(otherCount: number): boolean {
  return otherCount >= 20
}
