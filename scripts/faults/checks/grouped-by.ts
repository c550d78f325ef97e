export function groupedBy<Key, Element>(elements: Element[], keyOf: (element: Element) => Key): Map<Key, Element[]> {
  const groups = new Map<Key, Element[]>()
  for (const element of elements) groups.set(keyOf(element), [...(groups.get(keyOf(element)) ?? []), element])
  return groups
}
